#ifndef IDENTITY_SIGN_IN_H
#define IDENTITY_SIGN_IN_H

#include "identity/language.h"
#include "policy.h"

/*
 * In and out. A sign-in has two steps: sign_in_prepare finds the account and
 * has the password checked (40 ms, off the writer thread), sign_in writes the
 * attempt down and begins the session. Unknown name, wrong password and
 * suspended account get the same answer after the same work (ID-6).
 */
enum outcome sign_in_page(struct request *req, struct reply *reply); /* GET /sign-in */
enum outcome sign_in_prepare(struct request *req);
enum outcome sign_in(struct request *req, struct reply *reply);  /* POST /sign-in: name, password */
enum outcome sign_out(struct request *req, struct reply *reply); /* POST /sign-out */
enum outcome sign_out_everywhere(struct request *req, struct reply *reply); /* POST /sign-out-everywhere */
enum outcome stay(struct request *req, struct reply *reply);        /* GET /stay: somebody is still here */
enum outcome role_page(struct request *req, struct reply *reply);   /* GET /role */
enum outcome role_change(struct request *req, struct reply *reply); /* POST /role: role */

/* Where somebody wanted to go before something else came first: a page of ours,
 * spelled as our own addresses are, so that nothing in it can lead to another
 * site; empty when it is not. */
struct text next_page(struct text typed);

struct sign_in_view {
	struct text name;
	const char *problem;  /* msgid of what was wrong; NULL at first */
	struct text about;    /* for its %1 */
	bool ended;           /* came back after a sign-out */
	struct text next;     /* the page that was asked for; empty: the start */
	struct text language; /* chosen here: it goes into the account; empty: none was */
	struct language_choices languages;
};
struct role_choice {
	const char *word; /* msgid */
	struct text role;
	bool current;
};
struct role_view {
	struct {
		struct role_choice *at;
		size_t count;
	} choices;
};

#endif
