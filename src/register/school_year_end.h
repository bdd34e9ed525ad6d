#ifndef REGISTER_SCHOOL_YEAR_END_H
#define REGISTER_SCHOOL_YEAR_END_H

#include "platform/request.h"
#include "privacy/grant.h"

/* Ends on this day what is open in the classes of a year: who is in them and in
 * their groups, posts, hours of the timetable. `was` is the day it ended on until
 * now, where the next year's first day has changed; DAY_NONE otherwise. */
enum outcome school_year_end(struct request *req, const struct grant *grant, struct school_year_id year,
	struct day last, struct day was) MUST_USE;

#endif
