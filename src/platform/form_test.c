#include "platform/form.h"

#include <string.h>

#include "platform/limits.h"
#include "platform/test.h"

static struct arena *arena;

static void
fields_are_decoded(void **state)
{
	(void)state;
	struct form form;
	struct text body = TEXT("topic=La+rivoluzione%2C+perch%C3%A9&homework=a%0D%0Ab%0Dc%0Ad&&"
				"empty=&alone&=x&n=-5");
	assert_int_equal(form_parse(&form, arena, body), OK);
	assert_int_equal(form.count, 6);
	assert_true(text_is(form_text(&form, "topic"), "La rivoluzione, perch\xc3\xa9"));
	assert_true(text_is(form_text(&form, "homework"), "a\nb\nc\nd"));
	assert_true(form_has(&form, "empty") && form_has(&form, "alone") && form_has(&form, ""));
	assert_false(form_has(&form, "absent"));
	assert_int_equal(form_text(&form, "absent").length, 0);
	int64_t value;
	assert_true(form_int64(&form, "n", &value));
	assert_int_equal(value, -5);
	assert_false(form_int64(&form, "empty", &value));
	assert_false(form_int64(&form, "absent", &value));
	assert_int_equal(form_parse(&form, arena, (struct text){ 0 }), OK);
	assert_int_equal(form.count, 0);
}

static void
a_newline_of_any_kind_is_one_newline(void **state)
{
	(void)state;
	struct form form;
	assert_int_equal(form_parse(&form, arena, TEXT("t=%0D%0A%0D%0A%0A%0D%0D")), OK);
	assert_true(text_is(form_text(&form, "t"), "\n\n\n\n\n"));
}

static void
anything_else_is_invalid(void **state)
{
	(void)state;
	struct form form;
	const char *refused[] = { "a=%", "a=%4", "a=%zz", "a=%C3", "a=%00", "%ff=1", "a=\xff",
		"a=1&b=%ED%A0%80" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		assert_int_equal(form_parse(&form, arena, text_of(refused[i])), INVALID);
		assert_int_equal(form.count, 0);
	}
	char many[2 * FORM_FIELDS_MAX + 2];
	for (int i = 0; i < FORM_FIELDS_MAX + 1; i++)
		memcpy(many + 2 * i, "a&", 2);
	assert_int_equal(form_parse(&form, arena, (struct text){ many, 2 * FORM_FIELDS_MAX - 1 }), OK);
	assert_int_equal(form.count, FORM_FIELDS_MAX);
	assert_int_equal(form_parse(&form, arena, (struct text){ many, 2 * FORM_FIELDS_MAX + 1 }), INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_decoded),
		cmocka_unit_test(a_newline_of_any_kind_is_one_newline),
		cmocka_unit_test(anything_else_is_invalid),
	};
	arena = arena_create(16 * MIB);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
