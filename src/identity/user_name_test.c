#include "identity/user_name.h"

#include <string.h>

#include "platform/test.h"

static struct arena *arena;

static void
capitals_and_outer_spaces_make_no_difference(void **state)
{
	(void)state;
	assert_true(text_is(user_name_tidy(arena, TEXT(" Anna.ROSSI ")), "anna.rossi"));
	assert_true(text_is(user_name_tidy(arena, TEXT("NICCOLÒ")), "niccolò"));
}

static void
names_with_white_space_or_nothing_are_not_usable(void **state)
{
	(void)state;
	assert_true(user_name_is_usable(TEXT("anna.rossi2")));
	assert_true(user_name_is_usable(TEXT("anna@scuola")));
	assert_false(user_name_is_usable(TEXT("a")));
	assert_false(user_name_is_usable(TEXT("")));
	assert_false(user_name_is_usable(TEXT("anna rossi")));
	assert_false(user_name_is_usable(TEXT("anna\nrossi")));
	assert_false(user_name_is_usable(TEXT("anna\xFF")));
	char name[USER_NAME_BYTES_MAX + 1];
	memset(name, 'x', sizeof name);
	assert_false(user_name_is_usable((struct text){ name, sizeof name }));
	assert_true(user_name_is_usable((struct text){ name, USER_NAME_BYTES_MAX }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capitals_and_outer_spaces_make_no_difference),
		cmocka_unit_test(names_with_white_space_or_nothing_are_not_usable),
	};
	arena = arena_create(1u << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
