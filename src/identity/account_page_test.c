/* The office's accounts: found by name or class, closed and opened again. */
#include "platform/test.h"

#include "identity/account_page.h"
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
		"  (1, 31, x'01', cast(x'" FRAME_HEX
		"' || 'anna.abate' as blob), 'phc', 0, 0, '', null, 0, 0),"
		"  (2, 61, x'02', cast(x'" FRAME_HEX
		"' || 'g.61' as blob), '', 0, 1, 'digest', 1800000000000, 0, 0),"
		"  (3, 72, x'03', cast(x'" FRAME_HEX "' || 'ida.tosi' as blob), 'phc', 0, 0, '', null, 0, 0);"
		"insert into session values (x'aa', 1, 6, 1, 1, '')");
	fixture_as(&school, ROLE_OFFICE, 72);
	school.session.account.v = 3;
	return 0;
}

static void
nothing_is_listed_before_somebody_asks(void **state)
{
	(void)state;
	assert_int_equal(fixture_get(&school, account_page, "", ""), OK);
	assert_false(fixture_shows(&school, "Abate"));
}

static void
found_by_name_user_name_or_class(void **state) /* ID-7 */
{
	(void)state;
	assert_int_equal(fixture_get(&school, account_page, "", "find=ABATE"), OK);
	assert_true(fixture_shows(&school, "anna.abate"));
	assert_true(fixture_shows(&school, "g.61")); /* a guardian stands under the pupil's name (R45) */
	assert_false(fixture_shows(&school, "ida.tosi"));
	assert_int_equal(fixture_get(&school, account_page, "", "find=1a"), OK);
	assert_true(fixture_shows(&school, "anna.abate"));
	assert_int_equal(fixture_get(&school, account_page, "", "find=nobody"), OK);
	assert_false(fixture_shows(&school, "anna.abate"));
}

static void
suspended_and_opened_again(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=1&find=abate"), OK);
	assert_int_equal(fixture_number(&school, "select suspended from account where id = 1"), 1);
	assert_int_equal(fixture_number(&school, "select count(*) from session"), 0);
	assert_int_equal(fixture_post(&school, account_manage, "", "renew=1"), CONFLICT);
	assert_int_equal(fixture_post(&school, account_manage, "", "restore=1&find=abate"), OK);
	assert_int_equal(fixture_number(&school, "select suspended from account where id = 1"), 0);
	assert_int_equal(fixture_number(&school, "select count(*) from account where password = 'phc'"), 2);
}

static void
what_cannot_be_done(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=3"), CONFLICT);
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=99"), NOT_FOUND);
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=x"), INVALID);
	assert_int_equal(fixture_post(&school, account_manage, "", ""), INVALID);
	fixture_as(&school, ROLE_TEACHER, 51);
	assert_int_equal(fixture_get(&school, account_page, "", "find=abate"), REFUSED);
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=1"), REFUSED);
	fixture_as(&school, ROLE_HEAD, 71);
	assert_int_equal(fixture_post(&school, account_manage, "", "suspend=1"), REFUSED);
	assert_int_equal(fixture_number(&school, "select sum(suspended) from account"), 0);
}

#define TEST(name) cmocka_unit_test_prestate_setup_teardown(name, set_up, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_listed_before_somebody_asks),
		TEST(found_by_name_user_name_or_class),
		TEST(suspended_and_opened_again),
		TEST(what_cannot_be_done),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
