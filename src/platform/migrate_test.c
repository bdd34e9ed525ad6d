#include "platform/migrate.h"

#include <stdio.h>
#include <string.h>

#include "platform/test.h"
#include "platform/test_tables.h"

static char folder[64];
static char path[80];
static struct db *db;
static struct buf why;
static struct schema_step steps[5];

static bool
says(const char *words)
{
	buf_put_byte(&why, '\0');
	bool found = strstr(why.at, words) != NULL;
	buf_clear(&why);
	return found;
}

static enum outcome
run(int count)
{
	return migrate(db, steps, count, (struct instant){ 1 }, &why);
}

static void
every_step_is_applied_once(void **state)
{
	(void)state;
	assert_int_equal(run(2), OK);
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(migrate_check(db, &why), OK);
	assert_int_equal(why.length, 0);
}

static void
a_database_of_a_newer_program_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(run(test_step_count - 1), CONFLICT);
	assert_true(says("newer program: it has the schema step 0003-operation"));
}

static void
a_changed_step_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(2), OK);
	steps[1].sql = "create table other (id integer) strict;";
	assert_int_equal(run(test_step_count), CONFLICT);
	assert_true(says("0001-register was changed"));
}

static void
a_step_that_was_skipped_is_refused(void **state)
{
	(void)state;
	struct schema_step skipped[] = { steps[0], steps[2] };
	assert_int_equal(migrate(db, skipped, 2, (struct instant){ 1 }, &why), OK);
	assert_int_equal(run(test_step_count), CONFLICT);
	assert_true(says("0001-register was never applied"));
}

static void
a_failed_step_leaves_nothing(void **state)
{
	(void)state;
	steps[3].sql =
		"create table half (id integer primary key) strict; create table half (id integer) strict;";
	assert_int_equal(run(test_step_count), BROKEN);
	assert_true(says("0003-operation failed"));
	steps[3] = test_steps[3];
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(migrate_check(db, &why), OK);
}

static void
a_strange_database_is_refused(void **state)
{
	(void)state;
	assert_int_equal(db_script(db, TEXT("create table accounts (id integer)")), OK);
	assert_int_equal(run(test_step_count), CONFLICT);
	assert_true(says("not a database of Campanella"));
}

static void
an_undeclared_column_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(db_script(db, TEXT("alter table attendance add column mood integer")), OK);
	assert_int_equal(migrate_check(db, &why), CONFLICT);
	assert_true(says("attendance.mood is stored but not declared"));
	assert_int_equal(db_script(db,
				 TEXT("alter table attendance drop column mood;"
				      "create table diary (id integer primary key) strict")),
		OK);
	assert_int_equal(migrate_check(db, &why), CONFLICT);
	assert_true(says("diary.id is stored but not declared"));
}

static void
a_declared_column_must_be_stored(void **state)
{
	(void)state;
	assert_int_equal(run(3), OK);
	assert_int_equal(migrate_check(db, &why), CONFLICT);
	assert_true(says("operation is declared in data.policy but not stored"));
	assert_int_equal(run(test_step_count), OK);
	assert_int_equal(db_script(db, TEXT("alter table session drop column seen_at")), OK);
	assert_int_equal(migrate_check(db, &why), CONFLICT);
	assert_true(says("session lacks a column"));
}

static int
set_up(void **state)
{
	(void)state;
	test_folder_make(folder);
	snprintf(path, sizeof(path), "%s/school.db", folder);
	memcpy(steps, test_steps, (size_t)test_step_count * sizeof(steps[0]));
	buf_init(&why, 10000);
	return db_open(&db, &(struct db_options){ .path = path, .create = true }) == OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	db_close(db);
	buf_finish(&why);
	test_folder_remove(folder);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_step_is_applied_once),
		TEST(a_database_of_a_newer_program_is_refused),
		TEST(a_changed_step_is_refused),
		TEST(a_step_that_was_skipped_is_refused),
		TEST(a_failed_step_leaves_nothing),
		TEST(a_strange_database_is_refused),
		TEST(an_undeclared_column_is_refused),
		TEST(a_declared_column_must_be_stored),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
