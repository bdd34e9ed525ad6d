#ifndef REGISTER_CLASS_REGISTER_VIEW_H
#define REGISTER_CLASS_REGISTER_VIEW_H

#include "records.h"
#include "register/presence.h"

/*
 * The class register as it is kept on paper: one day, or one month. Printed
 * black on white on A4, with the school's name and page numbers.
 */
struct register_signature {
	struct text teacher;
	enum signature_kind kind;
};
struct register_signatures {
	struct register_signature *at;
	size_t count;
};
struct register_hour {
	struct text path; /* of the lesson page; empty when it cannot be opened */
	int64_t ordinal;
	struct minute starts;
	struct minute ends;
	struct text subject;
	struct text group;
	struct text topic;
	struct text activity;
	struct text homework;
	struct register_signatures signatures;
	bool past;
};
struct register_hours {
	struct register_hour *at;
	size_t count;
};

struct register_pupil_day { /* who is not simply present */
	int64_t register_number;
	struct text name;
	enum presence state;
	struct text times; /* "in 08:12, out 12:20" already in words */
	enum {
		REGISTER_NOTHING_TO_JUSTIFY,
		REGISTER_TO_JUSTIFY,
		REGISTER_PROPOSED,
		REGISTER_JUSTIFIED
	} justified;
};
struct register_pupil_days {
	struct register_pupil_day *at;
	size_t count;
};

struct class_day_view {
	struct text school;
	struct text class_name;
	struct text site;
	struct day day;
	struct text before, after;
	struct text month_path;
	struct text csv_path; /* empty: may not be exported by who looks */
	struct text no_school;
	bool called;
	int64_t present, pupils;
	struct register_hours hours;
	struct register_pupil_days not_present;
	struct text who_can_see;
};

struct month_cell {
	enum presence state;
	bool closed;
};
struct month_cells {
	struct month_cell *at;
	size_t count;
};
struct month_day {
	struct day day;
	struct text path;
	int64_t number; /* of the month */
	bool closed;
};
struct month_days {
	struct month_day *at;
	size_t count;
};
struct month_pupil {
	int64_t register_number;
	struct text name;
	struct month_cells cells; /* one a day of the month, as `days` */
	int64_t absent, late, exits;
};
struct month_pupils {
	struct month_pupil *at;
	size_t count;
};

struct class_month_view {
	struct text school;
	struct text class_name;
	struct text site;
	struct day month; /* its first day */
	struct text before, after;
	struct text day_path;
	struct text csv_path;
	struct month_days days;
	struct month_pupils pupils;
};

#endif
