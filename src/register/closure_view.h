#ifndef REGISTER_CLOSURE_VIEW_H
#define REGISTER_CLOSURE_VIEW_H

#include "records.h"
#include "platform/page.h"
#include "register/rest_day_view.h"
#include "register/school_year_view.h"
#include "register/term_view.h"

/*
 * The school's calendar: terms, rest days, closures. Who may manage it adds and
 * removes closures here.
 *
 * Form to add: year, label, first_day, last_day (may be empty: one day), kind
 * (CLOSURE_* as a number), site (id; 0: all). To remove:
 * year, remove = id.
 */
struct closure_line {
	int64_t id;
	struct day first_day;
	struct day last_day;
	bool one_day;
	enum closure_kind kind;
	struct text site; /* empty: the whole school */
	struct text label;
	bool past;
};
struct closure_lines {
	struct closure_line *at;
	size_t count;
};
struct closure_site {
	int64_t id;
	struct text name;
	bool chosen;
};
struct closure_sites {
	struct closure_site *at;
	size_t count;
};

struct closure_view {
	int64_t year_id;
	struct text year;
	struct text rest_days;     /* translated: "Sunday; Saturday for 2A, 2B" */
	struct rest_day_view rest; /* for those who may manage */
	struct term_view terms;
	struct school_year_view years;
	struct closure_lines closures;
	bool may_manage;
	bool may_shape_hours; /* grids */
	bool saved;
	bool adds;         /* the form to add was sent and refused */
	struct text label; /* as typed */
	struct text first_day;
	struct text last_day;
	enum closure_kind kind;
	struct closure_sites sites; /* empty when there is one */
};

#endif
