#ifndef REGISTER_TEACHER_DAY_VIEW_H
#define REGISTER_TEACHER_DAY_VIEW_H

#include "records.h"
#include "platform/page.h"
#include "register/class_list_view.h"

/*
 * A teacher's start page: the hour that runs now first, then today's hours,
 * then every hour that is due and not signed, each with the link to exactly
 * that day and slot (REG-26).
 */
struct teacher_hour {
	struct text path; /* of the lesson page */
	struct class_id class;
	int64_t ordinal;
	struct minute starts;
	struct minute ends;
	struct text subject;
	struct text class_name;
	struct text site;  /* empty when the school has one site */
	struct text topic; /* as signed */
	bool now;
	bool past;
	bool own_signature;
	bool called;
	bool substitution;
};
struct teacher_hours {
	struct teacher_hour *at;
	size_t count;
};

struct teacher_due {
	struct text path;
	struct day day;
	int64_t ordinal;
	struct text class_name;
	struct text subject;
};
struct teacher_dues {
	struct teacher_due *at;
	size_t count;
};

struct teacher_class { /* with justifications that wait */
	struct text path;
	struct text class_name;
	int64_t waiting;
};
struct teacher_classes {
	struct teacher_class *at;
	size_t count;
};

struct teacher_day_view {
	struct day day;
	bool today;
	struct text before; /* paths */
	struct text after;
	struct text no_school; /* translated: why; empty on school days */
	bool now;              /* `current` holds an hour */
	struct teacher_hour current;
	int64_t minutes_left; /* of it */
	struct teacher_hours hours;
	struct teacher_dues due;
	struct teacher_classes waiting;
	bool no_class;                  /* no post today, and nobody's place to take */
	struct earlier_classes earlier; /* shown then: the own lessons can still be read */
};

#endif
