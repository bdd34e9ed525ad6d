#ifndef DAEMON_DISPATCH_WORK_H
#define DAEMON_DISPATCH_WORK_H

#include <pthread.h>

#include "daemon/dispatch.h"
#include "platform/limits.h"

/*
 * Inside of the dispatcher. One request is one work; it belongs to the thread
 * that has it in hand, and goes from queue to queue:
 *
 *   service -> reader -> [slow] -> [writer] -> [writer again: the trail] -> answered
 */
struct work {
	struct dispatch *dispatch;
	struct exchange *exchange;
	struct work *next;
	struct route_match match;
	struct request req;
	struct reply reply;
	enum outcome outcome;
	int status;          /* ours, when the outcome's own does not say enough */
	struct text form_id; /* of a POST; empty: it is not remembered */
	bool touches;        /* the session's use is to be noted */
	bool explained;      /* the body is our page about why not */
	struct commit_job commit;
	struct operation operation;
};

/* A bounded queue and the threads that serve it, each with a reading
 * connection to the database. */
struct lane_thread {
	struct lane *lane;
	pthread_t thread;
	struct db *db;
};
struct lane {
	void (*serve)(struct work *work, struct db *db);
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct work *first, **last;
	int count, count_max;
	int busy; /* threads that have work in hand */
	bool over;
	struct writer *writer; /* is told whether more may come from here; NULL: nobody is */
	struct lane_thread threads[READ_WORKERS_MAX];
	int thread_count;
};

struct dispatch {
	struct dispatch_options options;
	struct router *router;
	struct writer *writer;
	struct lane readers;
	struct lane slow;
};

/* lane.c */
enum outcome lane_start(struct lane *lane, struct dispatch *dispatch, int threads, int count_max,
	void (*serve)(struct work *work, struct db *db)) MUST_USE;
enum outcome lane_add(struct lane *lane, struct work *work) MUST_USE; /* BUSY when full */
void lane_stop(struct lane *lane);                                    /* does what is in it first */

/* dispatch.c */
/* The session, the language, the day: everything before the handler. When it
 * says no, outcome and reply are the answer. */
enum outcome work_open(struct work *work, struct db *db) MUST_USE;
/* What the handler showed or was refused is on the trail, then the answer. */
void work_finish(struct work *work);
/* The handler's page goes out, not one of ours in its place. */
bool work_shows_page(const struct work *work);

/* dispatch_post.c */
void post_submit(struct work *work);                 /* to the writer */
void post_prepare(struct work *work, struct db *db); /* on a slow thread, then to the writer */
/* Origin and form token. */
enum outcome post_check(struct work *work) MUST_USE;

/* dispatch_answer.c */
/* While req->db is there: our page about why not, when the handler has none. */
void answer_explain(struct work *work);
void answer_work(struct work *work);
void answer_asset(struct exchange *exchange, struct text name);
void answer_busy(struct exchange *exchange); /* before there is a work */

#endif
