#ifndef REGISTER_CLASS_REGISTER_H
#define REGISTER_CLASS_REGISTER_H

#include "platform/request.h"

/*
 * The class register as it was kept on paper: a day with its hours and who was
 * missing, a month with a letter a day. To print, or to take away as a table.
 */

/* GET /classes/{class}/register/{day}, ?format=csv */
enum outcome class_register_day_page(struct request *req, struct reply *reply);
/* GET /classes/{class}/register-month/{day}, ?format=csv: the month of that day */
enum outcome class_register_month_page(struct request *req, struct reply *reply);

#endif
