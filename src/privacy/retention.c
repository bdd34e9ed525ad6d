#include "privacy/retention.h"

#include <assert.h>
#include <string.h>

#define HOUR_MS           ((int64_t)3600 * 1000)
#define MONTHS_OF_A_TRAIL 6 /* C7: never before, whenever the school year begins */

static struct day after(const struct retention *kept, struct day since);

const struct retention *
retention_named(const char *name)
{
	const struct retention *found = NULL;
	for (int i = 0; i < retention_count && !found; i++)
		if (strcmp(retentions[i].name, name) == 0)
			found = &retentions[i];
	assert(found);
	return found;
}

struct day
retention_due(const struct retention *kept, struct day since, struct day next_year)
{
	if (day_equal(since, DAY_NONE))
		return DAY_NONE;
	struct day due = DAY_NONE, sixth;
	switch (kept->from) {
	case KEPT_FROM_RECORDING:
	case KEPT_AFTER_YEAR:
	case KEPT_AFTER_LEAVING:
	case KEPT_AFTER_LAST_CHILD:
		due = day_add(after(kept, since), 1); /* the last day of the time is still kept */
		break;
	case KEPT_SCHOOL_YEAR: due = next_year; break;
	case KEPT_SCHOOL_YEAR_OR_SIX_MONTHS:
		sixth = day_add_months(since, MONTHS_OF_A_TRAIL);
		due = day_equal(next_year, DAY_NONE) || day_before(sixth, next_year) ? next_year : sixth;
		break;
	case KEPT_WHILE_IN_USE:
	case KEPT_WHILE_ACCOUNT_LIVES: break;
	}
	return due;
}

struct day
retention_kept_from(const struct retention *kept, struct day year_begun, struct day today)
{
	struct day from = year_begun;
	for (;;) {
		struct day before = day_add(from, -1);
		if (!day_before(today, retention_due(kept, before, year_begun)))
			return from;
		from = before;
	}
}

struct instant
retention_before(const struct retention *kept, struct instant now)
{
	assert(kept->from == KEPT_FROM_RECORDING && (kept->unit == KEPT_HOURS || kept->unit == KEPT_DAYS));
	int64_t hours = (int64_t)kept->amount * (kept->unit == KEPT_DAYS ? 24 : 1);
	return (struct instant){ now.ms - hours * HOUR_MS };
}

static struct day
after(const struct retention *kept, struct day since)
{
	switch (kept->unit) {
	case KEPT_HOURS: return day_add(since, (kept->amount + 23) / 24);
	case KEPT_DAYS: return day_add(since, kept->amount);
	case KEPT_MONTHS: return day_add_months(since, kept->amount);
	case KEPT_YEARS: return day_add_months(since, 12 * kept->amount);
	}
	return DAY_NONE;
}
