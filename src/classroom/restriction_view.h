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
struct restriction_class {
	struct text name;
	bool chosen;
};
struct restriction_classes {
	struct restriction_class *at;
	size_t count;
};
struct restriction_view {
	struct restriction_lines lines;
	struct restriction_classes classes;
	struct text number; /* as typed */
	bool saved;
};

#endif
