#ifndef CLASSROOM_RESTRICTION_H
#define CLASSROOM_RESTRICTION_H

#include "platform/request.h"

/*
 * GET and POST /restrictions: pupils whose screen nobody may see, because the
 * family objected or asked for restriction (R64, R66). From the next request
 * on no lease is given for them; what runs ends within its minute.
 *
 * Fields: class number (begins today) | end = pupil, from = day
 */
enum outcome restriction_page(struct request *req, struct reply *reply);
enum outcome restriction_change(struct request *req, struct reply *reply);

#endif
