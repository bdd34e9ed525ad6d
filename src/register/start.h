#ifndef REGISTER_START_H
#define REGISTER_START_H

#include "platform/request.h"

/* GET /: the page a day begins with, by role. */
enum outcome start_page(struct request *req, struct reply *reply);

/* For a guardian to whom no pupil is tied on this day. */
struct start_view {
	struct day day;
};

#endif
