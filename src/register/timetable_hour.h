#ifndef REGISTER_TIMETABLE_HOUR_H
#define REGISTER_TIMETABLE_HOUR_H

#include "platform/page.h"
#include "platform/request.h"

/*
 * /classes/{class}/timetable/{weekday}/{hour}?day=: who has one hour of a
 * class's week, and the form that changes it from a day on. Chosen are posts
 * of the class: several for a divided class or two teachers together, none for
 * a free hour. What was before that day stays; what was planned for later in
 * this hour is replaced.
 *
 * POST: from= the first day; who= one for each post, as the page names it.
 */
enum outcome timetable_hour_page(struct request *req, struct reply *reply);
enum outcome timetable_hour_change(struct request *req, struct reply *reply);

struct hour_choice {
	struct text value;
	struct text subject;
	struct text teacher;
	struct text group;     /* empty: the whole class */
	struct text elsewhere; /* the other class this teacher has then; empty: free */
	bool chosen;
};
struct hour_choices {
	struct hour_choice *at;
	size_t count;
};
struct timetable_hour_view {
	struct text class_name;
	struct text weekday;
	int64_t ordinal;
	struct minute starts, ends;
	struct text back;   /* the week */
	struct text action; /* this page */
	struct text from;   /* as typed */
	bool provisional;
	struct hour_choices choices;
};

#endif
