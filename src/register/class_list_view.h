#ifndef REGISTER_CLASS_LIST_VIEW_H
#define REGISTER_CLASS_LIST_VIEW_H

#include "platform/page.h"

/* The classes that who looks has something to do with, each with the ways into
 * it. A way that is not open to them is an empty path and is not offered. */
struct class_line {
	struct text name;
	struct text site;
	struct text subjects; /* what the teacher teaches there; may be empty */
	int64_t pupils;
	struct text register_path; /* class register of today */
	struct text month_path;
	struct text totals_path;
	struct text timetable_path;
	struct text away_path;   /* out of class, entered beforehand */
	struct text roster_path; /* the office's */
	struct text justification_path;
	int64_t waiting; /* justifications */
};
struct class_lines {
	struct class_line *at;
	size_t count;
};

struct earlier_class { /* with lessons that this teacher signed, and no post any more */
	struct text path;
	struct text name;
};
struct earlier_classes {
	struct earlier_class *at;
	size_t count;
};

struct class_list_view {
	bool may_search; /* for a pupil of the whole school */
	struct class_lines classes;
	struct earlier_classes earlier;
};

#endif
