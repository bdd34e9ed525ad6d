#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/adulthood.h"

/* REG-49, EX-15 */
static void
comes_of_age_on_the_eighteenth_birthday(void **state)
{
	(void)state;
	struct day born = day_of(2008, 3, 15);
	assert_false(adult_on(born, day_of(2026, 3, 14)));
	assert_true(adult_on(born, day_of(2026, 3, 15)));
}

static void
born_on_leap_day_comes_of_age_on_the_first_of_march(void **state)
{
	(void)state;
	struct day born = day_of(2008, 2, 29);
	assert_false(adult_on(born, day_of(2026, 2, 28)));
	assert_true(adult_on(born, day_of(2026, 3, 1)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_of_age_on_the_eighteenth_birthday),
		cmocka_unit_test(born_on_leap_day_comes_of_age_on_the_first_of_march),
	};
	return cmocka_run_group_tests_name("adulthood", tests, NULL, NULL);
}
