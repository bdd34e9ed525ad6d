#ifndef REGISTER_REGISTER_DAYS_H
#define REGISTER_REGISTER_DAYS_H

#include "register/class_calendar.h"
#include "register/class_register.sql.h"
#include "register/pupil_day.h"

struct grant;

/*
 * The days of a class register: every pupil's day from one day to another, in
 * one piece, for the day's sheet and the month's.
 */
enum register_justified { NOTHING_TO_JUSTIFY, STILL_TO_JUSTIFY, JUSTIFICATION_WAITS, IS_JUSTIFIED };

struct register_cell {
	bool member; /* belonged to the class on that day */
	struct pupil_day day;
	enum register_justified justified;
};
struct register_row {
	struct person_id pupil;
	int64_t register_number;
	struct text name;
	struct register_cell *cells; /* one a day from first to last */
};
struct register_days {
	struct class_calendar calendar;
	struct day first, last;
	struct register_row *rows;
	size_t row_count;
};

enum outcome register_days_load(struct request *req, const struct grant *grant, struct class_id class,
	struct day first, struct day last, struct register_days *days) MUST_USE;
/* "in 08:12, out 12:20" in the reader's language. */
struct text register_times(struct request *req, const struct pupil_day *day);

#endif
