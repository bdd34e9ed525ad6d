#include "audit/commit.h"

#include <stdio.h>

#include "audit/test_store.h"
#include "platform/test.h"

/*
 * Every write, sync and truncation of both copies fails once, at each place
 * where it can. Whatever happens: after the next start both copies hold the
 * same, and whoever was answered OK finds his roll call there, whole.
 */
#define CALLS 6

static const struct {
	enum disk_fault fault;
	const char *name;
} faults[] = {
	{ DISK_FAILS, "one operation fails" },
	{ DISK_TEARS, "one write is torn" },
	{ DISK_FULL, "the disk is full from there on" },
	{ DISK_DIES, "the process dies there" },
};

/* Calls the roll until the end or death; which were answered is noted. */
static void
call_the_rolls(struct test_store *test, enum outcome answers[CALLS])
{
	for (int i = 0; i < CALLS; i++)
		answers[i] = test_call_commit(test, i + 1, 1);
}

static void
check_after_restart(struct test_store *test, const enum outcome answers[CALLS])
{
	assert_int_equal(test_store_open(test, false), OK);
	for (int i = 0; i < CALLS; i++) {
		int rows = test_call_rows(test, i + 1, 1);
		assert_true(answers[i] == OK ? rows == TEST_PUPILS : rows == 0 || rows == TEST_PUPILS);
	}
	assert_null(school_store_wound(test->store));
	assert_int_equal(test_call_commit(test, 50, 1), OK);
	test_store_close(test);
	assert_int_equal(test_store_open(test, false), OK);
	assert_int_equal(test_call_rows(test, 50, 1), TEST_PUPILS);
}

/* One life of a school with the k-th operation going wrong; how often it did. */
static int
live_with_fault(enum disk_fault fault, int at)
{
	struct test_store test;
	enum outcome answers[CALLS];
	test_store_make(&test);
	assert_int_equal(test_store_open(&test, true), OK);
	disk_faulty_plan(&test.faulty, fault, at);
	call_the_rolls(&test, answers);
	int fired = test.faulty.fired;
	if (fault == DISK_FULL && school_store_wound(test.store) == NULL) {
		/* Room is made: the same process goes on. */
		disk_faulty_plan(&test.faulty, DISK_FINE, 0);
		assert_int_equal(test_call_commit(&test, 40, 1), OK);
	}
	test_store_die(&test);
	if (fault == DISK_DIES)
		disk_faulty_power_cut(&test.faulty, test.journal);
	check_after_restart(&test, answers);
	test_store_remove(&test);
	return fired;
}

static void
no_fault_loses_or_halves_an_answered_save(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		int at = 1, fired = 0, silent = 0;
		for (; silent < 3; at++) {
			int now = live_with_fault(faults[i].fault, at);
			fired += now;
			silent = now > 0 ? 0 : silent + 1;
		}
		print_message("%s: %d places, %d fired\n", faults[i].name, at - 4, fired);
		assert_true(at - 4 >= CALLS * 3);
		assert_true(fired >= at - 4);
	}
}

/* A disk that is full is told to the person, and nothing of it stays. */
static void
a_full_disk_refuses_and_recovers(void **state)
{
	(void)state;
	struct test_store test;
	test_store_make(&test);
	assert_int_equal(test_store_open(&test, true), OK);
	assert_int_equal(test_call_commit(&test, 1, 1), OK);
	disk_faulty_plan(&test.faulty, DISK_FULL, 1);
	assert_int_equal(test_call_commit(&test, 2, 1), BROKEN);
	assert_int_equal(test_call_commit(&test, 3, 1), BROKEN);
	assert_int_equal(test.faulty.fired, 2);
	disk_faulty_plan(&test.faulty, DISK_FINE, 0);
	assert_int_equal(test_call_rows(&test, 2, 1), 0);
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	assert_int_equal(test_call_rows(&test, 2, 1), TEST_PUPILS);
	test_store_remove(&test);
}

/* After a failed sync nobody knows what the disk holds: no more promises. */
static void
a_failed_sync_wounds_the_writer(void **state)
{
	(void)state;
	struct test_store test;
	test_store_make(&test);
	assert_int_equal(test_store_open(&test, true), OK);
	disk_faulty_plan(&test.faulty, DISK_FAILS, 2);
	assert_int_equal(test_call_commit(&test, 1, 1), BROKEN);
	assert_int_equal(test.faulty.fired, 1);
	assert_non_null(school_store_wound(test.store));
	assert_int_equal(test_call_commit(&test, 2, 1), BROKEN);
	test_store_close(&test);
	assert_int_equal(test_store_open(&test, false), OK);
	assert_int_equal(test_call_commit(&test, 2, 1), OK);
	test_store_remove(&test);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_fault_loses_or_halves_an_answered_save),
		cmocka_unit_test(a_full_disk_refuses_and_recovers),
		cmocka_unit_test(a_failed_sync_wounds_the_writer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
