/* REG-18: the week of a class, the definitive timetable before the provisional one. */
#include "platform/test.h"
#include "register/class_list.h"
#include "register/class_timetable.h"
#include "register/school_fixture.h"

static struct school_fixture school;

static enum outcome
week(const char *query)
{
	return fixture_get(&school, class_timetable_page, "class=11", query);
}

static void
test_week(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, class_list_page, "", ""), OK);
	assert_true(fixture_shows(&school, "/classes/11/timetable"));
	assert_int_equal(week(""), OK);
	assert_true(fixture_shows(&school, "Timetable of 1A"));
	assert_true(fixture_shows(&school, "Matematica"));
	assert_true(fixture_shows(&school, "Marini"));
	assert_true(fixture_shows(&school, "Friday"));
	assert_false(fixture_shows(&school, "Saturday")); /* a day of rest */
	assert_false(fixture_shows(&school, "provisional"));
	assert_int_equal(week("day=2027-09-30"), OK); /* outside the year: today */
	assert_true(fixture_shows(&school, "23/11/2026"));
	assert_int_equal(fixture_get(&school, class_timetable_page, "class=99", ""), NOT_FOUND);
}

static void
test_provisional(void **state)
{
	(void)state;
	fixture_sql(&school,
		"update timetable set from_day = 20732 where class = 11;" /* 6 October */
		"insert into timetable values (9, 11, 1, 1, 52, 2, 0, 20710, null, 1)");
	assert_int_equal(week("day=2026-09-21"), OK);
	assert_true(fixture_shows(&school, "provisional"));
	assert_true(fixture_shows(&school, "Italiano"));
	assert_false(fixture_shows(&school, "Matematica"));
	assert_int_equal(week("day=2026-10-12"), OK);
	assert_false(fixture_shows(&school, "provisional"));
	assert_true(fixture_shows(&school, "Matematica"));
}

/* Groups and the alternative are named; an hour that nobody has stays empty. */
static void
test_parts(void **state)
{
	(void)state;
	fixture_sql(&school,
		"insert into subgroup values (901, 11, 'INF');"
		"insert into timetable values (9, 11, 4, 2, 51, 1, 901, 20710, null, 0), (10, 11, 1, 4, 55, 4, 1, 20710, null, 0)");
	assert_int_equal(week(""), OK);
	assert_true(fixture_shows(&school, "INF"));
	assert_true(fixture_shows(&school, "alternative"));
	fixture_sql(&school, "delete from timetable");
	assert_int_equal(week(""), OK);
	assert_true(fixture_shows(&school, "They come with the import."));
}

static void
test_who(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(week(""), OK);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(week(""), REFUSED);
	fixture_as(&school, ROLE_PUPIL, 31);
	assert_int_equal(week(""), REFUSED);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, fixture_set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_week),
		TEST(test_provisional),
		TEST(test_parts),
		TEST(test_who),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
