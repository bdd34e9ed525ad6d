#include "platform/day.h"

#include <stdlib.h>
#include <time.h>

#include "platform/test.h"

static const struct {
	const char *name;
	enum zone zone;
	int step_minutes; /* one place per zone every minute, its neighbours every quarter */
} checked[] = {
	{ "Europe/Rome", ZONE_CET, 1 },
	{ "Europe/Madrid", ZONE_CET, 15 },
	{ "Europe/Amsterdam", ZONE_CET, 15 },
	{ "Africa/Ceuta", ZONE_CET, 15 },
	{ "Atlantic/Canary", ZONE_WET, 1 },
	{ "America/Aruba", ZONE_AST, 1 },
	{ "America/Curacao", ZONE_AST, 15 },
	{ "America/Kralendijk", ZONE_AST, 15 },
	{ "America/Lower_Princes", ZONE_AST, 15 },
	{ "UTC", ZONE_UTC, 15 },
};

/*
 * The oracle is the C library with the machine's zone files: a code and a
 * table that we did not write. Every minute of 2020..2030 is read by both, and
 * every wall clock minute must lead back to the first instant that shows it.
 */
static void
every_minute_of_ten_years_agrees_with_the_zone_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof checked / sizeof checked[0]; i++) {
		enum zone zone;
		assert_true(zone_parse(text_of(checked[i].name), &zone));
		assert_int_equal(zone, checked[i].zone);
		assert_int_equal(setenv("TZ", checked[i].name, 1), 0);
		tzset();
		time_t first = 1577836800, end = 1924992000; /* 2020-01-01, 2031-01-01 UTC */
		for (time_t at = first; at < end; at += 60 * checked[i].step_minutes) {
			struct tm wanted;
			localtime_r(&at, &wanted);
			struct day day;
			struct minute minute;
			struct instant instant = { (int64_t)at * 1000 + 59999 };
			zone_local(zone, instant, &day, &minute);
			if (minute.number != wanted.tm_hour * 60 + wanted.tm_min ||
				day_weekday(day) != wanted.tm_wday ||
				zone_offset_minutes(zone, instant) * 60 != wanted.tm_gmtoff)
				fail_msg("%s at %lld", checked[i].name, (long long)at);
			int64_t back = zone_instant(zone, day, minute).ms / 1000;
			/* The hour that is shown twice leads to its first showing. */
			bool shown_twice = back == at - 3600 && !wanted.tm_isdst && wanted.tm_mon == 9;
			if (back != at && !shown_twice)
				fail_msg("%s back at %lld", checked[i].name, (long long)at);
		}
	}
}

static void
summer_time_begins_and_ends_at_one_utc(void **state)
{
	(void)state;
	struct day spring = day_of(2026, 3, 29), autumn = day_of(2026, 10, 25);
	int64_t jump = INT64_C(1774746000000), fall = INT64_C(1792890000000);
	/* 02:00..02:59 is skipped: the instant of the jump. */
	assert_true(zone_instant(ZONE_CET, spring, (struct minute){ 119 }).ms == jump - 60000);
	for (int16_t minute = 120; minute <= 180; minute++)
		assert_true(zone_instant(ZONE_CET, spring, (struct minute){ minute }).ms == jump);
	assert_true(zone_instant(ZONE_CET, spring, (struct minute){ 181 }).ms == jump + 60000);
	/* 02:00..02:59 is shown twice: the first time counts. */
	assert_true(zone_instant(ZONE_CET, autumn, (struct minute){ 120 }).ms == fall - 3600000);
	assert_true(zone_instant(ZONE_CET, autumn, (struct minute){ 179 }).ms == fall - 60000);
	assert_true(zone_instant(ZONE_CET, autumn, (struct minute){ 180 }).ms == fall + 3600000);
	/* The Canary Islands change at the same instant, an hour earlier on the wall. */
	assert_true(zone_instant(ZONE_WET, spring, (struct minute){ 60 }).ms == jump);
	assert_true(zone_instant(ZONE_WET, autumn, (struct minute){ 60 }).ms == fall - 3600000);
	assert_true(zone_instant(ZONE_AST, spring, (struct minute){ 120 }).ms == jump + 5 * 3600000);
}

static void
minute_1440_is_the_next_midnight(void **state)
{
	(void)state;
	struct day day = day_of(2026, 11, 22);
	assert_true(zone_instant(ZONE_CET, day, (struct minute){ 1440 }).ms ==
		zone_instant(ZONE_CET, day_add(day, 1), (struct minute){ 0 }).ms);
	assert_true(zone_instant(ZONE_UTC, day, (struct minute){ 1440 }).ms ==
		zone_instant(ZONE_UTC, day_add(day, 1), (struct minute){ 0 }).ms);
}

static void
before_1970_the_division_still_goes_down(void **state)
{
	(void)state;
	struct day day;
	struct minute minute;
	zone_local(ZONE_UTC, (struct instant){ -1 }, &day, &minute);
	assert_true(day_equal(day, day_of(1969, 12, 31)));
	assert_int_equal(minute.number, 1439);
	zone_local(ZONE_AST, (struct instant){ 0 }, &day, &minute);
	assert_int_equal(day.number, -1);
	assert_int_equal(minute.number, 20 * 60);
}

static void
other_names_are_unknown(void **state)
{
	(void)state;
	enum zone zone;
	const char *refused[] = { "", "Europe", "europe/rome", "Europe/Rome ", "Europe/London", "CET" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(zone_parse(text_of(refused[i]), &zone));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_minute_of_ten_years_agrees_with_the_zone_files),
		cmocka_unit_test(summer_time_begins_and_ends_at_one_utc),
		cmocka_unit_test(minute_1440_is_the_next_midnight),
		cmocka_unit_test(before_1970_the_division_still_goes_down),
		cmocka_unit_test(other_names_are_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
