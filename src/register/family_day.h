#ifndef REGISTER_FAMILY_DAY_H
#define REGISTER_FAMILY_DAY_H

#include "platform/request.h"
#include "policy.h"

/*
 * A pupil's day as the pupil and the family see it: the hours with topics, the
 * homework, where the pupil was; beside it how much absence is left, and who
 * looked.
 */

/* GET /pupils/{pupil}/days/{day} */
enum outcome family_day_page(struct request *req, struct reply *reply);
enum outcome family_day_show(struct request *req, struct reply *reply, struct person_id pupil,
	struct day day);

#endif
