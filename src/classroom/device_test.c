/* The page of the school's devices. */
#include "classroom/device.h"

#include <string.h>

#include "platform/test.h"
#include "register/school_fixture.h"

static struct school_fixture school;

static void
devices_stand_as_they_are_counted(void **state)
{
	(void)state;
	fixture_as(&school, ROLE_OFFICE, 72);
	fixture_sql(&school,
		"insert into device values (901, 0, 0, 1, 'Lab 10', x'01', 0, 1, 72, 1),"
		" (902, 0, 0, 1, 'Lab 2', x'02', 0, 1, 72, 1), (903, 0, 0, 1, 'Lab 1', x'03', 0, 1, 72, 1)");
	assert_int_equal(fixture_get(&school, device_page, "", ""), OK);
	struct text body = buf_text(&school.reply.body);
	const char *page = text_printf(school.arena, "%.*s", TEXT_ARG(body)).at;
	const char *first = strstr(page, "Lab 1<"), *second = strstr(page, "Lab 2<"),
		   *tenth = strstr(page, "Lab 10<");
	assert_true(first && second && tenth && first < second && second < tenth);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate_setup_teardown(devices_stand_as_they_are_counted, fixture_set_up,
			fixture_tear_down, &school),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
