#ifndef DAEMON_DISPATCH_FIXTURE_H
#define DAEMON_DISPATCH_FIXTURE_H

#include <pthread.h>
#include <stdatomic.h>

#include "audit/test_store.h"
#include "daemon/dispatch.h"
#include "platform/test.h"

/*
 * The dispatcher with routes of its own on a real school store: a teacher (its
 * cookie says so), an office and a visitor. Tests only.
 */
struct fixture {
	struct test_store store;
	struct dispatch *dispatch;
	struct http *http;
	pthread_t thread;
};

/* How often a handler or a preparer ran. */
extern atomic_int recorded, prepared, foreseen, touched;
/* The last answer, whole. */
extern char reply[256 * 1024];

int set_up(void **state);
int tear_down(void **state);
#define WITH_DISPATCHER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* One request, one connection; returns the answer's status. The cookie may be NULL. */
int ask(struct fixture *fixture, const char *request);
int get(struct fixture *fixture, const char *path, const char *cookie);
int post(struct fixture *fixture, const char *path, const char *cookie, const char *headers,
	const char *body);
/* A form as our own page would send it. */
int send_form(struct fixture *fixture, const char *path, const char *cookie, const char *id,
	const char *more);
/* Every answer carries the standing headers, whoever gave it. */
void expect(int status, int wanted);
/* How many the table holds. */
int rows(struct fixture *fixture, const char *table);

#endif
