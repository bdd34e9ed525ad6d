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
	struct day day;
	struct instant first, last; /* of the looks that this line stands for, all of one day */
	int64_t times;
	enum role role;
	enum verb verb;
	uint64_t things; /* 1 << thing: all that one page showed */
	enum purpose purpose;
	struct text name; /* empty unless the school shows names */
	bool apart;       /* first and last are not of the same minute */
	struct text each; /* where each of them has its own line; empty for one look */
};
struct look_lines {
	struct look_line *at;
	size_t count;
};

/* Puts a line behind the others. What one page showed of several things is one
 * line: the same moments, role, verb, purpose and name. There must be room. */
void look_lines_add(struct look_lines *lines, struct look_line look);

/* For other pages that show the last looks beside what was looked at: the alike
 * ones of one person and day are one line. REFUSED without a grant for the trail
 * of this person. */
enum outcome who_looked(struct request *req, struct person_id pupil, struct day first, struct day last,
	struct look_lines *lines) MUST_USE;

/* GET /pupils/{pupil}/looks, the last 30 days; ?until=DAY for 30 before, ?day=DAY
 * for each look of one day */
enum outcome who_looked_page(struct request *req, struct reply *reply);

struct who_looked_view {
	struct person_id pupil;
	struct day first, last;
	struct day earlier; /* where the page before this one ends */
	bool names_shown, one_day;
	struct look_lines looks;
};

#endif
