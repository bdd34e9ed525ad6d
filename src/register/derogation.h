#ifndef REGISTER_DEROGATION_H
#define REGISTER_DEROGATION_H

#include "platform/request.h"
#include "register/gauge.h"

/*
 * Days that the council does not hold against a pupil, each with a reason of
 * the list which the teachers' assembly has decided (REG-43). The head enters
 * them; the page shows the absences with and without them.
 */

/* GET and POST /pupils/{pupil}/derogations */
enum outcome derogation_page(struct request *req, struct reply *reply);
enum outcome derogation_change(struct request *req, struct reply *reply);

/* Form: first_day, last_day (empty: one day), reason (DEROGATION_* as a
 * number). To take back: remove = id. */
struct derogation_line {
	int64_t id;
	struct day first_day, last_day;
	bool one_day;
	const char *reason; /* msgid */
};
struct derogation_lines {
	struct derogation_line *at;
	size_t count;
};
struct derogation_reason_choice {
	int64_t value;
	const char *word; /* msgid */
	bool chosen;
};
struct derogation_reasons {
	struct derogation_reason_choice *at;
	size_t count;
};
struct derogation_view {
	struct text name;
	struct text action;
	bool saved;
	bool may_change;
	struct gauge gauge;
	int64_t missed, derogated, counted; /* hundredths */
	bool crossed;                       /* even without the derogated hours */
	struct derogation_lines lines;
	struct derogation_reasons reasons;
	struct text first_day, last_day; /* as typed */
};

#endif
