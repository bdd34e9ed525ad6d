#include "platform/cell_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct cell
cell_of(int64_t subject, const char *closed, const char *open)
{
	return (struct cell){ .subject = subject,
		.row = 1,
		.column = "person.family_name",
		.closed = { (const uint8_t *)closed, strlen(closed) },
		.open = text_of(open) };
}

#define CLOSED_ONE "one: forty bytes and more of sealed text, as they lie in a row"
#define CLOSED_TWO "two: forty bytes and more of sealed text, as they lie in a row"

static void
test_only_the_very_same_cell_is_found(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 20);
	struct cell_cache *cache = cell_cache_create();
	struct cell cell = cell_of(7, CLOSED_ONE, "Bianchi");
	cell_cache_put(cache, &cell, 1);

	struct cell asked[] = { cell, cell, cell, cell, cell };
	asked[1].row = 2;
	asked[2].subject = 8;
	asked[3].column = "person.given_name";
	asked[4].closed = (struct bytes){ (const uint8_t *)CLOSED_TWO, strlen(CLOSED_TWO) };
	for (int i = 0; i < 5; i++)
		asked[i].open = (struct text){ 0 };
	bool found[5];
	assert_int_equal(cell_cache_find(cache, arena, asked, 5, found), 1);
	assert_true(found[0] && text_is(asked[0].open, "Bianchi"));
	assert_false(found[1] || found[2] || found[3] || found[4]);
	cell_cache_destroy(cache);
	arena_destroy(arena);
}

static void
test_an_erased_subject_is_forgotten(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 20);
	struct cell_cache *cache = cell_cache_create();
	struct cell cells[] = { cell_of(7, CLOSED_ONE, "Bianchi"), cell_of(8, CLOSED_TWO, "Verdi") };
	bool found[2];
	cell_cache_put(cache, cells, 2);
	cell_cache_forget(cache, 7);
	assert_int_equal(cell_cache_find(cache, arena, cells, 2, found), 1);
	assert_true(!found[0] && found[1]);
	cell_cache_forget(cache, 0);
	assert_int_equal(cell_cache_find(cache, arena, cells, 2, found), 0);
	cell_cache_destroy(cache);
	arena_destroy(arena);
}

/* Full halves change places; what is used again stays, what is not goes. */
static void
test_it_is_bounded(void **state)
{
	(void)state;
	struct arena *arena = arena_create(64 << 20);
	struct cell_cache *cache = cell_cache_create();
	struct cell wanted = cell_of(7, CLOSED_ONE, "Bianchi");
	cell_cache_put(cache, &wanted, 1);
	bool found;
	for (int64_t i = 0; i < 3 * CELL_CACHE_CELLS_MAX; i++) {
		struct cell cell = cell_of(1000 + i, CLOSED_TWO, "x");
		cell_cache_put(cache, &cell, 1);
		if (i % 1000 == 0)
			assert_int_equal(cell_cache_find(cache, arena, &wanted, 1, &found), 1);
	}
	struct cell first = cell_of(1000, CLOSED_TWO, "x");
	assert_int_equal(cell_cache_find(cache, arena, &first, 1, &found), 0);
	cell_cache_destroy(cache);
	arena_destroy(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_the_very_same_cell_is_found),
		cmocka_unit_test(test_an_erased_subject_is_forgotten),
		cmocka_unit_test(test_it_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
