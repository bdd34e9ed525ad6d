#include "platform/test.h"

#include "register/gauge.h"

static void
at_the_limit_is_admitted(void **state) /* REG-45 c */
{
	(void)state;
	assert_int_equal(gauge_of(26400, 26400, 26400).level, GAUGE_NEAR);
	assert_int_equal(gauge_of(26401, 26400, 26401).level, GAUGE_OVER);
	assert_int_equal(gauge_of(26401, 26400, 26401).left, 0);
}

static void
near_by_what_is_used_or_by_the_pace(void **state)
{
	(void)state;
	assert_int_equal(gauge_of(19799, 26400, 20000).level, GAUGE_CALM);
	assert_int_equal(gauge_of(19800, 26400, 20000).level, GAUGE_NEAR);
	assert_int_equal(gauge_of(4150, 26400, 26401).level, GAUGE_NEAR);
}

static void
the_bar_stays_in_its_frame(void **state)
{
	(void)state;
	struct gauge gauge = gauge_of(4150, 26400, 7200);
	assert_int_equal(gauge.used_x, 157);
	assert_int_equal(gauge.pace_x, 272);
	assert_int_equal(gauge.left, 22250);
	assert_int_equal(gauge_of(99999, 26400, 999999).used_x, 1000);
	assert_int_equal(gauge_of(0, 26400, -1).pace_x, 0);
	assert_false(gauge_of(0, 26400, -1).has_pace);
}

static void
no_limit_in_primary_school(void **state) /* REG-38 */
{
	(void)state;
	struct gauge gauge = gauge_of(5000, 0, -1);
	assert_int_equal(gauge.limit, 0);
	assert_int_equal(gauge.used_x, 0);
	assert_int_equal(gauge.level, GAUGE_CALM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_the_limit_is_admitted),
		cmocka_unit_test(near_by_what_is_used_or_by_the_pace),
		cmocka_unit_test(the_bar_stays_in_its_frame),
		cmocka_unit_test(no_limit_in_primary_school),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
