#include "audit/verify.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/test_store.h"
#include "platform/test.h"

#define CALLS 8

static struct test_store test;
static struct verify_summary summary;
static struct difference seen[20];
static char keys[20][40];
static int seen_count;
static char original[100000];
static int64_t original_length;

static void
found(void *context, const struct difference *difference)
{
	(void)context;
	assert_true(seen_count < 20);
	seen[seen_count] = *difference;
	snprintf(keys[seen_count], sizeof(keys[0]), "%.*s", TEXT_ARG(difference->key));
	seen_count++;
}

static enum verify_from from;

static enum outcome
compare(bool repair)
{
	char scratch[120];
	snprintf(scratch, sizeof(scratch), "%s/scratch", test.folder);
	seen_count = 0;
	buf_clear(&test.why);
	return verify(&(struct verify_options){ .database_path = test.database,
			      .journal_path = test.journal,
			      .scratch_path = scratch,
			      .key = &test.key,
			      .steps = schema_steps,
			      .step_count = schema_step_count,
			      .repair = repair,
			      .from = from,
			      .found = found },
		&summary, &test.why);
}

/* Both copies are the same again, and the journal is what it was. */
static void
assert_mended(void)
{
	char now[sizeof(original)];
	assert_int_equal(compare(true), OK);
	assert_true(summary.repaired);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
	assert_int_equal(summary.operations, CALLS);
	int fd = open(test.journal, O_RDONLY);
	assert_int_equal(disk_read(fd, now, sizeof(now), 0), original_length);
	close(fd);
	assert_memory_equal(now, original, original_length);
	assert_int_equal(test_store_open(&test, false), OK);
	for (int i = 1; i <= CALLS; i++)
		assert_int_equal(test_call_rows(&test, i, 1), TEST_PUPILS);
	assert_int_equal(test_call_commit(&test, 60, 1), OK);
	test_store_close(&test);
}

static void
behind_its_back(const char *sql)
{
	sqlite3 *engine;
	assert_int_equal(sqlite3_open(test.database, &engine), SQLITE_OK);
	assert_int_equal(sqlite3_exec(engine, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(engine);
}

static void
write_file(const char *path, int64_t at, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, bytes, length, at), length);
	close(fd);
}

static int64_t
frame_at(int number)
{
	int64_t position = 0;
	for (int i = 1; i < number; i++)
		position += (int64_t)frame_claims((struct text){
			original + position, (size_t)(original_length - position) });
	return position;
}

static void
equal_copies_have_no_difference(void **state)
{
	(void)state;
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
	assert_int_equal(summary.operations, CALLS);
	assert_int_equal(summary.rows, CALLS * TEST_PUPILS);
	assert_int_equal(compare(true), OK);
	assert_false(summary.repaired);
}

static void
a_running_school_can_be_compared(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 50, 1), OK);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
	assert_int_equal(test_call_commit(&test, 51, 1), OK);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.operations, CALLS + 2);
}

static void
each_changed_row_is_named(void **state)
{
	(void)state;
	behind_its_back("update attendance set status = 0 where day = 3 and pupil = 2;"
			"delete from attendance where day = 5 and pupil = 1;"
			"insert into setting (name, value) values ('stranger', 'x');");
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 3);
	assert_int_equal(seen_count, 3);
	int row = seen[0].kind == DIFFERENCE_ROW_EXTRA ? 1 : 0;
	assert_int_equal(seen[row].kind, DIFFERENCE_CELL);
	assert_string_equal(seen[row].table, "attendance");
	assert_string_equal(seen[row].column, "status");
	assert_string_equal(keys[row], "3, 3, 2");
	assert_int_equal(seen[row].operation, 3);
	assert_int_equal(seen[row + 1].kind, DIFFERENCE_ROW_MISSING);
	assert_string_equal(keys[row + 1], "5, 3, 1");
	assert_int_equal(seen[row + 1].operation, 5);
	assert_int_equal(seen[row ? 0 : 2].operation, 0);
	assert_mended();
}

static void
a_changed_byte_of_the_journal_is_mended(void **state)
{
	(void)state;
	write_file(test.journal, frame_at(4) + 100, "!", 1);
	write_file(test.journal, frame_at(6) + 2, "!", 1);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 2);
	assert_int_equal(seen[0].kind, DIFFERENCE_JOURNAL_DAMAGED);
	assert_int_equal(seen[0].operation, 4);
	assert_int_equal(seen[1].operation, 6);
	assert_mended();
}

static void
a_dropped_frame_is_mended(void **state)
{
	(void)state;
	int64_t three = frame_at(3), four = frame_at(4);
	write_file(test.journal, three, original + four, (size_t)(original_length - four));
	assert_int_equal(truncate(test.journal, original_length - (four - three)), 0);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 1);
	assert_int_equal(seen[0].kind, DIFFERENCE_JOURNAL_LACKS);
	assert_int_equal(seen[0].operation, 3);
	assert_mended();
}

static void
rubbish_at_the_end_is_cut_off(void **state)
{
	(void)state;
	write_file(test.journal, original_length, "CJ01 and no more", 16);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 1);
	assert_int_equal(seen[0].kind, DIFFERENCE_JOURNAL_TAIL);
	assert_mended();
}

static void
a_lost_journal_is_written_again(void **state)
{
	(void)state;
	unlink(test.journal);
	assert_int_equal(compare(false), CONFLICT);
	assert_mended();
}

static void
the_frames_of_the_database_are_mended(void **state)
{
	(void)state;
	behind_its_back("delete from operation where sequence = 2;"
			"update operation set frame = x'00112233' where sequence = 5;"
			"update operation set position = position + 1 where sequence = 8;");
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 3);
	assert_int_equal(seen[0].kind, DIFFERENCE_DATABASE_LACKS);
	assert_int_equal(seen[0].operation, 2);
	assert_int_equal(seen[1].kind, DIFFERENCE_DATABASE_DAMAGED);
	assert_int_equal(seen[2].operation, 8);
	assert_mended();
}

static void
damage_in_both_at_different_places_is_mended(void **state)
{
	(void)state;
	behind_its_back(
		"delete from operation where sequence in (3, 4); delete from attendance where day = 7;");
	write_file(test.journal, frame_at(2) + 90, "!!", 2);
	write_file(test.journal, frame_at(8) + 90, "!!", 2);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 4 + TEST_PUPILS);
	assert_mended();
}

static void
what_both_have_lost_is_not_invented(void **state)
{
	(void)state;
	behind_its_back("delete from operation where sequence = 4;");
	write_file(test.journal, frame_at(4) + 90, "!", 1);
	assert_int_equal(compare(true), CONFLICT);
	assert_int_equal(summary.differences[DIFFERENCE_LOST], 1);
	assert_int_equal(seen[0].operation, 4);
	assert_non_null(memmem(test.why.at, test.why.length, "a backup is needed", 18));
}

static void
an_unreadable_database_is_made_again(void **state)
{
	(void)state;
	char damaged[120];
	behind_its_back("insert into session (token, account, role, started_at, seen_at, address)"
			"values (x'01', 1, 1, 1, 1, '')");
	write_file(test.database, 0, "not a database any more", 23);
	assert_int_equal(compare(false), OK);
	assert_int_equal(seen[0].kind, DIFFERENCE_DATABASE_UNREADABLE);
	assert_mended();
	snprintf(damaged, sizeof(damaged), "%s.damaged", test.database);
	assert_int_equal(access(damaged, F_OK), 0);
	unlink(test.database);
	write_file(test.journal, 0, original, (size_t)original_length);
	assert_int_equal(truncate(test.journal, original_length), 0);
	assert_mended();
}

/* The rights to a file, or a disk that is not mounted, are no damage: what only the
 * database holds, the record of who looked before all, would go with a new one. */
static void
a_database_that_may_not_be_opened_stays(void **state)
{
	(void)state;
	char away[120];
	snprintf(away, sizeof(away), "%s.away", test.database);
	assert_int_equal(rename(test.database, away), 0);
	assert_int_equal(symlink(test.database, test.database), 0); /* not even root opens this */
	assert_int_equal(compare(false), CONFLICT);
	assert_non_null(strstr(buf_text(&test.why).at, "cannot be opened: Too many levels"));
	assert_non_null(strstr(buf_text(&test.why).at, "run this as the user that owns"));
	assert_int_equal(compare(true), CONFLICT);
	assert_false(summary.rebuilt);
	struct stat facts;
	assert_int_equal(lstat(test.database, &facts), 0);
	assert_true(S_ISLNK(facts.st_mode));
	assert_int_equal(unlink(test.database), 0);
	assert_int_equal(rename(away, test.database), 0);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
}

/* With the keys of another school everything looks damaged: nothing is made again from that. */
static void
wrong_keys_mend_nothing(void **state)
{
	(void)state;
	static char now[sizeof(original)];
	test.key.bytes[0]++;
	for (int lost = 0; lost < 2; lost++) {
		assert_int_equal(compare(false), CONFLICT);
		assert_int_equal(summary.differences[DIFFERENCE_LOST], 0);
		assert_int_equal(compare(true), CONFLICT);
		assert_non_null(memmem(test.why.at, test.why.length, "open no operation", 17));
		int fd = open(test.journal, O_RDONLY);
		assert_int_equal(disk_read(fd, now, sizeof(now), 0), original_length);
		close(fd);
		assert_memory_equal(now, original, original_length);
		write_file(test.database, 0, "not a database any more", 23);
	}
	test.key.bytes[0]--;
	assert_mended();
}

/* The journal of another school under our name: ours is written again, theirs is kept beside. */
static void
another_schools_journal_is_kept(void **state)
{
	(void)state;
	struct test_store other;
	char swap[200], now[1000], theirs[1000];
	test_store_make(&other);
	other.key.bytes[0]++;
	assert_int_equal(test_store_open(&other, true), OK);
	assert_int_equal(test_call_commit(&other, 1, 1), OK);
	test_store_close(&other);
	snprintf(swap, sizeof(swap), "cp %s %s", other.journal, test.journal);
	assert_int_equal(system(swap), 0);
	int fd = open(test.journal, O_RDONLY);
	int64_t length = disk_read(fd, theirs, sizeof(theirs), 0);
	close(fd);
	assert_int_equal(compare(true), OK);
	assert_true(summary.aside[0]);
	fd = open(summary.aside, O_RDONLY);
	assert_int_equal(disk_read(fd, now, sizeof(now), 0), length);
	close(fd);
	assert_memory_equal(now, theirs, length);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
	test_store_remove(&other);
}

static void
assert_session_is_there(void)
{
	sqlite3 *engine;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(test.database, &engine), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(engine, "select 1 from session", -1, &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	sqlite3_finalize(statement);
	sqlite3_close(engine);
}

/* One page is bad: what can still be read of the sessions goes along. */
static void
what_is_not_journalled_is_carried_over(void **state)
{
	(void)state;
	struct stat stat_now;
	behind_its_back("pragma wal_checkpoint(truncate);"
			"insert into session (token, account, role, started_at, seen_at, address)"
			"values (x'01', 1, 1, 1, 1, ''); pragma wal_checkpoint(truncate)");
	sqlite3 *engine;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(test.database, &engine), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(engine,
				 "select rootpage from sqlite_schema where name = 'attendance'", -1,
				 &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t page = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(engine);
	assert_int_equal(stat(test.database, &stat_now), 0);
	write_file(test.database, (page - 1) * 4096, "\1\2\3\4\5\6\7\10", 8);
	assert_int_equal(compare(true), OK);
	assert_int_equal(seen[0].kind, DIFFERENCE_DATABASE_UNREADABLE);
	assert_true(summary.rebuilt);
	assert_session_is_there();
}

static void
a_repair_that_was_killed_between_two_names_loses_nothing(void **state)
{
	(void)state;
	char damaged[120];
	behind_its_back("insert into session (token, account, role, started_at, seen_at, address)"
			"values (x'01', 1, 1, 1, 1, ''); pragma wal_checkpoint(truncate)");
	snprintf(damaged, sizeof damaged, "%s.damaged", test.database);
	assert_int_equal(rename(test.database, damaged), 0);
	assert_int_equal(compare(true), OK);
	assert_true(summary.rebuilt);
	assert_session_is_there();
}

static void
copy_file(const char *from_path, const char *to_path)
{
	char command[300];
	snprintf(command, sizeof command, "cp '%s' '%s'", from_path, to_path);
	assert_int_equal(system(command), 0);
}

static void
commit_alone(int64_t first, int64_t last)
{
	assert_int_equal(test_store_open(&test, false), OK);
	for (int64_t number = first; number <= last; number++)
		assert_int_equal(test_call_commit(&test, number, 1), OK);
	test_store_close(&test);
}

/* After the shared calls the journal has 70, and the database 71 and 72. */
static void
go_on_separately(void)
{
	char database[120], journal[120], other[120];
	snprintf(database, sizeof database, "%s/database.before", test.folder);
	snprintf(journal, sizeof journal, "%s/journal.before", test.folder);
	snprintf(other, sizeof other, "%s/journal.other", test.folder);
	behind_its_back("pragma wal_checkpoint(truncate)");
	copy_file(test.database, database);
	copy_file(test.journal, journal);
	commit_alone(70, 70);
	copy_file(test.journal, other);
	copy_file(journal, test.journal);
	behind_its_back("pragma wal_checkpoint(truncate)");
	copy_file(database, test.database);
	commit_alone(71, 72);
	copy_file(other, test.journal);
}

static int
count_seen(enum difference_kind kind)
{
	int count = 0;
	for (int i = 0; i < seen_count; i++)
		count += seen[i].kind == kind;
	return count;
}

static void
copies_that_went_on_separately_wait_for_a_person(void **state)
{
	(void)state;
	go_on_separately();
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.differences[DIFFERENCE_FORK], 1);
	assert_int_equal(compare(true), CONFLICT);
	assert_non_null(memmem(test.why.at, test.why.length, "--from", 6));
	assert_false(summary.repaired);
	assert_int_equal(compare(false), OK); /* and nothing was touched */
	assert_int_equal(summary.differences[DIFFERENCE_FORK], 1);
}

/* What stays is whole and goes on; what does not is named and kept. */
static void
assert_stays(int64_t first, int64_t last, int64_t gone, uint64_t operations, int dropped)
{
	assert_int_equal(compare(true), OK);
	assert_true(summary.repaired);
	assert_int_equal(count_seen(DIFFERENCE_DROPPED), dropped);
	assert_int_equal(access(summary.aside, R_OK), 0);
	from = VERIFY_FROM_BOTH;
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
	assert_int_equal(summary.operations, operations);
	assert_int_equal(test_store_open(&test, false), OK);
	for (int64_t number = 1; number <= CALLS; number++)
		assert_int_equal(test_call_rows(&test, number, 1), TEST_PUPILS);
	for (int64_t number = first; number <= last; number++)
		assert_int_equal(test_call_rows(&test, number, 1), TEST_PUPILS);
	assert_int_equal(test_call_rows(&test, gone, 1), 0);
	assert_int_equal(test_call_commit(&test, 80, 1), OK);
	test_store_close(&test);
	assert_int_equal(compare(false), OK);
	assert_int_equal(summary.all, 0);
}

static void
the_journal_stays(void **state)
{
	(void)state;
	go_on_separately();
	from = VERIFY_FROM_JOURNAL;
	assert_stays(70, 70, 71, CALLS + 1, 2);
}

static void
the_database_stays(void **state)
{
	(void)state;
	go_on_separately();
	from = VERIFY_FROM_DATABASE;
	assert_stays(71, 72, 70, CALLS + 2, 1);
}

static int
set_up(void **state)
{
	(void)state;
	test_store_make(&test);
	if (test_store_open(&test, true) != OK)
		return -1;
	for (int i = 1; i <= CALLS; i++)
		if (test_call_commit(&test, i, 1) != OK)
			return -1;
	test_store_close(&test);
	int fd = open(test.journal, O_RDONLY);
	original_length = disk_read(fd, original, sizeof(original), 0);
	close(fd);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	from = VERIFY_FROM_BOTH;
	test_store_remove(&test);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(equal_copies_have_no_difference),
		TEST(a_running_school_can_be_compared),
		TEST(each_changed_row_is_named),
		TEST(a_changed_byte_of_the_journal_is_mended),
		TEST(a_dropped_frame_is_mended),
		TEST(rubbish_at_the_end_is_cut_off),
		TEST(a_lost_journal_is_written_again),
		TEST(the_frames_of_the_database_are_mended),
		TEST(damage_in_both_at_different_places_is_mended),
		TEST(what_both_have_lost_is_not_invented),
		TEST(an_unreadable_database_is_made_again),
		TEST(a_database_that_may_not_be_opened_stays),
		TEST(wrong_keys_mend_nothing),
		TEST(another_schools_journal_is_kept),
		TEST(what_is_not_journalled_is_carried_over),
		TEST(a_repair_that_was_killed_between_two_names_loses_nothing),
		TEST(copies_that_went_on_separately_wait_for_a_person),
		TEST(the_journal_stays),
		TEST(the_database_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
