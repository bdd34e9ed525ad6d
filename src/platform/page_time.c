#include <stdlib.h>

#include "platform/page.h"

/*
 * Days, moments and decimals as people of each language write them. The names
 * stand here and not in po/: they are not sentences, and a missing one would
 * be a wrong date.
 */
static const char *const weekdays[LANGUAGES][7] = {
	[LANGUAGE_EN] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" },
	[LANGUAGE_IT] = { "domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato" },
	[LANGUAGE_NL] = { "zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag" },
	[LANGUAGE_ES] = { "domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado" },
};
static const char *const short_weekdays[LANGUAGES][7] = {
	[LANGUAGE_EN] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" },
	[LANGUAGE_IT] = { "dom", "lun", "mar", "mer", "gio", "ven", "sab" },
	[LANGUAGE_NL] = { "zo", "ma", "di", "wo", "do", "vr", "za" },
	[LANGUAGE_ES] = { "dom", "lun", "mar", "mié", "jue", "vie", "sáb" },
};
static const char *const months[LANGUAGES][12] = {
	[LANGUAGE_EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" },
	[LANGUAGE_IT] = { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
		"settembre", "ottobre", "novembre", "dicembre" },
	[LANGUAGE_NL] = { "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
		"september", "oktober", "november", "december" },
	[LANGUAGE_ES] = { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
		"septiembre", "octubre", "noviembre", "diciembre" },
};
static const char *const short_months[LANGUAGES][12] = {
	[LANGUAGE_EN] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" },
	[LANGUAGE_IT] = { "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov",
		"dic" },
	[LANGUAGE_NL] = { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov",
		"dec" },
	[LANGUAGE_ES] = { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov",
		"dic" },
};

struct parts {
	int year, month, day, weekday;
	enum language language;
};

static bool
parts_of(const struct page *page, struct day day, struct parts *parts)
{
	if (!page_holds_day(day))
		return false;
	day_parts(day, &parts->year, &parts->month, &parts->day);
	parts->weekday = day_weekday(day);
	parts->language = page->req->language;
	return true;
}

void
show_long_day(struct page *page, struct day day)
{
	struct parts parts;
	if (!parts_of(page, day, &parts))
		return;
	const char *month = months[parts.language][parts.month - 1];
	const char *weekday = weekdays[parts.language][parts.weekday];
	if (parts.language == LANGUAGE_ES)
		buf_printf(page->out, "%s, %d de %s", weekday, parts.day, month);
	else
		buf_printf(page->out, "%s %d%s %s", weekday, parts.day,
			parts.language == LANGUAGE_IT && parts.day == 1 ? "º" : "", month);
}

void
show_short_day(struct page *page, struct day day)
{
	struct parts parts;
	if (parts_of(page, day, &parts))
		buf_printf(page->out, "%s %d %s", short_weekdays[parts.language][parts.weekday], parts.day,
			short_months[parts.language][parts.month - 1]);
}

void
show_numeric_day(struct page *page, struct day day)
{
	if (page_holds_day(day))
		page_put_text(page, numeric_day_text(page->req, day));
}

struct text
numeric_day_text(const struct request *req, struct day day)
{
	int year, month, of_month;
	char between = req->language == LANGUAGE_NL ? '-' : '/';
	day_parts(day, &year, &month, &of_month);
	return text_printf(req->arena, "%02d%c%02d%c%04d", of_month, between, month, between, year);
}

void
show_month(struct page *page, struct day day)
{
	struct parts parts;
	if (parts_of(page, day, &parts))
		buf_printf(page->out, parts.language == LANGUAGE_ES ? "%s de %d" : "%s %d",
			months[parts.language][parts.month - 1], parts.year);
}

void
show_short_weekday(struct page *page, int64_t weekday)
{
	page_put_terminated(page, short_weekdays[page->req->language][weekday % 7]);
}

void
show_clock(struct page *page, struct instant at)
{
	struct day day;
	struct minute minute;
	if (!page_holds_instant(at))
		return;
	zone_local(page->req->zone, at, &day, &minute);
	buf_printf(page->out, "%d:%02d", minute.number / 60, minute.number % 60);
}

void
show_moment(struct page *page, struct instant at)
{
	struct day day;
	struct minute minute;
	if (!page_holds_instant(at))
		return;
	zone_local(page->req->zone, at, &day, &minute);
	show_short_day(page, day);
	buf_printf(page->out, ", ");
	show_clock(page, at);
}

/* 4150 is 41,5: two places at most, and no zeros at the end. */
void
show_hundredths(struct page *page, int64_t units)
{
	const char *point = page->req->language == LANGUAGE_EN ? "." : ",";
	long long whole = units / 100;
	int rest = (int)llabs(units % 100);
	if (units < 0 && whole == 0)
		buf_put_byte(page->out, '-');
	buf_printf(page->out, "%lld", whole);
	if (rest % 10 != 0)
		buf_printf(page->out, "%s%02d", point, rest);
	else if (rest != 0)
		buf_printf(page->out, "%s%d", point, rest / 10);
}
