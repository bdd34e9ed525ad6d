#ifndef REGISTER_TEACHER_DAY_H
#define REGISTER_TEACHER_DAY_H

#include "platform/request.h"

/*
 * The teacher's day: today's hours by timetable and substitution, the one that
 * runs first; and what is due and not signed yet, each with the link to exactly
 * that hour (REG-26).
 */

/* GET /days/{day} */
enum outcome teacher_day_page(struct request *req, struct reply *reply);
enum outcome teacher_day_show(struct request *req, struct reply *reply, struct day day);

#endif
