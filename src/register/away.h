#ifndef REGISTER_AWAY_H
#define REGISTER_AWAY_H

#include "platform/request.h"
#include "records.h"

/*
 * Out of class and present: work placement, mobility, activities in school and
 * outside (REG-34). Entered beforehand for some days, whole or in part; inside
 * the span the pupil counts as present, and the roll call proposes an F.
 */

/* GET and POST /classes/{class}/away */
enum outcome away_page(struct request *req, struct reply *reply);
enum outcome away_change(struct request *req, struct reply *reply);

/*
 * Form: pupil (id, any number of times), kind (AWAY_* as a number), first_day,
 * last_day (empty: one day), from, to (empty: the whole day). To take back:
 * remove = id.
 */
struct away_line {
	int64_t id;
	struct text pupil;
	const char *kind; /* msgid */
	struct day first_day, last_day;
	bool one_day;
	struct minute from, to;
};
struct away_lines {
	struct away_line *at;
	size_t count;
};
struct away_pupil {
	int64_t id;
	struct text name;
	bool chosen;
};
struct away_pupils {
	struct away_pupil *at;
	size_t count;
};
struct away_kind_choice {
	int64_t value;
	const char *word; /* msgid */
	bool chosen;
};
struct away_kinds {
	struct away_kind_choice *at;
	size_t count;
};
struct away_view {
	struct text class_name;
	struct text action;
	bool saved;
	bool may_change;
	struct away_lines lines;
	struct away_pupils pupils;
	struct away_kinds kinds;
	struct text first_day, last_day, from, to; /* as typed */
};

#endif
