#include "platform/map.h"

#include "platform/test.h"

static void
what_was_put_is_found(void **state)
{
	(void)state;
	struct arena *arena = arena_create(8u << 20);
	struct map map;
	map_init(&map, arena);
	assert_null(map_find(&map, TEXT("3B")));
	int one = 1, other = 2;
	map_put(&map, TEXT("3B"), &one);
	map_put(&map, TEXT(""), &other);
	assert_ptr_equal(map_find(&map, TEXT("3B")), &one);
	assert_ptr_equal(map_find(&map, TEXT("")), &other);
	assert_null(map_find(&map, TEXT("3")));
	map_put(&map, TEXT("3B"), &other);
	assert_ptr_equal(map_find(&map, TEXT("3B")), &other);
	assert_int_equal(map.count, 2);
	arena_destroy(arena);
}

static void
it_grows(void **state)
{
	(void)state;
	struct arena *arena = arena_create(8u << 20);
	struct map map;
	map_init(&map, arena);
	int *numbers = arena_array(arena, int, 10000);
	for (int i = 0; i < 10000; i++)
		map_put_number(&map, i * 7919, &numbers[i]);
	for (int i = 0; i < 10000; i++)
		assert_ptr_equal(map_find_number(&map, i * 7919), &numbers[i]);
	assert_null(map_find_number(&map, 1));
	arena_destroy(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_is_found),
		cmocka_unit_test(it_grows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
