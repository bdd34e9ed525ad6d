/*
 * The jobs process: what has to happen without anybody asking. It reads
 * nothing hostile and listens nowhere. It clears away what has had its time, by
 * policy/retention.policy: ended sessions, posted forms and last year's attempts
 * and looks every ten minutes; people who left, guardians without a child here
 * and school years of long ago once a day (jobs_erasure.c).
 */
#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemon/jobs_erasure.h"
#include "daemon/process.h"
#include "identity/clearing.h"
#include "identity/setting.h"
#include "platform/keys.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/sandbox.h"

#define CLEARING_INTERVAL_MS (10 * 60 * 1000)
#define FIRST_CLEARING_MS    5000 /* the morning's first sign-ins go first */

static struct jobs {
	struct db *db;
	struct keys *keys;
	struct clock *clock;
	struct arena *arena;
	int end_fd;
} jobs; /* the one global of this process */

static enum outcome open_store(const struct process_start *start);
static void clear_away(void);
static void end_jobs(void *context);
static void keys_are_back(void *context);

int
jobs_main(const struct process_start *start)
{
	jobs.clock = process_clock(start);
	jobs.arena = arena_create(JOB_ARENA_BYTES_MAX);
	jobs.end_fd = eventfd(0, EFD_CLOEXEC);
	assert(jobs.clock && jobs.end_fd >= 0);
	enum outcome got = open_store(start);
	if (got == OK && start->sandbox)
		got = sandbox_jobs(start->directory, start->journal_file);
	if (got == OK)
		got = keys_connect(&jobs.keys, FD_KEYS);
	if (got != OK) {
		log_line(LEVEL_FAILURE, "cannot start: %s", outcome_word(got));
		return outcome_exit_code(got);
	}
	process_watch(&(struct process_events){ .stop = end_jobs, .keys_back = keys_are_back });
	process_ready();

	struct pollfd wait = { jobs.end_fd, POLLIN, 0 };
	int wait_ms = FIRST_CLEARING_MS;
	struct jobs_erasure erasure = {
		.start = start, .db = jobs.db, .keys = jobs.keys, .clock = jobs.clock, .end_fd = jobs.end_fd
	};
	while (poll(&wait, 1, wait_ms) == 0) {
		clear_away();
		jobs_erase(&erasure);
		wait_ms = CLEARING_INTERVAL_MS;
	}
	keys_close(jobs.keys);
	db_close(jobs.db);
	arena_destroy(jobs.arena);
	clock_destroy(jobs.clock);
	return 0;
}

static enum outcome
open_store(const struct process_start *start)
{
	char path[PROCESS_PATH_MAX + 16];
	snprintf(path, sizeof path, "%s/school.db", start->directory);
	enum outcome got = db_open(&jobs.db, &(struct db_options){ .path = path });
	/* The first reading makes the files beside the database; later it may not. */
	if (got == OK)
		(void)setting_read(jobs.db, jobs.arena, "school.zone");
	return got;
}

static void
clear_away(void)
{
	enum outcome got = db_begin(jobs.db, true);
	if (got == OK) {
		got = clearing_run(jobs.db, jobs.arena, clock_now(jobs.clock));
		if (got == OK)
			got = db_commit(jobs.db);
		else
			db_rollback(jobs.db);
	}
	if (got != OK)
		log_line(LEVEL_WARNING, "clearing away did not work this time: %s", outcome_word(got));
	arena_reset(jobs.arena);
}

static void
end_jobs(void *context)
{
	(void)context;
	(void)!write(jobs.end_fd, &(uint64_t){ 1 }, 8);
}

static void
keys_are_back(void *context)
{
	(void)context;
	keys_reconnected(jobs.keys);
}
