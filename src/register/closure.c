#include "register/closure.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/closure.html.h"
#include "register/closure.sql.h"
#include "register/closure_view.h"
#include "register/family.h"
#include "register/rest_day.h"
#include "register/school_year.h"
#include "register/term.h"

#define LABEL_MAX 100

static enum outcome show(struct request *req, struct reply *reply);
static enum outcome remove_closure(struct request *req, const struct grant *grant,
	const struct school_year_calendar *school, int64_t id);
static enum outcome add_closure(struct request *req, const struct grant *grant,
	const struct school_year_calendar *school);
static bool read_closure(struct request *req, struct closure_record *closure);
static struct text rest_days(struct request *req, const struct school_calendar *calendar);

enum outcome
closure_page(struct request *req, struct reply *reply)
{
	return show(req, reply);
}

enum outcome
closure_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, CALENDAR, of_school());
	if (!grant)
		return REFUSED;
	struct school_year_calendar school;
	int64_t id;
	enum outcome done = school_year_asked(req, &school);
	if (done != OK)
		return done;
	done = form_int64(&req->form, "remove", &id) ? remove_closure(req, grant, &school, id)
						     : add_closure(req, grant, &school);
	if (done == INVALID)
		return request_invalid(show(req, reply));
	if (done == OK)
		school_year_see(req, reply, &school);
	return done;
}

static enum outcome
remove_closure(struct request *req, const struct grant *grant, const struct school_year_calendar *school,
	int64_t id)
{
	struct closures_of_school_rows rows;
	enum outcome got = closures_of_school(req->db, school->year.first_day, school->year.last_day,
		req->arena, &rows);
	if (got != OK)
		return got;
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].id.v == id)
			return closure_remove(req->db, grant, rows.at[i].id);
	request_problem(req, "", TR("This closure is no longer in the calendar."));
	return INVALID;
}

static bool
read_closure(struct request *req, struct closure_record *closure)
{
	int64_t kind = 0, site = 0;
	closure->label = text_trim(form_text(&req->form, "label"));
	if (closure->label.length == 0)
		request_problem(req, "label", TR("What is the school closed for?"));
	else if (text_code_points(closure->label) > LABEL_MAX)
		request_problem(req, "label", TR("This is too long: at most 100 characters."));
	struct text first = form_text(&req->form, "first_day"), last = form_text(&req->form, "last_day");
	if (!day_parse(first, &closure->first_day))
		request_problem_about(req, "first_day", TR("%1 is not a day."), first);
	closure->last_day = closure->first_day;
	if (last.length > 0 && !day_parse(last, &closure->last_day))
		request_problem_about(req, "last_day", TR("%1 is not a day."), last);
	if (form_text(&req->form, "kind").length > 0 &&
		(!form_int64(&req->form, "kind", &kind) || kind < 0 || kind > CLOSURE_ASSEMBLY))
		request_problem(req, "kind", TR("Choose one of the kinds."));
	if (form_text(&req->form, "site").length > 0 && !form_int64(&req->form, "site", &site))
		request_problem(req, "site", TR("Choose one of the sites."));
	closure->kind = (enum closure_kind)kind;
	closure->site = (struct site_id){ site };
	return !request_has_problem(req, NULL);
}

static enum outcome
add_closure(struct request *req, const struct grant *grant, const struct school_year_calendar *school)
{
	struct closure_record closure = { .id = { request_new_id(req) } };
	if (!read_closure(req, &closure))
		return INVALID;
	struct sites_of_school_rows sites;
	struct lessons_in_days_row lessons;
	enum outcome got = sites_of_school(req->db, req->arena, &sites);
	if (got == OK)
		got = lessons_in_days(req->db, grant, closure.first_day, closure.last_day, closure.site,
			req->arena, &lessons);
	if (got != OK)
		return got;
	bool known = closure.site.v == 0;
	for (size_t i = 0; i < sites.count; i++)
		known |= sites.at[i].id.v == closure.site.v;
	if (!known)
		request_problem(req, "site", TR("Choose one of the sites."));
	if (day_before(closure.last_day, closure.first_day))
		request_problem(req, "last_day", TR("This ends before it begins."));
	else if (!day_between(closure.first_day, school->year.first_day, school->year.last_day) ||
		!day_between(closure.last_day, school->year.first_day, school->year.last_day))
		request_problem(req, "first_day", TR("This lies outside the school year."));
	else if (closure.kind == CLOSURE_CLOSED && lessons.held > 0)
		request_problem(req, "first_day",
			TR("Hours are signed already on these days. Who signed them must take the signatures back first."));
	return request_has_problem(req, NULL) ? INVALID : closure_keep(req->db, grant, req->arena, &closure);
}

static enum outcome
show(struct request *req, struct reply *reply)
{
	if (!may(req, READ, CALENDAR, of_school()))
		return REFUSED;
	struct school_year_calendar school;
	struct closures_of_school_rows closures;
	struct sites_of_school_rows sites;
	enum outcome got = school_year_asked(req, &school);
	if (got == OK)
		got = closures_of_school(req->db, school.year.first_day, school.year.last_day, req->arena,
			&closures);
	if (got == OK)
		got = sites_of_school(req->db, req->arena, &sites);
	if (got != OK)
		return got;
	int64_t kind = 0, site = 0;
	struct closure_view view = { .year_id = school.year.id.v,
		.year = school.year.label,
		.rest_days = rest_days(req, &school.calendar),
		.may_manage = might(req, MANAGE, CALENDAR, of_school()),
		.may_shape_hours = might(req, MANAGE, TIMETABLE, of_school()),
		.saved = form_has(&req->query, "saved"),
		.adds = form_has(&req->form, "first_day"),
		.label = form_text(&req->form, "label"),
		.first_day = form_text(&req->form, "first_day"),
		.last_day = form_text(&req->form, "last_day"),
		.kind = form_int64(&req->form, "kind", &kind) && kind == CLOSURE_ASSEMBLY ? CLOSURE_ASSEMBLY
											  : CLOSURE_CLOSED };
	term_show(req, &school, view.may_manage, &view.terms);
	got = school_year_show(req, &school, &view.years);
	if (got == OK && view.may_manage)
		got = rest_day_show(req, &school, &view.rest);
	if (got != OK)
		return got;
	if (!form_int64(&req->form, "site", &site))
		site = 0;
	view.sites.at = arena_array(req->arena, struct closure_site, sites.count);
	for (size_t i = 0; sites.count > 1 && i < sites.count; i++)
		view.sites.at[view.sites.count++] = (struct closure_site){ sites.at[i].id.v, sites.at[i].name,
			sites.at[i].id.v == site };
	view.closures.at = arena_array(req->arena, struct closure_line, closures.count);
	for (size_t i = 0; i < closures.count; i++) {
		const struct closure_record *row = &closures.at[i];
		struct closure_line *line = &view.closures.at[view.closures.count++];
		*line = (struct closure_line){ .id = row->id.v,
			.first_day = row->first_day,
			.last_day = row->last_day,
			.one_day = day_equal(row->first_day, row->last_day),
			.kind = row->kind,
			.label = row->label,
			.past = day_before(row->last_day, req->today) };
		for (size_t k = 0; k < sites.count; k++)
			if (sites.at[k].id.v == row->site.v)
				line->site = sites.at[k].name;
	}
	family_lead_on(req);
	closure_html(req, reply, &view);
	return OK;
}

/* "Sunday; Saturday (1A, 2A)" */
static struct text
rest_days(struct request *req, const struct school_calendar *calendar)
{
	struct text words = { 0 };
	for (int weekday = 0; weekday < 7; weekday++) {
		bool everybody = false, anybody = false;
		struct text classes = { 0 };
		for (size_t i = 0; i < calendar->rest_day_count; i++) {
			const struct school_rest_day *rest = &calendar->rest_days[i];
			if (rest->weekday != weekday)
				continue;
			anybody = true;
			everybody |= rest->class_name.length == 0;
			if (rest->class_name.length > 0)
				classes = text_printf(req->arena, "%.*s%s%.*s", TEXT_ARG(classes),
					classes.length > 0 ? ", " : "", TEXT_ARG(rest->class_name));
		}
		if (!anybody)
			continue;
		const char *name = page_translate(req->language, weekday_msgid(weekday));
		words = everybody ? text_printf(req->arena, "%.*s%s%s", TEXT_ARG(words),
					    words.length > 0 ? "; " : "", name)
				  : text_printf(req->arena, "%.*s%s%s (%.*s)", TEXT_ARG(words),
					    words.length > 0 ? "; " : "", name, TEXT_ARG(classes));
	}
	return words;
}
