#ifndef REGISTER_JUSTIFICATION_H
#define REGISTER_JUSTIFICATION_H

#include "platform/request.h"
#include "register/justification.sql.h"

struct grant;

/*
 * Why a pupil was not there. The family, or the pupil who is of age, proposes;
 * a teacher of the class validates or refuses (REG-46 to REG-49):
 *
 *                 propose              validate
 *    open ------------------> proposed ---------> validated
 *      ^      (edit)  ^  |        |                (no way back)
 *      |              +--+        | refuse
 *      |     cancel               v
 *      +--------------------- refused --- propose again ---> proposed
 *
 * Each day and each passage has its own: a new absence beside a justified one
 * never opens that one again.
 */

/* GET and POST /pupils/{pupil}/justifications */
enum outcome justification_family_page(struct request *req, struct reply *reply);
enum outcome justification_family_record(struct request *req, struct reply *reply);
/* GET and POST /classes/{class}/justifications */
enum outcome justification_class_page(struct request *req, struct reply *reply);
enum outcome justification_class_decide(struct request *req, struct reply *reply);

const char *justification_reason_msgid(enum justification_reason reason);

/* What waits in a class, and what nobody has justified in these days. NOT_FOUND when who asks may not see it.
 */
enum outcome justification_open_in_class(struct request *req, struct class_id class, struct day first,
	struct day last, struct justifications_waiting_in_class_rows *waiting,
	struct unjustified_in_class_rows *open) MUST_USE;

/* Validates what was ticked as validate_ID: beside the roll call. */
enum outcome justification_validate_posted(struct request *req, struct class_id class) MUST_USE;

/* Why this one cannot be validated now: gone, decided, or the pupil is not
 * back; NULL when it can. */
const char *justification_cannot_validate(const struct justification_record *row,
	const struct absent_today_rows *absent);
const char *justification_waits_for_return(void);
enum outcome justification_settle(struct request *req, const struct grant *grant,
	const struct justification_record *row, enum justification_state state, struct text answer) MUST_USE;

/* True when exits of the school's pupils need a justification afterwards (REG-33). */
bool justification_for_exits(struct request *req);
/* Must this be justified? Not an exit that was authorised beforehand (REG-33). */
bool justification_is_due(const struct justifiable_of_pupil_row *row, bool exits);

/* What happened to the pupil in these days and is still open: one answer for
 * the family's day, its calendar and its form. */
enum justification_standing {
	STANDING_OPEN, /* nothing, or cancelled, or refused: to be justified */
	STANDING_PROPOSED,
	STANDING_VALIDATED,
};
enum justification_standing justification_standing(const struct justifiable_of_pupil_row *row);

#define JUSTIFICATION_TEXT_MAX 500

#endif
