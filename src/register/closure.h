#ifndef REGISTER_CLOSURE_H
#define REGISTER_CLOSURE_H

#include "platform/request.h"

/*
 * The school's calendar: terms, days of rest, closures (REG-15 to REG-19). The
 * head and the deputies add and remove closures; roll calls, totals and
 * calendars follow at once, because they all ask the same calendar.
 */

/* GET and POST /calendar */
enum outcome closure_page(struct request *req, struct reply *reply);
enum outcome closure_change(struct request *req, struct reply *reply);

#endif
