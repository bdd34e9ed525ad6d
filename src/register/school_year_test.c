/* REG-76, REG-2: the next year is opened beside the present one, and what is open
 * in the classes of the present one ends the day before. */
#include <stdio.h>

#include "platform/test.h"
#include "register/closure.h"
#include "register/enrolment.h"
#include "register/school_fixture.h"
#include "register/school_year.h"
#include "register/term.h"

static struct school_fixture school;

static int
set_up(void **state)
{
	fixture_set_up(state);
	fixture_sql(&school,
		"insert into subgroup values (901, 11, 'INF');"
		"insert into subgroup_member values (901, 31, 20710, null), (901, 32, 20710, 20750)");
	fixture_at(&school, "2027-05-20", "09:00");
	fixture_as(&school, ROLE_HEAD, 71);
	return 0;
}

static enum outcome
change(const char *form)
{
	return fixture_post(&school, school_year_change, "", form);
}

#define OPEN "act=open&label=2027/28&opens=2027-09-13&ends=2028-06-07"
#define EVE  "21073" /* 2027-09-12 */

static void
test_open(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, closure_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Open the next school year"));
	assert_true(fixture_shows(&school, "name=\"label\" value=\"2027/28\""));
	assert_true(fixture_shows(&school, "name=\"opens\" value=\"2027-09-13\""));
	assert_int_equal(change(OPEN), OK);
	assert_int_equal(fixture_rows(&school, "school_year where first_day = 21074 and last_day = 21342"),
		1);
	assert_int_equal(fixture_rows(&school, "term where school_year <> 1"), 2);
	assert_int_equal(fixture_rows(&school,
				 "term where school_year <> 1 and ordinal = 1 and last_day = 21214"),
		1); /* 31 January */
	assert_int_equal(fixture_rows(&school,
				 "term where school_year <> 1 and ordinal = 2 and last_day = 21342"),
		1);
	assert_int_equal(fixture_rows(&school, "closure"), 1); /* those of the present year */
	assert_int_equal(fixture_get(&school, closure_page, "", ""), OK);
	assert_true(fixture_shows(&school, "The school year 2026/27"));
	assert_true(fixture_shows(&school, "/calendar?year="));
	assert_false(fixture_shows(&school, "Open the next school year"));
	assert_int_equal(change("act=open&label=2028/29&opens=2028-09-11&ends=2029-06-07"), INVALID);
	assert_true(fixture_shows(&school, "2027/28 is open already"));
}

/* In time, and for everybody alike; what had ended before keeps its day. */
static void
test_what_is_open_ends(void **state)
{
	(void)state;
	fixture_sql(&school, "update class_member set to_day = 20800 where id = 2");
	assert_int_equal(change(OPEN), OK);
	assert_int_equal(fixture_rows(&school, "class_member where to_day = " EVE), 3);
	assert_int_equal(fixture_rows(&school, "class_member where to_day = 20800"), 1);
	assert_int_equal(fixture_rows(&school, "subgroup_member where to_day = " EVE), 1);
	assert_int_equal(fixture_rows(&school, "subgroup_member where to_day = 20750"), 1);
	assert_int_equal(fixture_rows(&school, "post where to_day = " EVE), 6);
	assert_int_equal(fixture_rows(&school, "timetable where to_day = " EVE), 6);
	assert_int_equal(fixture_rows(&school, "guardianship where to_day is null"),
		3); /* children stay children */
	assert_int_equal(fixture_rows(&school, "grid where to_day is null"),
		1); /* and the bell rings as before */
}

/* Who comes into a class afterwards is in it until the same day. */
static void
test_arrival_after_opening(void **state)
{
	(void)state;
	assert_int_equal(change(OPEN), OK);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=31",
				 "do=move&class=12&from=2027-05-24"),
		OK);
	assert_int_equal(fixture_rows(&school,
				 "class_member where pupil = 31 and class = 12 and to_day = " EVE),
		1);
	/* whom the import has put into a class of the next year is still in the present one */
	fixture_sql(&school,
		"insert into class select 21, id, 1, '2A', 2, '', 3000, 33 from school_year where id <> 1;"
		"insert into class_member values (9, 21, 33, 21074, null, 1, 0, 0, 1, 0)");
	assert_int_equal(fixture_post(&school, enrolment_change, "pupil=33",
				 "do=move&class=12&from=2027-05-24"),
		OK);
	assert_int_equal(fixture_rows(&school,
				 "class_member where pupil = 33 and class = 12 and to_day = " EVE),
		1);
	assert_int_equal(fixture_rows(&school,
				 "class_member where pupil = 33 and class = 21 and to_day is null"),
		1);
}

static void
test_open_refused(void **state)
{
	(void)state;
	static const struct {
		const char *form, *says;
	} wrong[] = {
		{ "act=open&label=&opens=2027-09-13&ends=2028-06-07", "What is the year called?" },
		{ "act=open&label=2026/27&opens=2027-09-13&ends=2028-06-07", "Another year has this name." },
		{ "act=open&label=The+year+after+this+one+here&opens=2027-09-13&ends=2028-06-07",
			"at most 20" },
		{ "act=open&label=N&opens=soon&ends=2028-06-07", "soon is not a day." },
		{ "act=open&label=N&opens=2027-09-13&ends=", "is not a day." },
		{ "act=open&label=N&opens=2027-09-13&ends=2027-09-12", "must end after it begins" },
		{ "act=open&label=N&opens=2027-09-13&ends=2028-12-07", "longer than thirteen months" },
		{ "act=open&label=N&opens=2027-06-08&ends=2028-06-07",
			"This lies in the school year 2026/27." },
		{ "act=open&label=N&opens=2026-01-01&ends=2026-12-07",
			"This lies in the school year 2026/27." },
		{ "act=open&label=N&opens=2028-09-13&ends=2029-06-07",
			"more than a year after the end of 2026/27" },
		{ "act=open&label=N&opens=2028-02-01&ends=2028-06-07", "the term I does not fit" },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(change(wrong[i].form), INVALID);
		assert_true(fixture_shows(&school, wrong[i].says));
	}
	assert_int_equal(fixture_rows(&school, "school_year"), 1);
	assert_int_equal(fixture_rows(&school, "term"), 2);
	assert_int_equal(fixture_rows(&school, "post where to_day is null"), 6);
}

static void
test_days_are_corrected(void **state)
{
	(void)state;
	assert_int_equal(change(OPEN), OK);
	char form[200];
	int64_t next = fixture_number(&school, "select id from school_year where id <> 1");
	snprintf(form, sizeof(form), "act=days&year=%lld&first=2027-09-15&last=2028-06-09", (long long)next);
	assert_int_equal(change(form), OK);
	assert_int_equal(fixture_rows(&school, "school_year where first_day = 21076 and last_day = 21344"),
		1);
	assert_int_equal(fixture_rows(&school, "term where school_year <> 1 and last_day = 21344"), 1);
	assert_int_equal(fixture_rows(&school, "post where to_day = 21075"),
		6); /* the eve has moved with it */
	assert_int_equal(fixture_rows(&school, "class_member where to_day = 21075"), 4);
	snprintf(form, sizeof(form), "act=days&year=%lld&first=2027-06-01&last=2028-06-09", (long long)next);
	assert_int_equal(change(form), INVALID);
	assert_true(fixture_shows(&school, "This lies in the school year 2026/27."));
	assert_int_equal(change("act=days&year=1&first=2026-09-14&last=2027-10-09"), INVALID);
	assert_true(fixture_shows(&school, "This lies in the school year 2027/28."));
	assert_int_equal(change("act=days&year=1&first=2026-09-14&last=2027-01-20"), INVALID);
	assert_true(fixture_shows(&school, "the term II does not fit"));
	fixture_sql(&school,
		"insert into lesson values (20977, 11, 1, 0, 501, 480, 540, 100, 1, null, null, null, 0)");
	assert_int_equal(change("act=days&year=1&first=2026-09-14&last=2027-06-07"), INVALID);
	assert_true(fixture_shows(&school, "Signed hours that would lie outside the year: 1."));
	assert_int_equal(change("act=days&year=1&first=2026-09-14&last=2027-06-11"), OK);
	assert_int_equal(fixture_rows(&school, "term where school_year = 1 and last_day = 20980"), 1);
}

/* Closures, terms: each of the year that the page shows. */
static void
test_each_year_has_its_own(void **state)
{
	(void)state;
	assert_int_equal(change(OPEN), OK);
	char form[200], query[40];
	long long next = (long long)fixture_number(&school, "select id from school_year where id <> 1");
	assert_int_equal(fixture_post(&school, closure_change, "", "label=Ponte&first_day=2027-12-07"),
		INVALID);
	snprintf(form, sizeof(form), "year=%lld&label=Ponte&first_day=2027-12-07", next);
	assert_int_equal(fixture_post(&school, closure_change, "", form), OK);
	snprintf(form, sizeof(form), "year=%lld&name_1=A&last_1=2027-12-22&name_2=B&last_2=", next);
	assert_int_equal(fixture_post(&school, term_change, "", form), OK);
	assert_int_equal(fixture_rows(&school,
				 "term where school_year = 1 and name = 'I' and last_day = 20849"),
		1);
	snprintf(query, sizeof(query), "year=%lld", next);
	assert_int_equal(fixture_get(&school, closure_page, "", query), OK);
	assert_true(fixture_shows(&school, "Ponte"));
	assert_false(fixture_shows(&school, "Natale"));
	assert_int_equal(fixture_get(&school, closure_page, "", "year=7"), NOT_FOUND);
}

static void
test_who(void **state)
{
	(void)state;
	static const struct {
		enum role role;
		int64_t person;
	} others[] = { { ROLE_OFFICE, 72 }, { ROLE_TEACHER, 51 }, { ROLE_GUARDIAN, 61 }, { ROLE_PUPIL, 31 } };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		fixture_as(&school, others[i].role, others[i].person);
		assert_int_equal(fixture_get(&school, school_year_page, "", ""), OK);
		assert_false(fixture_shows(&school, "Open the next school year"));
		assert_int_equal(change(OPEN), REFUSED);
	}
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(change(OPEN), OK);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_open),
		TEST(test_what_is_open_ends),
		TEST(test_arrival_after_opening),
		TEST(test_open_refused),
		TEST(test_days_are_corrected),
		TEST(test_each_year_has_its_own),
		TEST(test_who),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
