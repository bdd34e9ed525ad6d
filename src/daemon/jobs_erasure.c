#include "daemon/jobs_erasure.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "identity/setting.h"
#include "platform/crypt.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "privacy/erasure.h"
#include "privacy/erasure.sql.h"

#define PROGRESS_EVERY 50

/* The classes that go by a day of their own, each with a line in retention_run. */
static const char *const classes[] = { "person", "guardian", "register" };
#define CLASSES (int)(sizeof classes / sizeof *classes)

struct round {
	struct jobs_erasure *jobs;
	struct arena *arena;
	struct erasure_work work;
	int64_t erased[CLASSES];
};

static enum outcome erase_all(struct round *round);
static enum outcome erase_due(struct round *round, const struct erasures *due);
static enum outcome last_day(struct round *round, struct day *last);
static enum outcome open_store(struct round *round);
static enum outcome write_down(struct round *round);
static int class_of(const struct retention *kept);
static bool time_to_go(const struct jobs_erasure *jobs);

void
jobs_erase(struct jobs_erasure *jobs)
{
	struct round round = { .jobs = jobs, .arena = arena_create(JOB_ARENA_BYTES_MAX) };
	round.work = (struct erasure_work){ .db = jobs->db,
		.keys = jobs->keys,
		.random = random_system(),
		.arena = arena_create(JOB_ARENA_BYTES_MAX),
		.now = clock_now(jobs->clock) };
	enum outcome got = erase_all(&round);
	if (got != OK)
		log_line(LEVEL_WARNING, "retention: it did not work this time (%s), and is tried again",
			outcome_word(got));
	school_store_close(round.work.store);
	random_destroy(round.work.random);
	arena_destroy(round.work.arena);
	arena_destroy(round.arena);
}

static enum outcome
erase_all(struct round *round)
{
	struct minute minute;
	struct day last;
	struct erasure_work *work = &round->work;
	zone_local(setting_zone(work->db, round->arena), work->now, &work->today, &minute);
	enum outcome got = last_day(round, &last);
	if (got != OK || (!day_equal(last, DAY_NONE) && !day_before(last, work->today)))
		return got; /* done today, or the clock went back */
	if (!day_equal(last, DAY_NONE) && day_before(day_add(last, ERASURE_JUMP_DAYS), work->today)) {
		log_line(LEVEL_WARNING,
			"retention: %d days since the last time; if the clock is right, what is "
			"due goes tomorrow",
			work->today.number - last.number);
		return write_down(round);
	}
	struct erasures due;
	got = erasure_look(work->db, round->arena, work->today, &due);
	if (got == OK)
		got = erase_due(round, &due);
	return got == OK ? write_down(round) : got;
}

static enum outcome
erase_due(struct round *round, const struct erasures *due)
{
	struct erasure_work *work = &round->work;
	size_t count = 0, done = 0;
	while (count < due->count && !day_before(work->today, due->at[count].due))
		count++; /* they stand by day */
	enum outcome got = count > 0 ? open_store(round) : OK;
	while (got == OK && done < count) {
		if (time_to_go(round->jobs))
			return BUSY;
		got = erasure_do(work, &due->at[done]);
		arena_reset(work->arena);
		if (got != OK)
			break;
		round->erased[class_of(due->at[done].kept)]++;
		if (++done % PROGRESS_EVERY == 0)
			log_line(LEVEL_INFO, "retention: %zu of %zu", done, count);
	}
	for (int i = 0; i < CLASSES; i++)
		if (round->erased[i] > 0)
			log_line(LEVEL_INFO, "retention: class %s: %lld erased", classes[i],
				(long long)round->erased[i]);
	if (done > 0)
		log_line(LEVEL_INFO, "retention: %llu rows went", (unsigned long long)work->rows);
	return got;
}

static enum outcome
last_day(struct round *round, struct day *last)
{
	struct retention_runs_rows runs;
	enum outcome got = retention_runs(round->work.db, round->arena, &runs);
	*last = DAY_NONE;
	for (size_t i = 0; got == OK && i < runs.count; i++)
		if (day_equal(*last, DAY_NONE) || day_before(*last, runs.at[i].day))
			*last = runs.at[i].day;
	return got;
}

/* Only while something is due: the copies belong to web the rest of the time. */
static enum outcome
open_store(struct round *round)
{
	struct frame_key key;
	struct buf why;
	char path[PROCESS_PATH_MAX + 16];
	snprintf(path, sizeof path, "%s/school.db", round->jobs->start->directory);
	enum outcome got = keys_lend(round->jobs->keys, KEYS_LENT_JOURNAL, key.bytes);
	if (got != OK)
		return got;
	buf_init(&why, 4 * KIB);
	got = school_store_open(&round->work.store,
		&(struct school_store_options){
			.database_path = path,
			.journal_path = round->jobs->start->journal_file,
			.key = &key,
			.sealer = keys_sealer(round->jobs->keys),
			.clock = round->jobs->clock,
			.random = round->work.random,
			.steps = schema_steps,
			.step_count = schema_step_count,
		},
		&why);
	crypt_wipe(&key, sizeof key);
	if (got != OK)
		log_line(LEVEL_FAILURE, "the school's store: %.*s", TEXT_ARG(text_trim(buf_text(&why))));
	buf_finish(&why);
	return got;
}

static enum outcome
write_down(struct round *round)
{
	struct erasure_work *work = &round->work;
	enum outcome got = db_begin(work->db, true);
	if (got != OK)
		return got;
	for (int i = 0; got == OK && i < CLASSES; i++)
		got = retention_run_put(work->db, round->arena,
			&(struct retention_run_record){ .class = text_of(classes[i]),
				.at = work->now,
				.day = work->today,
				.erased = round->erased[i] });
	if (got == OK)
		return db_commit(work->db);
	db_rollback(work->db);
	return got;
}

static int
class_of(const struct retention *kept)
{
	int i = 0;
	while (strcmp(classes[i], kept->name) != 0)
		i++;
	return i;
}

static bool
time_to_go(const struct jobs_erasure *jobs)
{
	struct pollfd wait = { jobs->end_fd, POLLIN, 0 };
	return poll(&wait, 1, 0) != 0;
}
