#include "register/gauge.h"

static int64_t
place(int64_t units, int64_t limit)
{
	if (limit <= 0 || units <= 0)
		return 0;
	return units >= limit ? 1000 : units * 1000 / limit;
}

struct gauge
gauge_of(int64_t used, int64_t limit, int64_t pace)
{
	struct gauge gauge = {
		.used = used,
		.limit = limit,
		.pace = (pace + 50) / 100 * 100, /* a forecast knows no minutes */
		.left = used < limit ? limit - used : 0,
		.used_x = place(used, limit),
		.pace_x = place(pace, limit),
		.has_pace = limit > 0 && pace >= 0,
		.level = GAUGE_CALM,
	};
	/* Near is when there is something to do about it still: three quarters
	 * are gone, or today's pace leads over the limit. */
	if (limit <= 0)
		return gauge;
	if (used > limit)
		gauge.level = GAUGE_OVER;
	else if (used * 4 >= limit * 3 || pace > limit)
		gauge.level = GAUGE_NEAR;
	return gauge;
}
