#ifndef CLASSROOM_RESTRICTION_VIEW_H
#define CLASSROOM_RESTRICTION_VIEW_H

#include "platform/day.h"

struct restriction_line {
	int64_t pupil;
	struct text name, class_name;
	struct day since;
};
struct restriction_lines {
	struct restriction_line *at;
	size_t count;
};
struct restriction_view {
	struct restriction_lines lines;
	struct text class_name, number; /* as typed */
	bool saved;
};

#endif
