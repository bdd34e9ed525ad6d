#ifndef REGISTER_CALENDAR_VIEW_H
#define REGISTER_CALENDAR_VIEW_H

#include "register/presence.h"

/*
 * The attendance calendar as a picture: weeks from left to right, school days
 * from top to bottom, a letter in each day that is not simply "present".
 */
struct calendar_day {
	struct day day;
	enum presence state;
	bool open; /* still to be justified */
};
struct calendar_days {
	struct calendar_day *at;
	size_t count;
};

struct calendar_cell {
	struct day day;
	enum presence state;
	bool open;
	bool today;
	int64_t x, y;           /* of the corner */
	int64_t text_x, text_y; /* of the letter */
};
struct calendar_label { /* a month over its first week, a weekday before its row */
	struct day day;
	int64_t x, y;
};
struct calendar {
	int64_t width, height;
	bool legend; /* under the last picture of a row of them */
	struct {
		struct calendar_cell *at;
		size_t count;
	} cells;
	struct {
		struct calendar_label *at;
		size_t count;
	} months, weekdays;
};

/* Days in any order, each at most once; Sundays are left out, Saturdays appear
 * when one of them is a school day. */
struct calendar calendar_of(struct arena *arena, const struct calendar_days *days, struct day today);

/* The year in pieces of at most this many weeks, each a picture of its own. */
#define CALENDAR_WEEKS 9
struct calendars {
	struct calendar *at;
	size_t count;
};
struct calendars calendars_of(struct arena *arena, const struct calendar_days *days, struct day today);

void show_weekday_letter(struct page *page, struct day day); /* L, in the reader's language */
void show_month_word(struct page *page, struct day day);     /* nov */

#endif
