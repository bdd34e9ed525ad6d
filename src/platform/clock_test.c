#include "platform/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/test.h"

static void
a_fixed_clock_moves_when_told_and_never_back(void **state)
{
	(void)state;
	struct clock *clock = clock_fixed((struct instant){ 1000 });
	assert_int_equal(clock_now(clock).ms, 1000);
	clock_set(clock, (struct instant){ 5000 });
	assert_int_equal(clock_now(clock).ms, 5000);
	clock_set(clock, (struct instant){ 10 });
	assert_int_equal(clock_now(clock).ms, 5000);
	clock_destroy(clock);
	clock_destroy(NULL);
	clock_destroy(clock_system());
}

static void
a_shifted_clock_lives_on_its_own_day(void **state)
{
	(void)state;
	struct clock *clock = clock_shifted(-365 * 24 * 60 + 90);
	int64_t apart = clock_now(clock_system()).ms - clock_now(clock).ms;
	assert_true(llabs(apart - (INT64_C(365) * 24 * 60 - 90) * 60000) < 60000);
	clock_destroy(clock);
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void
a_clock_from_a_file_follows_it(void **state)
{
	(void)state;
	char path[] = "/tmp/clock-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	assert_null(clock_from_file("/nonexistent/clock"));
	write_file(path, "soon\n");
	assert_null(clock_from_file(path));
	write_file(path, "1700000000000\n");
	struct clock *clock = clock_from_file(path);
	assert_non_null(clock);
	assert_int_equal(clock_now(clock).ms, 1700000000000);
	write_file(path, "1763000000000\n");
	assert_int_equal(clock_now(clock).ms, 1763000000000);
	write_file(path, "");
	assert_int_equal(clock_now(clock).ms, 1763000000000);
	write_file(path, "5");
	assert_int_equal(clock_now(clock).ms, 1763000000000);
	clock_destroy(clock);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fixed_clock_moves_when_told_and_never_back),
		cmocka_unit_test(a_shifted_clock_lives_on_its_own_day),
		cmocka_unit_test(a_clock_from_a_file_follows_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
