#include "register/gauge.h"

static int64_t
place(int64_t units, int64_t limit)
{
	if (limit <= 0 || units <= 0)
		return 0;
	return units >= limit ? 1000 : units * 1000 / limit;
}

struct gauge
gauge_of(const struct absence_limit *limit, int64_t pace)
{
	int64_t used = absence_shown_units(limit->missed), quarter = limit->due_units / 4;
	return (struct gauge){
		.used = used,
		.limit = quarter,
		.share = absence_shown_share(limit->missed, limit->due_units),
		.derogated = absence_shown_units(limit->derogated),
		.pace = (pace + 50) / 100 * 100, /* a forecast knows no minutes */
		.left = absence_shown_units(absence_left(limit)),
		.used_x = place(used, quarter),
		.pace_x = place(pace, quarter),
		.has_pace = quarter > 0 && pace >= 0,
		.state = limit->state,
	};
}
