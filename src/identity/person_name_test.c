#include "identity/person_name.h"

#include "platform/test.h"

static struct arena *arena;

static void
capitals_are_tidied_and_a_written_name_stays(void **state)
{
	(void)state;
	assert_true(text_is(person_name_tidy(arena, TEXT("DE  FILIPPI ")), "De Filippi"));
	assert_true(text_is(person_name_tidy(arena, TEXT("D'ANGELO")), "D'Angelo"));
	assert_true(text_is(person_name_tidy(arena, TEXT("NICCOLÒ")), "Niccolò"));
	assert_true(text_is(person_name_tidy(arena, TEXT("ROSSI-BIANCHI")), "Rossi-Bianchi"));
	assert_true(text_is(person_name_tidy(arena, TEXT("van der Berg")), "van der Berg"));
	assert_true(text_is(person_name_tidy(arena, TEXT("ŞAHIN")), "Şahin"));
	assert_true(text_is(person_name_tidy(arena, TEXT("")), ""));
}

static void
plain_names_have_no_accents(void **state)
{
	(void)state;
	assert_true(text_is(person_name_plain(arena, TEXT("Niccolò D'Angelo")), "niccolodangelo"));
	assert_true(text_is(person_name_plain(arena, TEXT("Żółć")), "zolc"));
	assert_true(text_is(person_name_plain(arena, TEXT("Müller-Strauß")), "mullerstrauss"));
	assert_true(text_is(person_name_plain(arena, TEXT("李")), ""));
}

static void
class_lists_ignore_accents_and_capitals(void **state)
{
	(void)state;
	static const char *const sorted[][2] = { { "Dell'Orto", "A" }, { "De Luca", "A" }, { "Neri", "Zoe" },
		{ "Nerina", "Ada" }, { "Rossi", "Àlice" }, { "ROSSI", "Bruno" } };
	for (size_t i = 1; i < sizeof sorted / sizeof sorted[0]; i++) {
		struct text before = person_name_order(arena, text_of(sorted[i - 1][0]),
			text_of(sorted[i - 1][1]));
		struct text after = person_name_order(arena, text_of(sorted[i][0]), text_of(sorted[i][1]));
		if (text_compare(before, after) >= 0)
			fail_msg("%s comes after %s", sorted[i - 1][0], sorted[i][0]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capitals_are_tidied_and_a_written_name_stays),
		cmocka_unit_test(plain_names_have_no_accents),
		cmocka_unit_test(class_lists_ignore_accents_and_capitals),
	};
	arena = arena_create(1 << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
