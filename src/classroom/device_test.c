/* The page of the school's devices. */
#include "classroom/device.h"

#include <stdio.h>
#include <string.h>

#include "platform/test.h"
#include "register/school_fixture.h"

static struct school_fixture school;

static int
at_the_office(void **state)
{
	int done = fixture_set_up(state);
	fixture_as(&school, ROLE_OFFICE, 72);
	return done;
}

/* A pupil's laptop of the first site. */
static void
enrolled(int device, const char *label)
{
	char sql[200];
	snprintf(sql, sizeof sql, "insert into device values (%d, 0, 0, 1, '%s', x'%04x', 0, 1, 72, 1)",
		device, label, (unsigned)device);
	fixture_sql(&school, sql);
}

static void
devices_stand_as_they_are_counted(void **state)
{
	(void)state;
	enrolled(901, "Lab 10");
	enrolled(902, "Lab 2");
	enrolled(903, "Lab 1");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	struct text body = buf_text(&school.reply.body);
	const char *page = text_printf(school.arena, "%.*s", TEXT_ARG(body)).at;
	const char *first = strstr(page, "Lab 1<"), *second = strstr(page, "Lab 2<"),
		   *tenth = strstr(page, "Lab 10<");
	assert_true(first && second && tenth && first < second && second < tenth);
}

/* The 200th of 300 devices does not have to be looked for again. */
static void
a_wrong_number_stays_at_its_device_as_typed(void **state)
{
	(void)state;
	enrolled(901, "Lab 1");
	enrolled(902, "Lab 2");
	assert_int_equal(fixture_post(&school, device_change, "", "do=tie&device=902&class=1A&number=77"),
		INVALID);
	assert_true(fixture_shows(&school, "<details class=\"end\" open>"));
	assert_true(fixture_shows(&school, "name=\"class\" size=\"5\" value=\"1A\""));
	assert_true(fixture_shows(&school,
		"<input id=\"number\" name=\"number\" inputmode=\"numeric\" size=\"3\" value=\"77\" aria-invalid"));
	assert_true(fixture_shows(&school,
		"<input id=\"number-901\" name=\"number\" inputmode=\"numeric\" size=\"3\" value=\"\">"));
}

static void
a_device_can_be_nobodys_again(void **state)
{
	(void)state;
	enrolled(901, "Lab 1");
	fixture_sql(&school, "insert into device_use values (901, 20750, null, 31, 0)");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	assert_true(fixture_shows(&school, "value=\"untie\""));
	assert_int_equal(fixture_post(&school, device_change, "", "do=untie&device=901"), OK);
	assert_int_equal(fixture_rows(&school, "device_use where to_day is null"), 0);
	assert_int_equal(fixture_rows(&school, "device_use where to_day = 20779"), 1);
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	assert_false(fixture_shows(&school, "value=\"untie\""));
	fixture_as(&school, ROLE_TECHNICIAN, 73);
	assert_int_equal(fixture_post(&school, device_change, "", "do=untie&device=901"), REFUSED);
}

/* A trolley that goes to another building: its networks decide where it can be seen. */
static void
a_device_is_moved_to_another_site(void **state)
{
	(void)state;
	enrolled(901, "Lab 1");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	assert_false(fixture_shows(&school, "value=\"place\"")); /* where to? */
	fixture_sql(&school, "insert into site values (2, 'Succursale', 'Pavia', '')");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	assert_true(fixture_shows(&school, "value=\"place\""));
	assert_int_equal(fixture_post(&school, device_change, "", "do=place&device=901&site=3"), INVALID);
	assert_int_equal(fixture_post(&school, device_change, "", "do=place&device=901&site="), INVALID);
	assert_int_equal(fixture_rows(&school, "device where site = 1"), 1);
	assert_int_equal(fixture_post(&school, device_change, "", "do=place&device=901&site=2"), OK);
	assert_int_equal(fixture_rows(&school, "device where site = 2"), 1);
}

/* It cannot be taken back, so it is said first, and pressed there. */
static void
revoking_says_first_what_it_does(void **state)
{
	(void)state;
	enrolled(901, "Lab 1");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	struct text body = buf_text(&school.reply.body);
	const char *page = text_printf(school.arena, "%.*s", TEXT_ARG(body)).at;
	const char *fold = strstr(page, "<details class=\"fold\">"), *said = strstr(page, "Within seconds"),
		   *button = strstr(page, "value=\"revoked\""),
		   *end = button ? strstr(button, "</details>") : NULL;
	assert_true(fold && said && end && fold < said && said < button);
}

#define AT_THE_OFFICE(test)                                                                                  \
	cmocka_unit_test_prestate_setup_teardown(test, at_the_office, fixture_tear_down, &school)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_THE_OFFICE(devices_stand_as_they_are_counted),
		AT_THE_OFFICE(a_wrong_number_stays_at_its_device_as_typed),
		AT_THE_OFFICE(a_device_can_be_nobodys_again),
		AT_THE_OFFICE(a_device_is_moved_to_another_site),
		AT_THE_OFFICE(revoking_says_first_what_it_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
