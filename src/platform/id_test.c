#include "platform/id.h"

#include "platform/test.h"

static void
ids_grow_with_time(void **state)
{
	(void)state;
	struct random *random = random_seeded(1);
	int64_t last = 0;
	for (int64_t ms = 1577836800000; ms < 1577836800000 + (INT64_C(1) << 41); ms += INT64_C(1) << 31) {
		int64_t id = id_make((struct instant){ ms }, random);
		assert_true(id > last);
		last = id;
	}
	random_destroy(random);
}

static void
one_import_in_one_millisecond_has_no_equal_ids(void **state)
{
	(void)state;
	static unsigned char seen[(1 << 21) / 8];
	struct random *random = random_seeded(2);
	for (int i = 0; i < 1 << 21; i++) {
		int64_t id = id_make((struct instant){ 1763000000000 }, random);
		int low = (int)(id & ((1 << 21) - 1));
		assert_false(seen[low / 8] & (1 << low % 8));
		seen[low / 8] |= (unsigned char)(1 << low % 8);
	}
	random_destroy(random);
}

static void
an_id_is_never_zero_nor_negative(void **state)
{
	(void)state;
	const int64_t moments[] = { INT64_MIN / 2, -1, 0, 1577836799999, 1577836800000, INT64_MAX };
	for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++)
		assert_true(id_make((struct instant){ moments[i] }, random_system()) > 0);
}

static void
ids_before_and_after_an_instant_stand_apart(void **state)
{
	(void)state;
	struct instant noon = { 1763812800000 };
	assert_true(id_make((struct instant){ noon.ms - 1 }, random_system()) < id_from(noon));
	assert_true(id_make(noon, random_system()) >= id_from(noon));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_grow_with_time),
		cmocka_unit_test(one_import_in_one_millisecond_has_no_equal_ids),
		cmocka_unit_test(an_id_is_never_zero_nor_negative),
		cmocka_unit_test(ids_before_and_after_an_instant_stand_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
