#include "register/substitution.h"

#include <stdlib.h>

#include "identity/person_name.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/substitution.html.h"
#include "register/substitution.sql.h"
#include "register/substitution_view.h"

struct desk {
	struct day day;
	struct school_year_calendar school;
	struct hours_of_school_day_rows hours;
	struct substitutions_of_day_rows set;
	struct teachers_of_school_rows teachers;
};

static enum outcome desk_open(struct request *req, struct desk *desk);
static enum outcome set(struct request *req, const struct grant *grant, const struct desk *desk);
static enum outcome take_back(struct request *req, const struct grant *grant, const struct desk *desk,
	struct text value);
static enum outcome show(struct request *req, struct reply *reply, const struct desk *desk);
static void show_hours(struct request *req, const struct desk *desk, struct substitution_view *view);
static void show_teachers(struct request *req, const struct desk *desk,
	const struct hours_of_school_day_row *chosen, struct substitution_view *view);
static const struct hours_of_school_day_row *hour_of_value(struct request *req, const struct desk *desk,
	struct text value);
static struct text value_of(struct request *req, struct class_id class, int64_t ordinal,
	struct person_id teacher);
static struct text full_name(struct request *req, struct text family_name, struct text given_name);
static struct text day_path(struct request *req, struct day day);

enum outcome
substitution_page(struct request *req, struct reply *reply)
{
	struct desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
substitution_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, TIMETABLE, of_school());
	if (!grant)
		return REFUSED;
	struct desk desk;
	enum outcome got = desk_open(req, &desk);
	if (got != OK)
		return got;
	struct text removed = form_text(&req->form, "remove");
	enum outcome done = removed.length > 0 ? take_back(req, grant, &desk, removed)
					       : set(req, grant, &desk);
	if (done == INVALID)
		return request_invalid(show(req, reply, &desk));
	if (done == OK)
		reply_see(reply, req, "%.*s&saved=1", TEXT_ARG(day_path(req, desk.day)));
	return done;
}

static enum outcome
desk_open(struct request *req, struct desk *desk)
{
	*desk = (struct desk){ .day = req->today };
	struct text day = form_text(&req->query, "day");
	if (day.length > 0 && !day_parse(day, &desk->day))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, TIMETABLE, of_school());
	if (!grant)
		return REFUSED;
	enum outcome got = school_calendar_load(req, desk->day, &desk->school);
	if (got == OK)
		got = hours_of_school_day(req->db, grant, desk->day, day_weekday(desk->day), req->arena,
			&desk->hours);
	if (got == OK)
		got = substitutions_of_day(req->db, grant, desk->day, req->arena, &desk->set);
	if (got == OK)
		got = teachers_of_school(req->db, grant, desk->day, ROLE_TEACHER, req->arena,
			&desk->teachers);
	return got;
}

static enum outcome
set(struct request *req, const struct grant *grant, const struct desk *desk)
{
	int64_t teacher = 0;
	bool known = false;
	const struct hours_of_school_day_row *hour = hour_of_value(req, desk, form_text(&req->form, "hour"));
	if (form_int64(&req->form, "teacher", &teacher))
		for (size_t i = 0; i < desk->teachers.count; i++)
			known |= desk->teachers.at[i].teacher.v == teacher;
	struct school_class class = { 0 };
	if (hour)
		class = (struct school_class){ hour->site, hour->class_name };
	if (!hour)
		request_problem(req, "hour", TR("Choose an hour of this day."));
	else if (day_before(desk->day, req->today))
		request_problem(req, "hour", TR("This day is over: who was there signs as a substitution."));
	else if (!is_school_day(&desk->school.calendar, &class, desk->day))
		request_problem(req, "hour", TR("The class has no school on this day."));
	if (!known)
		request_problem(req, "teacher", TR("Choose a teacher of the school."));
	else if (hour && hour->teacher.v == teacher)
		request_problem(req, "teacher", TR("This teacher is due in this hour anyway."));
	if (request_has_problem(req, NULL))
		return INVALID;
	return substitution_keep(req->db, grant, req->arena,
		&(struct substitution_record){ .day = desk->day,
			.class = hour->class,
			.ordinal = hour->ordinal,
			.teacher = { teacher },
			.instead_of = hour->teacher });
}

static enum outcome
take_back(struct request *req, const struct grant *grant, const struct desk *desk, struct text value)
{
	for (size_t i = 0; i < desk->set.count; i++) {
		const struct substitutions_of_day_row *row = &desk->set.at[i];
		if (!text_equal(value_of(req, row->class, row->ordinal, row->teacher), value))
			continue;
		return substitution_remove(req->db, grant, desk->day, row->class, row->ordinal, row->teacher);
	}
	request_problem(req, "", TR("This substitution is no longer set."));
	return INVALID;
}

static const struct hours_of_school_day_row *
hour_of_value(struct request *req, const struct desk *desk, struct text value)
{
	for (size_t i = 0; i < desk->hours.count; i++) {
		const struct hours_of_school_day_row *row = &desk->hours.at[i];
		if (text_equal(value_of(req, row->class, row->ordinal, row->teacher), value))
			return row;
	}
	return NULL;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct desk *desk)
{
	struct substitution_view view = { .day = desk->day,
		.action = day_path(req, desk->day),
		.today = day_equal(desk->day, req->today),
		.before = day_path(req, day_add(desk->day, -1)),
		.after = day_path(req, day_add(desk->day, 1)),
		.saved = form_has(&req->query, "saved") };
	enum school_day standing = school_day_to_plan(&desk->school.calendar, &(struct school_class){ 0 },
		desk->day);
	if (standing != SCHOOL_DAY)
		view.no_school = text_of(page_translate(req->language, school_day_message(standing)));
	show_hours(req, desk, &view);
	show_teachers(req, desk, hour_of_value(req, desk, form_text(&req->form, "hour")), &view);
	substitution_html(req, reply, &view);
	return OK;
}

static void
show_hours(struct request *req, const struct desk *desk, struct substitution_view *view)
{
	struct text posted = form_text(&req->form, "hour");
	view->hours.at = arena_array(req->arena, struct substitution_hour, desk->hours.count);
	for (size_t i = 0; i < desk->hours.count && view->no_school.length == 0; i++) {
		const struct hours_of_school_day_row *row = &desk->hours.at[i];
		char starts[MINUTE_TEXT_SIZE];
		minute_print(row->starts, starts);
		struct text value = value_of(req, row->class, row->ordinal, row->teacher);
		view->hours.at[view->hours.count++] = (struct substitution_hour){ .value = value,
			.word = text_printf(req->arena, "%s %.*s: %.*s, %.*s", starts,
				TEXT_ARG(row->class_name), TEXT_ARG(row->subject_name),
				TEXT_ARG(row->family_name)),
			.chosen = text_equal(value, posted) };
	}
	view->lines.at = arena_array(req->arena, struct substitution_line, desk->set.count);
	for (size_t i = 0; i < desk->set.count; i++) {
		const struct substitutions_of_day_row *row = &desk->set.at[i];
		struct substitution_line *line = &view->lines.at[view->lines.count++];
		*line = (struct substitution_line){ .ordinal = row->ordinal,
			.class_name = row->class_name,
			.value = value_of(req, row->class, row->ordinal, row->teacher),
			.teacher = full_name(req, row->family_name, row->given_name),
			.starts = MINUTE_NONE,
			.past = day_before(desk->day, req->today) };
		for (size_t k = 0; k < desk->hours.count; k++) {
			const struct hours_of_school_day_row *hour = &desk->hours.at[k];
			if (hour->class.v != row->class.v || hour->ordinal != row->ordinal)
				continue;
			line->starts = hour->starts;
			if (hour->teacher.v == row->instead_of.v)
				line->instead_of = full_name(req, hour->family_name, hour->given_name);
		}
	}
}

static int
free_first(const void *one, const void *other)
{
	const struct substitution_teacher *a = one, *b = other;
	return a->free != b->free ? (a->free ? -1 : 1) : text_compare(a->order, b->order);
}

static void
show_teachers(struct request *req, const struct desk *desk, const struct hours_of_school_day_row *chosen,
	struct substitution_view *view)
{
	int64_t posted = 0;
	if (!form_int64(&req->form, "teacher", &posted))
		posted = 0;
	view->teachers.at = arena_array(req->arena, struct substitution_teacher, desk->teachers.count);
	for (size_t i = 0; i < desk->teachers.count; i++) {
		const struct teachers_of_school_row *row = &desk->teachers.at[i];
		bool busy = false;
		for (size_t k = 0; chosen && k < desk->hours.count; k++)
			busy |= desk->hours.at[k].teacher.v == row->teacher.v &&
				desk->hours.at[k].starts.number < chosen->ends.number &&
				desk->hours.at[k].ends.number > chosen->starts.number;
		view->teachers.at[view->teachers.count++] = (struct substitution_teacher){
			.id = row->teacher.v,
			.name = full_name(req, row->family_name, row->given_name),
			.order = person_name_order(req->arena, row->family_name, row->given_name),
			.free = chosen && !busy,
			.chosen = row->teacher.v == posted
		};
	}
	qsort(view->teachers.at, view->teachers.count, sizeof(view->teachers.at[0]), free_first);
}

static struct text
value_of(struct request *req, struct class_id class, int64_t ordinal, struct person_id teacher)
{
	return text_printf(req->arena, "%lld %lld %lld", (long long)class.v, (long long)ordinal,
		(long long)teacher.v);
}

static struct text
full_name(struct request *req, struct text family_name, struct text given_name)
{
	return text_printf(req->arena, "%.*s %.*s", TEXT_ARG(family_name), TEXT_ARG(given_name));
}

static struct text
day_path(struct request *req, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_printf(req->arena, "/substitutions?day=%s", text);
}
