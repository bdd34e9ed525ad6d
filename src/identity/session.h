#ifndef IDENTITY_SESSION_H
#define IDENTITY_SESSION_H

#include "platform/request.h"
#include "policy.h"

/*
 * Who asks, and in which role. Found anew at every request, so a person who
 * leaves or is suspended loses the running session at once (ID-12).
 *
 * The browser holds 256 random bits in the one cookie there is; the database
 * holds their hash. A session ends when nobody uses it (staff 10 minutes,
 * families 20), eight hours after its start, at sign-out, and when the person,
 * the account or the role ends (R27, R32, ID-10, ID-13). A new one begins at
 * every sign-in, change of role and change of password.
 */
#define SESSION_COOKIE              "__Host-sid"
#define SESSION_IDLE_SECONDS_STAFF  600
#define SESSION_IDLE_SECONDS_FAMILY 1200
#define SESSION_SECONDS_MAX         (8 * 3600)
#define SESSION_TOUCH_SECONDS       30 /* seen_at is at most this late */
#define SESSION_TOKEN_BYTES         32

struct session {
	struct account_id account; /* 0: a visitor, nobody signed in */
	struct person_id person;
	enum role role;         /* ROLE_VISITOR when nobody signed in */
	struct text shown_name; /* for the frame; empty for a guardian */
	struct bytes token;     /* hash of the session id, as stored */
	struct text address;    /* prefix of where the request came from */
	struct instant started_at;
	struct instant seen_at;
	int idle_limit_seconds;
	bool must_change_password; /* only the change page opens */
	bool several_roles;        /* today; one at a time, changed at /role */
	struct day password_due;   /* its last day; DAY_NONE: never */
	int64_t language;          /* enum language of the account */
};

extern const struct session session_visitor;

/*
 * Who sent this request, from its cookie and the store: a visitor when there
 * is no cookie, or the session has ended. Needs http, arena, db, now and today
 * of the request; puts req->session. Reads only.
 */
enum outcome session_find(struct request *req) MUST_USE;

/* Should session_touch be called? At most every SESSION_TOUCH_SECONDS. */
bool session_is_touch_due(const struct session *session, struct instant now);
/* Somebody is there: on a writing connection, with the trail's lines or alone. */
enum outcome session_touch(struct db *db, const struct session *session, struct instant now) MUST_USE;

/* Begins a session and puts the cookie; ends the one that the request carried. */
enum outcome session_begin(struct request *req, struct reply *reply, struct account_id account,
	enum role role) MUST_USE;
enum outcome session_end(struct request *req, struct reply *reply) MUST_USE;
/* Every session of the account, but for the request's own if `but_this`. */
enum outcome session_end_all(struct db *db, struct account_id account, struct bytes but_this) MUST_USE;

/* The roles an account has today, in the order of roles.policy. */
struct session_roles {
	enum role at[ROLES];
	int count;
};
enum outcome session_roles(struct db *db, struct arena *arena, struct account_id account, struct day today,
	struct session_roles *roles) MUST_USE;

int session_idle_limit_seconds(enum role role);

/* Where a request came from, no finer than a network: 192.0.2.0/24, 2001:db8:1::/48. */
struct text session_address(struct arena *arena, struct text peer);

#endif
