#ifndef PRIVACY_RETENTION_H
#define PRIVACY_RETENTION_H

#include "platform/day.h"
#include "policy.h"

/*
 * When something has had its time. The classes, their times and their reasons
 * stand in policy/retention.policy; this is the one place that turns them into
 * days, and every deletion asks here.
 */
const struct retention *retention_named(const char *name); /* asserts that there is one */

/*
 * The first day without it, DAY_NONE when none is in sight. What `since` is,
 * and what `next_year`, the class says:
 *
 *   hours, days, months, years        since: the day it was recorded
 *   after_year                        since: the last day of the school year
 *   after_leaving                     since: the person's last day
 *   after_last_child                  since: the last day of the last child
 *   school_year (or_six_months)       since: the day it was recorded; next_year: the first
 *                                     day of the school year that began after it, or DAY_NONE
 *   while_in_use, while_account_lives never by a date of its own
 */
struct day retention_due(const struct retention *kept, struct day since, struct day next_year);

/* For classes that end with the school year: whatever was recorded before this
 * day is due today, when the running year began on year_begun. */
struct day retention_kept_from(const struct retention *kept, struct day year_begun, struct day today);

/* What was recorded before this instant goes, of a class in hours or days. */
struct instant retention_before(const struct retention *kept, struct instant now);

#endif
