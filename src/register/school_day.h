#ifndef REGISTER_SCHOOL_DAY_H
#define REGISTER_SCHOOL_DAY_H

#include "platform/day.h"
#include "records.h"

/*
 * Is this a school day for this class, and if not, why not? One calendar
 * answers it for the roll call, the year's calendar, day counts and totals
 * alike. Everything here is plain data that the caller fills from rows.
 */
struct school_closure {
	struct day first, last; /* inclusive */
	enum closure_kind kind; /* an assembly is announced, and is a school day */
	struct site_id site;    /* 0: every site */
	struct text label;
};
struct school_rest_day {
	int weekday;            /* 0 Sunday .. 6 Saturday */
	struct text class_name; /* empty: every class */
};
struct school_term {
	struct text name;
	struct day last_day;
};
struct school_calendar {
	struct day first_day, last_day; /* of the school year */
	const struct school_closure *closures;
	size_t closure_count;
	const struct school_rest_day *rest_days;
	size_t rest_day_count;
	const struct school_term *terms; /* in time */
	size_t term_count;
};
struct school_class { /* what of a class the calendar depends on */
	struct site_id site;
	struct text name;
};

enum school_day {
	SCHOOL_DAY,
	SCHOOL_DAY_OUTSIDE_YEAR,
	SCHOOL_DAY_CLOSED,
	SCHOOL_DAY_REST,
	SCHOOL_DAY_FUTURE, /* a school day, but not yet: nothing can be recorded on it */
};

/* For what is recorded as happened: a lesson, an absence, a mark, a note. */
enum school_day school_day_to_record(const struct school_calendar *calendar, const struct school_class *class,
	struct day day, struct day today);
/* For what may be planned: homework, tests, away plans. Never SCHOOL_DAY_FUTURE. */
enum school_day school_day_to_plan(const struct school_calendar *calendar, const struct school_class *class,
	struct day day);
bool is_school_day(const struct school_calendar *calendar, const struct school_class *class, struct day day);
const char *school_day_message(enum school_day answer); /* msgid; why it was refused */

/* The closure or, when there is none, the assembly of that day; NULL if neither. */
const struct school_closure *school_day_closure(const struct school_calendar *calendar, struct site_id site,
	struct day day);

/* The nearest school day after or before this one; DAY_NONE if the year has none left. */
struct day school_day_next(const struct school_calendar *calendar, const struct school_class *class,
	struct day day);
struct day school_day_previous(const struct school_calendar *calendar, const struct school_class *class,
	struct day day);

/* Index of the term the day lies in; -1 outside the year. */
int school_day_term(const struct school_calendar *calendar, struct day day);
/* NULL, or the msgid of what is wrong with the year's first and last day. */
const char *school_year_problem(const struct school_calendar *calendar);
/* NULL, or the msgid of what is wrong with the days of year and terms; `term` is
 * the first that does not fit, or their count when it is the year. */
const char *school_calendar_problem(const struct school_calendar *calendar, size_t *term);

/* "6:1AB", or "6" for every class. */
bool school_rest_day_parse(struct text text, struct school_rest_day *rest);

#endif
