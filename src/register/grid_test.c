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
	fixture_set_up(state);
	fixture_as(&school, ROLE_HEAD, 71);
	return 0;
}

static enum outcome
change(const char *form)
{
	return fixture_post(&school, grid_change, "", form);
}

static void
test_make(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, grid_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Garibaldi"));
	assert_int_equal(change("act=end&grid=1&last=2027-01-06"), OK);
	assert_int_equal(
		change(MAKE "from=2027-01-07&minutes=50&hours=4&weight=100&break_after=2&break_minutes=15"),
		OK);
	assert_int_equal(fixture_number(&school, "select count(*) from slot where grid <> 1"), 8);
	assert_int_equal(fixture_number(&school,
				 "select starts from slot where grid <> 1 and weekday = 2 and ordinal = 3"),
		8 * 60 + 115);
	assert_int_equal(change(MAKE
				 "from=2027-01-07&to=2027-02-07&provisional=1&minutes=90&hours=4&weight=150"),
		OK);
	assert_int_equal(fixture_number(&school, "select count(*) from grid where provisional = 1"), 1);
}

/* Between a provisional grid and a definitive one REG-18 decides; between two of
 * a kind nothing would. */
static void
test_overlap_refused(void **state)
{
	(void)state;
	static const char plan[] = MAKE "minutes=50&hours=4&weight=100&from=2027-01-07";
	assert_int_equal(change(plan), INVALID);
	assert_true(fixture_shows(&school, "another grid, 14/09/2026 – …."));
	assert_true(fixture_shows(&school, "value=\"2027-01-07\""));
	assert_int_equal(change("act=copy&grid=1&copy_from=2027-01-07"), INVALID);
	assert_int_equal(change("act=end&grid=1&last=2027-01-07"), OK);
	assert_int_equal(change(plan), INVALID);
	assert_true(fixture_shows(&school, "14/09/2026 – 07/01/2027"));
	assert_int_equal(change("act=end&grid=1&last=2027-01-06"), OK);
	assert_int_equal(change(plan), OK);
	assert_int_equal(change("act=end&grid=1&last=2027-01-07"), INVALID); /* longer, into the next one */
	fixture_sql(&school, "insert into site values (2, 'Mazzini', 'Pavia', '')");
	assert_int_equal(change("act=make&site=2&day_1=1&first=08:00&minutes=50&hours=4&weight=100"
				"&from=2027-01-07"),
		OK);
	assert_int_equal(fixture_number(&school, "select count(*) from grid"), 3);
}

static void
test_copy(void **state)
{
	(void)state;
	assert_int_equal(change("act=end&grid=1&last=2026-12-04"), OK);
	assert_int_equal(change("act=copy&grid=1&copy_from=2026-12-14&copy_to=x"), INVALID);
	assert_int_equal(change("act=copy&grid=1&copy_from=2026-12-14&copy_to="), OK);
	assert_int_equal(fixture_number(&school, "select count(*) from slot where grid <> 1"), 30);
	assert_int_equal(fixture_number(&school, "select from_day from grid where id <> 1"), 20801);
}

/* Of the year that is open already, too. */
static void
test_next_year(void **state)
{
	(void)state;
	assert_int_equal(change("act=end&grid=1&last=2027-06-08"), OK);
	assert_int_equal(change("act=copy&grid=1&copy_from=2027-09-13"), INVALID);
	assert_true(fixture_shows(&school, "outside the school year"));
	fixture_sql(&school, "insert into school_year values (2, '2027/28', 21074, 21343)");
	assert_int_equal(change("act=copy&grid=1&copy_from=2027-09-13"), OK);
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
	assert_int_equal(change("act=end&grid=1&last=2027-01-05"), OK); /* each has a fault of its own */
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(change(wrong[i]), INVALID);
		assert_false(fixture_shows(&school, "another grid"));
	}
	assert_int_equal(fixture_number(&school, "select count(*) from grid"), 1);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, grid_change, "",
				 MAKE "from=2027-01-07&minutes=50&hours=4&weight=100"),
		REFUSED);
}

static void
test_hour_changed(void **state)
{
	(void)state;
	static const char *const wrong[] = { "ordinal=2&starts=08:50&ends=10:00&hour_weight=100",
		"ordinal=2&starts=09:00&ends=10:01&hour_weight=100",
		"ordinal=2&starts=09:30&ends=09:30&hour_weight=100",
		"ordinal=2&starts=09:10&ends=10:00&hour_weight=1001",
		"ordinal=7&starts=13:30&ends=14:30&hour_weight=100",
		"ordinal=13&starts=15:00&ends=16:00&hour_weight=100",
		"ordinal=0&starts=07:00&ends=08:00&hour_weight=100" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char form[200];
		snprintf(form, sizeof(form), "act=hour&grid=1&weekday=3&%s", wrong[i]);
		assert_int_equal(change(form), INVALID);
	}
	assert_int_equal(change("act=hour&grid=1&weekday=3&ordinal=2&starts=09:10&ends=10:00&hour_weight=90"),
		OK);
	assert_int_equal(
		fixture_number(&school,
			"select starts + weight from slot where grid = 1 and weekday = 3 and ordinal = 2"),
		550 + 90);
}

static void
test_hour_added(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, grid_page, "", "grid=1&weekday=1&ordinal=2"), OK);
	assert_true(fixture_shows(&school, "name=\"starts\" value=\"09:00\""));
	assert_true(fixture_shows(&school, "Remove this hour"));
	assert_int_equal(
		change("act=hour&grid=1&weekday=1&ordinal=7&starts=14:00&ends=15:30&hour_weight=150"), OK);
	assert_int_equal(
		change("act=hour&grid=1&weekday=6&ordinal=1&starts=08:00&ends=09:00&hour_weight=100"), OK);
	assert_int_equal(
		change("act=hour&grid=1&weekday=8&ordinal=1&starts=08:00&ends=09:00&hour_weight=100"),
		INVALID);
	assert_int_equal(fixture_number(&school, "select count(*) from slot"), 32);
}

/* A later end of the break is one save and not five; all of it or nothing. */
static void
test_hour_of_every_day(void **state)
{
	(void)state;
	assert_int_equal(
		change("act=hour&grid=1&weekday=7&ordinal=3&starts=10:10&ends=11:00&hour_weight=100"), OK);
	assert_int_equal(fixture_rows(&school, "slot where ordinal = 3 and starts = 610"), 5);
	assert_int_equal(
		change("act=hour&grid=1&weekday=7&ordinal=7&starts=14:00&ends=15:00&hour_weight=100"), OK);
	assert_int_equal(fixture_rows(&school, "slot where ordinal = 7"), 5);
	assert_int_equal(change("act=remove_hour&grid=1&weekday=7&ordinal=7"), OK);
	assert_int_equal(fixture_rows(&school, "slot where ordinal = 7"), 0);
	assert_int_equal(change("act=remove_hour&grid=1&weekday=7&ordinal=7"), INVALID);
	assert_int_equal(change("act=remove_hour&grid=1&weekday=7&ordinal=2"),
		INVALID); /* Monday's is in use */
	assert_true(fixture_shows(&school, "The timetable has this hour for 1A."));
	assert_true(fixture_shows(&school, "value=\"7\" selected"));
	assert_int_equal(fixture_rows(&school, "slot where ordinal = 2"), 5);
	fixture_sql(&school,
		"insert into lesson values (20782, 11, 4, 0, 501, 660, 720, 100, 1, null, null, null, 0)");
	assert_int_equal(
		change("act=hour&grid=1&weekday=7&ordinal=4&starts=11:10&ends=12:00&hour_weight=100"),
		INVALID);
	assert_int_equal(fixture_rows(&school, "slot where ordinal = 4 and starts = 660"), 5);
}

/* Monday's first hour has lessons of both classes in the timetable. */
static void
test_hour_removed(void **state)
{
	(void)state;
	assert_int_equal(change("act=remove_hour&grid=1&weekday=1&ordinal=1"), INVALID);
	assert_true(fixture_shows(&school, "The timetable has this hour for 1A, 1B."));
	assert_int_equal(change("act=remove_hour&grid=1&weekday=2&ordinal=9"), INVALID);
	fixture_sql(&school,
		"insert into lesson values (20781, 11, 6, 0, 501, 780, 840, 100, 1, null, null, null, 0)");
	assert_int_equal(change("act=remove_hour&grid=1&weekday=2&ordinal=6"), INVALID);
	assert_true(fixture_shows(&school, "This hour is signed: 1A (24/11/2026)."));
	assert_int_equal(change("act=remove_hour&grid=1&weekday=3&ordinal=6"), OK);
	assert_int_equal(fixture_number(&school, "select count(*) from slot"), 29);
}

static void
test_end_and_delete(void **state)
{
	(void)state;
	assert_int_equal(change("act=end&grid=7&last=2027-01-06"), INVALID);
	assert_int_equal(change("act=end&grid=1&last=2026-09-13"), INVALID);
	assert_int_equal(change("act=end&grid=1&last=2027-01-06"), OK);
	assert_int_equal(fixture_number(&school, "select to_day from grid where id = 1"), 20824);
	assert_int_equal(change("act=remove&grid=1"), INVALID);
	assert_true(fixture_shows(&school, "The timetable stands on this grid: 1A, 1B."));
	assert_int_equal(change("act=copy&grid=1&copy_from=2027-01-07"),
		OK); /* its timetable runs on from before */
	fixture_sql(&school,
		"insert into lesson values (20829, 11, 1, 0, 501, 480, 540, 100, 1, null, null, null, 0)");
	char form[100];
	snprintf(form, sizeof(form), "act=remove&grid=%lld",
		(long long)fixture_number(&school, "select id from grid where id <> 1"));
	assert_int_equal(change(form), INVALID);
	assert_true(fixture_shows(&school, "Hours are signed already on these days."));
	fixture_sql(&school, "delete from lesson");
	assert_int_equal(change(form), OK);
	assert_int_equal(fixture_number(&school, "select count(*) from slot"), 30);
	assert_int_equal(fixture_number(&school, "select count(*) from grid"), 1);
	assert_int_equal(change("act=burn"), INVALID);
}

/* The provisional grid can be ended late: the definitive one has signed since. */
static void
test_provisional_ends_late(void **state)
{
	(void)state;
	fixture_sql(&school, "insert into grid values (2, 1, 20710, null, 1)");
	fixture_sql(&school,
		"insert into lesson values (20780, 11, 1, 0, 501, 480, 540, 100, 1, null, null, null, 0)");
	assert_int_equal(change("act=end&grid=1&last=2026-10-04"), INVALID);
	assert_int_equal(change("act=end&grid=2&last=2026-10-04"), OK);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_make),
		TEST(test_make_refused),
		TEST(test_overlap_refused),
		TEST(test_copy),
		TEST(test_next_year),
		TEST(test_hour_changed),
		TEST(test_hour_added),
		TEST(test_hour_of_every_day),
		TEST(test_hour_removed),
		TEST(test_end_and_delete),
		TEST(test_provisional_ends_late),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
