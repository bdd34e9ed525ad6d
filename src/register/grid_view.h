#ifndef REGISTER_GRID_VIEW_H
#define REGISTER_GRID_VIEW_H

#include "records.h"
#include "platform/page.h"

/*
 * Form to make: act=make, site, from, to (may be empty), provisional=1, day_0 ..
 * day_6, first, minutes, hours, weight, break_after, break_minutes.
 * Of one grid: act=hour, grid, weekday, ordinal, starts, ends, hour_weight adds or
 * changes an hour; act=remove_hour, grid, weekday, ordinal; act=end, grid, last;
 * act=copy, grid, copy_from, copy_to; act=remove, grid. Of an hour, weekday 7 is
 * every day on which the grid has hours.
 * Address: grid, weekday, ordinal choose an hour.
 */
struct grid_cell {
	bool none;        /* no such hour on this day */
	struct text path; /* chooses it */
	bool chosen;
	struct minute starts;
	struct minute ends;
	bool usual; /* weight 100 */
	int64_t weight;
};
struct grid_cells {
	struct grid_cell *at;
	size_t count;
};
struct grid_row {
	int64_t ordinal;
	struct grid_cells cells; /* one a weekday of the grid */
};
struct grid_rows {
	struct grid_row *at;
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
struct grid_card {
	int64_t id;
	struct text mark; /* makes ids of inputs differ; empty on the grid that was asked for */
	bool asked;
	struct text site;
	struct day from;
	struct day to;
	bool open; /* no last day yet */
	bool provisional;
	struct grid_choices weekdays; /* that have hours */
	struct grid_rows rows;
	bool changes_hour; /* its form is unfolded */
	bool changes_days;
	bool hour_stands; /* the chosen hour is in the grid: it can be removed */
	struct grid_choices of_weekday;
	struct text ordinal, starts, ends, hour_weight, last, copy_from, copy_to;
};
struct grid_cards {
	struct grid_card *at;
	size_t count;
};
struct grid_view {
	bool saved;
	struct grid_cards grids;
	struct grid_choices sites;
	struct grid_choices boxes; /* weekdays of a new grid */
	bool provisional;
	/* as typed */
	struct text from, to, first, minutes, hours, weight, break_after, break_minutes;
};

#endif
