#ifndef REGISTER_MORNING_H
#define REGISTER_MORNING_H

#include "platform/request.h"

/*
 * The head's morning: which classes have called the roll, which hours that have
 * begun stand unsigned, who is missing where. The same page for any past day.
 */

/* GET /morning/{day}, ?site=ID */
enum outcome morning_page(struct request *req, struct reply *reply);
enum outcome morning_show(struct request *req, struct reply *reply, struct day day);

#endif
