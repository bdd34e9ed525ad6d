#ifndef REGISTER_MORNING_VIEW_H
#define REGISTER_MORNING_VIEW_H

#include "records.h"
#include "register/presence.h"

/*
 * The head's morning: which classes have called, which hours of today stand
 * unsigned, who is absent where. Alive: it is as true as its last load.
 */
struct morning_pupil {
	struct text name;
	enum presence state;
	struct minute at;
};
struct morning_pupils {
	struct morning_pupil *at;
	size_t count;
};
struct morning_hour { /* past and not signed */
	struct text path;
	int64_t ordinal;
	struct text subject;
	struct text teacher;
};
struct morning_hours {
	struct morning_hour *at;
	size_t count;
};

struct morning_class {
	struct text path; /* class register of the day */
	struct text name;
	struct text site;
	bool in_school; /* has hours today */
	struct minute starts;
	bool to_come; /* an evening course: its first hour has not begun */
	bool called;
	struct instant called_at;
	struct text teacher_now; /* whose hour it is; empty outside hours */
	struct text subject_now;
	int64_t pupils, absent, late, exits, away;
	struct morning_pupils missing; /* absent, late, gone */
	struct morning_hours unsigned_hours;
};
struct morning_classes {
	struct morning_class *at;
	size_t count;
};

struct morning_site {
	struct text path;
	struct text name;
	bool current;
};
struct morning_sites {
	struct morning_site *at;
	size_t count;
};

struct morning_view {
	struct day day;
	struct minute time;               /* when this page was made */
	struct text no_school;            /* translated; empty on school days */
	struct text before, after, today; /* paths; today empty when it is today */
	struct morning_sites sites;       /* empty when there is one */
	int64_t classes, called;
	int64_t pupils, absent, late;
	int64_t unsigned_count;
	struct morning_classes uncalled; /* in the order of the day's first hour */
	struct morning_classes all;
};

#endif
