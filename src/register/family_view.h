#ifndef REGISTER_FAMILY_VIEW_H
#define REGISTER_FAMILY_VIEW_H

#include "records.h"
#include "classroom/remote_notice.h"
#include "privacy/who_looked.h"
#include "register/calendar_view.h"
#include "register/gauge.h"

/*
 * A family's day: first the day, then how many hours of absence are left, then
 * who looked. The same pages serve a pupil. Nobody else's name stands here but
 * the child's given name.
 */
struct family_child { /* a guardian's other children, to go to */
	struct text path;
	struct text given_name;
	bool current;
};
struct family_children {
	struct family_child *at;
	size_t count;
};

struct family_hour {
	struct minute starts;
	struct minute ends;
	struct text subject;
	struct text topic;
	struct text activity;
	bool held; /* signed by a teacher */
	bool now;
	bool shows_state; /* held and called */
	enum presence state;
	struct minute at; /* of the entry or exit; none otherwise */
};
struct family_hours {
	struct family_hour *at;
	size_t count;
};

struct family_task {
	struct day due;
	struct text subject;
	struct text task;
};
struct family_tasks {
	struct family_task *at;
	size_t count;
};

/* A day that is not simply "present", newest first: the list beside the picture. */
struct family_fact {
	struct day day;
	enum presence state;
	struct minute at;
	bool open;     /* nobody has justified it */
	bool proposed; /* waits for a teacher */
	bool justified;
	bool refused;
};
struct family_facts {
	struct family_fact *at;
	size_t count;
};

struct family_day_view {
	struct family_children children; /* empty when there is one child only */
	struct text given_name;
	struct day day;
	struct text class_name;
	struct text site;
	struct text before;    /* path of the day before; empty at the year's start */
	struct text after;     /* empty on the last day that can be seen */
	struct text no_school; /* translated: why; empty on school days */
	struct family_hours hours;
	struct family_tasks homework;
	struct remote_notices remote; /* lessons at home in the coming days, as the families are told */
	int64_t to_justify;
	bool may_justify;
	struct text justify_path;
	struct text year_path;
	struct gauge gauge;
	struct calendar calendar; /* the last weeks */
	struct look_lines looks;  /* of today */
	struct text looks_path;
	struct text who_can_see;
	struct text contacts_path; /* for the staff who may read how the family is reached */
};

struct family_year_view {
	struct family_children children;
	struct text given_name;
	struct text class_name;
	struct text year; /* 2026/27 */
	struct text day_path;
	struct text justify_path;
	bool may_justify;
	struct gauge gauge;
	int64_t total; /* hours the pupil is due in the year, hundredths */
	int64_t absent_days, late_entries, short_delays, early_exits;
	int64_t counted_year, counted_term; /* entries and exits towards the school's maximum */
	struct calendars calendars;
	struct family_facts facts;
};

#endif
