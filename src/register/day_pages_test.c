/* The pages that a day begins with, each for who it is made. */
#include "platform/test.h"
#include "register/absence.h"
#include "register/class_list.h"
#include "register/family_day.h"
#include "register/lesson.h"
#include "register/morning.h"
#include "register/school_fixture.h"
#include "register/start.h"
#include "register/teacher_day.h"

static struct school_fixture school;

/* REG-26: what is due and unsigned leads to exactly that hour. */
static void
test_teacher(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "/lessons/11/2026-11-23/1"));
	assert_true(fixture_shows(&school, "Not signed yet."));
	assert_true(fixture_shows(&school, "/lessons/11/2026-11-18/1")); /* last Wednesday, nobody signed */
	assert_false(fixture_shows(&school, "/lessons/11/2026-11-25/1"));
	fixture_hold_first_hour(&school);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Signed."));
	assert_int_equal(fixture_get(&school, teacher_day_page, "day=2026-12-24", ""), OK);
	assert_true(fixture_shows(&school, "The school is closed on this day."));
	fixture_sql(&school, "insert into substitution values (20780, 11, 2, 51, 52)");
	assert_int_equal(fixture_get(&school, teacher_day_page, "day=2026-11-23", ""), OK);
	assert_true(fixture_shows(&school, "Italiano, 1A"));
	fixture_as(&school, ROLE_TEACHER, 52);
	assert_int_equal(fixture_get(&school, teacher_day_page, "day=2026-11-23", ""), OK);
	assert_false(fixture_shows(&school, "/lessons/11/2026-11-23/2"));
}

static void
test_family(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Anna"));
	assert_true(fixture_shows(&school, "/pupils/41/days/2026-11-23")); /* the other child */
	assert_true(fixture_shows(&school, "Equazioni"));
	assert_true(fixture_shows(&school, "pag. 84"));
	assert_true(fixture_shows(&school, "8:35"));
	assert_true(fixture_shows(&school, "of 247.5 hours")); /* 30 hours, 33 weeks: EX-7 */
	assert_false(fixture_shows(&school, "Bruno"));
	assert_int_equal(fixture_get(&school, family_day_page, "pupil=32 day=2026-11-23", ""), REFUSED);
	assert_int_equal(fixture_get(&school, family_day_page, "pupil=99 day=2026-11-23", ""), REFUSED);
	assert_int_equal(fixture_get(&school, pupil_absences_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(&school, "2026/27"));
	fixture_as(&school, ROLE_PUPIL, 33);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Carla"));
}

/* That somebody in 1A has a support teacher is nobody else's business: neither
 * the timetable's support hour nor one that support signed first (REG-22) is
 * named to the families. */
static void
test_support_is_not_named(void **state)
{
	(void)state;
	fixture_sql(&school,
		"insert into timetable values (7, 11, 1, 2, 53, 3, 0, 20710, null, 0),"
		" (8, 11, 1, 3, 53, 3, 0, 20710, null, 0)");
	fixture_as(&school, ROLE_TEACHER, 53);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1",
				 "sign_as=p4&homework=Schema"),
		OK);
	fixture_as(&school, ROLE_GUARDIAN, 62);
	assert_int_equal(fixture_get(&school, family_day_page, "pupil=31 day=2026-11-23", ""), OK);
	assert_false(fixture_shows(&school, "Sostegno"));
	assert_true(fixture_shows(&school, "Matematica"));
	assert_true(fixture_shows(&school, "Italiano"));
	assert_true(fixture_shows(&school, "10:00"));
}

/* REG-42, REG-45: the class's table and the pupil's page show the same number. */
static void
test_one_number_everywhere(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	struct school_year_calendar calendar;
	struct pupil_year year;
	struct pupil_years years;
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, class_absences_page, "class=11", ""), OK);
	struct request *req = &school.request;
	assert_int_equal(school_calendar_load(req, req->today, &calendar), OK);
	assert_int_equal(class_years_load(req, &calendar, (struct class_id){ 11 }, req->today, &years), OK);
	assert_int_equal(years.count, 3);
	for (size_t i = 0; i < years.count; i++) {
		assert_int_equal(pupil_year_load(req, &calendar, years.at[i].pupil, req->today, &year), OK);
		assert_int_equal(absence_shown_units(year.limit.missed),
			absence_shown_units(years.at[i].limit.missed));
		assert_int_equal(year.limit.due_units, years.at[i].limit.due_units);
		assert_int_equal(year.pace_units, years.at[i].pace_units);
		assert_int_equal(year.absent_days, years.at[i].absent_days);
	}
	/* Anna came 35 minutes late: half an hour, rounded down (EX-10). Bruno leaves
	 * before religion: his year is one hour a week shorter (REG-39). */
	assert_int_equal(absence_shown_units(years.at[0].limit.missed), 50);
	assert_int_equal(years.at[0].limit.due_units, 99000);
	assert_int_equal(absence_shown_units(years.at[1].limit.missed), 100);
	assert_int_equal(years.at[1].limit.due_units, 95700);
	assert_int_equal(years.at[1].absent_days, 1);
}

/* The office sees totals, and takes them away as a table. */
static void
test_office(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "/classes/11/absences"));
	assert_false(fixture_shows(&school, "/classes/11/register"));
	assert_int_equal(fixture_get(&school, class_absences_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_int_equal(fixture_get(&school, class_absences_page, "class=11", "format=csv"), OK);
	assert_true(text_starts(school.reply.file_name, "absences-1A"));
	assert_true(fixture_shows(&school, "2;\"Basso Bruno\";1;0;0;0;1,00;239,25"));
	assert_int_equal(fixture_get(&school, pupil_absences_page, "pupil=31", ""), REFUSED);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, class_absences_page, "class=11", "format=csv"), REFUSED);
}

/* The morning tells who has not called and which hours stand unsigned. */
static void
test_head(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "0 of 2"));
	assert_true(fixture_shows(&school, "Marini Lia"));
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_DEPUTY, 71);
	assert_int_equal(fixture_get(&school, start_page, "", ""), OK);
	assert_true(fixture_shows(&school, "1 of 2"));
	assert_true(fixture_shows(&school, "Basso Bruno"));
	assert_int_equal(fixture_get(&school, morning_page, "day=2026-11-20", ""), OK);
	assert_int_equal(fixture_get(&school, class_list_page, "", ""), OK);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, morning_page, "day=2026-11-23", ""), REFUSED);
	assert_int_equal(fixture_get(&school, class_list_page, "", ""), OK);
	assert_true(fixture_shows(&school, "/classes/12/register/2026-11-23"));
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, fixture_set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_teacher),
		TEST(test_family),
		TEST(test_support_is_not_named),
		TEST(test_one_number_everywhere),
		TEST(test_office),
		TEST(test_head),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
