#ifndef PLATFORM_REQUEST_H
#define PLATFORM_REQUEST_H

#include "platform/db.h"
#include "platform/form.h"
#include "platform/http.h"
#include "platform/language.h"
#include "platform/random.h"

/*
 * What a handler gets and gives. It reads: parse, may, do, show.
 *
 *   enum outcome attendance_record(struct request *req, struct reply *reply);
 *
 * A GET runs on a worker with a read snapshot, a POST on the writer thread in
 * a savepoint of a group commit. The arena goes when the answer has left.
 */
struct keys;            /* platform/keys.h: hashes passwords, digests names */
struct session;         /* identity/session.h: who asks, in which role */
struct device_presence; /* classroom/device_presence.h: which devices are connected now */
struct look;            /* audit/trail.h: what must be on record before the answer leaves */

#define ROUTE_PARAMETERS_MAX 6
#define PROBLEMS_MAX         40

struct route_parameter {
	const char *name;
	struct text value;
};
struct problem {
	const char *field;   /* form field, or "" for the whole form */
	const char *message; /* msgid, translated when shown */
	struct text detail;  /* a value to put for %1; may be empty */
};

/* What another process is told when the save is durable, and not otherwise. */
struct telling {
	struct telling *next;
	struct text frame;
};

/* What a page does by being shown, such as bringing a notice to a family: on
 * record before the page leaves, in an operation of this name. */
struct delivery {
	struct delivery *next;
	const char *action;
	enum outcome (*run)(struct db *db, struct arena *arena, const void *context);
	const void *context; /* of the request's arena */
};

struct request {
	const struct http_request *http;
	struct arena *arena;
	struct db *db;
	struct keys *keys;
	struct random *random;
	struct instant now;
	struct day today; /* of the school's zone */
	struct minute time;
	enum zone zone;
	enum language language;
	const struct session *session; /* never NULL; role nobody when not signed in */
	struct form form;              /* body of a POST */
	struct form query;
	struct route_parameter parameters[ROUTE_PARAMETERS_MAX];
	int parameter_count;
	struct problem problems[PROBLEMS_MAX];
	int problem_count;
	struct look *looks;          /* newest first */
	struct delivery *deliveries; /* of a GET; newest first */
	struct text form_token;      /* to put into forms; checked on POST */
	int64_t operation;           /* id of the operation a POST records */
	struct instant event_at;     /* of a POST: when the button was pressed; earlier than now when the
				      * line was lost. The form's event_time, never in the future. */
	int64_t about;               /* id of whom the page is about, where its address does not say */
	struct instant bell_from;    /* set by a page that an hour opens: the frame shows the bell */
	struct instant bell_until;
	int64_t wall_class; /* the class whose screens the running hour opens to who asks; 0: none */
	struct settings_known *settings;   /* identity/setting.c: read once a request */
	struct relations_known *relations; /* privacy/relation.c: decided once a request */
	struct device_presence *presence;  /* NULL where no device can connect: commands, tests */
	struct telling *tellings;          /* oldest first */
	int64_t begun_account;             /* whose session this request has begun; 0: nobody's */
	int begun_role;
	void *prepared;     /* what the route's preparer left; NULL without one */
	struct cell *ahead; /* sealed by it for the handler: db_sealed_ahead() */
	size_t ahead_count;
};

struct reply {
	int status;               /* 0: by the outcome */
	const char *content_type; /* default text/html; charset=utf-8 */
	struct buf body;
	struct text see;       /* 303 to this path */
	struct text cookie;    /* Set-Cookie value, if any */
	struct text file_name; /* Content-Disposition: attachment */
	bool clear_site_data;
	struct text policy; /* Content-Security-Policy instead of the usual one */
};

struct text request_parameter(const struct request *req,
	const char *name); /* asserts that the route has it */
bool request_day(const struct request *req, const char *name, struct day *day);
bool request_int64(const struct request *req, const char *name, int64_t *value);
void request_problem(struct request *req, const char *field, const char *message);
void request_problem_about(struct request *req, const char *field, const char *message, struct text detail);
bool request_has_problem(const struct request *req, const char *field); /* NULL: any */
/* Ends a POST whose page was shown again with its problems: INVALID, unless it could not be shown. */
enum outcome request_invalid(enum outcome shown) MUST_USE;
int64_t request_new_id(struct request *req); /* time-ordered, unique; see id.h */

void request_tell(struct request *req, struct text frame);                  /* copied; see struct telling */
void request_deliver(struct request *req, const struct delivery *delivery); /* copied */

void reply_see(struct reply *reply, struct request *req, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

typedef enum outcome handler(struct request *req, struct reply *reply);

/*
 * The first step of a POST with slow work in it (a password to hash, 40 ms):
 *
 *   POST_PREPARED( "/sign-in", sign_in_prepare, sign_in, ANYONE, SIGN_IN )
 *
 * It runs on a few threads of its own, behind a bounded queue (full: BUSY with
 * Retry-After), with a read snapshot in req->db, session and form in place.
 * It leaves its findings in req->prepared (in the request's arena); only on OK
 * the handler follows on the writer thread, with the same request.
 *
 * POST_FORESEEN is the same for quick work, on the reader that has the request
 * in hand: what the one writer need not wait for, as the sealing of texts.
 */
typedef enum outcome preparer(struct request *req);

#endif
