#include "identity/activation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/keystore.h"
#include "platform/test.h"

static struct arena *arena;
static struct keys *keys;

static void
codes_are_random_and_readable(void **state) /* ID-7 */
{
	(void)state;
	struct random *random = random_seeded(1);
	char one[ACTIVATION_CODE_SIZE], other[ACTIVATION_CODE_SIZE];
	activation_make(random, one);
	activation_make(random, other);
	assert_string_not_equal(one, other);
	assert_int_equal(strlen(one), ACTIVATION_CODE_SIZE - 1);
	assert_int_equal(one[4], '-');
	assert_null(strpbrk(one, "ILOU"));
	random_destroy(random);
}

static void
a_code_is_known_however_it_is_typed(void **state)
{
	(void)state;
	struct text printed, typed, another;
	assert_int_equal(activation_digest(keys, arena, TEXT("7QKD-90XT-41HP"), &printed), OK);
	assert_int_equal(activation_digest(keys, arena, TEXT(" 7qkd9oxt4ihp "), &typed), OK);
	assert_true(text_equal(printed, typed));
	assert_int_equal(printed.length, 64);
	assert_int_equal(activation_digest(keys, arena, TEXT("7QKD-90XT-41HQ"), &another), OK);
	assert_false(text_equal(printed, another));
}

static void
what_is_no_code_is_refused(void **state)
{
	(void)state;
	struct text digest;
	assert_int_equal(activation_digest(keys, arena, TEXT(""), &digest), INVALID);
	assert_int_equal(activation_digest(keys, arena, TEXT("7QKD-90XT-41H"), &digest), INVALID);
	assert_int_equal(activation_digest(keys, arena, TEXT("7QKD-90XT-41HP0"), &digest), INVALID);
	assert_int_equal(activation_digest(keys, arena, TEXT("7QKD-90XT-41H!"), &digest), INVALID);
	assert_int_equal(activation_digest(keys, arena, (struct text){ "7QKD-90XT-41H\0", 14 }, &digest),
		INVALID);
}

static void
it_ends_after_a_fortnight(void **state)
{
	(void)state;
	assert_int_equal(activation_ends((struct instant){ 1000 }).ms, 1000 + 14 * 86400000LL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_random_and_readable),
		cmocka_unit_test(a_code_is_known_however_it_is_typed),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(it_ends_after_a_fortnight),
	};
	char folder[] = "/tmp/activation-test-XXXXXX";
	if (!mkdtemp(folder))
		return 1;
	char command[80];
	snprintf(command, sizeof command, "rm -r %s", folder);
	arena = arena_create(1u << 20);
	int failed = keystore_make(folder) != OK || keys_open(&keys, folder) != OK;
	if (!failed)
		failed = cmocka_run_group_tests(tests, NULL, NULL);
	keys_close(keys);
	arena_destroy(arena);
	return system(command) || failed;
}
