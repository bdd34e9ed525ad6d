#ifndef REGISTER_FAMILY_H
#define REGISTER_FAMILY_H

#include "platform/request.h"
#include "register/family.sql.h"
#include "register/family_view.h"

struct grant;

/* What the pages of a pupil and of a pupil's family have in common. */

/* NOT_FOUND alike for nobody and for somebody else's child (REG-1). */
enum outcome family_card(struct request *req, struct person_id pupil, struct day day,
	struct pupil_card_row *card) MUST_USE;

/* The other children of a guardian, with links to the same page about them:
 * /pupils/ID then rest. Empty for everybody else, and for one child alone. */
enum outcome family_children(struct request *req, struct person_id current, const char *rest,
	struct family_children *children) MUST_USE;

/* The pupil whom who asks is responsible for or is: for the start page. */
enum outcome family_first_child(struct request *req, struct person_id *pupil) MUST_USE;

/* A page that is about no pupil leads on to the pages of that one. */
void family_lead_on(struct request *req);

#endif
