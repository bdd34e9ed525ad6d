#ifndef REGISTER_GRID_H
#define REGISTER_GRID_H

#include "platform/request.h"

/*
 * The grids of each site: which hours a weekday has, from when to when (REG-18).
 * Of two that hold on a day the definitive one wins, then the later one. What
 * would change hours that are signed is refused.
 */

/* GET and POST /grids */
enum outcome grid_page(struct request *req, struct reply *reply);
enum outcome grid_change(struct request *req, struct reply *reply);

#endif
