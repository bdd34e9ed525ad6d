#ifndef REGISTER_SUBSTITUTION_VIEW_H
#define REGISTER_SUBSTITUTION_VIEW_H

#include "platform/page.h"

/*
 * Who stands in today for whom, hour by hour (REG-25). Whoever is set here may
 * sign that hour, call its roll and write its topic, and nothing else.
 *
 * Form: hour = a value of `hours`, teacher = id. To take back: remove = value.
 */
struct substitution_line {
	struct text value;
	int64_t ordinal;
	struct minute starts;
	struct text class_name;
	struct text teacher;
	struct text instead_of;
	bool past;
};
struct substitution_lines {
	struct substitution_line *at;
	size_t count;
};
struct substitution_hour { /* an hour of the day's timetable */
	struct text value;
	struct text word; /* "2B, hour 3, 10:00: Mathematics, Rossi" */
	bool chosen;
};
struct substitution_hours {
	struct substitution_hour *at;
	size_t count;
};
struct substitution_teacher {
	int64_t id;
	struct text name;
	struct text order;
	bool free; /* has no hour then: offered first */
	bool chosen;
};
struct substitution_teachers {
	struct substitution_teacher *at;
	size_t count;
};

struct substitution_view {
	struct day day;
	struct text action;        /* this page, with its day */
	struct text before, after; /* paths */
	bool today;
	struct text no_school;
	bool saved;
	struct substitution_lines lines;
	struct substitution_hours hours;
	struct substitution_teachers teachers;
};

#endif
