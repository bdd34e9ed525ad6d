#ifndef IDENTITY_SETTING_PAGE_H
#define IDENTITY_SETTING_PAGE_H

#include "identity/setting.h"

/*
 * GET and POST /settings: what the school has decided, all on one page. The
 * head and the technician change it, the auditor reads it. Each change is an
 * operation of the register with its author.
 */
enum outcome setting_page(struct request *req, struct reply *reply);
enum outcome setting_change(struct request *req, struct reply *reply);

struct setting_choice {
	struct text word;
	const char *reads; /* msgid; NULL: the word itself */
	bool chosen;
};
struct setting_line {
	const char *name;
	const char *meaning; /* msgid */
	struct text value;   /* stored, or as typed when it was refused */
	bool number;
	bool choose; /* one of choices */
	struct {
		struct setting_choice *at;
		size_t count;
	} choices;
	int64_t lowest, highest;
};
struct setting_group {     /* what belongs together */
	const char *title; /* msgid */
	struct setting_line *at;
	size_t count;
};
struct setting_view {
	bool may_change;
	bool saved;
	struct {
		struct setting_group *at;
		size_t count;
	} groups;
};

#endif
