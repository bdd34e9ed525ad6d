/* The rights of a guardianship, set by the office. REG-2, REG-50, ID-62 */
#include <stdio.h>

#include "platform/test.h"
#include "register/guardian.h"
#include "register/family_day.h"
#include "register/school_fixture.h"

static struct school_fixture school;

static int
set_up(void **state)
{
	fixture_set_up(state);
	fixture_as(&school, ROLE_OFFICE, 72);
	return 0;
}

static int64_t
rows(const char *condition)
{
	char sql[300];
	snprintf(sql, sizeof(sql), "select count(*) from guardianship where %s", condition);
	return fixture_number(&school, sql);
}

static enum outcome
post(const char *form)
{
	return fixture_post(&school, guardian_change, "pupil=31", form);
}

static enum outcome
guardian_looks(int64_t person)
{
	fixture_as(&school, ROLE_GUARDIAN, person);
	enum outcome got = fixture_get(&school, family_day_page, "pupil=31 day=2026-11-23", "");
	fixture_as(&school, ROLE_OFFICE, 72);
	return got;
}

static void
test_each_right_is_saved_by_itself(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, guardian_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_true(fixture_shows(&school, "value=\"2026-09-14\""));
	assert_int_equal(post("save=1&sees=1&contacts=1&from=2026-09-15&to=2026-12-31"), OK);
	assert_int_equal(
		rows("id = 1 and guardian = 61 and pupil = 31 and from_day = 20711 and to_day = 20818"
		     " and sees = 1 and justifies = 0 and signs = 0 and contacts = 1"),
		1);
	assert_int_equal(rows("id = 2 and justifies = 1"), 1); /* of the other child */
	assert_int_equal(post("save=2&from=2026-09-14"), INVALID);
	assert_int_equal(rows("id = 2 and sees = 1"), 1);
}

/* REG-50, ID-62: the next request already. */
static void
test_barred_guardian_is_refused(void **state)
{
	(void)state;
	assert_int_equal(guardian_looks(61), OK);
	assert_int_equal(post("save=1&justifies=1&signs=1&from=2026-09-14"), OK);
	assert_int_equal(guardian_looks(61), REFUSED);
	assert_int_equal(post("save=1&sees=1&from=2026-09-14"), OK);
	assert_int_equal(guardian_looks(61), OK);
	assert_int_equal(post("end=1&first_without=2026-11-24"), OK);
	assert_int_equal(guardian_looks(61), OK);
	fixture_at(&school, "2026-11-24", "00:00");
	assert_int_equal(guardian_looks(61), REFUSED);
	assert_int_equal(guardian_looks(62), OK);
}

static void
test_wrong_days_are_kept_as_typed(void **state)
{
	(void)state;
	assert_int_equal(post("save=1&justifies=1&from=soon&to=2026-02-30"), INVALID);
	assert_true(fixture_shows(&school, "soon is not a day."));
	assert_true(fixture_shows(&school, "value=\"soon\""));
	assert_true(fixture_shows(&school, "value=\"2026-02-30\""));
	assert_int_equal(post("save=1&sees=1&from=2026-11-23&to=2026-11-22"), INVALID);
	assert_true(fixture_shows(&school, "ends before it begins"));
	assert_int_equal(post("save=1&sees=1&from="), INVALID);
	assert_int_equal(post("end=1&first_without=never"), INVALID);
	assert_true(fixture_shows(&school, "value=\"never\""));
	assert_int_equal(post("end=1&first_without=2026-09-13"), INVALID);
	assert_int_equal(post("end=9&first_without=2026-11-24"), INVALID);
	assert_int_equal(post(""), INVALID);
	assert_int_equal(rows("sees = 1 and to_day is null"), 3);
}

/* One account is tied once at a time. */
static void
test_ties_do_not_overlap(void **state)
{
	(void)state;
	fixture_sql(&school, "insert into guardianship values (4, 61, 31, 20800, null, 1, 1, 1, 1)");
	assert_int_equal(post("save=1&sees=1&from=2026-09-14"), INVALID);
	assert_true(fixture_shows(&school, "in these days already"));
	assert_int_equal(post("save=1&sees=1&from=2026-09-14&to=2026-12-12"), OK);
}

static void
test_unknown_name_is_tied_to_nobody(void **state)
{
	(void)state;
	assert_int_equal(post("tie=1&name=+&sees=1&from=2026-11-23"), INVALID);
	assert_true(fixture_shows(&school, "No guardian has an open account of this name."));
	assert_int_equal(rows("1 = 1"), 3);
}

static void
test_only_the_office_changes(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, guardian_page, "pupil=31", ""), OK);
	assert_false(fixture_shows(&school, "name=\"save\""));
	assert_int_equal(post("save=1&from=2026-09-14"), REFUSED);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, guardian_page, "pupil=31", ""), REFUSED);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_get(&school, guardian_page, "pupil=31", ""), REFUSED);
	assert_int_equal(post("save=1&sees=1&from=2026-09-14"), REFUSED);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, guardian_page, "pupil=61", ""), NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_right_is_saved_by_itself),
		TEST(test_barred_guardian_is_refused),
		TEST(test_wrong_days_are_kept_as_typed),
		TEST(test_ties_do_not_overlap),
		TEST(test_unknown_name_is_tied_to_nobody),
		TEST(test_only_the_office_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
