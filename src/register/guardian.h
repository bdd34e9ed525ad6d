#ifndef REGISTER_GUARDIAN_H
#define REGISTER_GUARDIAN_H

#include "platform/request.h"

/*
 * Who stands for a pupil, with which rights and in which time: a guardian may
 * see, justify, sign and be contacted, each by itself, and somebody barred by a
 * court sees nothing from that day on (REG-50, ID-62). Relations are asked anew
 * by every request, so what the office saves holds at the guardian's next one.
 */

/* GET and POST /pupils/{pupil}/guardians */
enum outcome guardian_page(struct request *req, struct reply *reply);
enum outcome guardian_change(struct request *req, struct reply *reply);

/* Form, by its button:
 *   save = id   sees, justifies, signs, contacts, from, to (empty: no end)
 *   end = id    first_without: the first day on which nothing holds any more
 *   tie = 1     name: a guardian's user name; the rights, from and to as above */
struct guardian_rights {
	bool sees, justifies, signs, contacts;
};
struct guardian_line {
	int64_t id;
	int64_t number;   /* shown where the asker may not read account names */
	struct text name; /* user name; empty: may not be read */
	struct guardian_rights rights;
	struct text from, to;      /* as typed, or as stored */
	struct text first_without; /* as typed */
	bool now;                  /* holds today */
	bool over;
	bool saving, ending; /* this line's form was posted and is wrong */
};
struct guardian_lines {
	struct guardian_line *at;
	size_t count;
};
struct guardian_view {
	struct text name; /* the pupil's */
	struct text action, sheet_path, contacts_path;
	bool saved;
	bool may_change;
	struct guardian_lines lines;
	bool tying; /* the form below was posted and is wrong */
	struct text user_name, from, to;
	struct guardian_rights rights;
};

#endif
