#ifndef PRIVACY_WHO_CAN_SEE_H
#define PRIVACY_WHO_CAN_SEE_H

#include "platform/request.h"
#include "policy.h"

/*
 * "Who can see this": for any record, the lines of the policy that let somebody
 * see it, by which relation, which fields and what for (REG-14). Made from the
 * same table that decides, so it cannot say anything else.
 */
#define NOT_COUNTED (-1)
struct who_can_see_line {
	enum role role;
	enum relation relation;
	enum purpose purpose;
	struct text fields; /* words, when the rule shows only some; else empty */
	bool noted;         /* the look is put on the trail */
	int64_t people;     /* how many hold the relation today, or NOT_COUNTED */
	const char *source; /* "access.policy:23" */
};
struct who_can_see_view {
	enum thing thing;
	struct {
		struct who_can_see_line *at;
		size_t count;
	} lines, refusals;
};

/* GET /who-can-see/{thing}/{kind}/{subject}; for whoever may see the record */
enum outcome who_can_see_page(struct request *req, struct reply *reply);

#endif
