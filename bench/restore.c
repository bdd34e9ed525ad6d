/*
 * bench/restore [ENTRIES]: how long it takes to make a lost database again
 * from the journal. Writes a journal of roll calls (25 pupils, one operation
 * each), loses nothing of it, and rebuilds. The sum of the rows is compared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audit/verify.h"
#include "platform/change.h"
#include "platform/disk.h"
#include "platform/query.h"

#define PUPILS  25
#define CLASSES 40

static double
seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
put_roll_call(struct buf *changes, int64_t number)
{
	const struct table *table = table_named(TEXT("attendance"));
	buf_clear(changes);
	for (int pupil = 0; pupil < PUPILS; pupil++) {
		struct value row[] = { value_of_int(20000 + number / CLASSES), value_of_int(number % CLASSES),
			value_of_int(1000000 + number % CLASSES * PUPILS + pupil), value_of_int(pupil == 7),
			value_of_int(1800000000000 + number), value_of_int(1800000000000 + number),
			value_of_int(5) };
		change_put(changes, table, row);
	}
}

static int64_t
write_journal(const char *path, int64_t calls, const struct frame_key *key)
{
	struct random *random = random_seeded(1);
	struct frame_chain chain = { 0 };
	struct buf frames, changes;
	int64_t position = 0;
	int fd = disk_system()->open(disk_system(), path, true);
	buf_init(&frames, 64 * 1024 * 1024);
	buf_init(&changes, 1024 * 1024);
	for (int64_t i = 0; i < calls; i++) {
		put_roll_call(&changes, i);
		struct operation operation = { .id = i + 1,
			.author = 5,
			.role = TEXT("teacher"),
			.action = TEXT("lesson_record"),
			.recorded_at = { 1800000000000 + i },
			.changes = buf_text(&changes) };
		frame_put(&frames, &chain, &operation, key, random);
		if (frames.length > 1024 * 1024 || i + 1 == calls) {
			if (disk_write_all(disk_system(), fd, frames.at, frames.length, position) != OK)
				exit(1);
			position += (int64_t)frames.length;
			buf_clear(&frames);
		}
	}
	if (fsync(fd) != 0)
		exit(1);
	close(fd);
	buf_finish(&frames);
	buf_finish(&changes);
	random_destroy(random);
	return position;
}

/* The floor: the same rows put into a bare table, in one transaction. */
static double
seconds_of_bare_rows(const char *path, int64_t calls)
{
	sqlite3 *db;
	sqlite3_stmt *put;
	double began = seconds(CLOCK_MONOTONIC);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
		sqlite3_exec(db,
			"create table attendance (day integer, class integer, pupil integer, status integer,"
			" event_at integer, recorded_at integer, author integer, primary key (day, class, pupil))"
			" strict, without rowid; begin",
			NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, "insert into attendance values (?, ?, ?, ?, ?, ?, ?)", -1, &put,
			NULL) != SQLITE_OK)
		exit(1);
	for (int64_t i = 0; i < calls * PUPILS; i++) {
		int64_t call = i / PUPILS,
			row[] = { 20000 + call / CLASSES, call % CLASSES,
				1000000 + call % CLASSES * PUPILS + i % PUPILS, i % PUPILS == 7,
				1800000000000 + call, 1800000000000 + call, 5 };
		for (int column = 0; column < 7; column++)
			sqlite3_bind_int64(put, column + 1, row[column]);
		if (sqlite3_step(put) != SQLITE_DONE || sqlite3_reset(put) != SQLITE_OK)
			exit(1);
	}
	sqlite3_finalize(put);
	if (sqlite3_exec(db, "commit", NULL, NULL, NULL) != SQLITE_OK || sqlite3_close(db) != SQLITE_OK)
		exit(1);
	unlink(path);
	return seconds(CLOCK_MONOTONIC) - began;
}

int
main(int argc, char **argv)
{
	int64_t entries = argc > 1 ? atoll(argv[1]) : 1000000;
	char folder[] = "/tmp/campanella-restore-XXXXXX", database[64], journal[64], scratch[64], bare[64];
	if (!mkdtemp(folder))
		return 1;
	snprintf(database, sizeof(database), "%s/school.db", folder);
	snprintf(journal, sizeof(journal), "%s/journal", folder);
	snprintf(scratch, sizeof(scratch), "%s/scratch", folder);
	snprintf(bare, sizeof(bare), "%s/bare", folder);
	struct frame_key key = { { 1 } };
	int64_t bytes = write_journal(journal, entries / PUPILS, &key);

	struct verify_options options = { .database_path = database,
		.journal_path = journal,
		.scratch_path = scratch,
		.key = &key,
		.steps = schema_steps,
		.step_count = schema_step_count,
		.repair = true };
	struct verify_summary restored, compared;
	double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	enum outcome done = verify(&options, &restored, NULL);
	wall = seconds(CLOCK_MONOTONIC) - wall;
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	options.repair = false;
	double compare = seconds(CLOCK_MONOTONIC);
	enum outcome checked = verify(&options, &compared, NULL);
	compare = seconds(CLOCK_MONOTONIC) - compare;

	double least = seconds_of_bare_rows(bare, entries / PUPILS);
	struct stat made;
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	bool good = done == OK && restored.rebuilt && checked == OK && compared.all == 0 &&
		compared.rows == (uint64_t)(entries / PUPILS * PUPILS) && stat(database, &made) == 0;
	printf("restore of %lld register entries: %.2f s, %.2f CPU s; comparing both copies: %.2f s; "
	       "floor, the rows alone in a bare table: %.2f s; %.1f times the floor; "
	       "journal %lld MB, database %lld MB, %ld MB of memory%s\n",
		(long long)entries, wall, cpu, compare, least, wall / least, (long long)(bytes / 1000000),
		good ? (long long)(made.st_size / 1000000) : 0, usage.ru_maxrss / 1000,
		good ? "" : "; FAILED");
	unlink(database);
	unlink(journal);
	rmdir(folder);
	return good ? 0 : 1;
}
