#ifndef DAEMON_JOBS_ERASURE_H
#define DAEMON_JOBS_ERASURE_H

#include "daemon/process.h"
#include "platform/db.h"
#include "platform/keys.h"

/*
 * Once a day, of the school's own calendar: erases the people, guardians and
 * school years that are due (privacy/erasure.h), and writes down that it did.
 * The log holds classes and counts, never who.
 */
struct jobs_erasure {
	const struct process_start *start;
	struct db *db;
	struct keys *keys;
	struct clock *clock;
	int end_fd; /* readable when it is time to go */
};
void jobs_erase(struct jobs_erasure *jobs);

/* A clock that is set far ahead by mistake must not erase a school: after a
 * jump of more than this, nothing goes before another day has come. */
#define ERASURE_JUMP_DAYS 60

#endif
