#include <assert.h>

#include "register/calendar_view.h"

/* Drawing units; the picture scales to the width of its card. */
#define LABEL_WIDTH  24
#define LABEL_HEIGHT 22
#define CELL_WIDTH   40
#define CELL_HEIGHT  22
#define STEP_X       46
#define STEP_Y       28

static int rows_of(const struct calendar_days *days);
static struct calendar_cell cell_of(const struct calendar_day *day, struct day monday, struct day today);

struct calendar
calendar_of(struct arena *arena, const struct calendar_days *days, struct day today)
{
	struct calendar calendar = { 0 };
	if (days->count == 0)
		return calendar;

	struct day first = days->at[0].day, last = first;
	for (size_t i = 1; i < days->count; i++) {
		first = day_before(days->at[i].day, first) ? days->at[i].day : first;
		last = day_before(last, days->at[i].day) ? days->at[i].day : last;
	}
	struct day monday = day_monday(first);
	int rows = rows_of(days);
	int weeks = (day_monday(last).number - monday.number) / 7 + 1;
	/* A short piece keeps the scale of a full one. */
	int shown = weeks < CALENDAR_WEEKS ? CALENDAR_WEEKS : weeks;
	calendar.width = LABEL_WIDTH + shown * STEP_X;
	calendar.legend = true;
	calendar.height = LABEL_HEIGHT + rows * STEP_Y;

	calendar.cells.at = arena_array(arena, struct calendar_cell, days->count);
	for (size_t i = 0; i < days->count; i++) {
		int weekday = day_weekday(days->at[i].day);
		if (weekday != 0 && weekday <= rows)
			calendar.cells.at[calendar.cells.count++] = cell_of(&days->at[i], monday, today);
	}

	calendar.weekdays.at = arena_array(arena, struct calendar_label, (size_t)rows);
	for (int row = 0; row < rows; row++)
		calendar.weekdays.at[calendar.weekdays.count++] = (struct calendar_label){
			day_add(monday, row), 0, LABEL_HEIGHT + row * STEP_Y + CELL_HEIGHT / 2
		};

	calendar.months.at = arena_array(arena, struct calendar_label, (size_t)weeks);
	int before = 0;
	for (int week = 0; week < weeks; week++) {
		int year, month, day_of_month;
		/* A month is named over the week that holds its first Thursday or
		 * that opens the picture, so two names never touch. */
		day_parts(day_add(monday, week * 7 + 3), &year, &month, &day_of_month);
		if (month == before)
			continue;
		before = month;
		calendar.months.at[calendar.months.count++] = (struct calendar_label){
			day_add(monday, week * 7 + 3), LABEL_WIDTH + week * STEP_X, LABEL_HEIGHT / 2
		};
	}
	return calendar;
}

struct calendars
calendars_of(struct arena *arena, const struct calendar_days *days, struct day today)
{
	struct calendars calendars = { 0 };
	if (days->count == 0)
		return calendars;

	struct day first = days->at[0].day, last = first;
	for (size_t i = 1; i < days->count; i++) {
		first = day_before(days->at[i].day, first) ? days->at[i].day : first;
		last = day_before(last, days->at[i].day) ? days->at[i].day : last;
	}
	struct day monday = day_monday(first);
	size_t pieces = (size_t)((last.number - monday.number) / (7 * CALENDAR_WEEKS) + 1);
	calendars.at = arena_array(arena, struct calendar, pieces);
	struct calendar_days piece = { arena_array(arena, struct calendar_day, days->count), 0 };
	for (size_t p = 0; p < pieces; p++) {
		struct day from = day_add(monday, (int)p * 7 * CALENDAR_WEEKS);
		piece.count = 0;
		for (size_t i = 0; i < days->count; i++)
			if (day_between(days->at[i].day, from, day_add(from, 7 * CALENDAR_WEEKS - 1)))
				piece.at[piece.count++] = days->at[i];
		if (piece.count > 0)
			calendars.at[calendars.count++] = calendar_of(arena, &piece, today);
	}
	for (size_t p = 0; p + 1 < calendars.count; p++)
		calendars.at[p].legend = false;
	return calendars;
}

/* Five, or six where the school works on Saturdays. */
static int
rows_of(const struct calendar_days *days)
{
	for (size_t i = 0; i < days->count; i++)
		if (day_weekday(days->at[i].day) == 6 && days->at[i].state != PRESENCE_CLOSED)
			return 6;
	return 5;
}

static struct calendar_cell
cell_of(const struct calendar_day *day, struct day monday, struct day today)
{
	int week = (day_monday(day->day).number - monday.number) / 7;
	int row = day_weekday(day->day) - 1;
	assert(week >= 0 && row >= 0);
	int64_t x = LABEL_WIDTH + week * STEP_X, y = LABEL_HEIGHT + row * STEP_Y;
	return (struct calendar_cell){
		.day = day->day,
		.state = day->state,
		.open = day->open,
		.today = day_equal(day->day, today),
		.x = x,
		.y = y,
		.text_x = x + CELL_WIDTH / 2,
		.text_y = y + CELL_HEIGHT / 2 + 1,
	};
}

void
show_weekday_letter(struct page *page, struct day day)
{
	static const char *const letters[7] = {
		TR("Su"),
		TR("Mo"),
		TR("Tu"),
		TR("We"),
		TR("Th"),
		TR("Fr"),
		TR("Sa"),
	};
	page_tr(page, letters[day_weekday(day)]);
}

void
show_month_word(struct page *page, struct day day)
{
	static const char *const words[12] = {
		TR("Jan"),
		TR("Feb"),
		TR("Mar"),
		TR("Apr"),
		TR("May"),
		TR("Jun"),
		TR("Jul"),
		TR("Aug"),
		TR("Sep"),
		TR("Oct"),
		TR("Nov"),
		TR("Dec"),
	};
	int year, month, day_of_month;
	day_parts(day, &year, &month, &day_of_month);
	page_tr(page, words[month - 1]);
}
