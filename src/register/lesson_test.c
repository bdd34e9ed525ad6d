#include <stdio.h>
#include <string.h>

#include "platform/test.h"
#include "register/lesson.h"
#include "register/school_fixture.h"

#define HOUR "class=11 day=2026-11-23 slot=1"

static struct school_fixture school;

/* REG-27: signature, roll call and topic with one save. */
static void
test_one_page_one_save(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_true(fixture_shows(&school, "Matematica, 1A"));
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_true(fixture_shows(&school, "Nobody has signed this hour yet."));

	assert_int_equal(
		fixture_post(&school, lesson_record, HOUR,
			"state_31=P&state_32=A&state_33=R&time_33=08:07&topic=Equazioni&homework=pag.+84"),
		OK);
	assert_true(text_starts(school.reply.see, "/lessons/11/2026-11-23/1?saved="));
	assert_int_equal(fixture_rows(&school, "lesson where subject = 1 and called_by = 51"), 1);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 51 and kind = 0"), 1);
	assert_int_equal(fixture_rows(&school, "attendance where day = 20780"), 3);
	assert_int_equal(fixture_rows(&school, "attendance where pupil = 32 and status = 1"), 1);
	assert_int_equal(fixture_rows(&school,
				 "passage where pupil = 33 and at = 487 and short = 1 and counts = 1"),
		1);
	/* Due by itself on the next hour of the class: Wednesday. */
	assert_int_equal(fixture_rows(&school, "homework where due_day = 20782 and teacher = 51"), 1);

	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_true(fixture_shows(&school, "Equazioni"));
	assert_true(fixture_shows(&school, "pag. 84"));
	assert_true(fixture_shows(&school, "value=\"08:07\""));
}

/* REG-28: silence calls nobody, and the same save again writes nothing. */
static void
test_not_called_is_not_present(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=P&topic=x"), OK);
	assert_int_equal(fixture_rows(&school, "attendance"), 1);
	fixture_at(&school, "2026-11-23", "08:30");
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=P&topic=x"), OK);
	assert_int_equal(fixture_number(&school, "select recorded_at from attendance"),
		zone_instant(ZONE_CET, (struct day){ 20780 }, (struct minute){ 490 }).ms);
	assert_int_equal(fixture_rows(&school, "signature"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "all=present"), OK);
	assert_int_equal(fixture_rows(&school, "attendance"), 3);

	/* The next hour finds everybody as they were: called there too, nothing rewritten. */
	fixture_as(&school, ROLE_TEACHER, 52);
	fixture_at(&school, "2026-11-23", "09:05");
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=2",
				 "state_31=P&state_32=P&state_33=P"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson where ordinal = 2 and called_by = 52"), 1);
	assert_int_equal(fixture_rows(&school, "attendance where author = 52"), 0);
}

/* REG-29, REG-30: several entries and exits; never both absent and present. */
static void
test_passages(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR,
				 "state_31=R&time_31=08:12&time_31=11:05&exit_31=10:00&outside_31=1"),
		OK);
	assert_int_equal(fixture_rows(&school, "passage where pupil = 31 and counts = 0"), 3);
	assert_int_equal(fixture_rows(&school,
				 "passage where pupil = 31 and ordinal = 2 and kind = 1 and at = 600"),
		1);
	assert_int_equal(fixture_rows(&school, "passage where pupil = 31 and short = 1"),
		0); /* 08:11 and later: EX-2 */
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=A"), OK);
	assert_int_equal(fixture_rows(&school, "passage"), 0);
	assert_int_equal(fixture_rows(&school, "attendance where pupil = 31 and status = 1"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=U&exit_31=12:20"), OK);
	assert_int_equal(fixture_rows(&school, "attendance where pupil = 31 and status = 0"), 1);
	assert_int_equal(fixture_rows(&school, "passage where kind = 1"), 1);

	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=R&time_31=07:30&topic=keep+me"),
		INVALID);
	assert_true(fixture_shows(&school, "keep me"));
	assert_true(fixture_shows(&school, "07:30"));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=R&time_31=25:99"), INVALID);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=R&time_31=09:00&time_31=10:00"),
		INVALID);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=R&exit_31=12:00"),
		OK); /* now: 8:10 */
	assert_int_equal(fixture_rows(&school, "passage where kind = 0 and at = 490"), 1);
}

/* REG-34: out of class, for a while or the whole day; a plan is cut, not lost. */
static void
test_away(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR,
				 "state_31=F&away_31=3&away_from_31=08:00&away_to_31=10:00"),
		OK);
	assert_int_equal(fixture_rows(&school, "away where pupil = 31 and kind = 3 and to_minute = 600"), 1);
	assert_int_equal(fixture_rows(&school, "attendance where pupil = 31 and status = 0"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=P"), OK);
	assert_int_equal(fixture_rows(&school, "away"), 0);

	fixture_sql(&school, "insert into away values (11, 9, 32, 20778, 20785, null, null, 0, 71)");
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_32=F"), OK);
	assert_int_equal(fixture_rows(&school, "away where id = 9 and last_day = 20785"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_32=A"), OK);
	assert_int_equal(fixture_rows(&school, "away where id = 9 and last_day = 20779"), 1);
	assert_int_equal(fixture_rows(&school,
				 "away where first_day = 20781 and last_day = 20785 and kind = 0"),
		1);
}

/* REG-17: each refusal names which it is. */
static void
test_days_without_school(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-24 slot=1", "state_31=P"),
		INVALID);
	assert_true(fixture_shows(&school, "still to come"));
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-22 slot=1", ""), INVALID);
	assert_true(fixture_shows(&school, "no lessons on this day of the week"));
	fixture_at(&school, "2027-01-08", "09:00");
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-12-24 slot=1", ""), INVALID);
	assert_true(fixture_shows(&school, "Natale"));
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-06-08 slot=1", ""), INVALID);
	assert_true(fixture_shows(&school, "outside the school year"));
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=9", ""), NOT_FOUND);
	assert_int_equal(fixture_rows(&school, "attendance"), 0);
}

/* REG-1: a class of others, and one that does not exist, answer alike. */
static void
test_others_and_nothing_look_alike(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_TEACHER, 55);
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), REFUSED);
	assert_int_equal(fixture_get(&school, lesson_page, "class=99 day=2026-11-23 slot=1", ""), REFUSED);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=P"), REFUSED);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_41=P"), INVALID);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_999=P"), INVALID);
	fixture_as(&school, ROLE_OFFICE, 72);
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), REFUSED);
}

/* REG-21, REG-22: one class at a time, one subject for the same pupils. */
static void
test_who_signs(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=Equazioni"), OK);
	assert_int_equal(fixture_post(&school, lesson_record, "class=12 day=2026-11-23 slot=1",
				 "topic=Ancora"),
		INVALID);
	assert_true(fixture_shows(&school, "You have signed class 1A at this time"));

	fixture_as(&school, ROLE_TEACHER, 52);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "sign_as=p3&topic=Dante"), INVALID);
	assert_true(fixture_shows(&school, "Matematica, Marini"));
	assert_true(fixture_shows(&school, "Dante"));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "sign_as=none&state_31=A"), OK);
	assert_int_equal(fixture_rows(&school, "signature"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "sign_as=substitution&topic=Equazioni"),
		OK);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 52 and kind = 4"), 1);

	fixture_as(&school, ROLE_TEACHER, 54);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=Equazioni"), OK);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 54 and kind = 3"), 1);
	assert_int_equal(fixture_rows(&school, "lesson"), 1);
}

/* REG-22: support first, the curricular signature then sets the subject. */
static void
test_support_first(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_TEACHER, 53);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "support_text=con+calma&topic=Frazioni"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson where subject = 3"), 1);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=P"), OK);
	assert_int_equal(fixture_rows(&school, "lesson where subject = 1"), 1);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 53 and kind = 2 and pupil = 31"),
		1);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 51 and kind = 0"), 1);
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_true(fixture_shows(&school, "Frazioni"));
}

/* REG-24: the religion hour is for those who take it. */
static void
test_religion(void **state)
{
	(void)state;
	fixture_at(&school, "2026-11-23", "11:05");
	fixture_as(&school, ROLE_TEACHER, 56);
	assert_int_equal(fixture_get(&school, lesson_page, "class=11 day=2026-11-23 slot=4", ""), OK);
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_false(fixture_shows(&school, "Basso Bruno"));
	assert_int_equal(fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=4", "state_32=P"),
		INVALID);
}

/* REG-25: a substitute of the hour: list, signature, roll call, topic. */
static void
test_substitute(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_TEACHER, 55);
	fixture_sql(&school, "insert into substitution values (20780, 11, 1, 55, 51)");
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_true(fixture_shows(&school, "Abate Anna"));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=A&topic=Ripasso"), OK);
	assert_int_equal(fixture_rows(&school, "signature where teacher = 55 and kind = 4"), 1);
	assert_int_equal(fixture_rows(&school, "lesson where subject = 1"), 1);
}

/* REG-26: the own signature goes, and with the last one the lesson. */
static void
test_taking_back(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=x&homework=y&state_31=A"), OK);
	fixture_as(&school, ROLE_TEACHER, 54);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "unsign=1"), OK);
	assert_int_equal(fixture_rows(&school, "signature"), 1);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "unsign=1&topic=x&homework=y"), OK);
	assert_int_equal(fixture_rows(&school, "signature"), 0);
	assert_int_equal(fixture_rows(&school, "lesson"), 0);
	assert_int_equal(fixture_rows(&school, "homework"), 0);
	assert_int_equal(fixture_rows(&school, "attendance"), 1);
}

/* REG-3: a name in a text for families is asked about once. */
static void
test_names_ask_once(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=Interrogato+BASSO"), INVALID);
	assert_true(fixture_shows(&school, "confirm_names"));
	assert_true(fixture_shows(&school, "Interrogato BASSO"));
	assert_int_equal(fixture_rows(&school, "lesson"), 0);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR,
				 "topic=Interrogato+BASSO&confirm_names=1"),
		OK);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=Il+bassorilievo"), OK);
}

/* As the dispatcher does: first on the reader, then on the writer. */
static enum outcome
foresee_and_record(struct request *req, struct reply *reply)
{
	enum outcome got = lesson_foresee(req);
	if (got != OK)
		return got;
	db_sealed_ahead(req->db, req->ahead, req->ahead_count);
	got = lesson_record(req, reply);
	db_sealed_ahead(req->db, NULL, 0);
	return got;
}

static void
test_what_is_done_ahead(void **state)
{
	(void)state;
	char rows[80];
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR,
				 "topic=+Equazioni&activity=&homework=pag.+84"),
		OK);
	const struct lesson_ahead *ahead = school.request.prepared;
	assert_true(ahead->names_known);
	assert_int_equal(school.request.ahead_count, 3);
	snprintf(rows, sizeof(rows), "lesson where id = %lld", (long long)ahead->lesson.v);
	assert_int_equal(fixture_rows(&school, rows), 1);
	snprintf(rows, sizeof(rows), "homework where id = %lld", (long long)ahead->homework.v);
	assert_int_equal(fixture_rows(&school, rows), 1);

	/* The rows that stand are written again under their own ids. */
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR,
				 "topic=Disequazioni&homework=pag.+85"),
		OK);
	assert_int_equal(fixture_rows(&school, "lesson"), 1);
	assert_int_equal(fixture_rows(&school, "homework"), 1);
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_true(fixture_shows(&school, ">Disequazioni<"));
	assert_true(fixture_shows(&school, "pag. 85"));

	/* A name is asked about; nobody looks at the roster for a text that stands there. */
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR, "topic=Interrogato+BASSO"), INVALID);
	assert_true(fixture_shows(&school, "Interrogato BASSO"));
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR,
				 "topic=Interrogato+BASSO&confirm_names=1"),
		OK);
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR, "topic=Interrogato+BASSO"), OK);
	ahead = school.request.prepared;
	assert_false(ahead->names_known);

	/* Too long: not sealed, and told. */
	char form[2100] = "topic=";
	memset(form + 6, 'x', 2001);
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR, form), INVALID);
	assert_true(fixture_shows(&school, "at most 2000 characters"));

	/* Who has no post here learns nothing more than from the save itself. */
	fixture_as(&school, ROLE_TEACHER, 55);
	assert_int_equal(fixture_post(&school, foresee_and_record, HOUR, "topic=x"), REFUSED);
	assert_null(school.request.prepared);
}

/* REG-28: a save that waited keeps its press, and never undoes a newer one. */
static void
test_late_arrival(void **state)
{
	(void)state;
	char form[200];
	struct instant pressed = { school.now.ms - 3 * 60 * 1000 };
	snprintf(form, sizeof(form), "state_31=A&event_time=%lld", (long long)pressed.ms);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, form), OK);
	assert_int_equal(fixture_number(&school, "select event_at from attendance"), pressed.ms);
	assert_int_equal(fixture_number(&school, "select recorded_at from attendance"), school.now.ms);

	fixture_as(&school, ROLE_TEACHER, 54);
	snprintf(form, sizeof(form), "sign_as=none&state_31=P&event_time=%lld",
		(long long)(pressed.ms - 60000));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, form), OK);
	assert_int_equal(fixture_rows(&school, "attendance where pupil = 31 and status = 1"), 1);
	snprintf(form, sizeof(form), "sign_as=none&state_31=P&seen=%lld", (long long)(school.now.ms - 1));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, form), INVALID);
	assert_true(fixture_shows(&school, "Somebody else has changed this meanwhile"));
	snprintf(form, sizeof(form), "state_32=A&event_time=%lld", (long long)(school.now.ms + 600000));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, form), OK);
	assert_int_equal(fixture_number(&school, "select event_at from attendance where pupil = 32"),
		school.now.ms);
}

/* The head corrects a roll call, and signs nothing. */
static void
test_head(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, lesson_page, HOUR, ""), OK);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "state_31=A"), OK);
	assert_int_equal(fixture_rows(&school, "attendance where author = 71"), 1);
	assert_int_equal(fixture_rows(&school, "lesson"), 0);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "topic=Mio"), INVALID);
}

static void
test_homework(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "homework=x&homework_due=2026-11-23"),
		INVALID);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "homework=x&homework_due=2026-12-25"),
		INVALID);
	assert_true(fixture_shows(&school, "value=\"2026-12-25\""));
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "homework=x&homework_due=2026-11-25"),
		OK);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "homework=x&homework_due=2026-11-26"),
		OK);
	assert_int_equal(fixture_rows(&school, "homework where due_day = 20783"), 1);
	assert_int_equal(fixture_rows(&school, "homework"), 1);
	assert_int_equal(fixture_post(&school, lesson_record, HOUR, "homework="), OK);
	assert_int_equal(fixture_rows(&school, "homework"), 0);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, fixture_set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_page_one_save),
		TEST(test_not_called_is_not_present),
		TEST(test_passages),
		TEST(test_away),
		TEST(test_days_without_school),
		TEST(test_others_and_nothing_look_alike),
		TEST(test_who_signs),
		TEST(test_support_first),
		TEST(test_religion),
		TEST(test_substitute),
		TEST(test_taking_back),
		TEST(test_names_ask_once),
		TEST(test_what_is_done_ahead),
		TEST(test_late_arrival),
		TEST(test_head),
		TEST(test_homework),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
