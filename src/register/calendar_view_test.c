#include "platform/test.h"

#include "register/calendar_view.h"

static struct calendar_days
days_from(struct arena *arena, struct day first, int count)
{
	struct calendar_days days = { arena_array(arena, struct calendar_day, (size_t)count), 0 };
	for (int i = 0; i < count; i++)
		if (day_weekday(day_add(first, i)) != 0)
			days.at[days.count++] = (struct calendar_day){ .day = day_add(first, i),
				.state = PRESENCE_PRESENT };
	return days;
}

static void
weeks_go_right_and_weekdays_down(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 20);
	struct day monday = day_of(2026, 11, 16);
	struct calendar_days days = days_from(arena, monday, 9);
	struct calendar calendar = calendar_of(arena, &days, day_of(2026, 11, 23));

	assert_int_equal(calendar.cells.count, 8);
	assert_int_equal(calendar.weekdays.count, 6); /* a Saturday is a school day here */
	assert_true(calendar.cells.at[1].y > calendar.cells.at[0].y);
	assert_int_equal(calendar.cells.at[1].x, calendar.cells.at[0].x);
	assert_true(calendar.cells.at[6].x > calendar.cells.at[5].x);
	assert_int_equal(calendar.cells.at[6].y, calendar.cells.at[0].y);
	assert_true(calendar.cells.at[6].today);
	assert_false(calendar.cells.at[5].today);
	arena_destroy(arena);
}

static void
a_closed_saturday_takes_no_row(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 20);
	struct calendar_days days = days_from(arena, day_of(2026, 11, 16), 6);
	days.at[5].state = PRESENCE_CLOSED;
	struct calendar calendar = calendar_of(arena, &days, day_of(2026, 11, 23));
	assert_int_equal(calendar.weekdays.count, 5);
	assert_int_equal(calendar.cells.count, 5);
	arena_destroy(arena);
}

static void
a_year_is_cut_into_pictures_that_lose_no_day(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 22);
	struct calendar_days days = days_from(arena, day_of(2026, 9, 10), 270);
	struct calendars calendars = calendars_of(arena, &days, day_of(2026, 11, 23));
	size_t cells = 0;
	for (size_t i = 0; i < calendars.count; i++) {
		const struct calendar *piece = &calendars.at[i];
		cells += piece->cells.count;
		assert_int_equal(piece->width, calendars.at[0].width);
		assert_int_equal(piece->legend, i + 1 == calendars.count);
		for (size_t c = 0; c < piece->cells.count; c++)
			assert_true(piece->cells.at[c].x + 40 <= piece->width &&
				piece->cells.at[c].y + 22 <= piece->height);
	}
	assert_int_equal(cells, days.count);
	arena_destroy(arena);
}

static void
nothing_to_draw_before_the_year(void **state)
{
	(void)state;
	struct arena *arena = arena_create(1 << 20);
	struct calendar_days none = { 0 };
	assert_int_equal(calendar_of(arena, &none, day_of(2026, 9, 1)).cells.count, 0);
	assert_int_equal(calendars_of(arena, &none, day_of(2026, 9, 1)).count, 0);
	arena_destroy(arena);
}

static void
letters_are_read_as_they_are_shown(void **state)
{
	(void)state;
	enum presence presence;
	for (enum presence at = PRESENCE_NOT_CALLED; at <= PRESENCE_AWAY; at++) {
		assert_true(presence_parse(text_of(presence_letter(at)), &presence));
		assert_int_equal(presence, at);
	}
	assert_false(presence_parse(TEXT("X"), &presence));
	assert_false(presence_parse(TEXT("PA"), &presence));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks_go_right_and_weekdays_down),
		cmocka_unit_test(a_closed_saturday_takes_no_row),
		cmocka_unit_test(a_year_is_cut_into_pictures_that_lose_no_day),
		cmocka_unit_test(nothing_to_draw_before_the_year),
		cmocka_unit_test(letters_are_read_as_they_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
