#include "platform/day.h"

#include <assert.h>

/*
 * Where a school of the three countries can stand, without the time zone files
 * of the machine: a sandboxed process cannot open them, and two copies of one
 * register must agree whatever is installed. Summer time is the rule of
 * Directive 2000/84/EC, in force in this form since 1996: from 01:00 UTC of
 * the last Sunday of March to 01:00 UTC of the last Sunday of October.
 */
#define MS_PER_MINUTE   INT64_C(60000)
#define MS_PER_HOUR     (60 * MS_PER_MINUTE)
#define MS_PER_DAY      (24 * MS_PER_HOUR)
#define MINUTES_PER_DAY 1440

static const struct {
	int standard_minutes;
	bool summer_time;
} zones[] = {
	[ZONE_CET] = { 60, true },
	[ZONE_WET] = { 0, true },
	[ZONE_AST] = { -240, false },
	[ZONE_UTC] = { 0, false },
};

static const struct {
	const char *name;
	enum zone zone;
} zone_names[] = {
	{ "Europe/Rome", ZONE_CET },
	{ "Europe/Amsterdam", ZONE_CET },
	{ "Europe/Madrid", ZONE_CET },
	{ "Africa/Ceuta", ZONE_CET },
	{ "Atlantic/Canary", ZONE_WET },
	{ "America/Aruba", ZONE_AST },
	{ "America/Curacao", ZONE_AST },
	{ "America/Kralendijk", ZONE_AST },
	{ "America/Lower_Princes", ZONE_AST },
	{ "UTC", ZONE_UTC },
};

static int64_t floor_divide(int64_t value, int64_t by);
static int64_t last_sunday_one_utc(int year, int month);

bool
zone_parse(struct text name, enum zone *zone)
{
	for (size_t i = 0; i < sizeof zone_names / sizeof zone_names[0]; i++)
		if (text_is(name, zone_names[i].name)) {
			*zone = zone_names[i].zone;
			return true;
		}
	return false;
}

int
zone_offset_minutes(enum zone zone, struct instant at)
{
	int offset = zones[zone].standard_minutes;
	if (!zones[zone].summer_time)
		return offset;
	struct day utc_day = { (int32_t)floor_divide(at.ms, MS_PER_DAY) };
	int year, month, day_of_month;
	day_parts(utc_day, &year, &month, &day_of_month);
	if (month < 3 || month > 10)
		return offset;
	if (month == 3)
		return offset + (at.ms >= last_sunday_one_utc(year, 3) ? 60 : 0);
	if (month == 10)
		return offset + (at.ms < last_sunday_one_utc(year, 10) ? 60 : 0);
	return offset + 60;
}

void
zone_local(enum zone zone, struct instant at, struct day *day, struct minute *minute)
{
	int64_t minutes = floor_divide(at.ms, MS_PER_MINUTE) + zone_offset_minutes(zone, at);
	int64_t number = floor_divide(minutes, MINUTES_PER_DAY);
	*day = (struct day){ (int32_t)number };
	*minute = (struct minute){ (int16_t)(minutes - number * MINUTES_PER_DAY) };
}

/* A wall clock time is the standard or the summer reading of an instant. The
 * summer reading is the earlier instant, so it is tried first; when neither
 * reads back, the time was skipped, and the jump of that day is the answer. */
struct instant
zone_instant(enum zone zone, struct day day, struct minute minute)
{
	assert(minute.number >= 0 && minute.number <= MINUTES_PER_DAY);
	int64_t wall = ((int64_t)day.number * MINUTES_PER_DAY + minute.number) * MS_PER_MINUTE;
	int standard = zones[zone].standard_minutes;
	struct instant plain = { wall - standard * MS_PER_MINUTE };
	if (!zones[zone].summer_time)
		return plain;
	struct instant summer = { plain.ms - MS_PER_HOUR };
	if (zone_offset_minutes(zone, summer) == standard + 60)
		return summer;
	if (zone_offset_minutes(zone, plain) == standard)
		return plain;
	int year, month, day_of_month;
	day_parts((struct day){ (int32_t)floor_divide(plain.ms, MS_PER_DAY) }, &year, &month, &day_of_month);
	return (struct instant){ last_sunday_one_utc(year, month) };
}

static int64_t
last_sunday_one_utc(int year, int month)
{
	struct day last = day_of(year, month, 31); /* March and October both have 31 days */
	struct day sunday = day_add(last, -day_weekday(last));
	return sunday.number * MS_PER_DAY + MS_PER_HOUR;
}

static int64_t
floor_divide(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}
