#include "identity/clearing.h"

#include "audit/trail.h"
#include "identity/attempt.sql.h"
#include "identity/session.h"
#include "identity/session.sql.h"
#include "identity/setting.h"
#include "privacy/retention.h"

static enum outcome clear_last_year(struct db *db, struct arena *arena, struct instant now);

enum outcome
clearing_run(struct db *db, struct arena *arena, struct instant now)
{
	enum outcome got = sessions_end_older(db, retention_before(retention_named("session"), now));
	if (got == OK)
		got = posted_end_older(db, retention_before(retention_named("posted"), now));
	if (got == OK)
		got = clear_last_year(db, arena, now);
	return got;
}

/* Last year's attempts and looks go when a new school year begins, the looks
 * never before six months have passed. */
static enum outcome
clear_last_year(struct db *db, struct arena *arena, struct instant now)
{
	enum zone zone = setting_zone(db, arena);
	struct day today;
	struct minute minute;
	struct year_begun_row year;
	zone_local(zone, now, &today, &minute);
	enum outcome got = year_begun(db, today, arena, &year);
	if (got == NOT_FOUND)
		return OK;
	if (got != OK)
		return got;
	struct day attempts_from = retention_kept_from(retention_named("attempt"), year.first_day, today);
	struct day looks_from = retention_kept_from(retention_named("trail"), year.first_day, today);
	got = attempts_end_older(db, zone_instant(zone, attempts_from, (struct minute){ 0 }));
	if (got != OK)
		return got;
	return trail_clear(db, zone_instant(zone, looks_from, (struct minute){ 0 }));
}
