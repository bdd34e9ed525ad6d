#ifndef REGISTER_SCHOOL_YEAR_H
#define REGISTER_SCHOOL_YEAR_H

#include "platform/request.h"
#include "register/class_calendar.h"

/* The calendar of the year that the address or the form names; without one,
 * the year of today. NOT_FOUND: no such year. */
enum outcome school_year_asked(struct request *req, struct school_year_calendar *school) MUST_USE;
/* After a save, back to the calendar of that year. */
void school_year_see(struct request *req, struct reply *reply,
	const struct school_year_calendar *school);

#endif
