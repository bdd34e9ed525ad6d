/* REG-19: two or three terms with free names; the last one ends with the year. */
#include "platform/test.h"
#include "register/closure.h"
#include "register/school_fixture.h"
#include "register/term.h"

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
	return fixture_post(&school, term_change, "", form);
}

/* EX-1: a first term that ends on 31 January. */
static void
test_ends_move(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, closure_page, "", ""), OK);
	assert_true(fixture_shows(&school, "value=\"2027-01-31\""));
	assert_int_equal(change("name_1=Trimestre&last_1=2026-12-22&name_2=Pentamestre&last_2="), OK);
	assert_int_equal(fixture_number(&school, "select last_day from term where ordinal = 1"), 20809);
	assert_int_equal(fixture_number(&school, "select last_day from term where ordinal = 2"), 20977);
	assert_int_equal(fixture_get(&school, closure_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Pentamestre"));
}

static void
test_three_and_back(void **state)
{
	(void)state;
	assert_int_equal(change("name_1=I&last_1=2026-12-22&name_2=II&last_2=2027-03-15"
				"&name_3=III&last_3=2027-06-08"),
		OK);
	assert_int_equal(fixture_number(&school, "select count(*) from term"), 3);
	assert_int_equal(change("name_1=I&last_1=2027-01-31&name_2=II&last_2=2027-06-08"
				"&name_3=&last_3="),
		OK);
	assert_int_equal(fixture_number(&school, "select count(*) from term"), 2);
	assert_int_equal(fixture_number(&school, "select max(last_day) from term"), 20977);
}

static void
test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *form, *says;
	} wrong[] = {
		{ "name_1=I&last_1=2027-01-31&name_2=&last_2=2027-06-08", "Every term needs a name." },
		{ "name_1=I&last_1=2027-01-31", "Every term needs a name." },
		{ "name_1=I&last_1=2027-01-31&name_2=I&last_2=2027-06-08", "Another term has this name." },
		{ "name_1=I&last_1=soon&name_2=II&last_2=2027-06-08", "soon is not a day." },
		{ "name_1=I&last_1=&name_2=II&last_2=2027-06-08", "is not a day." },
		{ "name_1=I&last_1=2026-09-13&name_2=II&last_2=2027-06-08", "after the one before it" },
		{ "name_1=I&last_1=2027-01-31&name_2=II&last_2=2027-06-09", "must end on the last day" },
		{ "name_1=I&last_1=2027-01-31&name_2=II&last_2=2027-06-07", "must end on the last day" },
		{ "name_1=I&last_1=2027-06-08&name_2=II&last_2=2027-06-08", "after the one before it" },
		{ "name_1=I&last_1=2027-03-15&name_2=II&last_2=2026-12-22&name_3=III&last_3=2027-06-08",
			"after the one before it" },
		{ "name_1=I&last_1=2027-01-31&name_2=II&last_2=2027-06-08&name_3=III&last_3=",
			"after the one before it" },
		{ "name_1=A+name+of+far+more+than+forty+characters.&last_1=2027-01-31&name_2=II&last_2=",
			"at most 40" },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(change(wrong[i].form), INVALID);
		assert_true(fixture_shows(&school, wrong[i].says));
		assert_true(fixture_shows(&school, "details class=\"fold card-fold\" open"));
	}
	assert_int_equal(change("year=9&name_1=I&last_1=2027-01-31&name_2=II&last_2="), NOT_FOUND);
	assert_int_equal(fixture_number(&school, "select sum(last_day) from term"), 20849 + 20977);
}

/* A mark or an absence of these days would count elsewhere: only on purpose. */
static void
test_signed_hours_move_on_purpose(void **state)
{
	(void)state;
	fixture_sql(&school,
		"insert into lesson values (20780, 11, 1, 0, 501, 480, 540, 100, 1, null, null, null, 0)");
	assert_int_equal(change("name_1=First&last_1=2027-01-15&name_2=Second&last_2="), OK);
	assert_int_equal(change("name_1=First&last_1=2026-11-22&name_2=Second&last_2="), INVALID);
	assert_true(fixture_shows(&school, "Signed hours that would count in another term: 1."));
	assert_true(fixture_shows(&school, "value=\"2026-11-22\""));
	assert_true(fixture_shows(&school, "name=\"moved\""));
	assert_int_equal(change("name_1=First&last_1=2026-11-23&name_2=Second&last_2="), OK);
	assert_int_equal(change("name_1=First&last_1=2026-11-22&name_2=Second&last_2=&moved=1"), OK);
	assert_int_equal(fixture_number(&school, "select last_day from term where ordinal = 1"), 20779);
}

static void
test_who(void **state)
{
	(void)state;
	static const enum role others[] = { ROLE_TEACHER, ROLE_GUARDIAN, ROLE_PUPIL };
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		fixture_as(&school, others[i],
			others[i] == ROLE_TEACHER         ? 51
				: others[i] == ROLE_PUPIL ? 31
							  : 61);
		assert_int_equal(fixture_get(&school, term_page, "", ""), OK);
		assert_false(fixture_shows(&school, "Change the terms"));
		assert_int_equal(change("name_1=I&last_1=2026-12-22&name_2=II&last_2="), REFUSED);
	}
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_get(&school, term_page, "", ""), OK);
	assert_true(fixture_shows(&school, "Change the terms"));
	assert_int_equal(change("name_1=I&last_1=2026-12-22&name_2=II&last_2="), OK);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_ends_move),
		TEST(test_three_and_back),
		TEST(test_refused),
		TEST(test_signed_hours_move_on_purpose),
		TEST(test_who),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
