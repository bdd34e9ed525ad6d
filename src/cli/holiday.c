#include "cli/holiday.h"

#include <stdlib.h>

/* Either a month and day, or days from Easter Sunday when the month is 0. */
struct rule {
	int month, day;
	int last_month, last_day; /* 0: one day; a last before the first is next year's */
	const char *label;
};

static const struct rule italian[] = {
	{ 11, 1, 0, 0, "Tutti i Santi" },
	{ 12, 8, 0, 0, "Immacolata" },
	{ 12, 23, 1, 6, "Vacanze di Natale" },
	{ 0, -3, 0, 2, "Vacanze di Pasqua" },
	{ 4, 25, 0, 0, "Liberazione" },
	{ 5, 1, 0, 0, "Festa del lavoro" },
	{ 6, 2, 0, 0, "Festa della Repubblica" },
	{ 0 },
};
static const struct rule dutch[] = {
	{ 12, 25, 12, 26, "Kerstmis" },
	{ 1, 1, 0, 0, "Nieuwjaarsdag" },
	{ 0, -2, 0, -2, "Goede Vrijdag" },
	{ 0, 1, 0, 1, "Tweede paasdag" },
	{ 4, 27, 0, 0, "Koningsdag" },
	{ 5, 5, 0, 0, "Bevrijdingsdag" },
	{ 0, 39, 0, 39, "Hemelvaartsdag" },
	{ 0, 50, 0, 50, "Tweede pinksterdag" },
	{ 0 },
};
static const struct rule spanish[] = {
	{ 10, 12, 0, 0, "Fiesta Nacional" },
	{ 11, 1, 0, 0, "Todos los Santos" },
	{ 12, 6, 0, 0, "Constitución" },
	{ 12, 8, 0, 0, "Inmaculada" },
	{ 12, 23, 1, 7, "Vacaciones de Navidad" },
	{ 0, -6, 0, 1, "Semana Santa" },
	{ 5, 1, 0, 0, "Día del Trabajo" },
	{ 0 },
};
static const struct {
	const char *code, *language, *zone;
	const struct rule *rules;
	int first_month, first_day, last_month, last_day; /* school begins on a Monday */
} countries[COUNTRIES] = {
	[COUNTRY_IT] = { "IT", "it", "Europe/Rome", italian, 9, 11, 6, 8 },
	[COUNTRY_NL] = { "NL", "nl", "Europe/Amsterdam", dutch, 8, 24, 7, 9 },
	[COUNTRY_ES] = { "ES", "es", "Europe/Madrid", spanish, 9, 7, 6, 22 },
};

static struct day rule_first(const struct rule *rule, int year);
static struct day rule_last(const struct rule *rule, int year);
static int by_first(const void *one, const void *other);

bool
country_parse(struct text text, enum country *country)
{
	for (int i = 0; i < COUNTRIES; i++)
		if (text_is(text, countries[i].code)) {
			*country = (enum country)i;
			return true;
		}
	return false;
}

const char *
country_language(enum country country)
{
	return countries[country].language;
}

const char *
country_zone(enum country country)
{
	return countries[country].zone;
}

struct school_days
school_days_of(enum country country, struct day today)
{
	int year, month, day;
	day_parts(today, &year, &month, &day);
	int last_month = countries[country].last_month;
	if (month < last_month || (month == last_month && day <= countries[country].last_day))
		year--;
	struct school_days days = { .year = year };
	days.first = day_of(year, countries[country].first_month, countries[country].first_day);
	while (day_weekday(days.first) != 1)
		days.first = day_add(days.first, 1);
	days.last = day_of(year + 1, last_month, countries[country].last_day);
	while (day_weekday(days.last) == 0 || day_weekday(days.last) == 6)
		days.last = day_add(days.last, -1);
	return days;
}

int
holidays_of(enum country country, struct day first, struct day last, struct holiday holidays[HOLIDAYS_MAX])
{
	int count = 0, begins, ends, month, day;
	day_parts(first, &begins, &month, &day);
	day_parts(last, &ends, &month, &day);
	for (int year = begins; year <= ends; year++)
		for (const struct rule *rule = countries[country].rules; rule->label; rule++) {
			struct holiday holiday = { rule_first(rule, year), rule_last(rule, year),
				rule->label };
			if (count < HOLIDAYS_MAX && !day_before(holiday.last, first) &&
				!day_before(last, holiday.first))
				holidays[count++] = holiday;
		}
	qsort(holidays, (size_t)count, sizeof holidays[0], by_first);
	return count;
}

/* Anonymous Gregorian computus. */
struct day
easter_of(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int sum = h + l - 7 * m + 114;
	return day_of(year, sum / 31, sum % 31 + 1);
}

static struct day
rule_first(const struct rule *rule, int year)
{
	return rule->month ? day_of(year, rule->month, rule->day) : day_add(easter_of(year), rule->day);
}

static struct day
rule_last(const struct rule *rule, int year)
{
	if (!rule->month)
		return day_add(easter_of(year), rule->last_day);
	if (!rule->last_month)
		return rule_first(rule, year);
	return day_of(rule->last_month < rule->month ? year + 1 : year, rule->last_month, rule->last_day);
}

static int
by_first(const void *one, const void *other)
{
	const struct holiday *first = one, *second = other;
	return first->first.number - second->first.number;
}
