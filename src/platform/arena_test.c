#include "platform/arena.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/limits.h"
#include "platform/test.h"

static void
what_is_taken_is_zeroed_and_aligned(void **state)
{
	(void)state;
	struct arena *arena = arena_create(10 * MIB);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 1; i < 3000; i += 7) {
			size_t align = (size_t)1 << (i % 5);
			unsigned char *at = arena_take(arena, i, align);
			assert_int_equal((uintptr_t)at % align, 0);
			for (size_t j = 0; j < i; j++)
				assert_int_equal(at[j], 0);
			memset(at, 0xaa, i);
		}
		arena_reset(arena);
	}
	int64_t *numbers = arena_array(arena, int64_t, 100000);
	assert_int_equal(numbers[99999], 0);
	assert_non_null(arena_array(arena, int64_t, 0));
	arena_destroy(arena);
	arena_destroy(NULL);
}

/* A limit that is passed ends the process with a report: our third kind of wrong. */
static int
signal_of_taking(size_t bytes_max, size_t count, size_t bytes)
{
	pid_t child = fork();
	if (child == 0) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		struct arena *arena = arena_create(bytes_max);
		arena_take_many(arena, count, bytes, 1);
		arena_take_many(arena, count, bytes, 1);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
the_limit_holds(void **state)
{
	(void)state;
	assert_int_equal(signal_of_taking(100, 5, 10), 0);
	assert_int_equal(signal_of_taking(99, 5, 10), SIGABRT);
	assert_int_equal(signal_of_taking(99, SIZE_MAX / 2, 3), SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_is_zeroed_and_aligned),
		cmocka_unit_test(the_limit_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
