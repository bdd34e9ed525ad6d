/* One hour of a class's week: who has it from a day on, and what stays. */
#include "platform/test.h"
#include "register/class_timetable.h"
#include "register/school_fixture.h"
#include "register/timetable_hour.h"

#define MONDAY_FIRST "class=11 weekday=1 hour=1"
#define MATHS        "who=51+1+0"
#define ITALIAN      "who=52+2+0"
#define IN_FORCE(day)                                                                                        \
	"timetable where class = 11 and weekday = 1 and ordinal = 1 and from_day <= " #day                   \
	" and (to_day is null or to_day >= " #day ")"

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
	return fixture_post(&school, timetable_hour_change, MONDAY_FIRST, form);
}

static void
an_hour_gets_another_teacher_from_a_day_on(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, timetable_hour_page, MONDAY_FIRST, "day=2026-11-30"), OK);
	assert_true(fixture_shows(&school, "Monday, hour 1 of 1A"));
	assert_true(fixture_shows(&school, "value=\"51 1 0\" checked"));
	assert_false(fixture_shows(&school, "value=\"52 2 0\" checked"));
	assert_true(fixture_shows(&school, "has 1B then")); /* Italian is in 1B at that time */
	assert_int_equal(change("from=2026-11-30&" ITALIAN), OK);
	assert_int_equal(fixture_rows(&school, IN_FORCE(20786) " and teacher = 51"), 1); /* the day before */
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787)), 1);
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787) " and teacher = 52 and subject = 2"), 1);
	assert_int_equal(fixture_get(&school, class_timetable_page, "class=11", "day=2026-11-30"), OK);
	assert_true(fixture_shows(&school, "/classes/11/timetable/1/1?day=2026-11-30"));
}

static void
what_goes_on_keeps_its_row(void **state)
{
	(void)state;
	assert_int_equal(change("from=2026-11-30&" MATHS "&" ITALIAN), OK); /* two teachers together */
	assert_int_equal(fixture_number(&school, "select from_day from timetable where id = 1"), 20710);
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787)), 2);
	assert_int_equal(change("from=2026-11-30&" MATHS), OK); /* taken back: it never began */
	assert_int_equal(fixture_rows(&school, "timetable where class = 11 and weekday = 1 and ordinal = 1"),
		1);
	assert_int_equal(change("from=2026-11-30"), OK); /* free */
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787)), 0);
	assert_int_equal(change("from=2027-01-11&" MATHS), OK);
	assert_int_equal(change("from=2026-12-07&" MATHS), OK); /* the later plan is replaced */
	assert_int_equal(fixture_rows(&school, IN_FORCE(20900)), 1);
	assert_int_equal(fixture_rows(&school, "timetable where from_day = 20829"), 0);
}

static void
the_provisional_timetable_is_changed_where_it_holds(void **state)
{
	(void)state;
	fixture_sql(&school, "update timetable set provisional = 1 where class = 11");
	assert_int_equal(fixture_get(&school, timetable_hour_page, MONDAY_FIRST, ""), OK);
	assert_true(fixture_shows(&school, "provisional"));
	assert_int_equal(change("from=2026-11-30&" ITALIAN), OK);
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787) " and provisional = 1 and teacher = 52"), 1);
}

static void
bad_changes_say_why_and_keep_what_was_chosen(void **state)
{
	(void)state;
	static const struct {
		const char *form, *says;
	} wrong[] = {
		{ "from=soon&" ITALIAN, "soon is not a day." },
		{ "from=2028-01-10&" ITALIAN, "outside the school year" },
		{ "from=2026-11-30&who=55+1+0", "no post in this class" },
		{ "from=2026-11-30&who=nobody", "no post in this class" },
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_int_equal(change(wrong[i].form), INVALID);
		assert_true(fixture_shows(&school, wrong[i].says));
	}
	assert_int_equal(change("from=soon&" ITALIAN), INVALID);
	assert_true(fixture_shows(&school, "value=\"52 2 0\" checked"));
	assert_true(fixture_shows(&school, "value=\"soon\""));
	fixture_sql(&school,
		"insert into site values (2, 'Verdi', 'Pavia', ''); insert into grid values (2, 2, 20710, null, 0);"
		"insert into slot values (2, 1, 1, 510, 570, 100); update class set site = 2 where id = 12;");
	assert_int_equal(change("from=2026-11-30&" ITALIAN), INVALID); /* half of the hour is enough */
	assert_true(fixture_shows(&school, "Neri Ugo is at another site in this hour."));
	assert_int_equal(fixture_rows(&school, IN_FORCE(20787) " and teacher = 51"), 1);
	fixture_sql(&school,
		"update grid set to_day = 20786 where id = 1; insert into grid values (3, 1, 20787, null, 0);");
	assert_int_equal(fixture_post(&school, timetable_hour_change, MONDAY_FIRST, "from=2026-12-07"),
		NOT_FOUND);
	assert_int_equal(fixture_get(&school, timetable_hour_page, "class=11 weekday=1 hour=9", ""),
		NOT_FOUND);
	assert_int_equal(fixture_get(&school, timetable_hour_page, "class=11 weekday=9 hour=1", ""),
		NOT_FOUND);
	assert_int_equal(fixture_get(&school, timetable_hour_page, "class=99 weekday=1 hour=1", ""),
		NOT_FOUND);
}

static void
only_who_leads_the_school_changes_it(void **state)
{
	(void)state;
	static const struct {
		enum role role;
		int64_t person;
	} others[] = { { ROLE_TEACHER, 51 }, { ROLE_OFFICE, 72 }, { ROLE_GUARDIAN, 61 }, { ROLE_PUPIL, 31 } };
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		fixture_as(&school, others[i].role, others[i].person);
		assert_int_equal(change("from=2026-11-30&" ITALIAN), REFUSED);
		assert_int_equal(fixture_get(&school, timetable_hour_page, MONDAY_FIRST, ""), REFUSED);
	}
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, class_timetable_page, "class=11", ""), OK);
	assert_false(fixture_shows(&school, "/timetable/1/1"));
	fixture_as(&school, ROLE_DEPUTY, 71);
	assert_int_equal(change("from=2026-11-30&" ITALIAN), OK);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_hour_gets_another_teacher_from_a_day_on),
		TEST(what_goes_on_keeps_its_row),
		TEST(the_provisional_timetable_is_changed_where_it_holds),
		TEST(bad_changes_say_why_and_keep_what_was_chosen),
		TEST(only_who_leads_the_school_changes_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
