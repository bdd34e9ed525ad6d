#ifndef REGISTER_GAUGE_H
#define REGISTER_GAUGE_H

#include "platform/page.h"
#include "register/absence_limit.h"

/*
 * The absence limit as a picture and in the words beside it: a bar that is
 * full when the limit is reached, and a mark where today's pace leads by the
 * end of the year. Hundredths of a unit, rounded to be read; whether the limit
 * is near or crossed is decided before, by what is exact (REG-41, REG-42).
 */
struct gauge {
	int64_t used;
	int64_t limit;     /* 0: this school level has none (REG-38); then the bar is not drawn */
	int64_t share;     /* used of what is due in the year, in hundredths of a percent */
	int64_t derogated; /* of those used: days that the council does not hold against the pupil (REG-43) */
	int64_t pace;      /* projected for the last day, in whole units */
	int64_t left;      /* never below 0 */
	int64_t used_x;    /* 0..1000 */
	int64_t pace_x;
	bool has_pace;
	enum absence_state state;
};

/* pace: units by the end of the year, -1 when none can be told yet. */
struct gauge gauge_of(const struct absence_limit *limit, int64_t pace);

#endif
