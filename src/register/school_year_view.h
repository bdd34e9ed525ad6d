#ifndef REGISTER_SCHOOL_YEAR_VIEW_H
#define REGISTER_SCHOOL_YEAR_VIEW_H

#include "platform/page.h"

/*
 * The choice of years, and for those who manage the calendar the card to open the
 * next one or to correct the days of the one that is shown.
 *
 * Form: act=open, label, opens, ends; or act=days, year, first, last.
 */
struct school_year_line {
	struct text label;
	struct text path;
	bool shown;
};
struct school_year_lines {
	struct school_year_line *at;
	size_t count;
};
struct school_year_view {
	struct school_year_lines years; /* empty when there is one */
	int64_t year;
	struct text shown; /* label of the year that is shown */
	bool may_manage;
	bool opened;     /* the next year is open: there is no second one */
	bool opens_next; /* the form was sent and refused */
	bool changes_days;
	/* as typed, or what usually comes */
	struct text label, opens, ends;
	struct text first, last;
};

#endif
