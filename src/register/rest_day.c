#include "register/rest_day.h"

#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/closure.h"
#include "register/rest_day.sql.h"
#include "register/school_year.h"

static enum outcome add_rest_day(struct request *req, const struct grant *grant,
	const struct school_year_calendar *school);
static enum outcome remove_rest_day(struct request *req, const struct grant *grant,
	const struct school_year_calendar *school, struct text key);
static bool stands(const struct school_calendar *calendar, int64_t weekday, struct text class_name);

const char *
weekday_msgid(int weekday)
{
	static const char *const names[] = { TR("Sunday"), TR("Monday"), TR("Tuesday"), TR("Wednesday"),
		TR("Thursday"), TR("Friday"), TR("Saturday") };
	return names[weekday];
}

enum outcome
rest_day_page(struct request *req, struct reply *reply)
{
	return closure_page(req, reply);
}

enum outcome
rest_day_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, CALENDAR, of_school());
	if (!grant)
		return REFUSED;
	struct school_year_calendar school;
	enum outcome done = school_year_asked(req, &school);
	if (done == OK)
		done = form_has(&req->form, "remove")
			? remove_rest_day(req, grant, &school, form_text(&req->form, "remove"))
			: add_rest_day(req, grant, &school);
	if (done == INVALID)
		return request_invalid(closure_page(req, reply));
	if (done == OK)
		school_year_see(req, reply, &school);
	return done;
}

static enum outcome
remove_rest_day(struct request *req, const struct grant *grant, const struct school_year_calendar *school,
	struct text key)
{
	struct school_rest_day rest;
	if (school_rest_day_parse(key, &rest) && stands(&school->calendar, rest.weekday, rest.class_name))
		return rest_day_remove(req->db, grant, rest.weekday,
			rest.class_name.at ? rest.class_name : text_of(""));
	request_problem(req, "rest", TR("This day of rest is no longer in the calendar."));
	return INVALID;
}

static enum outcome
add_rest_day(struct request *req, const struct grant *grant, const struct school_year_calendar *school)
{
	struct rest_day_record rest = { .class_name = text_trim(form_text(&req->form, "rest_class")) };
	if (rest.class_name.length == 0)
		rest.class_name = text_of(""); /* the whole school; null is no name */
	if (!form_int64(&req->form, "rest_weekday", &rest.weekday) || rest.weekday < 0 || rest.weekday > 6) {
		request_problem(req, "rest_weekday", TR("Choose one of the days."));
		return INVALID;
	}
	struct rest_day_classes_rows classes;
	struct lessons_on_weekday_row lessons;
	enum outcome got = rest_day_classes(req->db, grant, school->year.id, req->arena, &classes);
	if (got == OK)
		got = lessons_on_weekday(req->db, grant, school->year.id, rest.weekday, rest.class_name,
			req->arena, &lessons);
	if (got != OK)
		return got;
	bool known = rest.class_name.length == 0;
	for (size_t i = 0; i < classes.count; i++)
		known |= text_equal(classes.at[i].name, rest.class_name);
	if (!known)
		request_problem(req, "rest_class", TR("Choose one of the classes."));
	else if (stands(&school->calendar, rest.weekday, rest.class_name))
		request_problem(req, "rest_weekday", TR("This is a day of rest already."));
	else if (lessons.held > 0)
		request_problem(req, "rest_weekday",
			TR("Hours are signed already on these days. Who signed them must take the signatures back first."));
	return request_has_problem(req, NULL) ? INVALID : rest_day_keep(req->db, grant, req->arena, &rest);
}

static bool
stands(const struct school_calendar *calendar, int64_t weekday, struct text class_name)
{
	for (size_t i = 0; i < calendar->rest_day_count; i++)
		if (calendar->rest_days[i].weekday == weekday &&
			text_equal(calendar->rest_days[i].class_name, class_name))
			return true;
	return false;
}

enum outcome
rest_day_show(struct request *req, const struct school_year_calendar *school, struct rest_day_view *view)
{
	const struct grant *grant = may(req, MANAGE, CALENDAR, of_school());
	if (!grant)
		return REFUSED;
	struct rest_day_classes_rows classes;
	enum outcome got = rest_day_classes(req->db, grant, school->year.id, req->arena, &classes);
	if (got != OK)
		return got;
	const struct school_calendar *calendar = &school->calendar;
	view->year = school->year.id.v;
	view->adds = form_has(&req->form, "rest_weekday");
	view->days.at = arena_array(req->arena, struct rest_day_line, calendar->rest_day_count);
	for (size_t i = 0; i < calendar->rest_day_count; i++) {
		const struct school_rest_day *rest = &calendar->rest_days[i];
		view->days.at[view->days.count++] = (struct rest_day_line){
			.key = text_printf(req->arena, "%d%s%.*s", rest->weekday,
				rest->class_name.length > 0 ? ":" : "", TEXT_ARG(rest->class_name)),
			.weekday = text_of(page_translate(req->language, weekday_msgid(rest->weekday))),
			.class_name = rest->class_name
		};
	}
	int64_t chosen;
	if (!form_int64(&req->form, "rest_weekday", &chosen))
		chosen = 6;
	view->weekdays.at = arena_array(req->arena, struct rest_day_choice, 7);
	for (int i = 0; i < 7; i++)
		view->weekdays.at[view->weekdays.count++] = (struct rest_day_choice){
			text_printf(req->arena, "%d", (i + 1) % 7),
			text_of(page_translate(req->language, weekday_msgid((i + 1) % 7))),
			chosen == (i + 1) % 7
		};
	view->classes.at = arena_array(req->arena, struct rest_day_choice, classes.count);
	for (size_t i = 0; i < classes.count; i++)
		view->classes.at[view->classes.count++] = (struct rest_day_choice){ classes.at[i].name,
			classes.at[i].name,
			text_equal(classes.at[i].name, form_text(&req->form, "rest_class")) };
	return OK;
}
