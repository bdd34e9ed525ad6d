#include "cli/demo_colouring.h"

#include <stdbool.h>

#include "platform/random.h"
#include "platform/test.h"

static struct arena *arena;

static bool
has_no_clash(const struct weekly_hour *hours, int count, int colours)
{
	for (int i = 0; i < count; i++) {
		if (hours[i].colour < 0 || hours[i].colour >= colours)
			return false;
		for (int k = 0; k < i; k++)
			if (hours[i].colour == hours[k].colour &&
				(hours[i].teacher == hours[k].teacher || hours[i].class == hours[k].class))
				return false;
	}
	return true;
}

/* Every class and every teacher full to the last hour: the hardest case. */
static void
a_full_timetable_has_no_clash(void **state)
{
	(void)state;
	struct random *random = random_seeded(7);
	enum { SIDE = 12, COLOURS = 30, HOURS = SIDE * COLOURS };
	for (int round = 0; round < 20; round++) {
		arena_reset(arena);
		struct weekly_hour *hours = arena_array(arena, struct weekly_hour, HOURS);
		for (int i = 0; i < HOURS; i++)
			hours[i] = (struct weekly_hour){ .teacher = (i + i / SIDE) % SIDE,
				.class = i % SIDE };
		for (int i = HOURS - 1; i > 0; i--) {
			int other = (int)random_below(random, (uint64_t)i + 1);
			struct weekly_hour kept = hours[i];
			hours[i] = hours[other];
			hours[other] = kept;
		}
		hours_colour(hours, HOURS, SIDE, SIDE, COLOURS, arena);
		assert_true(has_no_clash(hours, HOURS, COLOURS));
	}
	random_destroy(random);
}

static void
one_teacher_for_everybody_uses_every_colour(void **state)
{
	(void)state;
	arena_reset(arena);
	struct weekly_hour hours[10];
	for (int i = 0; i < 10; i++)
		hours[i] = (struct weekly_hour){ .teacher = 0, .class = i };
	hours_colour(hours, 10, 1, 10, 10, arena);
	assert_true(has_no_clash(hours, 10, 10));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_timetable_has_no_clash),
		cmocka_unit_test(one_teacher_for_everybody_uses_every_colour),
	};
	arena = arena_create(4u << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
