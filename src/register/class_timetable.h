#ifndef REGISTER_CLASS_TIMETABLE_H
#define REGISTER_CLASS_TIMETABLE_H

#include "platform/page.h"
#include "platform/request.h"

/*
 * GET /classes/{class}/timetable?day=: the week of a class as it holds on a day, the
 * definitive timetable before the provisional one (REG-18), in the hours of the
 * grid. It comes with the import, and hour by hour from timetable_hour.
 */
enum outcome class_timetable_page(struct request *req, struct reply *reply);

struct timetable_entry {
	struct text subject;
	struct text teacher;
	struct text group; /* empty: the whole class */
};
struct timetable_entries {
	struct timetable_entry *at;
	size_t count;
};
struct timetable_cell {
	bool none;        /* the grid has no such hour on this day */
	struct text path; /* where it is changed; empty: not by who asks */
	struct minute starts, ends;
	struct timetable_entries entries;
};
struct timetable_cells {
	struct timetable_cell *at;
	size_t count;
};
struct timetable_row {
	int64_t ordinal;
	struct timetable_cells cells; /* one a weekday */
};
struct timetable_rows {
	struct timetable_row *at;
	size_t count;
};
struct timetable_weekday {
	struct text name;
	bool today;
};
struct timetable_weekdays {
	struct timetable_weekday *at;
	size_t count;
};
struct class_timetable_view {
	struct text class_name;
	struct text site;
	struct text path;
	struct text day; /* as typed */
	struct day shown;
	bool provisional;
	bool empty; /* nothing is in the timetable on this day */
	bool may_change;
	struct timetable_weekdays weekdays;
	struct timetable_rows rows;
};

#endif
