#ifndef REGISTER_SCHOOL_YEAR_H
#define REGISTER_SCHOOL_YEAR_H

#include "platform/request.h"
#include "register/class_calendar.h"
#include "register/school_year_view.h"

/*
 * The school's years, one after the other (REG-76). The next one is opened beside
 * the running one, with its own days and the terms of the last; its closures are
 * entered and its classes come with the import. What is still open in the classes
 * of the year before (who is in them, posts, hours) then ends on the day before the
 * new year begins, and so does every right that rests on it. Nothing is removed.
 */
enum outcome school_year_page(struct request *req, struct reply *reply);
enum outcome school_year_change(struct request *req, struct reply *reply);

/* The calendar of the year that the address or the form names; without one,
 * the year of today. NOT_FOUND: no such year. */
enum outcome school_year_asked(struct request *req, struct school_year_calendar *school) MUST_USE;
/* After a save, back to the calendar of that year. */
void school_year_see(struct request *req, struct reply *reply, const struct school_year_calendar *school);
/* Fills the choice of years and the card that closure_page shows. */
enum outcome school_year_show(struct request *req, const struct school_year_calendar *school,
	struct school_year_view *view) MUST_USE;

/* The last day of what is entered without an end in a class of this year: the day
 * before the next year, when that is open already; otherwise DAY_NONE. */
enum outcome school_year_holds_until(struct request *req, struct school_year_id year,
	struct day *until) MUST_USE;

#endif
