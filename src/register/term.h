#ifndef REGISTER_TERM_H
#define REGISTER_TERM_H

#include "platform/request.h"
#include "register/class_calendar.h"
#include "register/term_view.h"

/*
 * The terms of a school year (REG-19): two or three, named as the school likes.
 * Only the last day of each is stored, so between them there is no gap and no
 * overlap; the last one ends with the year.
 */
enum outcome term_page(struct request *req, struct reply *reply);
enum outcome term_change(struct request *req, struct reply *reply);

/* Fills the card that closure_page shows. */
void term_show(struct request *req, const struct school_year_calendar *school, bool may_manage,
	struct term_view *view);

#endif
