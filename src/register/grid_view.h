#ifndef REGISTER_GRID_VIEW_H
#define REGISTER_GRID_VIEW_H

#include "records.h"
#include "platform/page.h"

/*
 * Form to make: act=make, site, from, to (may be empty), provisional=1, day_0 ..
 * day_6, first, minutes, hours, weight, break_after, break_minutes. To change an
 * hour: act=hour, grid, weekday, ordinal, starts, ends, hour_weight. To end:
 * act=end, grid, last.
 */
struct grid_slot {
	int64_t ordinal;
	struct minute starts;
	struct minute ends;
	int64_t weight;
};
struct grid_slots {
	struct grid_slot *at;
	size_t count;
};
struct grid_weekday {
	struct text name; /* translated */
	struct grid_slots slots;
};
struct grid_weekdays {
	struct grid_weekday *at;
	size_t count;
};
struct grid_card {
	int64_t id;
	struct text site;
	struct day from;
	struct day to;
	bool open; /* no last day yet */
	bool provisional;
	struct grid_weekdays weekdays;
};
struct grid_cards {
	struct grid_card *at;
	size_t count;
};
struct grid_choice {
	int64_t id;
	struct text name;
	struct text field; /* of a box to tick */
	bool chosen;
};
struct grid_choices {
	struct grid_choice *at;
	size_t count;
};
struct grid_view {
	bool saved;
	struct grid_cards grids;
	struct grid_choices sites;
	struct grid_choices boxes;    /* weekdays of a new grid */
	struct grid_choices of_grid;  /* where an hour is changed */
	struct grid_choices weekdays;
	bool provisional;
	/* as typed */
	struct text from, to, first, minutes, hours, weight, break_after, break_minutes;
	struct text ordinal, starts, ends, hour_weight;
};

#endif
