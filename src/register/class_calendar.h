#ifndef REGISTER_CLASS_CALENDAR_H
#define REGISTER_CLASS_CALENDAR_H

#include "platform/request.h"
#include "register/class_calendar.sql.h"
#include "register/school_day.h"

/*
 * The calendar of one class, read from the store: its year, the closures of
 * its site, its days of rest. What the days mean is school_day's to say.
 */
struct class_calendar {
	struct class_id id;
	struct class_place_row place;
	struct school_calendar calendar;
	struct school_class class;
};

/* With the closures of its year; about other days nothing is known. */
enum outcome class_calendar_load_year(struct request *req, struct class_id class,
	struct class_calendar *calendar) MUST_USE;

/* The calendar of the whole school in the year of this day, every site and
 * class in it: for pages about many classes. NOT_FOUND: there is no year yet. */
struct school_year_calendar {
	struct school_year_record year;
	struct school_calendar calendar;
};
enum outcome school_calendar_load(struct request *req, struct day day,
	struct school_year_calendar *school) MUST_USE;

bool class_calendar_is_school_day(const struct class_calendar *calendar, struct day day);
/* Notes why nothing can be recorded on this day and says false (REG-17). */
bool class_calendar_opens(struct request *req, const struct class_calendar *calendar, struct day day,
	const char *field);
/* The same for what may be in the future: homework, plans. */
bool class_calendar_plans(struct request *req, const struct class_calendar *calendar, struct day day,
	const char *field);

/* The first school day after this one that falls on one of the weekdays, not
 * later than last; DAY_NONE if there is none. */
struct day class_calendar_next(const struct class_calendar *calendar, struct day after, struct day last,
	unsigned weekdays);

#endif
