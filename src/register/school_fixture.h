#ifndef REGISTER_SCHOOL_FIXTURE_H
#define REGISTER_SCHOOL_FIXTURE_H

#include "identity/session.h"
#include "platform/request.h"

/*
 * A small school in memory for the tests of handlers: class 1A with three
 * pupils, class 1B with one, a few teachers, a head, two guardians. It is
 * Monday 23 November 2026, ten past eight, unless a test says otherwise.
 *
 *   classes   1A 11, 1B 12                hours of 60 minutes, 8 to 14, Monday to Friday
 *   pupils    31 Anna Abate, 32 Bruno Basso, 33 Carla Conti (18 since 2026-01-10) in 1A; 41 in 1B
 *   teachers  51 mathematics in 1A and 1B; 52 Italian in 1A; 53 support of 31;
 *             54 lab of mathematics; 55 no post; 56 religion in 1A
 *   guardians 61 of 31 and 41; 62 of 31, sees but does not justify
 *   head      71        office 72
 *   closed    23 December to 6 January; Saturday and Sunday are days of rest
 */
struct school_fixture {
	struct db *db;
	struct arena *arena;
	struct random *random;
	struct instant now;
	struct request request;
	struct reply reply;
	struct session session;
	struct http_request http;
	struct keys *keys; /* NULL unless a test opens some */
	struct device_presence *presence;
	enum language language; /* of who asks; English */
	enum zone zone;         /* of the school; CET */
};

void fixture_open(struct school_fixture *school);
void fixture_close(struct school_fixture *school);
void fixture_sql(struct school_fixture *school, const char *sql);
/* For cmocka; the school is the initial state:
 *   cmocka_unit_test_prestate_setup_teardown(test, fixture_set_up, fixture_tear_down, &school) */
int fixture_set_up(void **school);
int fixture_tear_down(void **school);

/* One number that a statement gives; -1 when it gives no row. */
int64_t fixture_number(struct school_fixture *school, const char *sql);
/* How many rows: "post where class = 11". */
int64_t fixture_rows(struct school_fixture *school, const char *table_and_condition);
void fixture_at(struct school_fixture *school, const char *day, const char *time);
void fixture_as(struct school_fixture *school, enum role role, int64_t person);

/* Calls a handler; `path` names its parameters as in routes.def, with values:
 * "class=11 day=2026-11-23 slot=1". What it wrote is in the reply. */
/* As the dispatcher does, what a page delivers is then on record. */
enum outcome fixture_get(struct school_fixture *school, handler *handle, const char *path, const char *query);
enum outcome fixture_post(struct school_fixture *school, handler *handle, const char *path, const char *form);
/* The first hour of 1A as its teacher records it: 31 late at 8:35 and out again at
 * 12:20, 32 absent, 33 there; a topic that a spreadsheet would take for a formula;
 * homework. That teacher goes on asking. */
void fixture_hold_first_hour(struct school_fixture *school);
bool fixture_shows(const struct school_fixture *school, const char *text); /* in the body */

#endif
