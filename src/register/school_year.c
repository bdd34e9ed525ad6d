#include "register/school_year.h"

#include "identity/structure.sql.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/closure.h"
#include "register/school_year.sql.h"
#include "register/school_year_end.h"

#define LABEL_MAX        20
#define BETWEEN_DAYS_MAX 366

static enum outcome open_year(struct request *req, struct reply *reply, const struct grant *grant,
	const struct structure_years_rows *years);
static enum outcome change_days(struct request *req, struct reply *reply, const struct grant *grant,
	const struct structure_years_rows *years);
static void check_label(struct request *req, const struct structure_years_rows *years, struct text label);
static bool read_days(struct request *req, const char *first_field, const char *last_field,
	struct school_year_record *year);
static void check_neighbours(struct request *req, const struct structure_years_rows *years,
	const char *first_field, const char *last_field, const struct school_year_record *year);
static enum outcome keep_terms(struct request *req, const struct grant *grant, const char *first_field,
	const struct school_year_record *year, struct school_year_id like, int later_months);
static enum outcome refuse_outside(struct request *req, const struct grant *grant,
	const struct school_year_record *year);
static struct school_year_record next_year(struct request *req, const struct school_year_record *last);
static struct text day_text(struct request *req, struct day day);

enum outcome
school_year_page(struct request *req, struct reply *reply)
{
	return closure_page(req, reply);
}

enum outcome
school_year_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, CALENDAR, of_school());
	if (!grant)
		return REFUSED;
	struct structure_years_rows years;
	enum outcome done = structure_years(req->db, req->arena, &years);
	if (done == OK && years.count == 0)
		done = NOT_FOUND;
	if (done == OK)
		done = text_is(form_text(&req->form, "act"), "days") ? change_days(req, reply, grant, &years)
								     : open_year(req, reply, grant, &years);
	if (done == INVALID)
		return request_invalid(closure_page(req, reply));
	return done;
}

static void
see(struct request *req, struct reply *reply, struct school_year_id year)
{
	reply_see(reply, req, "/calendar?year=%lld&saved=1", (long long)year.v);
}

static enum outcome
open_year(struct request *req, struct reply *reply, const struct grant *grant,
	const struct structure_years_rows *years)
{
	const struct school_year_record *last = &years->at[years->count - 1];
	struct school_year_record year = { .id = { request_new_id(req) },
		.label = text_trim(form_text(&req->form, "label")) };
	if (day_before(req->today, last->first_day))
		request_problem_about(req, "label", TR("%1 is open already and has not begun."), last->label);
	check_label(req, years, year.label);
	if (read_days(req, "opens", "ends", &year))
		check_neighbours(req, years, "opens", "ends", &year);
	if (request_has_problem(req, NULL))
		return INVALID;
	int later = (year.first_day.number - last->first_day.number + 182) / 365;
	enum outcome got = keep_terms(req, grant, "opens", &year, last->id, 12 * later);
	if (got == OK)
		got = year_keep(req->db, grant, req->arena, &year);
	if (got == OK)
		got = school_year_end(req, grant, last->id, day_add(year.first_day, -1), DAY_NONE);
	if (got == OK)
		see(req, reply, year.id);
	return got;
}

static void
check_label(struct request *req, const struct structure_years_rows *years, struct text label)
{
	if (label.length == 0)
		request_problem(req, "label", TR("What is the year called?"));
	else if (text_code_points(label) > LABEL_MAX)
		request_problem(req, "label", TR("This is too long: at most 20 characters."));
	for (size_t i = 0; i < years->count; i++)
		if (text_equal(years->at[i].label, label))
			request_problem(req, "label", TR("Another year has this name."));
}

static bool
read_days(struct request *req, const char *first_field, const char *last_field,
	struct school_year_record *year)
{
	struct text first = form_text(&req->form, first_field), last = form_text(&req->form, last_field);
	bool one = day_parse(first, &year->first_day), other = day_parse(last, &year->last_day);
	if (!one)
		request_problem_about(req, first_field, TR("%1 is not a day."), first);
	if (!other)
		request_problem_about(req, last_field, TR("%1 is not a day."), last);
	if (!one || !other)
		return false;
	struct school_calendar days = { .first_day = year->first_day, .last_day = year->last_day };
	const char *problem = school_year_problem(&days);
	if (problem)
		request_problem(req, last_field, problem);
	return !problem;
}

/* Years follow each other: no day belongs to two. */
static void
check_neighbours(struct request *req, const struct structure_years_rows *years, const char *first_field,
	const char *last_field, const struct school_year_record *year)
{
	for (size_t i = 0; i < years->count; i++) {
		const struct school_year_record *other = &years->at[i];
		if (other->id.v == year->id.v || day_before(other->last_day, year->first_day) ||
			day_before(year->last_day, other->first_day))
			continue;
		bool ends_in_it = day_between(year->last_day, other->first_day, other->last_day) &&
			day_before(year->first_day, other->first_day);
		request_problem_about(req, ends_in_it ? last_field : first_field,
			TR("This lies in the school year %1."), other->label);
	}
	const struct school_year_record *before = &years->at[0];
	for (size_t i = 0; i < years->count; i++)
		if (years->at[i].id.v != year->id.v && day_before(years->at[i].last_day, year->first_day))
			before = &years->at[i];
	if (before->id.v != year->id.v &&
		day_before(day_add(before->last_day, BETWEEN_DAYS_MAX), year->first_day))
		request_problem_about(req, first_field, TR("This is more than a year after the end of %1."),
			before->label);
}

/* The terms of a year, moved by some months; the last one ends with the year. */
static enum outcome
keep_terms(struct request *req, const struct grant *grant, const char *first_field,
	const struct school_year_record *year, struct school_year_id like, int later_months)
{
	struct terms_of_year_rows rows;
	enum outcome got = terms_of_year(req->db, like, req->arena, &rows);
	struct school_term *terms = arena_array(req->arena, struct school_term, rows.count);
	for (size_t i = 0; got == OK && i < rows.count; i++)
		terms[i] = (struct school_term){ rows.at[i].name,
			i + 1 == rows.count ? year->last_day
					    : day_add_months(rows.at[i].last_day, later_months) };
	if (got != OK || rows.count == 0)
		return got;
	size_t wrong;
	struct school_calendar planned = { .first_day = year->first_day,
		.last_day = year->last_day,
		.terms = terms,
		.term_count = rows.count };
	if (school_calendar_problem(&planned, &wrong)) {
		request_problem_about(req, first_field, TR("Into these days the term %1 does not fit."),
			wrong < rows.count ? terms[wrong].name : text_of(""));
		return INVALID;
	}
	for (size_t i = 0; got == OK && i < rows.count; i++)
		got = year_term_keep(req->db, grant, req->arena,
			&(struct term_record){ year->id, (int64_t)i + 1, terms[i].name, terms[i].last_day });
	return got;
}

/* A mistake is put right, while no signed hour would lie outside. */
static enum outcome
change_days(struct request *req, struct reply *reply, const struct grant *grant,
	const struct structure_years_rows *years)
{
	struct school_year_calendar school;
	enum outcome got = school_year_asked(req, &school);
	if (got != OK)
		return got;
	struct school_year_record year = { .id = school.year.id, .label = school.year.label };
	if (read_days(req, "first", "last", &year))
		check_neighbours(req, years, "first", "last", &year);
	if (request_has_problem(req, NULL))
		return INVALID;
	got = refuse_outside(req, grant, &year);
	if (got == OK)
		got = keep_terms(req, grant, "last", &year, year.id, 0);
	if (got == OK)
		got = year_keep(req->db, grant, req->arena, &year);
	for (size_t i = 1; got == OK && i < years->count; i++)
		if (years->at[i].id.v == year.id.v && !day_equal(years->at[i].first_day, year.first_day))
			got = school_year_end(req, grant, years->at[i - 1].id, day_add(year.first_day, -1),
				day_add(years->at[i].first_day, -1));
	if (got == OK)
		see(req, reply, year.id);
	return got;
}

static enum outcome
refuse_outside(struct request *req, const struct grant *grant, const struct school_year_record *year)
{
	struct year_hours_outside_row hours;
	enum outcome got = year_hours_outside(req->db, grant, year->id, year->first_day, year->last_day,
		req->arena, &hours);
	if (got != OK || hours.held == 0)
		return got;
	request_problem_about(req, "first", TR("Signed hours that would lie outside the year: %1."),
		text_printf(req->arena, "%lld", (long long)hours.held));
	return INVALID;
}

enum outcome
school_year_asked(struct request *req, struct school_year_calendar *school)
{
	const struct form *asked = form_has(&req->form, "year") ? &req->form : &req->query;
	int64_t id;
	if (!form_has(asked, "year"))
		return school_calendar_load(req, req->today, school);
	struct structure_years_rows years;
	enum outcome got = structure_years(req->db, req->arena, &years);
	if (got != OK)
		return got;
	for (size_t i = 0; form_int64(asked, "year", &id) && i < years.count; i++)
		if (years.at[i].id.v == id)
			return school_calendar_load(req, years.at[i].first_day, school);
	return NOT_FOUND;
}

void
school_year_see(struct request *req, struct reply *reply, const struct school_year_calendar *school)
{
	see(req, reply, school->year.id);
}

enum outcome
school_year_holds_until(struct request *req, struct school_year_id year, struct day *until)
{
	struct year_after_row next;
	enum outcome got = year_after(req->db, year, req->arena, &next);
	*until = got == OK ? day_add(next.first_day, -1) : DAY_NONE;
	return got == NOT_FOUND ? OK : got;
}

enum outcome
school_year_show(struct request *req, const struct school_year_calendar *school,
	struct school_year_view *view)
{
	struct structure_years_rows years;
	enum outcome got = structure_years(req->db, req->arena, &years);
	if (got != OK)
		return got;
	const struct school_year_record *last = &years.at[years.count - 1];
	*view = (struct school_year_view){ .year = school->year.id.v,
		.shown = school->year.label,
		.may_manage = might(req, MANAGE, CALENDAR, of_school()),
		.opened = day_before(req->today, last->first_day),
		.opens_next = form_has(&req->form, "opens"),
		.changes_days = form_has(&req->form, "first") };
	view->years.at = arena_array(req->arena, struct school_year_line, years.count);
	for (size_t i = 0; years.count > 1 && i < years.count; i++)
		view->years.at[view->years.count++] = (struct school_year_line){ .label = years.at[i].label,
			.path = text_printf(req->arena, "/calendar?year=%lld", (long long)years.at[i].id.v),
			.shown = years.at[i].id.v == school->year.id.v };
	struct school_year_record next = next_year(req, last);
	view->label = view->opens_next ? form_text(&req->form, "label") : next.label;
	view->opens = view->opens_next ? form_text(&req->form, "opens") : day_text(req, next.first_day);
	view->ends = view->opens_next ? form_text(&req->form, "ends") : day_text(req, next.last_day);
	view->first = view->changes_days ? form_text(&req->form, "first")
					 : day_text(req, school->year.first_day);
	view->last = view->changes_days ? form_text(&req->form, "last")
					: day_text(req, school->year.last_day);
	return OK;
}

static struct text
day_text(struct request *req, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_copy(req->arena, text_of(text));
}

/* What usually comes: the same weekday a year later, the same date at the end. */
static struct school_year_record
next_year(struct request *req, const struct school_year_record *last)
{
	struct school_year_record next = { .first_day = day_add(last->first_day, 52 * 7),
		.last_day = day_add_months(last->last_day, 12) };
	int year, month, day;
	day_parts(next.first_day, &year, &month, &day);
	next.label = text_printf(req->arena, "%d/%02d", year, (year + 1) % 100);
	return next;
}
