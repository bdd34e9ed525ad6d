/* REG-23: the groups of a class, as the office makes them. */
#include <stdio.h>

#include "platform/test.h"
#include "register/enrolment.h"
#include "register/lesson.h"
#include "register/school_fixture.h"
#include "register/subgroup.h"

static struct school_fixture school;

static int
set_up(void **state)
{
	fixture_set_up(state);
	fixture_sql(&school,
		"insert into subgroup values (901, 11, 'INF'), (902, 11, 'GRA'), (903, 12, 'INF')");
	fixture_as(&school, ROLE_OFFICE, 72);
	return 0;
}

static enum outcome
post(const char *form)
{
	return fixture_post(&school, subgroup_change, "class=11", form);
}

static void
test_names(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, class_roster_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "/classes/11/subgroups"));
	assert_int_equal(post("do=make&name=+"), INVALID);
	assert_int_equal(post("do=make&name=inf"), INVALID); /* the import would not tell them apart */
	assert_true(fixture_shows(&school, "value=\"inf\""));
	assert_int_equal(post("do=make&name=A-very-long-name-of-a-group"), INVALID);
	assert_int_equal(post("do=make&name=+SPA+"), OK);
	assert_int_equal(fixture_rows(&school, "subgroup where class = 11 and name = 'SPA'"), 1);
	assert_int_equal(post("do=rename&group=901&name_901=SPA"), INVALID);
	assert_true(fixture_shows(&school, "name=\"name_901\" value=\"SPA\""));
	assert_int_equal(post("do=rename&group=903&name_903=X"), INVALID); /* of another class */
	assert_int_equal(post("do=rename&group=901&name_901=Inf"), OK);
	assert_int_equal(fixture_rows(&school, "subgroup where id = 901 and class = 11 and name = 'Inf'"), 1);
	assert_int_equal(post("do=burn"), INVALID);
	assert_int_equal(fixture_get(&school, subgroup_page, "class=99", ""), NOT_FOUND);
}

/* In one group at a time, whatever was planned before. */
static void
test_pupils(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, subgroup_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "3 pupils are in no group."));
	assert_int_equal(post("do=divide&from=2026-11-30&pupil_31=901&pupil_32=902&pupil_33=0"), OK);
	assert_int_equal(fixture_rows(&school, "subgroup_member where from_day = 20787 and to_day is null"),
		2);
	assert_int_equal(fixture_get(&school, subgroup_page, "class=11", "from=2026-11-30"), OK);
	assert_true(fixture_shows(&school, "1 pupil is in no group."));
	assert_int_equal(fixture_get(&school, subgroup_page, "class=11", "from=2026-11-29"), OK);
	assert_true(fixture_shows(&school, "3 pupils are in no group."));
	assert_int_equal(post("do=divide&from=2026-11-25&pupil_31=902"), OK); /* sooner, and another one */
	assert_int_equal(fixture_rows(&school, "subgroup_member where pupil = 31"), 1);
	assert_int_equal(fixture_rows(&school,
				 "subgroup_member where pupil = 31 and subgroup = 902 and from_day = 20782"),
		1);
	assert_int_equal(post("do=divide&from=2026-12-01&pupil_31=901&pupil_32=902"), OK);
	assert_int_equal(fixture_rows(&school,
				 "subgroup_member where pupil = 31 and subgroup = 902 and to_day = 20787"),
		1);
	assert_int_equal(fixture_rows(&school,
				 "subgroup_member where pupil = 31 and subgroup = 901 and to_day is null"),
		1);
	assert_int_equal(fixture_rows(&school, "subgroup_member where pupil = 32"), 1); /* nothing changed */
	assert_int_equal(post("do=divide&from=2026-12-02&pupil_32=0"), OK);
	assert_int_equal(fixture_rows(&school, "subgroup_member where pupil = 32 and to_day = 20788"), 1);
}

static void
test_bad_input(void **state)
{
	(void)state;
	assert_int_equal(post("do=divide&from=soon&pupil_31=901&post_1=902"), INVALID);
	assert_true(fixture_shows(&school, "soon is not a day."));
	assert_true(fixture_shows(&school, "value=\"soon\""));
	assert_true(fixture_shows(&school, "value=\"901\" selected"));
	assert_true(fixture_shows(&school, "value=\"902\" selected"));
	assert_int_equal(post("do=divide&from=2027-11-24&pupil_31=901"), INVALID);
	assert_int_equal(post("do=divide&from=2026-11-24&pupil_31=903"), INVALID);
	assert_int_equal(post("do=divide&from=2026-11-24&pupil_31=x"), INVALID);
	assert_int_equal(post("do=divide&from=2026-11-24&post_1=1"), INVALID); /* a part of a religion hour */
	assert_int_equal(fixture_rows(&school, "subgroup_member"), 0);
	fixture_sql(&school, "insert into post values (7, 51, 11, 1, 0, 902, 0, 0, 20710, null)");
	assert_int_equal(post("do=divide&from=2026-11-24&post_1=902"), INVALID);
	assert_true(fixture_shows(&school, "the same group or pupil twice"));
}

/* The hours go with the post; what was before the day stays; the lesson page follows. */
static void
test_posts(void **state)
{
	(void)state;
	assert_int_equal(post("do=divide&from=2026-11-23&pupil_31=901&pupil_32=902&pupil_33=902"
			      "&post_1=901&post_3=0"),
		OK);
	assert_int_equal(
		fixture_rows(&school,
			"post where teacher = 51 and class = 11 and subgroup = 0 and to_day = 20779"),
		1);
	assert_int_equal(
		fixture_rows(&school,
			"post where teacher = 51 and class = 11 and subgroup = 901 and from_day = 20780 and to_day is null"),
		1);
	assert_int_equal(fixture_rows(&school, "post where id = 4 and subgroup = 0"),
		1); /* support goes with its pupil */
	assert_int_equal(
		fixture_rows(&school,
			"timetable where teacher = 51 and class = 11 and subgroup = 0 and to_day = 20779"),
		2);
	assert_int_equal(
		fixture_rows(&school,
			"timetable where teacher = 51 and class = 11 and subgroup = 901 and from_day = 20780"),
		2);
	assert_int_equal(fixture_rows(&school, "timetable where class = 12 and subgroup <> 0"), 0);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=1", ""), OK);
	assert_true(fixture_shows(&school, "Abate"));
	assert_false(fixture_shows(&school, "Basso"));
	fixture_as(&school, ROLE_TEACHER, 52);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=2", ""), OK);
	assert_true(fixture_shows(&school, "Basso"));
}

/* A group on which something stands stays: what is on record keeps its name. */
static void
test_removed(void **state)
{
	(void)state;
	assert_int_equal(post("do=remove&group=903"), INVALID); /* of another class */
	assert_int_equal(post("do=divide&from=2026-11-23&pupil_31=901&post_1=901"), OK);
	assert_int_equal(post("do=remove&group=901"), INVALID);
	assert_true(fixture_shows(&school, "Pupils who are in this group, or were: 1."));
	assert_true(fixture_shows(&school, "Posts and hours that are this group"));
	fixture_sql(&school,
		"insert into lesson values (20779, 11, 1, 902, 501, 480, 540, 100, 1, null, null, null, 0)");
	assert_int_equal(post("do=remove&group=902"), INVALID);
	assert_true(fixture_shows(&school, "Signed hours of this group: 1."));
	fixture_sql(&school, "delete from lesson");
	assert_int_equal(post("do=remove&group=902"), OK);
	assert_int_equal(fixture_rows(&school, "subgroup where id = 902"), 0);
	assert_int_equal(fixture_rows(&school, "subgroup where id = 901"), 1);
}

/* Support goes from one pupil to another on a day; the hours stay as they are. */
static void
test_support_is_tied(void **state)
{
	(void)state;
	fixture_sql(&school, "insert into timetable values (7, 11, 1, 5, 53, 3, 0, 20710, null, 0)");
	assert_int_equal(fixture_get(&school, subgroup_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "<option value=\"31\" selected>Abate Anna"));
	assert_int_equal(post("do=divide&from=2026-11-24&post_4=41"), INVALID);  /* of another class */
	assert_int_equal(post("do=divide&from=2026-11-24&post_4=901"), INVALID); /* no pupil */
	assert_int_equal(post("do=divide&from=2026-11-24&post_4=32"), OK);
	assert_int_equal(fixture_rows(&school, "post where kind = 4 and pupil = 31 and to_day = 20780"), 1);
	assert_int_equal(
		fixture_rows(&school,
			"post where kind = 4 and pupil = 32 and from_day = 20781 and to_day is null"),
		1);
	assert_int_equal(fixture_rows(&school,
				 "timetable where teacher = 53 and subgroup = 0 and to_day is null"),
		1);
	assert_int_equal(fixture_get(&school, subgroup_page, "class=11", "from=2026-11-24"), OK);
	assert_true(fixture_shows(&school, "<option value=\"32\" selected>Basso Bruno"));
}

/* REG-24: a teacher of religion has the alternative from a day on, hours included. */
static void
test_alternative_is_tied(void **state)
{
	(void)state;
	assert_int_equal(post("do=divide&from=2026-11-23&post_6=7"), INVALID);
	assert_int_equal(post("do=divide&from=2026-11-23&post_6=1"), OK);
	assert_int_equal(fixture_rows(&school, "post where teacher = 56 and kind = 3 and from_day = 20780"),
		1);
	assert_int_equal(fixture_rows(&school,
				 "timetable where teacher = 56 and subgroup = 1 and from_day = 20780"),
		1);
	assert_int_equal(fixture_rows(&school,
				 "timetable where teacher = 56 and subgroup = 0 and to_day = 20779"),
		1);
	fixture_sql(&school, "update class_member set religion = 1 where pupil = 33");
	fixture_as(&school, ROLE_TEACHER, 56);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=4", ""), OK);
	assert_true(fixture_shows(&school, "Conti"));
	assert_false(fixture_shows(&school, "Abate"));
	fixture_as(&school, ROLE_OFFICE, 72);
	int64_t tied = fixture_number(&school, "select id from post where kind = 3");
	char form[100];
	snprintf(form, sizeof(form), "do=divide&from=2026-11-23&post_%lld=0", (long long)tied);
	assert_int_equal(post(form), OK);
	assert_int_equal(fixture_rows(&school,
				 "timetable where teacher = 56 and subgroup = 0 and from_day = 20780"),
		1);
}

/* The support teacher signs the lesson that the pupil is in, whoever signed first. */
static void
test_support_goes_with_its_pupil(void **state)
{
	(void)state;
	assert_int_equal(post("do=divide&from=2026-11-23&pupil_31=902&pupil_32=901&pupil_33=901&post_1=901"),
		OK);
	fixture_sql(&school,
		"insert into post values (8, 52, 11, 2, 0, 902, 0, 0, 20710, null);"
		"insert into timetable values (8, 11, 1, 1, 52, 2, 902, 20710, null, 0)");
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1",
				 "sign=1&sign_as=&topic=Loops"),
		OK);
	fixture_as(&school, ROLE_TEACHER, 53);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1",
				 "sign=1&sign_as=p4&support_text=Map"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson where ordinal = 1 and subgroup = 902"), 1);
	assert_int_equal(fixture_rows(&school,
				 "signature join lesson on lesson.id = signature.lesson"
				 " where signature.teacher = 53 and lesson.subgroup = 902"),
		1);
	fixture_as(&school, ROLE_TEACHER, 52);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1",
				 "sign=1&sign_as=p8&topic=Colours"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson where ordinal = 1"), 2);
	assert_int_equal(fixture_rows(&school, "signature"), 3);
	/* where the whole class is together, so is support */
	fixture_as(&school, ROLE_TEACHER, 53);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=2",
				 "sign=1&sign_as=p4&support_text=Map"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson where ordinal = 2 and subgroup = 0"), 1);
}

/* REG-24: in neither part, even before anybody has signed one. */
static void
test_no_support_in_a_part_that_the_pupil_leaves(void **state)
{
	(void)state;
	assert_int_equal(post("do=divide&from=2026-11-23&post_4=32"), OK); /* who leaves */
	int64_t tied = fixture_number(&school, "select id from post where kind = 4 and pupil = 32");
	char form[100];
	snprintf(form, sizeof(form), "sign=1&sign_as=p%lld&support_text=Map", (long long)tied);
	fixture_as(&school, ROLE_TEACHER, 53);
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=4", form),
		INVALID);
	assert_true(fixture_shows(&school, "takes neither religion nor the alternative"));
	assert_int_equal(fixture_rows(&school, "lesson"), 0);
}

static void
test_others_are_refused(void **state)
{
	(void)state;
	static const enum role others[] = { ROLE_TEACHER, ROLE_HEAD, ROLE_GUARDIAN, ROLE_TECHNICIAN };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		fixture_as(&school, others[i], 51);
		assert_int_equal(fixture_get(&school, subgroup_page, "class=11", ""), REFUSED);
		assert_int_equal(post("do=make&name=SPA"), REFUSED);
	}
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_pupils),
		TEST(test_bad_input),
		TEST(test_posts),
		TEST(test_removed),
		TEST(test_support_is_tied),
		TEST(test_alternative_is_tied),
		TEST(test_support_goes_with_its_pupil),
		TEST(test_no_support_in_a_part_that_the_pupil_leaves),
		TEST(test_others_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
