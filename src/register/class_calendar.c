#include "register/class_calendar.h"

#include "platform/page.h"

static bool refuse(struct request *req, const struct class_calendar *calendar, struct day day,
	const char *field, enum school_day answer);

enum outcome
class_calendar_load_year(struct request *req, struct class_id class, struct class_calendar *calendar)
{
	*calendar = (struct class_calendar){ .id = class };
	const struct class_place_row *place = &calendar->place;
	struct closures_between_rows closures;
	struct rest_days_of_rows rest;
	enum outcome got = class_place(req->db, class, req->arena, &calendar->place);
	if (got == OK)
		got = closures_between(req->db, place->site, place->first_day, place->last_day, req->arena,
			&closures);
	if (got == OK)
		got = rest_days_of(req->db, place->name, req->arena, &rest);
	if (got != OK)
		return got;

	struct school_closure *closed = arena_array(req->arena, struct school_closure, closures.count);
	for (size_t i = 0; i < closures.count; i++)
		closed[i] = (struct school_closure){ closures.at[i].first_day, closures.at[i].last_day,
			closures.at[i].kind, closures.at[i].site, closures.at[i].label };
	struct school_rest_day *rests = arena_array(req->arena, struct school_rest_day, rest.count);
	for (size_t i = 0; i < rest.count; i++)
		rests[i] = (struct school_rest_day){ (int)rest.at[i].weekday, rest.at[i].class_name };
	calendar->calendar = (struct school_calendar){ .first_day = place->first_day,
		.last_day = place->last_day,
		.closures = closed,
		.closure_count = closures.count,
		.rest_days = rests,
		.rest_day_count = rest.count };
	calendar->class = (struct school_class){ place->site, place->name };
	return OK;
}

enum outcome
school_calendar_load(struct request *req, struct day day, struct school_year_calendar *school)
{
	struct closures_of_school_rows closures;
	struct rest_days_of_school_rows rest;
	struct terms_of_year_rows terms;
	enum outcome got = year_at(req->db, day, req->arena, &school->year);
	if (got == OK)
		got = closures_of_school(req->db, school->year.first_day, school->year.last_day, req->arena,
			&closures);
	if (got == OK)
		got = rest_days_of_school(req->db, req->arena, &rest);
	if (got == OK)
		got = terms_of_year(req->db, school->year.id, req->arena, &terms);
	if (got != OK)
		return got;

	struct school_closure *closed = arena_array(req->arena, struct school_closure, closures.count);
	for (size_t i = 0; i < closures.count; i++)
		closed[i] = (struct school_closure){ closures.at[i].first_day, closures.at[i].last_day,
			closures.at[i].kind, closures.at[i].site, closures.at[i].label };
	struct school_rest_day *rests = arena_array(req->arena, struct school_rest_day, rest.count);
	for (size_t i = 0; i < rest.count; i++)
		rests[i] = (struct school_rest_day){ (int)rest.at[i].weekday, rest.at[i].class_name };
	struct school_term *parts = arena_array(req->arena, struct school_term, terms.count);
	for (size_t i = 0; i < terms.count; i++)
		parts[i] = (struct school_term){ terms.at[i].name, terms.at[i].last_day };
	school->calendar = (struct school_calendar){ .first_day = school->year.first_day,
		.last_day = school->year.last_day,
		.closures = closed,
		.closure_count = closures.count,
		.rest_days = rests,
		.rest_day_count = rest.count,
		.terms = parts,
		.term_count = terms.count };
	return OK;
}

bool
class_calendar_is_school_day(const struct class_calendar *calendar, struct day day)
{
	return is_school_day(&calendar->calendar, &calendar->class, day);
}

bool
class_calendar_opens(struct request *req, const struct class_calendar *calendar, struct day day,
	const char *field)
{
	return refuse(req, calendar, day, field,
		school_day_to_record(&calendar->calendar, &calendar->class, day, req->today));
}

bool
class_calendar_plans(struct request *req, const struct class_calendar *calendar, struct day day,
	const char *field)
{
	return refuse(req, calendar, day, field,
		school_day_to_plan(&calendar->calendar, &calendar->class, day));
}

static bool
refuse(struct request *req, const struct class_calendar *calendar, struct day day, const char *field,
	enum school_day answer)
{
	if (answer == SCHOOL_DAY)
		return true;
	const struct school_closure *closure = answer != SCHOOL_DAY_CLOSED
		? NULL
		: school_day_closure(&calendar->calendar, calendar->class.site, day);
	if (closure && closure->label.length > 0)
		request_problem_about(req, field, TR("The school is closed on this day: %1."),
			closure->label);
	else
		request_problem(req, field, school_day_message(answer));
	return false;
}

struct day
class_calendar_next(const struct class_calendar *calendar, struct day after, struct day last,
	unsigned weekdays)
{
	for (struct day day = day_add(after, 1); !day_before(last, day); day = day_add(day, 1))
		if (weekdays >> day_weekday(day) & 1 && class_calendar_is_school_day(calendar, day))
			return day;
	return DAY_NONE;
}
