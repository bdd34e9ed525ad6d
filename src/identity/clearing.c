#include "identity/clearing.h"

#include "audit/trail.h"
#include "identity/attempt.sql.h"
#include "identity/session.h"
#include "identity/session.sql.h"
#include "identity/setting.h"

#define POSTED_DAYS 2
#define DAY_MS ((int64_t)24 * 3600 * 1000)

static enum outcome clear_last_year(struct db *db, struct arena *arena, struct instant now);

enum outcome
clearing_run(struct db *db, struct arena *arena, struct instant now)
{
	enum outcome got = sessions_end_older(db, (struct instant){ now.ms - (int64_t)SESSION_SECONDS_MAX * 1000 });
	if (got == OK)
		got = posted_end_older(db, (struct instant){ now.ms - POSTED_DAYS * DAY_MS });
	if (got == OK)
		got = clear_last_year(db, arena, now);
	return got;
}

/* Last year's attempts and looks go when a new school year begins, the looks
 * never before six months have passed. */
static enum outcome
clear_last_year(struct db *db, struct arena *arena, struct instant now)
{
	enum zone zone;
	struct day today;
	struct minute minute;
	struct year_begun_row year;
	if (!zone_parse(setting_read(db, arena, "school.zone"), &zone))
		zone = ZONE_CET;
	zone_local(zone, now, &today, &minute);
	enum outcome got = year_begun(db, today, arena, &year);
	if (got == NOT_FOUND)
		return OK;
	if (got != OK)
		return got;
	got = attempts_end_older(db, zone_instant(zone, year.first_day, (struct minute){ 0 }));
	if (got != OK)
		return got;
	return trail_clear(db, zone_instant(zone, trail_kept_from(year.first_day, today), (struct minute){ 0 }));
}
