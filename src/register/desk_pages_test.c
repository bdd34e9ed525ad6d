/* What the head and the office enter, and what follows from it. */
#include <stdio.h>

#include "platform/test.h"
#include "register/absence.h"
#include "register/away.h"
#include "register/certificate.h"
#include "register/class_register.h"
#include "register/closure.h"
#include "register/derogation.h"
#include "register/enrolment.h"
#include "register/lesson.h"
#include "register/pupil_search.h"
#include "register/rest_day.h"
#include "register/school_fixture.h"
#include "register/substitution.h"

static struct school_fixture school;

/* REG-16: Monday for 1B only; Monday for all is refused while an hour is signed on one. */
static void
test_rest_days(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=1&rest_class=1B"), OK);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=1&rest_class=1B"), INVALID);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=1&rest_class=9Z"), INVALID);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=7&rest_class="), INVALID);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=1&rest_class="), INVALID);
	assert_true(fixture_shows(&school, "signed already"));
	assert_int_equal(fixture_rows(&school, "rest_day where weekday = 1 and class_name = '1B'"), 1);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=2&rest_class="), OK);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "remove=2"), OK);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "remove=2"), INVALID);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "remove=1:1B"), OK);
	assert_int_equal(fixture_rows(&school, "rest_day"), 2);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, rest_day_change, "", "rest_weekday=5&rest_class="), REFUSED);
}

/* REG-15, REG-17: a closure closes the roll call at once; an assembly does not. */
static void
test_closures(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, closure_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Natale"));
	assert_int_equal(fixture_post(&school, closure_change, "", "label=&first_day=x&last_day=2026-13-01"),
		INVALID);
	assert_int_equal(fixture_post(&school, closure_change, "", "label=Neve&first_day=2026-11-23&kind=1"),
		OK);
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_post(&school, closure_change, "", "label=Neve&first_day=2026-11-23&kind=0"),
		INVALID);
	assert_true(fixture_shows(&school, "Hours are signed already"));
	assert_true(fixture_shows(&school, "value=\"Neve\""));
	assert_int_equal(fixture_post(&school, closure_change, "",
				 "label=Neve&first_day=2026-11-18&last_day=2026-11-19&kind=0&site=0"),
		OK);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-18 slot=1", "state_31=P"),
		INVALID);
	assert_true(fixture_shows(&school, "Neve"));
	assert_int_equal(fixture_post(&school, closure_change, "", "remove=1"), REFUSED);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_post(&school, closure_change, "", "remove=1"), OK);
	assert_int_equal(fixture_rows(&school, "closure where label = 'Natale'"), 0);
	assert_int_equal(fixture_post(&school, closure_change, "", "remove=1"), INVALID);
}

/* REG-25: who is set may open the class on that day, and only then. */
static void
test_substitutions(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_TEACHER, 55);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=1", ""), REFUSED);
	assert_int_equal(fixture_get(&school, substitution_page, "", ""),
		OK); /* the timetable is no secret */
	assert_int_equal(fixture_post(&school, substitution_change, "", "hour=11+1+51&teacher=55"), REFUSED);
	fixture_as(&school, ROLE_DEPUTY, 71);
	char sql[160];
	snprintf(sql, sizeof(sql),
		"insert into appointment select id, id, %d, 20710, null from person"
		" where id between 51 and 56",
		ROLE_TEACHER);
	fixture_sql(&school, sql);
	assert_int_equal(fixture_post(&school, substitution_change, "", "hour=11+1+51&teacher=51"), INVALID);
	assert_int_equal(fixture_post(&school, substitution_change, "", "hour=9+9+9&teacher=55"), INVALID);
	assert_int_equal(fixture_post(&school, substitution_change, "", "hour=11+1+51&teacher=999"), INVALID);
	assert_int_equal(fixture_post(&school, substitution_change, "", "hour=11+1+51&teacher=55"), OK);
	assert_int_equal(fixture_get(&school, substitution_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Quinto Eva"));
	fixture_as(&school, ROLE_TEACHER, 55);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=1", ""), OK);
	fixture_as(&school, ROLE_DEPUTY, 71);
	assert_int_equal(fixture_post(&school, substitution_change, "", "remove=11+1+55"), OK);
	assert_int_equal(fixture_rows(&school, "substitution"), 0);
}

/* REG-37: class change, withdrawal and arrival carry dates; absences follow. */
static void
test_enrolment(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, class_roster_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "Basso Bruno"));
	assert_int_equal(fixture_get(&school, enrolment_page, "pupil=32", ""), OK);
	assert_true(fixture_shows(&school, "20/08/2012"));
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32",
				 "do=move&class=11&from=2026-11-24"),
		INVALID);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32",
				 "do=move&class=12&from=2026-09-14"),
		INVALID);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32",
				 "do=move&class=12&from=2026-11-24"),
		OK);
	assert_int_equal(
		fixture_rows(&school,
			"class_member where pupil = 32 and class = 11 and to_day = 20780 and how_ended = 1"),
		1);
	assert_int_equal(
		fixture_rows(&school,
			"class_member where pupil = 32 and class = 12 and from_day = 20781 and register_number = 2"),
		1);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32", "do=carried&hours=12,5"), OK);
	assert_int_equal(fixture_rows(&school, "carried_absence where units = 1250"), 1);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32", "do=carried&hours=12,555"),
		INVALID);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=32", "do=options&religion=1"), OK);
	fixture_at(&school, "2026-11-25", "09:00");
	struct school_year_calendar calendar;
	struct pupil_year year;
	assert_int_equal(fixture_get(&school, certificate_page, "pupil=32", ""), OK);
	assert_true(fixture_shows(&school, "attends class 1B"));
	struct request *req = &school.request;
	assert_int_equal(school_calendar_load(req, req->today, &calendar), OK);
	assert_int_equal(pupil_year_load(req, &calendar, (struct person_id){ 32 }, req->today, &year), OK);
	assert_int_equal(absence_shown_units(year.limit.missed),
		1350); /* one hour in 1A, and what was carried */
	assert_int_equal(year.class.v, 12);

	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=33", "do=withdraw&last=2026-11-25"),
		OK);
	assert_int_equal(fixture_rows(&school,
				 "person where id = 33 and left_on = 20782 and family_name is not null"),
		1);
	fixture_at(&school, "2026-11-26", "09:00");
	assert_int_equal(fixture_get(&school, class_roster_page, "class=11", ""), OK);
	assert_false(fixture_shows(&school, "Conti Carla"));
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, enrolment_page, "pupil=31", ""), REFUSED);
	assert_int_equal(fixture_get(&school, certificate_page, "pupil=31", ""), REFUSED);
}

/* REG-34: planned by hand, proposed by the roll call. */
static void
test_away(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, away_change, "class=11",
				 "pupil=31&pupil=33&kind=0&first_day=2026-11-23&last_day=2026-11-27"),
		OK);
	assert_int_equal(fixture_rows(&school, "away where kind = 0"), 2);
	assert_int_equal(fixture_post(&school, away_change, "class=11",
				 "pupil=31&kind=2&first_day=2026-11-24&from=10:00"),
		INVALID);
	assert_true(fixture_shows(&school, "Give both times"));
	assert_int_equal(fixture_post(&school, away_change, "class=11", "kind=2&first_day=2026-11-22"),
		INVALID);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=1", ""), OK);
	assert_true(fixture_shows(&school, "value=\"F\" aria-label=\"out of class\" checked"));
	char form[60];
	snprintf(form, sizeof(form), "remove=%lld",
		(long long)fixture_number(&school, "select id from away where pupil = 33"));
	fixture_at(&school, "2026-11-25", "09:00");
	assert_int_equal(fixture_post(&school, away_change, "class=11", form), OK);
	assert_int_equal(fixture_rows(&school, "away where pupil = 33 and last_day = 20781"), 1);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_get(&school, away_page, "class=11", ""), REFUSED);
}

/* REG-43: with and without the derogated hours. */
static void
test_derogations(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_post(&school, derogation_change, "pupil=32",
				 "first_day=2026-11-23&reason=0"),
		OK);
	assert_int_equal(fixture_post(&school, derogation_change, "pupil=32",
				 "first_day=2030-11-23&reason=0"),
		INVALID);
	assert_int_equal(fixture_get(&school, derogation_page, "pupil=32", ""), OK);
	assert_true(fixture_shows(&school, "Hours of absence: 1; derogated: 1; counting: 0."));
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, derogation_change, "pupil=32",
				 "first_day=2026-11-23&reason=0"),
		REFUSED);
}

/* The register of the day and of the month, and as a table no spreadsheet runs. */
static void
test_class_register(void **state)
{
	(void)state;
	fixture_hold_first_hour(&school);
	assert_int_equal(fixture_get(&school, class_register_day_page, "class=11 day=2026-11-23", ""), OK);
	assert_true(fixture_shows(&school, "=Equazioni"));
	assert_true(fixture_shows(&school, "Marini Lia"));
	assert_true(fixture_shows(&school, "in at 08:35, out at 12:20"));
	assert_int_equal(fixture_get(&school, class_register_day_page, "class=11 day=2026-11-23",
				 "format=csv"),
		OK);
	assert_true(fixture_shows(&school, "\"'=Equazioni\""));
	assert_int_equal(fixture_get(&school, class_register_month_page, "class=11 day=2026-11-23", ""), OK);
	assert_true(fixture_shows(&school, "Basso Bruno"));
	assert_int_equal(fixture_get(&school, class_register_month_page, "class=11 day=2026-11-23",
				 "format=csv"),
		OK);
	assert_true(fixture_shows(&school, "2;\"Basso Bruno\""));
	fixture_as(&school, ROLE_DEPUTY, 71);
	assert_int_equal(fixture_get(&school, class_register_day_page, "class=11 day=2026-11-23",
				 "format=csv"),
		REFUSED);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, class_register_day_page, "class=11 day=2026-11-23", ""),
		REFUSED);
}

static void
test_search(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, pupil_search_page, "", "name=BASS"), OK);
	assert_true(fixture_shows(&school, "/pupils/32/enrolment"));
	assert_false(fixture_shows(&school, "Conti"));
	assert_int_equal(fixture_get(&school, pupil_search_page, "", "name=abate+dar"), OK);
	assert_true(fixture_shows(&school, "/pupils/41/enrolment"));
	assert_false(fixture_shows(&school, "/pupils/31/enrolment"));
	assert_int_equal(fixture_get(&school, pupil_search_page, "", "name=a"), OK);
	assert_true(fixture_shows(&school, "at least two letters"));
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, pupil_search_page, "", "name=abate"), REFUSED);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, fixture_set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rest_days),
		TEST(test_closures),
		TEST(test_substitutions),
		TEST(test_enrolment),
		TEST(test_away),
		TEST(test_derogations),
		TEST(test_class_register),
		TEST(test_search),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
