#ifndef CLASSROOM_REMOTE_LESSON_VIEW_H
#define CLASSROOM_REMOTE_LESSON_VIEW_H

#include "records.h"

struct remote_line {
	int64_t id;
	struct day day;
	struct text class_name, reason;
	int64_t first_ordinal, last_ordinal;
	struct instant noticed_at;
	bool withdrawn, coming;
	int64_t pupils, told, signed_ones; /* families that have had the notice, and signed it */
	struct text missing;               /* register numbers of who has not */
	bool one_hour;
};
struct remote_lines {
	struct remote_line *at;
	size_t count;
};
struct remote_class {
	int64_t id;
	struct text name;
	bool chosen;
};
struct remote_classes {
	struct remote_class *at;
	size_t count;
};
/* The notice in a language that who decides does not read. */
struct remote_other {
	struct text field, tag, name, notice;
};
struct remote_others {
	struct remote_other *at;
	size_t count;
};
struct remote_lesson_view {
	struct remote_lines lines;
	struct remote_others others;
	struct remote_classes classes;
	struct text day, first, last, reason, notice; /* as typed */
	int64_t notice_hours;
	bool saved, withdrawn;
};

#endif
