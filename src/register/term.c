#include "register/term.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/school_year.h"
#include "register/closure.h"
#include "register/term.sql.h"

#define TERMS_MAX 3
#define NAME_MAX  40

struct term_plan {
	struct school_term terms[TERMS_MAX];
	size_t count;
};

static const char *const name_fields[TERMS_MAX] = { "name_1", "name_2", "name_3" };
static const char *const last_fields[TERMS_MAX] = { "last_1", "last_2", "last_3" };

static bool read_plan(struct request *req, const struct school_calendar *calendar, struct term_plan *plan);
static void check_names(struct request *req, const struct term_plan *plan);
static struct school_calendar planned(const struct school_calendar *calendar, const struct term_plan *plan);
static enum outcome refuse_moved(struct request *req, const struct grant *grant,
	const struct school_calendar *calendar, const struct term_plan *plan);
static enum outcome keep_terms(struct request *req, const struct grant *grant,
	const struct school_year_calendar *school, const struct term_plan *plan);

enum outcome
term_page(struct request *req, struct reply *reply)
{
	return closure_page(req, reply);
}

enum outcome
term_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, CALENDAR, of_school());
	if (!grant)
		return REFUSED;
	struct school_year_calendar school;
	struct term_plan plan;
	enum outcome done = school_year_asked(req, &school);
	if (done == OK && !read_plan(req, &school.calendar, &plan))
		done = INVALID;
	if (done == OK)
		done = refuse_moved(req, grant, &school.calendar, &plan);
	if (done == OK)
		done = keep_terms(req, grant, &school, &plan);
	if (done == INVALID)
		return request_invalid(closure_page(req, reply));
	if (done == OK)
		school_year_see(req, reply, &school);
	return done;
}

static bool
read_plan(struct request *req, const struct school_calendar *calendar, struct term_plan *plan)
{
	*plan = (struct term_plan){ .count = TERMS_MAX };
	if (text_trim(form_text(&req->form, "name_3")).length == 0 &&
		form_text(&req->form, "last_3").length == 0)
		plan->count = 2;
	for (size_t i = 0; i < plan->count; i++) {
		struct school_term *term = &plan->terms[i];
		struct text typed = form_text(&req->form, last_fields[i]);
		term->name = text_trim(form_text(&req->form, name_fields[i]));
		term->last_day = calendar->last_day;
		bool ends_with_year = i == plan->count - 1 && typed.length == 0;
		if (!ends_with_year && !day_parse(typed, &term->last_day))
			request_problem_about(req, last_fields[i], TR("%1 is not a day."), typed);
	}
	check_names(req, plan);
	if (request_has_problem(req, NULL))
		return false;
	size_t wrong;
	struct school_calendar with = planned(calendar, plan);
	const char *problem = school_calendar_problem(&with, &wrong);
	if (problem)
		request_problem(req, wrong < plan->count ? last_fields[wrong] : "", problem);
	return !problem;
}

static void
check_names(struct request *req, const struct term_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct text name = plan->terms[i].name;
		if (name.length == 0)
			request_problem(req, name_fields[i], TR("Every term needs a name."));
		else if (text_code_points(name) > NAME_MAX)
			request_problem(req, name_fields[i], TR("This is too long: at most 40 characters."));
		for (size_t k = 0; name.length > 0 && k < i; k++)
			if (text_equal(name, plan->terms[k].name))
				request_problem(req, name_fields[i], TR("Another term has this name."));
	}
}

static struct school_calendar
planned(const struct school_calendar *calendar, const struct term_plan *plan)
{
	struct school_calendar with = *calendar;
	with.terms = plan->terms;
	with.term_count = plan->count;
	return with;
}

/* Counts and averages of a term follow its days at once: whoever moves a term
 * over hours that are signed is told, and says so. */
static enum outcome
refuse_moved(struct request *req, const struct grant *grant, const struct school_calendar *calendar,
	const struct term_plan *plan)
{
	struct school_calendar with = planned(calendar, plan);
	struct day first = DAY_NONE, last = DAY_NONE;
	for (struct day day = calendar->first_day; !day_before(calendar->last_day, day);
		day = day_add(day, 1)) {
		if (school_day_term(calendar, day) == school_day_term(&with, day))
			continue;
		first = day_equal(first, DAY_NONE) ? day : first;
		last = day;
	}
	if (day_equal(first, DAY_NONE) || form_has(&req->form, "moved"))
		return OK;
	struct term_hours_held_row hours;
	enum outcome got = term_hours_held(req->db, grant, first, last, req->arena, &hours);
	if (got != OK || hours.held == 0)
		return got;
	request_problem_about(req, "moved",
		TR("Signed hours that would count in another term: %1. Tick the box if that is right."),
		text_printf(req->arena, "%lld", (long long)hours.held));
	return INVALID;
}

static enum outcome
keep_terms(struct request *req, const struct grant *grant, const struct school_year_calendar *school,
	const struct term_plan *plan)
{
	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < plan->count; i++)
		kept = term_keep(req->db, grant, req->arena,
			&(struct term_record){ .school_year = school->year.id,
				.ordinal = (int64_t)i + 1,
				.name = plan->terms[i].name,
				.last_day = plan->terms[i].last_day });
	for (size_t i = plan->count; kept == OK && i < school->calendar.term_count; i++)
		kept = term_remove(req->db, grant, school->year.id, (int64_t)i + 1);
	return kept;
}

void
term_show(struct request *req, const struct school_year_calendar *school, bool may_manage,
	struct term_view *view)
{
	const struct school_calendar *calendar = &school->calendar;
	*view = (struct term_view){ .year = school->year.id.v,
		.year_ends = calendar->last_day,
		.may_manage = may_manage,
		.asks_moved = request_has_problem(req, "moved") };
	struct day first = calendar->first_day;
	view->lines.at = arena_array(req->arena, struct term_line, calendar->term_count);
	for (size_t i = 0; i < calendar->term_count; i++) {
		const struct school_term *term = &calendar->terms[i];
		view->lines.at[view->lines.count++] = (struct term_line){ .name = term->name,
			.first_day = first,
			.last_day = term->last_day,
			.now = day_between(req->today, first, term->last_day) };
		first = day_add(term->last_day, 1);
	}
	bool typed = form_has(&req->form, "name_1");
	view->open = typed;
	view->rows.at = arena_array(req->arena, struct term_row, TERMS_MAX);
	for (size_t i = 0; i < TERMS_MAX; i++) {
		char last[DAY_TEXT_SIZE] = "";
		if (i < calendar->term_count)
			day_print(calendar->terms[i].last_day, last);
		view->rows.at[view->rows.count++] = (struct term_row){ .ordinal = (int64_t)i + 1,
			.name_field = name_fields[i],
			.last_field = last_fields[i],
			.name = typed                      ? form_text(&req->form, name_fields[i])
				: i < calendar->term_count ? calendar->terms[i].name
							   : text_of(""),
			.last = typed ? form_text(&req->form, last_fields[i])
				      : text_copy(req->arena, text_of(last)),
			.third = i == 2 };
	}
}
