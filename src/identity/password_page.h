#ifndef IDENTITY_PASSWORD_PAGE_H
#define IDENTITY_PASSWORD_PAGE_H

#include "platform/request.h"
#include "policy.h"

/*
 * GET and POST /password: a person chooses a new password. The page states the
 * rules of the school's profile (ID-1). It is the only page that opens when a
 * change is due (ID-3), after a one-time code (ID-7), and when the school has
 * changed its profile. Fields: current, password, again.
 */
enum outcome password_page(struct request *req, struct reply *reply);
enum outcome password_prepare(struct request *req);
enum outcome password_change(struct request *req, struct reply *reply);

struct password_view {
	bool must;     /* nothing else opens before */
	bool first;    /* there is no password yet: the code was proof enough */
	bool changed;  /* just now */
	bool composed; /* upper, lower, digit, special are asked for */
	int64_t characters;
	int64_t changed_days; /* 0: never due */
	struct day due;       /* DAY_NONE: never */
	bool has_due;
	bool due_soon;
};

#endif
