#ifndef REGISTER_SUBSTITUTION_H
#define REGISTER_SUBSTITUTION_H

#include "platform/request.h"

/*
 * Who stands in for whom, hour by hour (REG-25). Whoever is set here may open
 * that class on that day, sign the hour, call the roll and write the topic.
 */

/* GET and POST /substitutions, ?day=DAY */
enum outcome substitution_page(struct request *req, struct reply *reply);
enum outcome substitution_change(struct request *req, struct reply *reply);

#endif
