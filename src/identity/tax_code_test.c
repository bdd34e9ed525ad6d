#include "identity/tax_code.h"

#include "platform/test.h"

static void
the_check_character_is_checked(void **state)
{
	(void)state;
	/* The form's own specimen, the same with one letter changed, and a code
	 * with letters for digits as the registry gives to homonyms. */
	assert_true(tax_code_is_plausible(TEXT("RSSMRA80A01H501U")));
	assert_false(tax_code_is_plausible(TEXT("RSSMRA80A01H501V")));
	assert_false(tax_code_is_plausible(TEXT("RSSMRB80A01H501U")));
	assert_false(tax_code_is_plausible(TEXT("RSSMRA80A01H50-U")));
}

static void
a_number_of_the_school_has_no_check_character(void **state)
{
	(void)state;
	assert_true(tax_code_is_plausible(TEXT("COD0001")));
	assert_true(tax_code_is_plausible(TEXT("12345678901")));
	assert_true(tax_code_is_plausible(TEXT("1234567890123456")));
}

static void
codes_compare_in_upper_case_without_spaces(void **state) /* ID-24 */
{
	(void)state;
	struct arena *arena = arena_create(4096);
	assert_true(text_is(tax_code_tidy(arena, TEXT(" rss mra 80a01 h501u ")), "RSSMRA80A01H501U"));
	assert_true(text_is(tax_code_tidy(arena, TEXT("")), ""));
	arena_destroy(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_character_is_checked),
		cmocka_unit_test(a_number_of_the_school_has_no_check_character),
		cmocka_unit_test(codes_compare_in_upper_case_without_spaces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
