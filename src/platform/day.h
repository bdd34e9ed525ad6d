#ifndef PLATFORM_DAY_H
#define PLATFORM_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/text.h"

/*
 * Days, minutes and instants. A day is a calendar day of the school, a type of
 * its own so that it cannot be mixed up with an instant. An instant is
 * milliseconds UTC since 1970. The zone says how the two meet.
 */
struct day {
	int32_t number; /* days since 1970-01-01 */
};
#define DAY_NONE       ((struct day){ INT32_MIN })
#define DAY_NUMBER_MIN (-25567) /* 1900-01-01 */
#define DAY_NUMBER_MAX 47481    /* 2099-12-31 */

struct instant {
	int64_t ms;
};

struct minute { /* of the day, 0..1440; local wall clock */
	int16_t number;
};
#define MINUTE_NONE ((struct minute){ -1 })

enum zone {
	ZONE_CET, /* Rome, Amsterdam, Madrid: UTC+1, EU summer time */
	ZONE_WET, /* Canary Islands: UTC+0, EU summer time */
	ZONE_AST, /* Dutch Caribbean: UTC-4, no summer time */
	ZONE_UTC,
};

struct day day_of(int year, int month, int day_of_month); /* DAY_NONE if there is no such day */
void day_parts(struct day day, int *year, int *month, int *day_of_month);
int day_weekday(struct day day);                       /* 0 Sunday .. 6 Saturday */
struct day day_add(struct day day, int days);          /* DAY_NONE past the ends of the calendar */
struct day day_add_months(struct day day, int months); /* day of month clamped */
struct day day_monday(struct day day);                 /* of its week */
bool day_equal(struct day one, struct day other);
bool day_before(struct day one, struct day other);
/* Both inclusive; DAY_NONE at either end leaves it open. */
bool day_between(struct day day, struct day first, struct day last);
bool day_parse(struct text text, struct day *day);         /* 2026-11-22 */
bool day_parse_italian(struct text text, struct day *day); /* 22/11/2026, 1/9/2026 */
#define DAY_TEXT_SIZE 11
void day_print(struct day day, char text[DAY_TEXT_SIZE]); /* 2026-11-22; nothing for none */

bool minute_parse(struct text text, struct minute *minute); /* 8:05, 08:05 */
#define MINUTE_TEXT_SIZE 6
void minute_print(struct minute minute, char text[MINUTE_TEXT_SIZE]); /* 08:05; nothing for none */

bool zone_parse(struct text name, enum zone *zone); /* Europe/Rome, Atlantic/Canary ... */
int zone_offset_minutes(enum zone zone, struct instant at);
void zone_local(enum zone zone, struct instant at, struct day *day, struct minute *minute);
/* The first instant at which the zone's clock shows this; a time skipped in
 * spring gives the instant of the jump. */
struct instant zone_instant(enum zone zone, struct day day, struct minute minute);

#endif
