#include <stdio.h>

#include "platform/test.h"
#include "register/justification.h"
#include "register/lesson.h"
#include "register/school_fixture.h"

static struct school_fixture school;

/* Anna was absent on Friday the 20th and came in late this morning; a short
 * delay on Thursday asks for nothing. */
static int
set_up(void **state)
{
	fixture_set_up(state);
	fixture_sql(&school,
		"insert into attendance values (20777, 11, 31, 1, 1, 1, 51), (20780, 11, 31, 0, 1, 1, 51),"
		" (20776, 11, 31, 0, 1, 1, 51), (20777, 11, 33, 1, 1, 1, 51);"
		"insert into passage values (20780, 11, 31, 1, 0, 525, 0, 1, 51), (20776, 11, 31, 1, 0, 485, 1, 1, 51)");
	fixture_as(&school, ROLE_GUARDIAN, 61);
	return 0;
}

static int64_t
rows(const char *condition)
{
	char sql[300];
	snprintf(sql, sizeof(sql), "select count(*) from justification where %s", condition);
	return fixture_number(&school, sql);
}

static int64_t
first_id(void)
{
	return fixture_number(&school, "select id from justification order by day limit 1");
}

/* REG-46: proposed by the family, validated by a teacher; each day its own. */
static void
test_proposed_and_validated(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(&school, "2026-11-20 0 0"));
	assert_true(fixture_shows(&school, "2026-11-23 1 1"));
	assert_false(fixture_shows(&school, "2026-11-19"));
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31",
				 "day=2026-11-20+0+0&day=2026-11-23+1+1&reason=health&explanation=febbre"),
		OK);
	assert_int_equal(rows("state = 0 and proposed_by = 61 and reason = 0"), 2);

	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=1", ""), OK);
	assert_true(fixture_shows(&school, "febbre"));
	char form[100];
	snprintf(form, sizeof(form), "validate_%lld=1&state_31=P", (long long)first_id());
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1", form), OK);
	assert_int_equal(rows("state = 1 and day = 20777 and decided_by = 51"), 1);
	assert_int_equal(rows("state = 0"), 1);
	snprintf(form, sizeof(form), "decide=validate&validate=%lld",
		(long long)fixture_number(&school, "select id from justification where state = 0"));
	assert_int_equal(fixture_get(&school, justification_class_page, "class=11", ""), OK);
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), OK);
	assert_int_equal(rows("state = 1"), 2);
	/* A new absence beside it opens nothing again. */
	fixture_sql(&school, "insert into attendance values (20778, 11, 31, 1, 1, 1, 51)");
	assert_int_equal(rows("state = 1"), 2);
}

/* REG-47: edited and withdrawn until validated, and each refusal says why. */
static void
test_until_validated(void **state)
{
	(void)state;
	char form[100];
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		OK);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31",
				 "day=2026-11-20&reason=family"),
		OK);
	assert_int_equal(rows("reason = 1"), 1);
	snprintf(form, sizeof(form), "edit=%lld", (long long)first_id());
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", form), OK);
	assert_true(fixture_shows(&school, "Save the change"));
	snprintf(form, sizeof(form), "cancel=%lld", (long long)first_id());
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", form), OK);
	assert_int_equal(rows("state = 3"), 1);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		OK);

	fixture_as(&school, ROLE_TEACHER, 52);
	snprintf(form, sizeof(form), "validate=%lld", (long long)first_id());
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), OK);
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), INVALID);
	assert_true(fixture_shows(&school, "A colleague has decided this meanwhile."));
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		INVALID);
	assert_true(fixture_shows(&school, "A teacher has accepted this already"));
	snprintf(form, sizeof(form), "cancel=%lld", (long long)first_id());
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", form), INVALID);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-19"),
		INVALID);
	assert_true(fixture_shows(&school, "there is nothing to justify"));
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "explanation=x"),
		INVALID);
	assert_true(fixture_shows(&school, "Choose at least one day."));
}

/* A refusal needs its reason, and the family may answer with a new proposal. */
static void
test_refused(void **state)
{
	(void)state;
	char form[200];
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		OK);
	fixture_as(&school, ROLE_TEACHER, 51);
	snprintf(form, sizeof(form), "refuse=%lld", (long long)first_id());
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), INVALID);
	snprintf(form, sizeof(form), "refuse=%lld&answer_%lld=Serve+il+certificato", (long long)first_id(),
		(long long)first_id());
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), OK);
	assert_int_equal(rows("state = 2"), 1);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(&school, "Serve il certificato"));
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		OK);
	assert_int_equal(rows("state = 0"), 1);
}

/* REG-47: the school may wait until the pupil is back. */
static void
test_back_in_class(void **state)
{
	(void)state;
	char form[100];
	fixture_sql(&school,
		"insert into setting values ('justification.back_in_class', 'yes');"
		"update attendance set status = 1 where day = 20780");
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		OK);
	fixture_as(&school, ROLE_TEACHER, 51);
	snprintf(form, sizeof(form), "validate=%lld", (long long)first_id());
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), INVALID);
	assert_true(fixture_shows(&school, "not back in class yet"));
	fixture_sql(&school, "update attendance set status = 0 where day = 20780");
	assert_int_equal(fixture_post(&school, justification_class_decide, "class=11", form), OK);
}

/* REG-48, REG-50: who sees but does not justify; paper only; another's child. */
static void
test_who_may(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_GUARDIAN, 62);
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		REFUSED);
	assert_true(fixture_shows(&school, "You cannot justify for this pupil"));
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=33", ""), REFUSED);
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=999", ""), REFUSED);
	fixture_as(&school, ROLE_GUARDIAN, 61);
	fixture_sql(&school, "update class_member set justifies_online = 0 where pupil = 31");
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		INVALID);
	assert_true(fixture_shows(&school, "on paper only"));
	fixture_sql(&school,
		"insert into setting values ('justification.reason_needed', 'yes');"
		"update class_member set justifies_online = 1");
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		INVALID);
	assert_true(fixture_shows(&school, "This school asks for a reason."));
	assert_int_equal(rows("1 = 1"), 0);
}

/* REG-49: from 18 on the pupil justifies; before, a guardian does. */
static void
test_of_age(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_PUPIL, 33);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=33", "day=2026-11-20"),
		OK);
	assert_int_equal(rows("pupil = 33 and proposed_by = 33"), 1);
	fixture_as(&school, ROLE_PUPIL, 31);
	assert_int_equal(fixture_post(&school, justification_family_record, "pupil=31", "day=2026-11-20"),
		REFUSED);
	assert_true(fixture_shows(&school, "Until you are 18"));
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=33", ""), REFUSED);
}

/* REG-36: closures count, and the school may never ask (the standard). */
static void
test_certificate(void **state)
{
	(void)state;
	/* Absent Thursday 19 and Friday 20; back on Monday 23: four calendar days. */
	fixture_sql(&school, "delete from passage; update attendance set status = 1 where day = 20776");
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_false(fixture_shows(&school, "the school asks for a certificate"));
	fixture_sql(&school, "insert into setting values ('attendance.certificate_days', '3')");
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(&school, "the school asks for a certificate"));
	fixture_sql(&school, "update setting set value = '4'");
	assert_int_equal(fixture_get(&school, justification_family_page, "pupil=31", ""), OK);
	assert_false(fixture_shows(&school, "the school asks for a certificate"));
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_proposed_and_validated),
		TEST(test_until_validated),
		TEST(test_refused),
		TEST(test_back_in_class),
		TEST(test_who_may),
		TEST(test_of_age),
		TEST(test_certificate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
