#include "audit/commit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/test_store.h"
#include "platform/test.h"

static struct test_store test;

static bool
says(const char *words)
{
	buf_put_byte(&test.why, '\0');
	return strstr(test.why.at, words) != NULL;
}

static void
write_into_journal(int64_t position, const char *bytes, size_t length)
{
	int fd = open(test.journal, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, length, position), length);
	close(fd);
}

static int64_t
journal_length(void)
{
	int fd = open(test.journal, O_RDONLY);
	int64_t size = disk_size(fd);
	close(fd);
	return size;
}

static void
an_operation_is_in_both_copies(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	int64_t one = journal_length();
	assert_true(one > 0);
	assert_int_equal(test_call_commit(&test, 2, 0), OK);
	assert_true(journal_length() >= 2 * one);
	test_store_close(&test);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_rows(&test, 1, 1), TEST_PUPILS);
	assert_int_equal(test_call_rows(&test, 2, 0), TEST_PUPILS);
}

static void
one_job_of_a_group_fails_alone(void **state)
{
	(void)state;
	struct test_call calls[4];
	struct commit_job jobs[4];
	struct writer_job *group[4];
	for (int i = 0; i < 4; i++) {
		test_call_plan(&calls[i], i + 1, 1);
		jobs[i] = (struct commit_job){ .job = { .context = &calls[i] },
			.run = test_call_run,
			.operation = &calls[i].operation };
		group[i] = &jobs[i].job;
	}
	calls[1].answer = INVALID;
	calls[3].operation.id = calls[0].operation.id; /* sent twice */
	assert_int_equal(test_store_open(&test, true), OK);
	commit_group(test.store, group, 4);
	assert_int_equal(group[0]->outcome, OK);
	assert_int_equal(group[1]->outcome, INVALID);
	assert_int_equal(group[2]->outcome, OK);
	assert_int_equal(group[3]->outcome, CONFLICT);
	test_store_close(&test);
	assert_int_equal(test_store_open(&test, false), OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(test_call_rows(&test, i + 1, 1), i % 2 == 0 ? TEST_PUPILS : 0);
}

static void
without_its_journal_a_school_does_not_start(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, true), OK);
	test_store_close(&test);
	unlink(test.journal);
	assert_int_equal(test_store_open(&test, false), NOT_FOUND);
	assert_true(says("journal"));
}

/* Two processes write by turns: each looks first where the other left it. */
static void
two_stores_write_the_same_copies(void **state)
{
	(void)state;
	struct test_store other;
	assert_int_equal(test_store_open(&test, true), OK);
	other = test;
	other.store = NULL;
	buf_init(&other.why, 10000);
	assert_int_equal(test_store_open(&other, false), OK);
	for (int i = 1; i <= 20; i++)
		assert_int_equal(test_call_commit(i % 3 ? &test : &other, i, 1), OK);
	test_store_close(&other);
	buf_finish(&other.why);
	test_store_close(&test);
	assert_int_equal(test_store_open(&test, false), OK);
	for (int i = 1; i <= 20; i++)
		assert_int_equal(test_call_rows(&test, i, 1), TEST_PUPILS);
}

/* The journal is one operation ahead: a process died between the copies. */
static void
what_only_the_journal_has_is_done_again(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	test_store_close(&test);
	char copy[250], undo[250];
	snprintf(copy, sizeof(copy), "cp %s %s.before", test.database, test.database);
	assert_int_equal(system(copy), 0);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 1, 0), OK);
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	test_store_close(&test);
	snprintf(undo, sizeof(undo), "mv %s.before %s", test.database, test.database);
	assert_int_equal(system(undo), 0);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_rows(&test, 1, 0), TEST_PUPILS);
	assert_int_equal(test_call_rows(&test, 2, 1), TEST_PUPILS);
	assert_int_equal(test_call_commit(&test, 3, 1), OK);
}

static void
what_only_the_database_has_is_appended(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	int64_t one = journal_length();
	for (int i = 2; i <= 5; i++)
		assert_int_equal(test_call_commit(&test, i, 1), OK);
	int64_t all = journal_length();
	test_store_close(&test);
	const int64_t lengths[] = { one, 0, one + 10, all - 1 };
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		assert_int_equal(truncate(test.journal, lengths[i]), 0);
		assert_int_equal(test_store_open(&test, false), OK);
		assert_int_equal(journal_length(), all);
		test_store_close(&test);
	}
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 6, 1), OK);
}

static void
a_torn_tail_is_cut(void **state)
{
	(void)state;
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	int64_t one = journal_length();
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	int64_t two = journal_length();
	test_store_close(&test);
	write_into_journal(two, "CJ01\0\0\0\x40 the rest never came", 28);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(journal_length(), two);
	assert_int_equal(test_call_commit(&test, 3, 1), OK);
	test_store_close(&test);
	/* Nothing authentic behind it: what the database has takes its place. */
	int64_t three = journal_length();
	write_into_journal(one + 80, "?", 1);
	write_into_journal(three - 1, "?", 1);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(journal_length(), three);
}

static void
damage_before_a_good_operation_is_refused(void **state)
{
	(void)state;
	char keep[250], back[250];
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	int64_t one = journal_length();
	test_store_close(&test);
	snprintf(keep, sizeof(keep), "cp %s %s.before", test.database, test.database);
	assert_int_equal(system(keep), 0);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	assert_int_equal(test_call_commit(&test, 3, 1), OK);
	test_store_close(&test);
	snprintf(back, sizeof(back), "mv %s.before %s", test.database, test.database);
	assert_int_equal(system(back), 0);
	write_into_journal(one + 80, "?", 1);
	int64_t before = journal_length();
	assert_int_equal(test_store_open(&test, false), CONFLICT);
	assert_true(says("damaged in the middle"));
	assert_int_equal(journal_length(), before);
}

static void
another_operation_under_the_same_number_is_refused(void **state)
{
	(void)state;
	struct test_store other;
	test_store_make(&other);
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_store_open(&other, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	assert_int_equal(test_call_commit(&other, 1, 0), OK);
	test_store_close(&test);
	test_store_close(&other);
	char swap[200];
	snprintf(swap, sizeof(swap), "cp %s %s", other.journal, test.journal);
	assert_int_equal(system(swap), 0);
	assert_int_equal(test_store_open(&test, false), CONFLICT);
	assert_true(says("different operations"));
	test_store_remove(&other);
}

static void
a_school_that_a_full_disk_does_not_take_says_so(void **state)
{
	(void)state;
	disk_faulty_plan(&test.faulty, DISK_FULL, 10); /* the schema is being written */
	assert_int_equal(test_store_open(&test, true), BROKEN);
	assert_true(says("full"));
}

static void
put_back_before(void)
{
	char undo[250];
	snprintf(undo, sizeof(undo), "mv %s.before %s", test.database, test.database);
	assert_int_equal(system(undo), 0);
}

/* The journal holds what came after the database's backup: wrong keys must not make an unfinished
 * write of it. */
static void
wrong_keys_cut_nothing(void **state)
{
	(void)state;
	char copy[250];
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	test_store_close(&test);
	snprintf(copy, sizeof(copy), "cp %s %s.before", test.database, test.database);
	assert_int_equal(system(copy), 0);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	test_store_close(&test);
	int64_t before = journal_length();
	put_back_before();
	test.key.bytes[0]++;
	assert_int_equal(test_store_open(&test, false), CONFLICT);
	assert_true(says("are they another school's"));
	assert_int_equal(journal_length(), before);
	test.key.bytes[0]--;
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_rows(&test, 2, 1), TEST_PUPILS);
}

/* A path in school.conf that points to another school's journal, or to any other file. */
static void
the_journal_of_another_school_is_left_alone(void **state)
{
	(void)state;
	struct test_store other;
	char swap[200];
	test_store_make(&other);
	other.key.bytes[0]++;
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_store_open(&other, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	for (int i = 1; i <= 3; i++)
		assert_int_equal(test_call_commit(&other, i, 1), OK);
	test_store_close(&test);
	test_store_close(&other);
	snprintf(swap, sizeof(swap), "cp %s %s", other.journal, test.journal);
	assert_int_equal(system(swap), 0);
	int64_t before = journal_length();
	assert_int_equal(test_store_open(&test, false), CONFLICT);
	assert_true(says("no operation of this school"));
	assert_int_equal(journal_length(), before);
	/* nor by a database that somebody made anew, which knows of no operation */
	snprintf(swap, sizeof(swap), "rm %s*", test.database);
	assert_int_equal(system(swap), 0);
	assert_int_equal(test_store_open(&test, true), CONFLICT);
	assert_int_equal(journal_length(), before);
	test_store_remove(&other);
}

static int
set_up(void **state)
{
	(void)state;
	test_store_make(&test);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	test_store_remove(&test);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_operation_is_in_both_copies),
		TEST(one_job_of_a_group_fails_alone),
		TEST(without_its_journal_a_school_does_not_start),
		TEST(two_stores_write_the_same_copies),
		TEST(what_only_the_journal_has_is_done_again),
		TEST(what_only_the_database_has_is_appended),
		TEST(a_torn_tail_is_cut),
		TEST(damage_before_a_good_operation_is_refused),
		TEST(another_operation_under_the_same_number_is_refused),
		TEST(a_school_that_a_full_disk_does_not_take_says_so),
		TEST(wrong_keys_cut_nothing),
		TEST(the_journal_of_another_school_is_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
