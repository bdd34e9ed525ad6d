#ifndef REGISTER_ATTENDANCE_TOTALS_VIEW_H
#define REGISTER_ATTENDANCE_TOTALS_VIEW_H

#include "records.h"
#include "register/gauge.h"

/* The totals of a class as the office needs them for its checks: counts and
 * hours, no reasons, no words. */
struct totals_pupil {
	struct text path; /* certificate; empty when who looks may not make one */
	int64_t register_number;
	struct text name;
	int64_t absent_days, late, short_delays, exits;
	int64_t to_justify;
	struct gauge gauge;
};
struct totals_pupils {
	struct totals_pupil *at;
	size_t count;
};
struct totals_class {
	struct text path;
	struct text name;
	bool current;
};
struct totals_classes {
	struct totals_class *at;
	size_t count;
};

struct attendance_totals_view {
	struct text school;
	struct text class_name;
	struct text year;
	struct day until;     /* counted up to and including */
	struct text csv_path; /* empty: may not be exported */
	struct totals_classes classes;
	struct totals_pupils pupils;
	int64_t over, near; /* how many pupils */
};

#endif
