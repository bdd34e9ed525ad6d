#ifndef IDENTITY_ACCOUNT_VIEW_H
#define IDENTITY_ACCOUNT_VIEW_H

#include "platform/page.h"
#include "policy.h"

/*
 * The office's list of accounts: who has one, in which state, and a new
 * one-time code for whoever lost theirs. A code is shown once, on the page that
 * answers the press, and stored only as a digest.
 *
 * Forms: renew = id, suspend = id, restore = id. The search is a GET: find=.
 */
struct account_line {
	struct account_id id;
	struct text name; /* of the person; a guardian's line has the pupil's */
	bool guardian;
	struct text user_name;
	enum role role;
	struct text class_name;
	bool active; /* a password is set */
	bool suspended;
	bool waits; /* a code is out */
	struct day code_until;
};
struct account_lines {
	struct account_line *at;
	size_t count;
};

struct account_view {
	struct text find; /* as typed */
	bool searched;
	bool more;             /* not all are shown */
	struct text code;      /* just made; shown once */
	struct text code_name; /* user name of whom it is for */
	struct day code_until;
	bool saved;
	struct account_lines lines;
};

#endif
