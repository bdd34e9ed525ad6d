#include "platform/text.h"

#include "platform/arena.h"
#include "platform/test.h"

static void
texts_are_compared_by_bytes(void **state)
{
	(void)state;
	assert_true(text_is(TEXT("3B"), "3B"));
	assert_false(text_is(TEXT("3B"), "3"));
	assert_true(text_is((struct text){ 0 }, ""));
	assert_true(text_is(text_of(NULL), ""));
	assert_true(text_compare(TEXT("3B"), TEXT("3A")) > 0);
	assert_true(text_compare(TEXT("3"), TEXT("3A")) < 0);
	assert_true(text_compare(TEXT("3A"), TEXT("3A")) == 0);
	assert_true(text_starts(TEXT("6:1AB"), "6:"));
	assert_false(text_starts(TEXT("6"), "6:"));
	assert_true(text_ends(TEXT("lesson.sql"), ".sql"));
	assert_false(text_ends(TEXT("sql"), ".sql"));
}

static void
trim_takes_white_space_of_both_ends(void **state)
{
	(void)state;
	assert_true(text_is(text_trim(TEXT(" \t a b \r\n")), "a b"));
	assert_true(text_is(text_trim(TEXT("  ")), ""));
}

static void
cut_tells_an_empty_end_from_no_end(void **state)
{
	(void)state;
	struct text rest = TEXT("a,,b,");
	assert_true(text_is(text_cut(&rest, ','), "a"));
	assert_true(text_is(text_cut(&rest, ','), ""));
	assert_true(text_is(text_cut(&rest, ','), "b"));
	assert_true(rest.at != NULL && rest.length == 0);
	assert_true(text_is(text_cut(&rest, ','), ""));
	assert_true(rest.at == NULL);
}

static void
copies_belong_to_the_arena(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1000);
	char bytes[] = "Anna";
	struct text copy = text_copy(arena, text_of(bytes));
	bytes[0] = 'x';
	assert_true(text_is(copy, "Anna"));
	assert_string_equal(text_terminated(arena, TEXT("x")), "x");
	assert_string_equal(text_terminated(arena, (struct text){ 0 }), "");
	assert_true(text_is(text_printf(arena, "%d-%s", 12, "ab"), "12-ab"));
	assert_true(text_is(text_join(arena, copy, ' ', TEXT("Rossi")), "Anna Rossi"));
	assert_true(text_is(text_join(arena, (struct text){ 0 }, '/', (struct text){ 0 }), "/"));
	arena_destroy(arena);
}

static void
numbers_are_whole_decimals_and_nothing_else(void **state)
{
	(void)state;
	int64_t value = 7;
	assert_true(text_int64(TEXT("-12"), &value));
	assert_int_equal(value, -12);
	assert_true(text_int64(TEXT("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	assert_true(text_int64(TEXT("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	const char *refused[] = { "", "-", "+1", " 1", "1 ", "0x1", "1.0", "9223372036854775808",
		"-9223372036854775809", "99999999999999999999" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(text_int64(text_of(refused[i]), &value));
}

static void
utf8_is_well_formed_without_nul_and_surrogates(void **state)
{
	(void)state;
	const char *accepted[] = { "", "a", "\xc3\xa8", "\xe2\x82\xac", "\xf0\x9f\x94\x94",
		"\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80" };
	for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
		assert_true(text_is_utf8(text_of(accepted[i])));
	const char *refused[] = { "\x80", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xe2\x28\xa1",
		"\xff" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(text_is_utf8(text_of(refused[i])));
	assert_false(text_is_utf8(TEXT("a\0b")));
	assert_int_equal(text_code_points(TEXT("perch\xc3\xa9 \xf0\x9f\x94\x94")), 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_compared_by_bytes),
		cmocka_unit_test(trim_takes_white_space_of_both_ends),
		cmocka_unit_test(cut_tells_an_empty_end_from_no_end),
		cmocka_unit_test(copies_belong_to_the_arena),
		cmocka_unit_test(numbers_are_whole_decimals_and_nothing_else),
		cmocka_unit_test(utf8_is_well_formed_without_nul_and_surrogates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
