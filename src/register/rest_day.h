#ifndef REGISTER_REST_DAY_H
#define REGISTER_REST_DAY_H

#include "platform/request.h"
#include "register/rest_day_view.h"
#include "register/school_day.h"

/*
 * Days of rest: weekdays of the whole school, or of one class (REG-16). They
 * are kept on the calendar's page; roll calls, counts and totals ask the same
 * rows, whatever the year.
 */
struct school_year_calendar;

/* GET (the calendar, for who reloads it) and POST /calendar/rest-days */
enum outcome rest_day_page(struct request *req, struct reply *reply);
enum outcome rest_day_change(struct request *req, struct reply *reply);

/* What the calendar's page shows to those who may change it. */
enum outcome rest_day_show(struct request *req, const struct school_year_calendar *school,
	struct rest_day_view *view) MUST_USE;
const char *weekday_msgid(int weekday); /* 0 Sunday .. 6 Saturday */

#endif
