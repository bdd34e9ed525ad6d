#ifndef IDENTITY_ACCOUNT_H
#define IDENTITY_ACCOUNT_H

#include "platform/request.h"
#include "policy.h"

/*
 * An account: a name, a password or a one-time code, and the person behind it.
 * A name is found by its keyed digest, so that a copy of the database does not
 * even tell who has an account.
 */
struct account_door {         /* what stands between a name and a session */
	struct account_id id; /* 0: no such name */
	struct person_id person;
	struct text password; /* PHC; empty when none was chosen yet */
	struct text activation;
	struct instant activation_ends;
	bool suspended;
};
enum outcome account_find(struct request *req, struct text typed_name, struct account_door *door) MUST_USE;

/* Is this the account's one-time code? The same work whether it has one or not. */
enum outcome account_code_fits(struct request *req, const struct account_door *door, struct text typed,
	bool *fits) MUST_USE;

/* The same password under today's parameters (R25). */
enum outcome account_rehash(struct request *req, struct account_id account, struct text hash) MUST_USE;

/* The language chosen at the door. */
enum outcome account_speaks(struct request *req, struct account_id account, enum language language) MUST_USE;

#endif
