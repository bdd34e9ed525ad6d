#ifndef IDENTITY_PASSWORD_H
#define IDENTITY_PASSWORD_H

#include "platform/arena.h"
#include "platform/day.h"
#include "platform/text.h"
#include "records.h"

/*
 * What makes a password good, and when it is due. Two profiles, chosen per
 * school: `allegato5`, the regulation of the Italian schools (11 characters,
 * mixed, changed every three months), and `nist`, SP 800-63B (long, never
 * changed without a reason). Rules ID-1 to ID-3 of the reference.
 *
 * A password is compared and hashed in its composed form (NFC), so that the
 * same word typed on another keyboard is the same password. Spaces count and
 * are kept, at both ends too.
 */
#define PASSWORD_CODE_POINTS_MAX 128
#define PASSWORD_HISTORY         4
#define PASSWORD_WARNING_DAYS    14

struct password_rules {
	enum password_profile profile;
	int code_points_min;
	bool composed;    /* upper, lower, digit, special */
	int changed_days; /* the earlier of days and months after the last change; 0: never */
	int changed_months;
};
const struct password_rules *password_rules(enum password_profile profile);

enum password_fault {
	PASSWORD_NOT_TEXT = 1 << 0,
	PASSWORD_TOO_SHORT = 1 << 1,
	PASSWORD_TOO_LONG = 1 << 2,
	PASSWORD_NO_UPPER = 1 << 3,
	PASSWORD_NO_LOWER = 1 << 4,
	PASSWORD_NO_DIGIT = 1 << 5,
	PASSWORD_NO_SPECIAL = 1 << 6,
	PASSWORD_COMMON = 1 << 7,
	PASSWORD_IS_A_NAME = 1 << 8,
	PASSWORD_FAULTS = 9
};
struct password_about { /* what everybody could guess */
	struct text user_name;
	struct text school_name;
};
/* Every fault at once, 0 for a good one. */
unsigned password_faults(struct arena *arena, enum password_profile profile, struct text typed,
	const struct password_about *about);
const char *password_fault_message(enum password_fault fault); /* msgid */

/* What is hashed; {0} when it is no text at all. */
struct text password_tidy(struct arena *arena, struct text typed);

/* The last day on which the password still opens everything; DAY_NONE: never due. */
struct day password_due(enum password_profile profile, struct day changed_on);

/* The worn-out words, without the usual decorations around them. */
bool password_is_common(struct arena *arena, struct text typed);

#endif
