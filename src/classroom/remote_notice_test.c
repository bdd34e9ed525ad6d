/*
 * A remote lesson from its decision to the signed notice, through the pages
 * themselves. R10, CLS-33, CLS-34
 */
#include <stdio.h>

#include "classroom/remote_lesson.h"
#include "classroom/remote_notice.h"
#include "platform/test.h"
#include "register/family_day.h"
#include "register/school_fixture.h"

#define DECIDED "class=11&day=2026-11-25&first=1&last=1&reason=Heating&notice=At+home"

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

static int64_t
rows(const char *table, const char *condition)
{
	char sql[300];
	snprintf(sql, sizeof(sql), "select count(*) from %s where %s", table, condition);
	return fixture_number(&school, sql);
}

static enum outcome
decides(const char *form)
{
	fixture_as(&school, ROLE_HEAD, 71);
	return fixture_post(&school, remote_lesson_change, NULL, form);
}

static enum outcome
opens(enum role role, int64_t person, int pupil)
{
	char path[60];
	snprintf(path, sizeof(path), "pupil=%d day=2026-11-23", pupil);
	fixture_as(&school, role, person);
	return fixture_get(&school, family_day_page, path, "");
}

static enum outcome
signs(enum role role, int64_t person, int pupil)
{
	char path[60], form[60];
	snprintf(path, sizeof(path), "pupil=%d", pupil);
	snprintf(form, sizeof(form), "notice=%lld",
		(long long)fixture_number(&school, "select max(id) from remote_lesson"));
	fixture_as(&school, role, person);
	return fixture_post(&school, remote_notice_sign, path, form);
}

static void
r10_decided_with_a_reason_by_somebody_else_and_in_time(void **state)
{
	(void)state;
	assert_int_equal(decides("class=11&day=2026-11-25&first=1&last=1&notice=At+home"), INVALID);
	assert_int_equal(decides("class=11&day=2026-11-25&first=1&last=1&reason=Heating"), INVALID);
	/* an hour that the class does not have would stand in the notice */
	assert_int_equal(decides("class=11&day=2026-11-25&first=1&last=9&reason=Heating&notice=At+home"),
		INVALID);
	assert_int_equal(decides("class=11&day=2026-11-29&first=1&last=1&reason=Heating&notice=At+home"),
		INVALID);
	assert_int_equal(decides("class=11&day=2026-11-23&first=2&last=2&reason=Heating&notice=At+home"),
		INVALID);
	assert_int_equal(rows("remote_lesson", "1 = 1"), 0);
	fixture_sql(&school, "update timetable set teacher = 71 where class = 11 and weekday = 3");
	assert_int_equal(decides(DECIDED), INVALID); /* the own hour */
	assert_true(fixture_shows(&school, "somebody else decides"));
	fixture_sql(&school,
		"update timetable set teacher = 51 where class = 11 and weekday = 3;"
		"insert into substitution values (20782, 11, 1, 71, 51)");
	assert_int_equal(decides(DECIDED), INVALID); /* nor in somebody's place */
	fixture_sql(&school, "delete from substitution");
	assert_int_equal(decides(DECIDED), OK);
	assert_int_equal(rows("remote_lesson",
				 "class = 11 and day = 20782 and state = 1 and approved_by = 71"),
		1);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, remote_lesson_change, NULL, DECIDED), REFUSED);
}

static void
r10_delivered_when_the_family_has_seen_it_and_once(void **state)
{
	(void)state;
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
	assert_false(fixture_shows(&school, "data-remote-notice"));
	assert_int_equal(decides(DECIDED), OK);
	assert_int_equal(rows("remote_receipt", "1 = 1"), 0);
	assert_int_equal(opens(ROLE_PUPIL, 31, 31), OK); /* a pupil reads it too, but answers for nothing */
	assert_true(fixture_shows(&school, "At home"));
	assert_int_equal(opens(ROLE_TEACHER, 51, 31), OK);
	assert_int_equal(rows("remote_receipt", "1 = 1"), 0);

	assert_int_equal(opens(ROLE_GUARDIAN, 62, 31), OK);
	assert_true(fixture_shows(&school, "At home"));
	assert_int_equal(rows("remote_receipt", "pupil = 31 and reader = 62 and signed_at is null"), 1);
	int64_t at = fixture_number(&school, "select delivered_at from remote_receipt");
	assert_int_equal(at, school.now.ms);
	school.now.ms += 60000;
	assert_int_equal(opens(ROLE_GUARDIAN, 62, 31), OK);
	assert_int_equal(fixture_number(&school, "select delivered_at from remote_receipt"), at);
	assert_int_equal(rows("remote_receipt", "1 = 1"), 1);
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 41), OK); /* the other child is in another class */
	assert_int_equal(rows("remote_receipt", "1 = 1"), 1);
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
	assert_int_equal(rows("remote_receipt", "1 = 1"), 2);
}

static void
r10_who_is_of_age_is_told_in_person(void **state)
{
	(void)state;
	fixture_sql(&school, "insert into guardianship values (9, 62, 33, 20710, null, 1, 1, 1, 1)");
	assert_int_equal(decides(DECIDED), OK);
	assert_int_equal(opens(ROLE_GUARDIAN, 62, 33), OK);
	assert_int_equal(signs(ROLE_GUARDIAN, 62, 33), REFUSED);
	assert_int_equal(rows("remote_receipt", "1 = 1"), 0);
	assert_int_equal(opens(ROLE_PUPIL, 33, 33), OK);
	assert_int_equal(rows("remote_receipt", "pupil = 33 and reader = 33"), 1);
	assert_int_equal(signs(ROLE_PUPIL, 33, 33), OK);
	assert_int_equal(rows("remote_receipt", "reader = 33 and signed_at is not null"), 1);
}

static void
only_who_may_sign_signs_and_once(void **state)
{
	(void)state;
	assert_int_equal(decides(DECIDED), OK);
	assert_int_equal(opens(ROLE_GUARDIAN, 62, 31), OK);
	assert_false(fixture_shows(&school, "remote-notices"));
	assert_int_equal(signs(ROLE_GUARDIAN, 62, 31), REFUSED); /* sees, does not sign */
	assert_int_equal(signs(ROLE_PUPIL, 31, 31), REFUSED);
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
	assert_true(fixture_shows(&school, "/pupils/31/remote-notices"));
	int64_t delivered = school.now.ms;
	school.now.ms += 5000;
	assert_int_equal(signs(ROLE_GUARDIAN, 61, 31), OK);
	school.now.ms += 5000;
	assert_int_equal(signs(ROLE_GUARDIAN, 61, 31), OK);
	assert_int_equal(fixture_number(&school, "select signed_at from remote_receipt where reader = 61"),
		delivered + 5000);
	assert_int_equal(fixture_number(&school, "select delivered_at from remote_receipt where reader = 61"),
		delivered);
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
	assert_false(fixture_shows(&school, "/pupils/31/remote-notices"));
	assert_true(fixture_shows(&school, "You signed this as read"));
	assert_int_equal(signs(ROLE_GUARDIAN, 61, 41), NOT_FOUND); /* not this child's lesson */
}

static void
each_family_reads_its_language(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, remote_lesson_page, NULL, ""), OK);
	assert_true(fixture_shows(&school, "name=\"notice-nl\""));
	assert_true(fixture_shows(&school, "Le immagini non si conservano")); /* proposed in all four */
	assert_int_equal(decides(DECIDED "&notice-it=A+casa&notice-nl=Thuis&notice-es="), OK);
	static const struct {
		enum language language;
		const char *reads;
	} readers[] = { { LANGUAGE_EN, "At home" }, { LANGUAGE_IT, "A casa" }, { LANGUAGE_NL, "Thuis" },
		{ LANGUAGE_ES, "At home" } };
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		school.language = readers[i].language;
		assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
		assert_true(fixture_shows(&school, readers[i].reads));
	}
	fixture_sql(&school, "delete from remote_receipt");
	school.language = LANGUAGE_NL;
	assert_int_equal(opens(ROLE_GUARDIAN, 62, 31), OK); /* which text it was is on record */
	assert_int_equal(
		rows("remote_receipt join remote_text on remote_text.id = remote_receipt.remote_text",
			"remote_text.language = 2"),
		1);
}

static void
the_head_reads_who_has_not_had_it(void **state)
{
	(void)state;
	assert_int_equal(decides(DECIDED), OK);
	assert_int_equal(opens(ROLE_GUARDIAN, 61, 31), OK);
	assert_int_equal(signs(ROLE_GUARDIAN, 61, 31), OK);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, remote_lesson_page, NULL, ""), OK);
	assert_true(fixture_shows(&school, "1 of 3 families have had it, 1 have signed."));
	assert_true(fixture_shows(&school, "register numbers 2, 3"));
}

static void
what_is_withdrawn_is_not_called_decided(void **state)
{
	(void)state;
	char form[60];
	assert_int_equal(decides(DECIDED), OK);
	assert_true(text_is(school.reply.see, "/remote-lessons?saved=1"));
	snprintf(form, sizeof(form), "withdraw=%lld",
		(long long)fixture_number(&school, "select max(id) from remote_lesson"));
	assert_int_equal(fixture_post(&school, remote_lesson_change, NULL, form), OK);
	assert_true(text_is(school.reply.see, "/remote-lessons?withdrawn=1"));
	assert_int_equal(fixture_get(&school, remote_lesson_page, NULL, "withdrawn=1"), OK);
	assert_true(fixture_shows(&school, "Withdrawn. In those hours screens open at school only"));
	assert_false(fixture_shows(&school, "families' page now"));
	assert_true(fixture_shows(&school, "1A, hour 1\n")); /* not "hours 1 to 1" */
}

int
main(void)
{
#define AT_SCHOOL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_SCHOOL(r10_decided_with_a_reason_by_somebody_else_and_in_time),
		AT_SCHOOL(r10_delivered_when_the_family_has_seen_it_and_once),
		AT_SCHOOL(r10_who_is_of_age_is_told_in_person),
		AT_SCHOOL(only_who_may_sign_signs_and_once),
		AT_SCHOOL(each_family_reads_its_language),
		AT_SCHOOL(the_head_reads_who_has_not_had_it),
		AT_SCHOOL(what_is_withdrawn_is_not_called_decided),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
