#ifndef DAEMON_DISPATCH_H
#define DAEMON_DISPATCH_H

#include "audit/commit.h"
#include "identity/session.h"
#include "platform/keys.h"
#include "platform/route.h"

/*
 * From a whole HTTP request to its answer. For every request it finds the
 * session, refuses roles that have no rule at all for the route, runs the
 * handler, maps the outcome to a status and a page, and puts the looks on the
 * trail before the answer leaves.
 *
 *   GET   reader thread, snapshot . handler . trail, if looks are due . answer
 *   POST  reader thread: origin, session, form token
 *         . preparer on a slow thread, if the route has one
 *         . writer thread: handler and trail in a savepoint of the group commit
 *         . answer when the group is durable
 */
struct dispatch;

struct dispatch_options {
	const struct route *routes;
	int route_count;
	const char *database_path;
	struct school_store *store; /* borrowed: the writer thread's alone */
	struct keys *keys;          /* borrowed; may be NULL in tests that seal nothing */
	struct clock *clock;        /* borrowed */
	struct random *random;      /* borrowed */
	uint8_t form_key[KEYS_LENT_BYTES];
	struct device_presence *presence; /* borrowed; may be NULL */
	/* Takes what a request has to tell, when its save is durable. NULL: nobody listens. */
	void (*tell)(void *context, struct text frame);
	void *tell_context;
	int readers; /* threads, each with a connection of its own; 0: by the processors */

	/* identity/session.h, or a test's own. */
	enum outcome (*find_session)(struct request *req); /* puts req->session */
	bool (*is_touch_due)(const struct session *session, struct instant now);
	/* A session has begun in this POST; on the writer, in its transaction. NULL: nothing follows. */
	enum outcome (*session_begun)(struct request *req);
	enum outcome (*touch_session)(struct db *db, const struct session *session, struct instant now);
};

enum outcome dispatch_create(struct dispatch **dispatch, const struct dispatch_options *options) MUST_USE;
/* For struct http_options: the context is the dispatch. */
void dispatch_request(struct exchange *exchange, void *dispatch);
/* A job of the server's own for the writer thread; it must live until it is done. */
enum outcome dispatch_write(struct dispatch *dispatch, struct commit_job *job) MUST_USE;
/* After http_run has returned: nothing is under way then. NULL is fine. */
void dispatch_destroy(struct dispatch *dispatch);

/* What stands on every answer of the server, whoever gives it. */
extern const struct http_header standing_headers[];
extern const int standing_header_count;
/* On every page that does not say otherwise (struct reply.policy). */
extern const struct http_header usual_headers[];
extern const int usual_header_count;

#endif
