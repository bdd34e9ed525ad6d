#ifndef REGISTER_CONTACT_H
#define REGISTER_CONTACT_H

#include "platform/page.h"
#include "platform/request.h"

/*
 * How the school reaches a guardian: free text that the guardian alone gives,
 * changes and takes back. Nothing is needed (R45). The office, the heads and
 * the teachers of the pupil read it while this guardian is one whom the school
 * contacts about that pupil; another guardian never does (REG-50).
 */
#define CONTACT_TEXT_MAX 200 /* characters */

/* GET and POST /contact: the guardian's own. */
enum outcome contact_page(struct request *req, struct reply *reply);
enum outcome contact_change(struct request *req, struct reply *reply);
/* GET /pupils/{pupil}/contacts */
enum outcome contacts_page(struct request *req, struct reply *reply);

struct contact_view {
	struct text reach; /* as typed */
	bool given;        /* something is stored */
	bool saved;
};

struct contact_line {
	int64_t number;    /* of the guardian: there may be no name */
	struct text reach; /* empty: has given nothing */
	struct day changed_on;
};
struct contact_lines {
	struct contact_line *at;
	size_t count;
};
struct contacts_view {
	struct text name; /* of the pupil */
	struct text back;
	struct text who_can_see;
	struct contact_lines lines;
};

#endif
