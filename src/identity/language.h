#ifndef IDENTITY_LANGUAGE_H
#define IDENTITY_LANGUAGE_H

#include "platform/request.h"

/*
 * In which language the pages speak to a person: GET and POST /language, field
 * language (and next, the page to come back to). The choice is kept with the
 * account. Before the sign-in there is nothing to keep it with, since the one
 * cookie is the session's: there the address of the door carries it, and the
 * sign-in puts it into the account.
 */
enum outcome language_page(struct request *req, struct reply *reply);
enum outcome language_change(struct request *req, struct reply *reply);

struct language_choice {
	struct text tag;  /* "it" */
	const char *name; /* in itself: "Italiano" */
	struct text path; /* of the same page in it */
	bool current;
};
struct language_choices {
	struct language_choice *at;
	size_t count;
};
struct language_choices language_choices(struct request *req, const char *path, struct text next);

struct language_view {
	struct language_choices choices;
	struct text next;
};

#endif
