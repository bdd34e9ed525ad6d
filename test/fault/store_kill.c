/*
 * store_kill [ROUNDS [SEED]]: processes that write the same two copies are
 * killed at random points. Each notes a save only after it was answered OK;
 * afterwards both copies are equal, every roll call is whole, and none is
 * older than the last one that was answered.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audit/test_store.h"
#include "audit/verify.h"

#define WRITERS       3
#define SLOTS         16
#define COMPARE_EVERY 20

/* Shared with the writers; it outlives them. */
static struct board {
	int64_t sent[WRITERS][SLOTS];
	int64_t answered[WRITERS][SLOTS];
	int64_t saves;
} * board;

static struct test_store test;
static struct verify_summary summary;

static void fail(const char *what) __attribute__((noreturn));

static void
fail(const char *what)
{
	printf("%s\n%.*s\n0 passed, 1 failed\n(the copies are in %s)\n", what, TEXT_ARG(buf_text(&test.why)),
		test.folder);
	exit(1);
}

static int64_t
day_of_slot(int writer, int slot)
{
	return 1 + writer * SLOTS + slot;
}

/* Writes until it is killed. */
static void
write_on(int writer, uint64_t seed)
{
	random_destroy(test.random);
	test.random = random_seeded(seed);
	if (test_store_open(&test, false) != OK)
		fail("a writer could not open the copies after a kill");
	for (;;) {
		int slot = (int)random_below(test.random, SLOTS);
		struct test_call call;
		int64_t number = ++board->sent[writer][slot];
		test_call_plan(&call, day_of_slot(writer, slot), number);
		call.operation.id = ((number * SLOTS + slot) * WRITERS + writer) + 1;
		enum outcome done = commit_run(test.store, &call.operation, test_call_run, &call);
		if (done == BUSY)
			continue;
		if (done != OK)
			fail("a writer got no answer");
		board->answered[writer][slot] = number;
		__atomic_add_fetch(&board->saves, 1, __ATOMIC_RELAXED);
	}
}

static pid_t
start_writer(int writer, uint64_t seed)
{
	pid_t pid = fork();
	if (pid == 0)
		write_on(writer, seed);
	return pid;
}

static void
found(void *context, const struct difference *difference)
{
	(void)context;
	printf("operation %llu: %s %s\n", (unsigned long long)difference->operation,
		difference_sentence(difference->kind), difference->table ? difference->table : "");
}

static void
check_copies(void)
{
	char scratch[120];
	if (test_store_open(&test, false) != OK)
		fail("the copies do not open");
	for (int writer = 0; writer < WRITERS; writer++)
		for (int slot = 0; slot < SLOTS; slot++) {
			int64_t answered = board->answered[writer][slot], sent = board->sent[writer][slot];
			int whole = 0;
			for (int64_t number = answered; number <= sent; number++)
				whole += test_call_rows(&test, day_of_slot(writer, slot), number) ==
					TEST_PUPILS;
			if (whole != 1 && answered > 0)
				fail("an answered save is not there, or not whole");
		}
	test_store_close(&test);
	snprintf(scratch, sizeof(scratch), "%s/scratch", test.folder);
	enum outcome done = verify(&(struct verify_options){ .database_path = test.database,
					   .journal_path = test.journal,
					   .scratch_path = scratch,
					   .key = &test.key,
					   .steps = schema_steps,
					   .step_count = schema_step_count,
					   .found = found },
		&summary, &test.why);
	if (done != OK || summary.all > 0)
		fail("the two copies are not the same");
}

static void
pause_up_to(struct random *random, uint64_t ms)
{
	struct timespec pause = { 0, (long)random_below(random, ms * 1000000) };
	nanosleep(&pause, NULL);
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 200, kills = 0;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	struct random *random = random_seeded(seed);
	pid_t writers[WRITERS];
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	test_store_make(&test);
	if (board == MAP_FAILED || test_store_open(&test, true) != OK)
		fail("no school could be made");
	test_store_close(&test);
	for (int i = 0; i < WRITERS; i++)
		writers[i] = start_writer(i, seed * 1000 + (uint64_t)i);
	for (int round = 1; round <= rounds; round++) {
		pause_up_to(random, 40);
		int victim = (int)random_below(random, WRITERS + 1); /* one more: all of them */
		for (int i = 0; i < WRITERS; i++) {
			if (i != victim && victim < WRITERS && round % COMPARE_EVERY != 0)
				continue;
			int status;
			kills += kill(writers[i], SIGKILL) == 0;
			if (waitpid(writers[i], &status, 0) != writers[i] || !WIFSIGNALED(status))
				fail("a writer ended by itself");
			writers[i] = 0;
		}
		if (round % COMPARE_EVERY == 0)
			check_copies();
		for (int i = 0; i < WRITERS && round < rounds; i++)
			if (writers[i] == 0)
				writers[i] = start_writer(i,
					seed * 1000000 + (uint64_t)(round * WRITERS + i));
	}
	for (int i = 0; i < WRITERS; i++)
		if (writers[i] > 0) {
			kill(writers[i], SIGKILL);
			waitpid(writers[i], NULL, 0);
		}
	check_copies();
	bool enough = kills >= rounds && board->saves >= rounds;
	printf("%d rounds, %d kills, %lld answered saves, %llu operations in both copies\n", rounds, kills,
		(long long)board->saves, (unsigned long long)summary.operations);
	printf("%d passed, %d failed\n", enough, !enough);
	random_destroy(random);
	test_store_remove(&test);
	return enough ? 0 : 1;
}
