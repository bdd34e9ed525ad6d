#ifndef CLI_HOLIDAY_H
#define CLI_HOLIDAY_H

#include "platform/day.h"

/*
 * The days on which every school of a country is closed by law, for a new
 * school's calendar. What a region or the school itself adds is entered later.
 */
struct holiday {
	struct day first;
	struct day last;
	const char *label; /* in the country's language */
};
#define HOLIDAYS_MAX 24

enum country { COUNTRY_IT, COUNTRY_NL, COUNTRY_ES, COUNTRIES };
bool country_parse(struct text text, enum country *country);
const char *country_language(enum country country);
const char *country_zone(enum country country);

/* The year that this day belongs to, and its usual first and last day of
 * school; a summer day belongs to the year that is about to begin. */
struct school_days {
	int year; /* the year it begins in */
	struct day first;
	struct day last;
};
struct school_days school_days_of(enum country country, struct day today);

/* Those between the two days, in order. Returns how many. */
int holidays_of(enum country country, struct day first, struct day last,
	struct holiday holidays[HOLIDAYS_MAX]);

struct day easter_of(int year);

#endif
