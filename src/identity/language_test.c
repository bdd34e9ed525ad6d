/* The language of the pages: kept with the account, carried by the door's address. */
#include "platform/test.h"

#include "identity/account.h"
#include "identity/language.h"
#include "identity/sign_in.h"
#include "register/school_fixture.h"

static struct school_fixture school;

#define FRAME_HEX "30313233343536373839303132333435363738393031323334353637383930313233343536373839"

static int
set_up(void **state)
{
	fixture_set_up(state);
	fixture_sql(&school,
		"insert into account (id, person, name_key, name, password, profile, must_change, activation,"
		"  activation_ends, suspended, language) values"
		"  (1, 61, x'01', cast(x'" FRAME_HEX "' || 'g.61' as blob), 'phc', 0, 0, '', null, 0, 1),"
		"  (2, 62, x'02', cast(x'" FRAME_HEX "' || 'g.62' as blob), 'phc', 0, 0, '', null, 0, 1);");
	fixture_as(&school, ROLE_GUARDIAN, 61);
	school.session.account.v = 1;
	return 0;
}

static void
kept_with_the_own_account_alone(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, language_page, "", "next=/pupils/31/absences"), OK);
	assert_true(fixture_shows(&school, "Nederlands"));
	assert_true(fixture_shows(&school, "value=\"/pupils/31/absences\""));
	assert_int_equal(fixture_post(&school, language_change, "", "language=nl&next=/pupils/31/absences"),
		OK);
	assert_true(text_is(school.reply.see, "/pupils/31/absences"));
	assert_int_equal(fixture_number(&school, "select language from account where id = 1"), LANGUAGE_NL);
	assert_int_equal(fixture_number(&school, "select language from account where id = 2"), LANGUAGE_IT);
	assert_int_equal(
		fixture_number(&school,
			"select count(*) from account where id = 1 and password = 'phc' and must_change = 0"),
		1);
}

static void
only_ours_and_only_here(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, language_change, "", "language=de"), INVALID);
	assert_int_equal(fixture_post(&school, language_change, "", ""), INVALID);
	assert_int_equal(fixture_post(&school, language_change, "", "language=es&next=//elsewhere.example"),
		OK);
	assert_true(text_is(school.reply.see, "/"));
	fixture_as(&school, ROLE_VISITOR, 0);
	school.session.account.v = 0;
	assert_int_equal(fixture_get(&school, language_page, "", ""), REFUSED);
	assert_int_equal(fixture_post(&school, language_change, "", "language=nl"), REFUSED);
}

static void
the_door_carries_it(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_VISITOR, 0);
	school.session.account.v = 0;
	assert_int_equal(fixture_get(&school, sign_in_page, "", "language=nl&next=/classes"), OK);
	assert_true(fixture_shows(&school, "<html lang=\"nl\">"));
	assert_true(fixture_shows(&school, "name=\"language\" value=\"nl\""));
	assert_true(fixture_shows(&school, "/sign-in?language=es&amp;next=/classes"));
	assert_int_equal(fixture_get(&school, sign_in_page, "", "language=%22"), OK);
	assert_false(fixture_shows(&school, "name=\"language\""));
}

static void
the_sign_in_keeps_it(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, language_page, "", ""), OK); /* a request to go on with */
	assert_int_equal(account_speaks(&school.request, (struct account_id){ 2 }, LANGUAGE_ES), OK);
	assert_int_equal(fixture_number(&school, "select language from account where id = 2"), LANGUAGE_ES);
	assert_int_equal(account_speaks(&school.request, (struct account_id){ 9 }, LANGUAGE_ES), NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kept_with_the_own_account_alone),
		TEST(only_ours_and_only_here),
		TEST(the_door_carries_it),
		TEST(the_sign_in_keeps_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
