/* REG-18: grids with days on which they hold, and hours with times and weight. */
#include <stdio.h>

#include "platform/test.h"
#include "register/grid.h"
#include "register/school_fixture.h"

#define MAKE "act=make&site=1&day_1=1&day_2=1&first=08:00&"

static struct school_fixture school;

static int
set_up(void **state)
{
	(void)state;
	fixture_open(&school);
	fixture_as(&school, ROLE_HEAD, 71);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	fixture_close(&school);
	return 0;
}

static void
test_make(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, grid_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Garibaldi"));
	assert_int_equal(fixture_post(&school, grid_change, "", MAKE
		"from=2027-01-07&minutes=50&hours=4&weight=100&break_after=2&break_minutes=15"), OK);
	assert_int_equal(fixture_number(&school, "select count(*) from slot where grid <> 1"), 8);
	assert_int_equal(fixture_number(&school,
		"select starts from slot where grid <> 1 and weekday = 2 and ordinal = 3"), 8 * 60 + 115);
	assert_int_equal(fixture_post(&school, grid_change, "", MAKE
		"from=2027-01-07&to=2027-02-07&provisional=1&minutes=90&hours=4&weight=150"), OK);
	assert_int_equal(fixture_number(&school, "select count(*) from grid where provisional = 1"), 1);
}

static void
test_make_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { MAKE "from=x&minutes=50&hours=4&weight=100",
		MAKE "from=2028-01-07&minutes=50&hours=4&weight=100",
		MAKE "from=2027-01-07&to=2027-01-06&minutes=50&hours=4&weight=100",
		MAKE "from=2027-01-07&minutes=50&hours=4&weight=0",
		MAKE "from=2027-01-07&minutes=50&hours=4&weight=1001",
		MAKE "from=2027-01-07&minutes=240&hours=12&weight=100",
		MAKE "from=2027-01-07&minutes=50&hours=4&weight=100&break_after=5&break_minutes=9",
		"act=make&site=9&day_1=1&first=08:00&from=2027-01-07&minutes=50&hours=4&weight=100",
		"act=make&site=1&first=08:00&from=2027-01-07&minutes=50&hours=4&weight=100" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(fixture_post(&school, grid_change, "", wrong[i]), INVALID);
	assert_int_equal(fixture_number(&school, "select count(*) from grid"), 1);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, grid_change, "", MAKE
		"from=2027-01-07&minutes=50&hours=4&weight=100"), REFUSED);
}

static void
test_hour_and_end(void **state)
{
	(void)state;
	static const char *const wrong[] = { "ordinal=2&starts=08:50&ends=10:00&hour_weight=100",
		"ordinal=2&starts=09:00&ends=10:01&hour_weight=100",
		"ordinal=2&starts=09:30&ends=09:30&hour_weight=100",
		"ordinal=2&starts=09:10&ends=10:00&hour_weight=1001",
		"ordinal=9&starts=15:00&ends=16:00&hour_weight=100" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char form[200];
		snprintf(form, sizeof(form), "act=hour&grid=1&weekday=3&%s", wrong[i]);
		assert_int_equal(fixture_post(&school, grid_change, "", form), INVALID);
	}
	assert_int_equal(fixture_post(&school, grid_change, "",
		"act=hour&grid=1&weekday=3&ordinal=2&starts=09:10&ends=10:00&hour_weight=90"), OK);
	assert_int_equal(fixture_number(&school,
		"select starts + weight from slot where grid = 1 and weekday = 3 and ordinal = 2"), 550 + 90);
	assert_int_equal(fixture_post(&school, grid_change, "", "act=end&grid=7&last=2027-01-06"), INVALID);
	assert_int_equal(fixture_post(&school, grid_change, "", "act=end&grid=1&last=2026-09-13"), INVALID);
	assert_int_equal(fixture_post(&school, grid_change, "", "act=end&grid=1&last=2027-01-06"), OK);
	assert_int_equal(fixture_number(&school, "select to_day from grid where id = 1"), 20824);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_make, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_make_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hour_and_end, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
