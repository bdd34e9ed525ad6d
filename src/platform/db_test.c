#include "platform/db.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/change.h"
#include "platform/query.h"
#include "platform/test.h"
#include "platform/test_tables.h"

static char folder[64];
static char path[80];

static const struct query statuses = {
	.name = "statuses",
	.file = "db_test.c",
	.takes = 1,
	.gives = 2,
	.sqlite = "select pupil, status from attendance where day = ?1 order by pupil",
};
static const struct query status_of = {
	.name = "status_of",
	.file = "db_test.c",
	.takes = 2,
	.gives = 1,
	.sqlite = "select status from attendance where day = ?1 and pupil = ?2",
};
static const struct query session_add = {
	.name = "session_add",
	.file = "db_test.c",
	.takes = 2,
	.writes = true,
	.sqlite = "insert into session (token, seen_at) values (?1, ?2)",
};
static const struct query attendance_past_the_journal = {
	.name = "attendance_past_the_journal",
	.file = "db_test.c",
	.takes = 0,
	.writes = true,
	.sqlite = "update attendance set status = 1",
};
static const struct query schema_change = {
	.name = "schema_change",
	.file = "db_test.c",
	.takes = 0,
	.writes = true,
	.sqlite = "drop table session",
};

static struct db *
open_school(bool read_only)
{
	struct db *db;
	assert_int_equal(db_open(&db,
				 &(struct db_options){
					 .path = path, .create = !read_only, .read_only = read_only }),
		OK);
	if (!read_only)
		assert_int_equal(migrate(db, test_steps, test_step_count, (struct instant){ 1 }, NULL), OK);
	return db;
}

static void
put(struct db *db, int64_t pupil, int64_t status, enum outcome wanted)
{
	struct value row[] = { test_int(20000), test_int(3), test_int(pupil), test_int(status), test_null() };
	assert_int_equal(db_put(db, test_table("attendance"), row), wanted);
}

static int64_t
count(struct db *db)
{
	struct value day = test_int(20000);
	int64_t rows = 0;
	struct cursor *cursor = db_start(db, &statuses, &day);
	while (cursor_next(cursor))
		rows++;
	assert_int_equal(cursor_end(cursor), OK);
	return rows;
}

static void
a_reader_keeps_its_snapshot(void **state)
{
	(void)state;
	struct db *writer = open_school(false);
	struct db *reader = open_school(true);
	assert_int_equal(db_begin(writer, true), OK);
	put(writer, 1, 0, OK);
	db_changes_clear(writer);
	assert_int_equal(db_commit(writer), OK);
	assert_int_equal(db_begin(reader, false), OK);
	assert_int_equal(count(reader), 1);
	assert_int_equal(db_begin(writer, true), OK);
	put(writer, 2, 1, OK);
	db_changes_clear(writer);
	assert_int_equal(db_commit(writer), OK);
	assert_int_equal(count(reader), 1);
	assert_int_equal(db_commit(reader), OK);
	assert_int_equal(count(reader), 2);
	put(reader, 3, 1, BROKEN);
	db_close(reader);
	db_close(writer);
}

static void
only_the_owner_can_read_the_file(void **state)
{
	(void)state;
	struct stat stat_now;
	struct db *db = open_school(false);
	assert_int_equal(stat(path, &stat_now), 0);
	assert_int_equal(stat_now.st_mode & 0777, 0600);
	db_close(db);
}

/* The sandbox lets a process use the files that are there, not make new ones. */
static void
the_side_files_stay(void **state)
{
	(void)state;
	char side[96];
	db_close(open_school(false));
	snprintf(side, sizeof(side), "%s-wal", path);
	assert_int_equal(access(side, F_OK), 0);
	snprintf(side, sizeof(side), "%s-shm", path);
	assert_int_equal(access(side, F_OK), 0);
}

static void
a_savepoint_takes_its_changes_with_it(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	assert_int_equal(db_savepoint(db), BROKEN);
	assert_int_equal(db_begin(db, true), OK);
	assert_int_equal(db_savepoint(db), OK);
	put(db, 1, 0, OK);
	size_t one = db_changes(db).length;
	assert_true(one > 0);
	assert_int_equal(db_release(db), OK);
	assert_int_equal(db_savepoint(db), OK);
	put(db, 2, 0, OK);
	assert_int_equal(db_changes(db).length, 2 * one);
	db_rollback_to(db);
	assert_int_equal(db_changes(db).length, one);
	assert_int_equal(count(db), 1);
	db_rollback(db);
	assert_int_equal(count(db), 0);
	assert_int_equal(db_changes(db).length, 0);
	db_close(db);
}

static void
a_put_replaces_and_a_drop_needs_the_row(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	struct value key[] = { test_int(20000), test_int(3), test_int(1) }, value;
	put(db, 1, 0, OK);
	put(db, 1, 1, OK);
	struct cursor *cursor = db_scan(db, test_table("attendance"));
	assert_true(cursor_next(cursor));
	cursor_value(cursor, 3, &value);
	assert_int_equal(value.number, 1);
	cursor_value(cursor, 4, &value);
	assert_int_equal(value.kind, VALUE_NULL);
	assert_false(cursor_next(cursor));
	assert_int_equal(cursor_end(cursor), OK);
	assert_int_equal(db_drop(db, test_table("attendance"), key), OK);
	size_t length = db_changes(db).length;
	assert_int_equal(db_drop(db, test_table("attendance"), key), NOT_FOUND);
	assert_int_equal(db_changes(db).length, length);
	struct value pair[] = { test_int(3), test_int(1) };
	assert_int_equal(db_put(db, test_table("enrolled"), pair), OK);
	assert_int_equal(db_put(db, test_table("enrolled"), pair), OK);
	db_close(db);
}

static void
a_conflict_is_told_from_a_failure(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	struct value session[] = { test_int(5), test_int(6) };
	assert_int_equal(query_run(db, &session_add, session), OK);
	assert_int_equal(query_run(db, &session_add, session), CONFLICT);
	session[0] = test_int(6);
	session[1] = test_text("strict");
	assert_int_equal(query_run(db, &session_add, session), BROKEN);
	assert_non_null(db_problem(db));
	db_close(db);
}

/* The second copy would never hear of it. */
static void
a_journalled_table_is_only_written_by_put_and_drop(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	put(db, 1, 0, OK);
	assert_int_equal(query_run(db, &attendance_past_the_journal, NULL), BROKEN);
	assert_int_equal(query_run(db, &schema_change, NULL), BROKEN);
	db_close(db);
}

static void
the_same_query_runs_inside_itself(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	for (int pupil = 1; pupil <= 4; pupil++)
		put(db, pupil, pupil % 2, OK);
	struct value day = test_int(20000), pupil, status;
	int seen = 0;
	struct cursor *outer = db_start(db, &statuses, &day);
	while (cursor_next(outer)) {
		cursor_value(outer, 0, &pupil);
		struct value takes[] = { day, pupil };
		struct cursor *one = db_start(db, &status_of, takes);
		assert_true(cursor_next(one));
		cursor_value(one, 0, &status);
		assert_int_equal(status.number, pupil.number % 2);
		assert_int_equal(cursor_end(one), OK);
		seen += (int)count(db);
	}
	assert_int_equal(cursor_end(outer), OK);
	assert_int_equal(seen, 16);
	db_close(db);
}

/* A journal that an older schema wrote still gives the rows. */
static void
a_change_of_another_schema_is_applied(void **state)
{
	(void)state;
	struct db *db = open_school(false);
	struct change older = { .kind = CHANGE_PUT,
		.table = TEXT("attendance"),
		.count = 5,
		.names = { TEXT("pupil"), TEXT("class"), TEXT("mood"), TEXT("day"), TEXT("status") },
		.values = { test_int(9), test_int(3), test_int(0), test_int(20000), test_int(1) } };
	assert_int_equal(db_apply(db, &older), OK);
	struct value key[] = { test_int(20000), test_int(3), test_int(9) }, note;
	struct cursor *cursor = db_scan(db, test_table("attendance"));
	assert_true(cursor_next(cursor));
	cursor_value(cursor, 4, &note);
	assert_true(text_is(note.text, "none"));
	assert_int_equal(cursor_end(cursor), OK);
	older.table = TEXT("gone");
	assert_int_equal(db_apply(db, &older), OK);
	older.table = TEXT("setting");
	assert_int_equal(db_apply(db, &older), INVALID);
	struct change drop = { .kind = CHANGE_DROP,
		.table = TEXT("attendance"),
		.count = 3,
		.values = { key[0], key[1], key[2] } };
	assert_int_equal(db_apply(db, &drop), OK);
	assert_int_equal(db_apply(db, &drop), OK);
	assert_int_equal(count(db), 0);
	assert_int_equal(db_changes(db).length, 0);
	db_close(db);
}

static int told;

static void
tell(void *context)
{
	(void)context;
	told++;
}

static long
size_of(const char *suffix)
{
	char name[120];
	struct stat file;
	snprintf(name, sizeof(name), "%s%s", path, suffix);
	return stat(name, &file) == 0 ? (long)file.st_size : -1;
}

static void
who_is_told_of_the_log_moves_it(void **state)
{
	(void)state;
	struct db *db = open_school(false), *beside = NULL;
	assert_int_equal(db_open(&beside, &(struct db_options){ .path = path }), OK);
	db_tell_of_log(db, tell, NULL);
	told = 0;
	assert_int_equal(db_checkpoint(beside), OK);
	long before = size_of("");
	char page[3000] = { 0 };
	memset(page, 0x61, sizeof(page) - 1);
	for (int group = 0; told == 0 && group < 10; group++) {
		assert_int_equal(db_begin(db, true), OK);
		for (int i = 0; i < 500; i++) {
			struct value row[] = { test_int(20000), test_int(group), test_int(i), test_int(0),
				test_text(page) };
			assert_int_equal(db_put(db, test_table("attendance"), row), OK);
		}
		db_changes_clear(db);
		assert_int_equal(db_commit(db), OK);
	}
	assert_int_equal(told, 1);
	assert_int_equal(size_of(""), before); /* nobody has moved anything yet */
	assert_int_equal(db_checkpoint(beside), OK);
	assert_true(size_of("") > before);
	db_close(beside);
	db_close(db);
}

static int
set_up(void **state)
{
	(void)state;
	test_folder_make(folder);
	snprintf(path, sizeof(path), "%s/school.db", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	test_folder_remove(folder);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reader_keeps_its_snapshot),
		TEST(only_the_owner_can_read_the_file),
		TEST(the_side_files_stay),
		TEST(a_savepoint_takes_its_changes_with_it),
		TEST(a_put_replaces_and_a_drop_needs_the_row),
		TEST(a_conflict_is_told_from_a_failure),
		TEST(a_journalled_table_is_only_written_by_put_and_drop),
		TEST(the_same_query_runs_inside_itself),
		TEST(a_change_of_another_schema_is_applied),
		TEST(who_is_told_of_the_log_moves_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
