#include "identity/password.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static const struct password_about nobody = { 0 };

static unsigned
faults(enum password_profile profile, const char *password)
{
	return password_faults(arena, profile, text_of(password), &nobody);
}

/* ID-2, R23: the table of identity.md section 2, line by line. */
static void
test_allegato5_wants_eleven_characters_of_four_kinds(void **state)
{
	(void)state;
	const enum password_profile a5 = PROFILE_ALLEGATO5;
	assert_int_equal(faults(a5, "Passw0rd!xy"), 0); /* composition accepted; the list does not name it */
	assert_int_equal(faults(a5, "Passw0rd!x"), PASSWORD_TOO_SHORT);
	assert_int_equal(faults(a5, "Citt\xc3\xa0-2026"), PASSWORD_TOO_SHORT);  /* 10 code points, 11 bytes */
	assert_int_equal(faults(a5, "Citta\xcc\x80-2026"), PASSWORD_TOO_SHORT); /* the same, decomposed */
	assert_int_equal(faults(a5, "passw0rd!xy"), PASSWORD_NO_UPPER);
	assert_int_equal(faults(a5, "PASSW0RD!XY"), PASSWORD_NO_LOWER);
	assert_int_equal(faults(a5, "Password!xy"), PASSWORD_NO_DIGIT);
	assert_int_equal(faults(a5, "Passw0rd1xy"), PASSWORD_NO_SPECIAL);
	assert_int_equal(faults(a5, "Scuola 2026ok"), 0); /* the space is the special */
	assert_int_equal(faults(a5, "Citt\xc3\xa0-2026ab"), 0);
	assert_int_equal(faults(a5, " Rosso7verde "), 0);         /* spaces at both ends are kept */
	assert_int_equal(faults(a5, "\xc3\x89toile-7 bleue"), 0); /* an upper-case letter outside ASCII */
	assert_int_equal(faults(a5, "ab\xff"), PASSWORD_NOT_TEXT);
}

static void
test_nist_wants_length_alone(void **state)
{
	(void)state;
	assert_int_equal(faults(PROFILE_NIST, "quattordici let"), 0);
	assert_int_equal(faults(PROFILE_NIST, "quattordici le"), PASSWORD_TOO_SHORT);
	assert_int_equal(faults(PROFILE_NIST, "Passw0rd!xy"), PASSWORD_TOO_SHORT);
}

static void
test_128_code_points_are_accepted_and_no_more(void **state)
{
	(void)state;
	char longest[2 * 130] = "";
	for (int i = 0; i < 128; i++)
		strcat(longest, "\xc3\xa0");
	assert_int_equal(faults(PROFILE_NIST, longest), 0);
	strcat(longest, "\xc3\xa0");
	assert_int_equal(faults(PROFILE_NIST, longest), PASSWORD_TOO_LONG);
}

static void
test_worn_words_in_their_sunday_clothes(void **state)
{
	(void)state;
	static const char *const worn[] = { "Password2026!", "P@ssw0rd-123", "Juventus1897!", "Wachtwoord-01",
		"Contraseña.1", "Qwertyuiop-1", "12345678901!", "ScuolaMedia7!", "2026-Settembre!" };
	for (size_t i = 0; i < sizeof worn / sizeof *worn; i++)
		assert_true(faults(PROFILE_ALLEGATO5, worn[i]) & PASSWORD_COMMON);
	assert_false(faults(PROFILE_ALLEGATO5, "Tre civette 7") & PASSWORD_COMMON);
}

static void
test_names_everybody_knows(void **state)
{
	(void)state;
	const struct password_about about = { TEXT("lucia.bianchi"), TEXT("Manzoni") };
	assert_int_equal(password_faults(arena, PROFILE_ALLEGATO5, TEXT("Lucia.Bianchi7"), &about),
		PASSWORD_IS_A_NAME);
	assert_int_equal(password_faults(arena, PROFILE_ALLEGATO5, TEXT("viaMANZONI 12"), &about),
		PASSWORD_IS_A_NAME);
	assert_int_equal(password_faults(arena, PROFILE_ALLEGATO5, TEXT("Tre civette 7"), &about), 0);
}

/* ID-3, R24: the earlier of 90 days and three months, the day clamped. */
static void
test_when_a_change_is_due(void **state)
{
	(void)state;
	static const struct {
		int from[3], due[3];
	} cases[] = {
		{ { 2026, 1, 31 }, { 2026, 4, 30 } },
		{ { 2026, 2, 28 }, { 2026, 5, 28 } },
		{ { 2026, 8, 15 }, { 2026, 11, 13 } },
		{ { 2026, 11, 30 }, { 2027, 2, 28 } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct day from = day_of(cases[i].from[0], cases[i].from[1], cases[i].from[2]);
		struct day due = day_of(cases[i].due[0], cases[i].due[1], cases[i].due[2]);
		assert_true(day_equal(password_due(PROFILE_ALLEGATO5, from), due));
		assert_true(day_equal(password_due(PROFILE_NIST, from), DAY_NONE));
	}
}

/* Composed and decomposed are the same password. */
static void
test_what_is_hashed_is_composed(void **state)
{
	(void)state;
	struct text one = password_tidy(arena, text_of("Citt\xc3\xa0-2026ab")),
		    other = password_tidy(arena, text_of("Citta\xcc\x80-2026ab"));
	assert_true(text_equal(one, other));
	assert_true(text_is(password_tidy(arena, TEXT(" a ")), " a "));
}

int
main(void)
{
	arena = arena_create(1 << 20);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_allegato5_wants_eleven_characters_of_four_kinds),
		cmocka_unit_test(test_nist_wants_length_alone),
		cmocka_unit_test(test_128_code_points_are_accepted_and_no_more),
		cmocka_unit_test(test_worn_words_in_their_sunday_clothes),
		cmocka_unit_test(test_names_everybody_knows),
		cmocka_unit_test(test_when_a_change_is_due),
		cmocka_unit_test(test_what_is_hashed_is_composed),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
