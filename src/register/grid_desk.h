#ifndef REGISTER_GRID_DESK_H
#define REGISTER_GRID_DESK_H

#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/grid.sql.h"

/* What grid.c, grid_hour.c and grid_show.c share: all grids of the school. */
#define WEIGHT_MAX    1000
#define DAY_HOURS_MAX 12
#define EVERY_DAY     7 /* where a weekday stands: every one on which the grid has hours */

struct grid_desk {
	const struct grant *grant;
	struct school_year_calendar school;
	struct day last_day; /* of the last year that the school has opened */
	struct grid_sites_rows sites;
	struct grids_of_school_rows grids;
	struct slots_of_school_rows slots;
};

/* The grid that the form or the address names; NULL with a problem noted. */
const struct grids_of_school_row *grid_asked(struct request *req, const struct form *form,
	const struct grid_desk *desk);
bool grid_read_number(struct request *req, const char *field, int64_t least, int64_t most, int64_t *number);
/* Hours signed by one grid must not find themselves in another: INVALID when
 * there are some in these days, on one weekday and ordinal or with -1 on any. */
enum outcome grid_refuse_held(struct request *req, const struct grid_desk *desk, const char *field,
	const struct grid_record *days, int64_t weekday, int64_t ordinal);
struct grid_record grid_record_of(const struct grids_of_school_row *row);

/* grid_hour.c */
enum outcome grid_hour_keep(struct request *req, const struct grid_desk *desk);
enum outcome grid_hour_remove(struct request *req, const struct grid_desk *desk);

/* grid_show.c */
void grid_show(struct request *req, struct reply *reply, const struct grid_desk *desk);

#endif
