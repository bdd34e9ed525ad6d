#ifndef IDENTITY_SESSION_H
#define IDENTITY_SESSION_H

#include "platform/request.h"
#include "policy.h"

/*
 * Who asks, and in which role. Found anew at every request, so a person who
 * leaves or is suspended loses the running session at once (ID-12).
 */
struct session {
	struct account_id account; /* 0: a visitor, nobody signed in */
	struct person_id person;
	enum role role;             /* ROLE_VISITOR when nobody signed in */
	struct text shown_name;     /* for the frame; empty for a guardian */
	struct bytes token;         /* hash of the session id, as stored */
	struct text address;        /* prefix of where the request came from */
	struct instant started_at;
	struct instant seen_at;
	int idle_limit_seconds;
	bool must_change_password;  /* only the change page opens */
};

extern const struct session session_visitor;

#endif
