#include "register/school_day.h"

#include <assert.h>

#include "platform/page.h"

static bool is_rest_day(const struct school_calendar *calendar, const struct school_class *class,
	struct day day);
static struct day step(const struct school_calendar *calendar, const struct school_class *class,
	struct day day, int days);

enum school_day
school_day_to_record(const struct school_calendar *calendar, const struct school_class *class, struct day day,
	struct day today)
{
	enum school_day answer = school_day_to_plan(calendar, class, day);
	if (answer == SCHOOL_DAY && day_before(today, day))
		return SCHOOL_DAY_FUTURE;
	return answer;
}

/* A day can be refused for several reasons; the one that a person can do least
 * about is named. */
enum school_day
school_day_to_plan(const struct school_calendar *calendar, const struct school_class *class, struct day day)
{
	/* A year without bounds has no days, though DAY_NONE is an open end elsewhere. */
	if (day_equal(calendar->last_day, DAY_NONE) || day_equal(calendar->first_day, DAY_NONE) ||
		!day_between(day, calendar->first_day, calendar->last_day))
		return SCHOOL_DAY_OUTSIDE_YEAR;
	const struct school_closure *closure = school_day_closure(calendar, class->site, day);
	if (closure && closure->kind == CLOSURE_CLOSED)
		return SCHOOL_DAY_CLOSED;
	if (is_rest_day(calendar, class, day))
		return SCHOOL_DAY_REST;
	return SCHOOL_DAY;
}

bool
is_school_day(const struct school_calendar *calendar, const struct school_class *class, struct day day)
{
	return school_day_to_plan(calendar, class, day) == SCHOOL_DAY;
}

const char *
school_day_message(enum school_day answer)
{
	switch (answer) {
	case SCHOOL_DAY_OUTSIDE_YEAR: return TR("This day is outside the school year.");
	case SCHOOL_DAY_CLOSED: return TR("The school is closed on this day.");
	case SCHOOL_DAY_REST: return TR("There are no lessons on this day of the week.");
	case SCHOOL_DAY_FUTURE: return TR("This day is still to come.");
	case SCHOOL_DAY: break;
	}
	return TR("This is a school day.");
}

const struct school_closure *
school_day_closure(const struct school_calendar *calendar, struct site_id site, struct day day)
{
	const struct school_closure *found = NULL;
	for (size_t i = 0; i < calendar->closure_count; i++) {
		const struct school_closure *closure = &calendar->closures[i];
		if (closure->site.v != 0 && closure->site.v != site.v)
			continue;
		if (!day_between(day, closure->first, closure->last))
			continue;
		if (closure->kind == CLOSURE_CLOSED)
			return closure;
		found = closure;
	}
	return found;
}

struct day
school_day_next(const struct school_calendar *calendar, const struct school_class *class, struct day day)
{
	if (day_before(day, calendar->first_day))
		day = day_add(calendar->first_day, -1);
	return step(calendar, class, day, 1);
}

struct day
school_day_previous(const struct school_calendar *calendar, const struct school_class *class, struct day day)
{
	if (day_before(calendar->last_day, day))
		day = day_add(calendar->last_day, 1);
	return step(calendar, class, day, -1);
}

int
school_day_term(const struct school_calendar *calendar, struct day day)
{
	if (!day_between(day, calendar->first_day, calendar->last_day))
		return -1;
	for (size_t i = 0; i < calendar->term_count; i++)
		if (!day_before(calendar->terms[i].last_day, day))
			return (int)i;
	return -1;
}

const char *
school_year_problem(const struct school_calendar *calendar)
{
	if (day_equal(calendar->first_day, DAY_NONE) || day_equal(calendar->last_day, DAY_NONE) ||
		day_before(calendar->last_day, calendar->first_day))
		return TR("The school year must end after it begins.");
	if (day_before(day_add_months(calendar->first_day, 13), calendar->last_day))
		return TR("The school year is longer than thirteen months.");
	return NULL;
}

const char *
school_calendar_problem(const struct school_calendar *calendar, size_t *term)
{
	*term = calendar->term_count;
	const char *problem = school_year_problem(calendar);
	if (problem)
		return problem;
	if (calendar->term_count < 2 || calendar->term_count > 3)
		return TR("A school year has two or three terms.");
	struct day previous = day_add(calendar->first_day, -1);
	for (size_t i = 0; i < calendar->term_count; i++) {
		*term = i;
		if (!day_before(previous, calendar->terms[i].last_day))
			return TR("Every term must end after the one before it.");
		previous = calendar->terms[i].last_day;
	}
	if (!day_equal(previous, calendar->last_day))
		return TR("The last term must end on the last day of the school year.");
	return NULL;
}

bool
school_rest_day_parse(struct text text, struct school_rest_day *rest)
{
	struct text name = text;
	struct text weekday = text_cut(&name, ':');
	if (weekday.length != 1 || weekday.at[0] < '0' || weekday.at[0] > '6')
		return false;
	if (name.at && name.length == 0) /* "6:" */
		return false;
	*rest = (struct school_rest_day){ weekday.at[0] - '0', name };
	return true;
}

static bool
is_rest_day(const struct school_calendar *calendar, const struct school_class *class, struct day day)
{
	int weekday = day_weekday(day);
	for (size_t i = 0; i < calendar->rest_day_count; i++) {
		const struct school_rest_day *rest = &calendar->rest_days[i];
		if (rest->weekday == weekday &&
			(rest->class_name.length == 0 || text_equal(rest->class_name, class->name)))
			return true;
	}
	return false;
}

static struct day
step(const struct school_calendar *calendar, const struct school_class *class, struct day day, int days)
{
	for (;;) {
		day = day_add(day, days);
		enum school_day answer = school_day_to_plan(calendar, class, day);
		if (answer == SCHOOL_DAY)
			return day;
		if (answer == SCHOOL_DAY_OUTSIDE_YEAR)
			return DAY_NONE;
	}
}
