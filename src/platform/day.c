#include "platform/day.h"

#include <assert.h>
#include <stdio.h>

/*
 * The proleptic Gregorian calendar in integers. Years are counted from March,
 * so that the leap day is the last day of a year and every month before it has
 * a fixed offset; an era is the 400 years after which the calendar repeats.
 */
#define ERA_DAYS                146097
#define DAYS_TO_1970_MARCH_0000 719468

static bool in_calendar(int64_t number);
static int days_in_month(int year, int month);
static int64_t day_number(int year, int month, int day_of_month);
static bool digits(struct text text, int *value);

struct day
day_of(int year, int month, int day_of_month)
{
	if (year < 1900 || year > 2099 || month < 1 || month > 12 || day_of_month < 1 ||
		day_of_month > days_in_month(year, month))
		return DAY_NONE;
	return (struct day){ (int32_t)day_number(year, month, day_of_month) };
}

void
day_parts(struct day day, int *year, int *month, int *day_of_month)
{
	assert(in_calendar(day.number));
	int shifted = day.number + DAYS_TO_1970_MARCH_0000; /* positive in our calendar */
	int era = shifted / ERA_DAYS;
	int of_era = shifted % ERA_DAYS;
	int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * of_year + 2) / 153;
	*day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = era * 400 + year_of_era + (*month <= 2);
}

int
day_weekday(struct day day)
{
	assert(in_calendar(day.number));
	return (day.number - DAY_NUMBER_MIN + 1) % 7; /* 1900-01-01 was a Monday */
}

struct day
day_add(struct day day, int days)
{
	int64_t number = (int64_t)day.number + days;
	if (!in_calendar(day.number) || !in_calendar(number))
		return DAY_NONE;
	return (struct day){ (int32_t)number };
}

struct day
day_add_months(struct day day, int months)
{
	if (!in_calendar(day.number) || months < -2400 || months > 2400)
		return DAY_NONE;
	int year, month, day_of_month;
	day_parts(day, &year, &month, &day_of_month);
	int count = year * 12 + month - 1 + months;
	if (count < 0)
		return DAY_NONE;
	year = count / 12;
	month = count % 12 + 1;
	int last = days_in_month(year, month);
	return day_of(year, month, day_of_month < last ? day_of_month : last);
}

struct day
day_monday(struct day day)
{
	return day_add(day, -((day_weekday(day) + 6) % 7));
}

bool
day_equal(struct day one, struct day other)
{
	return one.number == other.number;
}

bool
day_before(struct day one, struct day other)
{
	return one.number < other.number;
}

bool
day_between(struct day day, struct day first, struct day last)
{
	return in_calendar(day.number) && first.number <= day.number &&
		(day.number <= last.number || day_equal(last, DAY_NONE));
}

bool
day_parse(struct text text, struct day *day)
{
	int year, month, day_of_month;
	if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-' ||
		!digits((struct text){ text.at, 4 }, &year) ||
		!digits((struct text){ text.at + 5, 2 }, &month) ||
		!digits((struct text){ text.at + 8, 2 }, &day_of_month))
		return false;
	struct day parsed = day_of(year, month, day_of_month);
	if (day_equal(parsed, DAY_NONE))
		return false;
	*day = parsed;
	return true;
}

bool
day_parse_italian(struct text text, struct day *day)
{
	int year, month, day_of_month;
	struct text first = text_cut(&text, '/'), second = text_cut(&text, '/');
	if (first.length > 2 || second.length > 2 || text.length != 4 || !digits(first, &day_of_month) ||
		!digits(second, &month) || !digits(text, &year))
		return false;
	struct day parsed = day_of(year, month, day_of_month);
	if (day_equal(parsed, DAY_NONE))
		return false;
	*day = parsed;
	return true;
}

void
day_print(struct day day, char text[DAY_TEXT_SIZE])
{
	text[0] = '\0';
	if (!in_calendar(day.number))
		return;
	int year, month, day_of_month;
	day_parts(day, &year, &month, &day_of_month);
	snprintf(text, DAY_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
		(unsigned)day_of_month % 100);
}

bool
minute_parse(struct text text, struct minute *minute)
{
	int hours, minutes;
	struct text rest = text;
	struct text first = text_cut(&rest, ':');
	if (first.length > 2 || rest.length != 2 || !digits(first, &hours) || !digits(rest, &minutes))
		return false;
	if (minutes > 59 || hours * 60 + minutes > 1440)
		return false;
	*minute = (struct minute){ (int16_t)(hours * 60 + minutes) };
	return true;
}

void
minute_print(struct minute minute, char text[MINUTE_TEXT_SIZE])
{
	text[0] = '\0';
	if (minute.number < 0)
		return;
	snprintf(text, MINUTE_TEXT_SIZE, "%02u:%02u", (unsigned)minute.number / 60 % 100,
		(unsigned)minute.number % 60);
}

static bool
in_calendar(int64_t number)
{
	return number >= DAY_NUMBER_MIN && number <= DAY_NUMBER_MAX;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static int64_t
day_number(int year, int month, int day_of_month)
{
	int from_march_year = month <= 2 ? year - 1 : year;
	int era = from_march_year / 400;
	int year_of_era = from_march_year % 400;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
	int of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
	return (int64_t)era * ERA_DAYS + of_era - DAYS_TO_1970_MARCH_0000;
}

/* One to four digits and nothing else. */
static bool
digits(struct text text, int *value)
{
	if (text.length < 1 || text.length > 4)
		return false;
	*value = 0;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		*value = *value * 10 + (text.at[i] - '0');
	}
	return true;
}
