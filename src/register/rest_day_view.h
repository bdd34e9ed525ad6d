#ifndef REGISTER_REST_DAY_VIEW_H
#define REGISTER_REST_DAY_VIEW_H

#include "records.h"
#include "platform/page.h"

/*
 * The card of the days of rest.
 *
 * Form to add: year, rest_weekday (0 Sunday .. 6 Saturday), rest_class (a name; empty:
 * everybody). To remove: year, remove = "6" or "6:1AB".
 */
struct rest_day_line {
	struct text key;
	struct text weekday; /* translated */
	struct text class_name;
};
struct rest_day_lines {
	struct rest_day_line *at;
	size_t count;
};
struct rest_day_choice {
	struct text value;
	struct text name;
	bool chosen;
};
struct rest_day_choices {
	struct rest_day_choice *at;
	size_t count;
};
struct rest_day_view {
	int64_t year;
	bool adds; /* the form to add was sent and refused */
	struct rest_day_lines days;
	struct rest_day_choices weekdays;
	struct rest_day_choices classes;
};

#endif
