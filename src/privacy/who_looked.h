#ifndef PRIVACY_WHO_LOOKED_H
#define PRIVACY_WHO_LOOKED_H

#include "platform/request.h"
#include "policy.h"

/*
 * "Who looked": the family's page of the trail. When, in which role, at what,
 * what for; the staff member's name only if the school's setting
 * `families.see_names` is yes (C6: dates and purposes are due, identity is not).
 */
struct look_line {
	struct instant at;
	enum role role;
	enum verb verb;
	uint64_t things; /* 1 << thing: all that one page showed */
	enum purpose purpose;
	struct text name; /* empty unless the school shows names */
};
struct look_lines {
	struct look_line *at;
	size_t count;
};

/* Puts a look behind the others. What one page showed of several things is one
 * line: the same moment, role, verb, purpose and name. There must be room. */
void look_lines_add(struct look_lines *lines, struct look_line look);

/* For other pages that show the last looks beside what was looked at.
 * REFUSED without a grant for the trail of this person. */
enum outcome who_looked(struct request *req, struct person_id pupil, struct day first, struct day last,
	struct look_lines *lines) MUST_USE;

/* GET /pupils/{pupil}/looks, the last 30 days; ?from=DAY for the 30 before it */
enum outcome who_looked_page(struct request *req, struct reply *reply);

struct who_looked_view {
	struct person_id pupil;
	struct day first, last;
	struct day earlier; /* where the page before this one ends */
	bool names_shown;
	struct look_lines looks;
};

#endif
