#ifndef REGISTER_GAUGE_H
#define REGISTER_GAUGE_H

#include "platform/page.h"

/*
 * The absence limit as a picture: a bar that is full when the limit is
 * reached, and a mark where today's pace leads by the end of the year. All in
 * hundredths of a unit. Exactly at the limit is still admitted (REG-45 c).
 */
enum gauge_level { GAUGE_CALM, GAUGE_NEAR, GAUGE_OVER };

struct gauge {
	int64_t used;
	int64_t limit;
	int64_t derogated; /* of those used: days that the council does not hold against the pupil (REG-43) */
	int64_t pace;      /* projected for the last day, in whole units */
	int64_t left;      /* never below 0 */
	int64_t used_x;    /* 0..1000 */
	int64_t pace_x;
	bool has_pace;
	enum gauge_level level;
};

/* limit 0: this school level has no limit (REG-38); then the bar is not drawn. */
struct gauge gauge_of(int64_t used, int64_t limit, int64_t pace);

#endif
