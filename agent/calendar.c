#include "agent/calendar.h"

#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_DAY    (24 * 60 * MS_PER_MINUTE)
#define LATEST        (INT64_C(47482) * MS_PER_DAY) /* 2100 */

/*
 * Own zone rules, as the server's: the time zone files of a pupil's device
 * are not what a privacy rule should hang on. Summer time is that of
 * Directive 2000/84/EC.
 */
static const struct {
	int standard_minutes;
	bool summer_time;
} zones[] = { { 60, true }, { 0, true }, { -240, false }, { 0, false } };

/* Year, month (1..12) and day of month of a day since 1970 (Hinnant's civil calendar). */
static void
civil(int64_t days, int *year, int *month, int *day)
{
	int64_t shifted = days + 719468;
	int64_t era = shifted / 146097;
	int64_t of_era = shifted - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * month_from_march + 2) / 5 + 1);
	*month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	*year = (int)(year_of_era + era * 400) + (*month <= 2);
}

/* March and October have 31 days: the last Sunday is one of the last seven. */
static bool
is_after_last_sunday_one_utc(int64_t at, int64_t days, int day_of_month)
{
	int64_t to_end = 31 - day_of_month;
	int64_t last = days + to_end;
	last -= (last + 4) % 7; /* day 0 was a Thursday; Sunday is 0 */
	return at >= last * MS_PER_DAY + 60 * MS_PER_MINUTE;
}

static bool
is_summer(int64_t at)
{
	int64_t days = at / MS_PER_DAY;
	int year, month, day;
	civil(days, &year, &month, &day);
	if (month == 3)
		return is_after_last_sunday_one_utc(at, days, day);
	if (month == 10)
		return !is_after_last_sunday_one_utc(at, days, day);
	return month > 3 && month < 10;
}

bool
calendar_local(uint8_t zone, int64_t at, uint32_t *day, unsigned *minute)
{
	if (zone >= sizeof zones / sizeof zones[0] || at < MS_PER_DAY || at >= LATEST)
		return false;
	int64_t offset = zones[zone].standard_minutes + (zones[zone].summer_time && is_summer(at) ? 60 : 0);
	int64_t minutes = at / MS_PER_MINUTE + offset;
	*day = (uint32_t)(minutes / (24 * 60));
	*minute = (unsigned)(minutes % (24 * 60));
	return true;
}

static bool
is_closed(const struct message_policy_rules *rules, uint32_t day)
{
	struct message_bytes rest = rules->closures.bytes;
	struct message_closure closure;
	while (message_closure_take(&rest, &closure))
		if (day >= closure.first_day && day <= closure.last_day)
			return true;
	return false;
}

/* The minute at which the row ends that holds this minute; 0 when none does. */
static unsigned
end_of_row(const struct message_policy_rules *rules, int64_t class, uint32_t day, unsigned minute)
{
	unsigned weekday = (day + 4) % 7, end = 0;
	struct message_bytes rest = rules->hours.bytes;
	struct message_hour hour;
	while (message_hour_take(&rest, &hour))
		if (hour.class == class && hour.weekday == weekday && day >= hour.first_day &&
			day <= hour.last_day && minute >= hour.from_minute && minute < hour.to_minute &&
			hour.to_minute > end)
			end = hour.to_minute;
	return end;
}

bool
calendar_has_lesson(const struct message_policy_rules *rules, int64_t class, int64_t at)
{
	uint32_t day;
	unsigned minute;
	return calendar_local(rules->zone, at, &day, &minute) && !is_closed(rules, day) &&
		end_of_row(rules, class, day, minute) != 0;
}

int64_t
calendar_lesson_end(const struct message_policy_rules *rules, int64_t class, int64_t at)
{
	uint32_t day;
	unsigned minute;
	if (!calendar_local(rules->zone, at, &day, &minute) || is_closed(rules, day))
		return 0;
	unsigned end = end_of_row(rules, class, day, minute);
	return end ? at - at % MS_PER_MINUTE + (int64_t)(end - minute) * MS_PER_MINUTE : 0;
}

bool
calendar_is_remote(const struct message_policy_rules *rules, int64_t class, int64_t at)
{
	uint32_t day;
	unsigned minute;
	if (!calendar_local(rules->zone, at, &day, &minute))
		return false;
	struct message_bytes rest = rules->remote_hours.bytes;
	struct message_remote_hour hour;
	while (message_remote_hour_take(&rest, &hour))
		if (hour.class == class && hour.day == day && minute >= hour.from_minute &&
			minute < hour.to_minute)
			return true;
	return false;
}

bool
place_is_inside(const struct message_network_list *networks, const uint8_t address[16])
{
	struct message_bytes rest = networks->bytes;
	struct message_network network;
	while (message_network_take(&rest, &network)) {
		unsigned bits = network.prefix;
		bool same = bits <= 128;
		for (unsigned i = 0; same && i < bits; i++)
			same = ((network.address[i / 8] ^ address[i / 8]) & (0x80u >> (i % 8))) == 0;
		if (same)
			return true;
	}
	return false;
}
