#ifndef REGISTER_ENROLMENT_H
#define REGISTER_ENROLMENT_H

#include "platform/request.h"
#include "policy.h"
#include "records.h"

/*
 * Where a pupil belongs, and since when: arrival, class change, withdrawal
 * carry dates, and what happened before stays with the pupil (REG-37).
 */

/* GET /classes/{class}/roster: the office's list of a class */
enum outcome class_roster_page(struct request *req, struct reply *reply);
/* GET and POST /pupils/{pupil}/enrolment */
enum outcome enrolment_page(struct request *req, struct reply *reply);
enum outcome enrolment_change(struct request *req, struct reply *reply);

const char *religion_msgid(enum religion_option option);

#endif
