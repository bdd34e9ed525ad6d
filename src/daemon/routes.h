#ifndef DAEMON_ROUTES_H
#define DAEMON_ROUTES_H

#include "platform/route.h"

/* routes.def as a table, in its order. */
extern const struct route routes[];
extern const int route_count;

#endif
