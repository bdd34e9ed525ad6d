#include "platform/test.h"

#include "register/gauge.h"

/* Units missed, in hundredths, of 1,056 hours that are due. */
static struct gauge
gauge_at(int64_t missed, int64_t pace)
{
	struct absence_facts facts = { .weekly_units = 3200, .weeks = 33, .carried_units = missed };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	return gauge_of(&limit, pace);
}

static void
REG_45c_at_the_limit_is_admitted(void **state)
{
	(void)state;
	assert_int_equal(gauge_at(26400, 26400).state, ABSENCE_NEAR);
	assert_int_equal(gauge_at(26401, 26401).state, ABSENCE_CROSSED);
	assert_int_equal(gauge_at(26401, 26401).left, 0);
}

static void
REG_42_warned_from_a_fifth_on(void **state)
{
	(void)state;
	assert_int_equal(gauge_at(21119, 30000).state, ABSENCE_WITHIN); /* the pace is a word, not a state */
	assert_int_equal(gauge_at(21120, 20000).state, ABSENCE_NEAR);
	assert_int_equal(gauge_at(21120, 20000).share, 2000);
	assert_int_equal(gauge_at(26000, 20000).share, 2462);
}

static void
the_bar_stays_in_its_frame(void **state)
{
	(void)state;
	struct gauge gauge = gauge_at(4150, 7200);
	assert_int_equal(gauge.used_x, 157);
	assert_int_equal(gauge.pace_x, 272);
	assert_int_equal(gauge.left, 22250);
	assert_int_equal(gauge_at(99999, 999999).used_x, 1000);
	assert_int_equal(gauge_at(0, -1).pace_x, 0);
	assert_false(gauge_at(0, -1).has_pace);
}

static void
REG_38_no_limit_in_primary_school(void **state)
{
	(void)state;
	struct absence_facts facts = { .carried_units = 5000 };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	struct gauge gauge = gauge_of(&limit, -1);
	assert_int_equal(gauge.limit, 0);
	assert_int_equal(gauge.used_x, 0);
	assert_int_equal(gauge.state, ABSENCE_NO_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(REG_45c_at_the_limit_is_admitted),
		cmocka_unit_test(REG_42_warned_from_a_fifth_on),
		cmocka_unit_test(the_bar_stays_in_its_frame),
		cmocka_unit_test(REG_38_no_limit_in_primary_school),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
