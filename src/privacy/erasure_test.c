/* A school year of long ago, of every table of the class register, and nothing else. */
#include "platform/test.h"
#include "privacy/erasure.h"
#include "register/lesson.h"
#include "register/school_fixture.h"

static struct school_fixture school;

static int
set_up(void **state)
{
	(void)state;
	fixture_open(&school);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	fixture_close(&school);
	return 0;
}

static struct school_year_id
this_year(void)
{
	return (struct school_year_id){ fixture_number(&school, "select id from school_year") };
}

static void
the_rows_of_a_year_go_and_those_of_another_stay(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(
		fixture_post(&school, lesson_record, "class=11 day=2026-11-23 slot=1",
			"state_31=R&time_31=08:35&state_32=A&state_33=P&topic=Equazioni&homework=pag.+84"),
		OK);
	fixture_sql(&school, "insert into school_year values (900, '2025/26', 20341, 20612)");
	fixture_sql(&school, "insert into class values (901, 900, 1, '5Z', 5, '', 3000, 33)");
	fixture_sql(&school, "insert into attendance values (20500, 901, 31, 1, 1, 1, 51)");
	fixture_sql(&school, "insert into subgroup values (902, 11, 'a')");
	fixture_sql(&school, "insert into subgroup_member values (902, 31, 20780, null)");
	fixture_sql(&school, "insert into restriction values (31, 20790, 20800, 71)");
	fixture_sql(&school, "insert into restriction values (31, 20810, null, 71)"); /* still holds */
	fixture_sql(&school, "insert into carried_absence values (31, 900, 100)");

	fixture_sql(&school,
		"insert into remote_receipt values (1, 31, 61, 1, 1795500000000, null)"); /* 24 November */
	fixture_sql(&school,
		"insert into device values (1, 0, 0, 1, 'A1', x'00', 0, 1795500000000, 71, 1795500000000)");

	uint64_t rows = 0;
	bool more = true, has = false;
	struct school_year_id year = this_year();
	assert_int_not_equal(year.v, 900);
	assert_int_equal(erasure_year_has_rows(school.db, school.arena, year, &has), OK);
	assert_true(has);
	assert_int_equal(db_begin(school.db, true), OK);
	assert_int_equal(erasure_of_year(school.db, school.arena, year, &rows, &more), OK);
	db_changes_clear(school.db);
	assert_int_equal(db_commit(school.db), OK);
	assert_false(more);
	assert_true(rows > 10);
	static const char *const gone[] = { "lesson", "signature", "homework", "passage", "class_member",
		"post", "subgroup_member", "remote_receipt" };
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		assert_int_equal(fixture_number(&school,
					 text_printf(school.arena, "select count(*) from %s", gone[i]).at),
			0);
	assert_int_equal(fixture_number(&school, "select count(*) from attendance"), 1);
	assert_int_equal(fixture_number(&school, "select count(*) from restriction"), 1);
	assert_int_equal(fixture_number(&school, "select count(*) from carried_absence"), 1);
	assert_true(fixture_number(&school, "select count(*) from person") > 5);
	assert_int_equal(fixture_number(&school, "select count(*) from device"), 1);
	assert_int_equal(erasure_year_has_rows(school.db, school.arena, year, &has), OK);
	assert_false(has);
}

/* Ten years, and by day: nothing is due while the year is kept. */
static void
a_year_is_due_ten_years_later(void **state)
{
	(void)state;
	struct erasures due;
	struct day last = { (int32_t)fixture_number(&school, "select last_day from school_year") };
	struct day tenth = day_add_months(last, 120);
	assert_int_equal(erasure_look(school.db, school.arena, tenth, &due), OK);
	assert_int_equal(due.count, 1);
	assert_true(day_before(tenth, due.at[0].due));
	assert_int_equal(erasure_look(school.db, school.arena, day_add(tenth, 1), &due), OK);
	assert_true(day_equal(due.at[0].due, day_add(tenth, 1)));
}

/* A guardian of two children goes with the last one; by then each child still has a year. */
static void
people_are_due_by_their_last_day(void **state)
{
	(void)state;
	struct erasures due;
	struct day today = day_of(2026, 12, 1);
	fixture_sql(&school, "update person set left_on = 20780 where id in (31, 51)"); /* 23 November */
	assert_int_equal(erasure_look(school.db, school.arena, today, &due), OK);
	assert_int_equal(due.count, 3); /* Anna, a teacher, and the guardian of Anna alone */
	assert_int_equal(due.at[0].id, 62);
	assert_int_equal(due.at[0].kind, PERSON_GUARDIAN);
	assert_int_equal(due.at[0].due.number, day_of(2026, 12, 24).number);
	assert_int_equal(due.at[1].due.number, day_of(2027, 11, 24).number);
	fixture_sql(&school, "update person set left_on = 20788 where id = 41");
	assert_int_equal(erasure_look(school.db, school.arena, today, &due), OK);
	assert_int_equal(due.count, 3); /* the other child's last day is today: not past */
	assert_int_equal(erasure_look(school.db, school.arena, day_add(today, 1), &due), OK);
	assert_int_equal(due.count, 5);
	assert_int_equal(due.at[1].id, 61);
	assert_int_equal(due.at[1].due.number, day_of(2027, 1, 1).number);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_rows_of_a_year_go_and_those_of_another_stay, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(a_year_is_due_ten_years_later, set_up, tear_down),
		cmocka_unit_test_setup_teardown(people_are_due_by_their_last_day, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
