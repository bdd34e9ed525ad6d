#include "register/teacher_day.h"

#include <stdlib.h>

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/class_list.h"
#include "register/teacher_day.html.h"
#include "register/teacher_day.sql.h"
#include "register/teacher_day_view.h"

/* How far back an hour that was not signed is still asked for. */
#define DUE_DAYS 14

struct teacher_week {
	struct day first, last;
	struct school_year_calendar school;
	struct week_of_teacher_rows hours;
	struct substitutions_around_teacher_rows substitutions;
	struct lessons_around_teacher_rows lessons;
};

static enum outcome week_load(struct request *req, const struct grant *grant, struct day first,
	struct day last, struct teacher_week *week);
static size_t hours_of_day(struct request *req, const struct teacher_week *week, struct day day,
	struct teacher_hour *hours);
static bool stood_in_for(const struct teacher_week *week, struct person_id self, struct day day,
	struct class_id class, int64_t ordinal);
static void mark_held(const struct teacher_week *week, struct day day, struct class_id class,
	struct teacher_hour *hour);
static void show_due(struct request *req, const struct teacher_week *week, struct teacher_day_view *view);
static enum outcome show_waiting(struct request *req, struct teacher_day_view *view);
static enum outcome show_ties(struct request *req, struct teacher_day_view *view);
static void show_now(struct request *req, struct teacher_day_view *view);
static struct text hour_path(struct request *req, struct class_id class, struct day day, int64_t ordinal);
static struct text day_path(struct request *req, struct day day);

enum outcome
teacher_day_page(struct request *req, struct reply *reply)
{
	struct day day;
	if (!request_day(req, "day", &day))
		return NOT_FOUND;
	return teacher_day_show(req, reply, day);
}

enum outcome
teacher_day_show(struct request *req, struct reply *reply, struct day day)
{
	const struct grant *grant = may(req, READ, TIMETABLE, of_school());
	if (!grant)
		return REFUSED;
	struct day first = day_add(req->today, -DUE_DAYS), last = req->today;
	if (day_before(day, first))
		first = day;
	if (day_before(last, day))
		last = day;
	struct teacher_week week;
	enum outcome got = week_load(req, grant, first, last, &week);
	if (got != OK)
		return got;

	struct teacher_day_view view = { .day = day,
		.today = day_equal(day, req->today),
		.before = day_path(req, day_add(day, -1)),
		.after = day_path(req, day_add(day, 1)) };
	view.hours.at = arena_array(req->arena, struct teacher_hour,
		week.hours.count + week.substitutions.count);
	view.hours.count = hours_of_day(req, &week, day, view.hours.at);
	enum school_day standing = school_day_to_plan(&week.school.calendar, &(struct school_class){ 0 },
		day);
	if (standing != SCHOOL_DAY && view.hours.count == 0)
		view.no_school = text_of(page_translate(req->language, school_day_message(standing)));
	show_now(req, &view);
	show_due(req, &week, &view);
	got = show_waiting(req, &view);
	if (got == OK)
		got = show_ties(req, &view);
	if (got == OK)
		teacher_day_html(req, reply, &view);
	return got;
}

static enum outcome
week_load(struct request *req, const struct grant *grant, struct day first, struct day last,
	struct teacher_week *week)
{
	struct person_id self = req->session->person;
	*week = (struct teacher_week){ .first = first, .last = last };
	enum outcome got = school_calendar_load(req, last, &week->school);
	if (got == OK)
		got = week_of_teacher(req->db, grant, self, first, last, req->today, req->arena,
			&week->hours);
	if (got == OK)
		got = substitutions_around_teacher(req->db, grant, self, first, last, req->arena,
			&week->substitutions);
	if (got == OK)
		got = lessons_around_teacher(req->db, self, first, last, req->arena, &week->lessons);
	return got;
}

static int
by_time(const void *one, const void *other)
{
	const struct teacher_hour *a = one, *b = other;
	return a->starts.number != b->starts.number ? a->starts.number - b->starts.number
						    : text_compare(a->class_name, b->class_name);
}

static bool
in_force(const struct week_of_teacher_row *row, struct day day)
{
	return !day_before(day, row->from_day) &&
		(day_equal(row->to_day, DAY_NONE) || !day_before(row->to_day, day));
}

static size_t
hours_of_day(struct request *req, const struct teacher_week *week, struct day day, struct teacher_hour *hours)
{
	struct person_id self = req->session->person;
	size_t count = 0;
	for (size_t i = 0; i < week->hours.count; i++) {
		const struct week_of_teacher_row *row = &week->hours.at[i];
		struct school_class class = { row->site, row->class_name };
		if (row->weekday != day_weekday(day) || !in_force(row, day) ||
			!is_school_day(&week->school.calendar, &class, day) ||
			stood_in_for(week, self, day, row->class, row->ordinal))
			continue;
		hours[count] = (struct teacher_hour){ .path = hour_path(req, row->class, day, row->ordinal),
			.class = row->class,
			.ordinal = row->ordinal,
			.starts = row->starts,
			.ends = row->ends,
			.subject = row->subject_name,
			.class_name = row->class_name,
			.site = row->site_name };
		mark_held(week, day, row->class, &hours[count++]);
	}
	for (size_t i = 0; i < week->substitutions.count; i++) {
		const struct substitutions_around_teacher_row *row = &week->substitutions.at[i];
		if (!day_equal(row->day, day) || row->teacher.v != self.v)
			continue;
		hours[count] = (struct teacher_hour){ .path = hour_path(req, row->class, day, row->ordinal),
			.class = row->class,
			.ordinal = row->ordinal,
			.starts = row->starts,
			.ends = row->ends,
			.subject = row->subject_name,
			.class_name = row->class_name,
			.site = row->site_name,
			.substitution = true };
		mark_held(week, day, row->class, &hours[count++]);
	}
	qsort(hours, count, sizeof(*hours), by_time);
	for (size_t i = 0; i < count; i++) {
		bool today = day_equal(day, req->today);
		hours[i].now = today && hours[i].starts.number <= req->time.number &&
			req->time.number < hours[i].ends.number;
		hours[i].past = day_before(day, req->today) ||
			(today && hours[i].ends.number <= req->time.number);
	}
	return count;
}

static bool
stood_in_for(const struct teacher_week *week, struct person_id self, struct day day, struct class_id class,
	int64_t ordinal)
{
	for (size_t i = 0; i < week->substitutions.count; i++) {
		const struct substitutions_around_teacher_row *row = &week->substitutions.at[i];
		if (row->instead_of.v == self.v && day_equal(row->day, day) && row->class.v == class.v &&
			row->ordinal == ordinal)
			return true;
	}
	return false;
}

static void
mark_held(const struct teacher_week *week, struct day day, struct class_id class, struct teacher_hour *hour)
{
	for (size_t i = 0; i < week->lessons.count; i++) {
		const struct lessons_around_teacher_row *lesson = &week->lessons.at[i];
		if (!day_equal(lesson->day, day) || lesson->class.v != class.v ||
			lesson->ordinal != hour->ordinal)
			continue;
		hour->own_signature |= lesson->own;
		hour->called |= lesson->called_at.ms > 0;
	}
}

static void
show_now(struct request *req, struct teacher_day_view *view)
{
	for (size_t i = 0; i < view->hours.count && !view->now; i++) {
		if (!view->hours.at[i].now)
			continue;
		view->now = true;
		view->current = view->hours.at[i];
		view->minutes_left = view->current.ends.number - req->time.number;
		req->bell_from = zone_instant(req->zone, req->today, view->current.starts);
		req->bell_until = zone_instant(req->zone, req->today, view->current.ends);
		if (might(req, VIEW, SCREEN, of_class(view->current.class)))
			req->wall_class = view->current.class.v;
	}
}

/* Newest first: yesterday is remembered better than last week. */
static void
show_due(struct request *req, const struct teacher_week *week, struct teacher_day_view *view)
{
	size_t a_day = week->hours.count + week->substitutions.count;
	struct teacher_hour *hours = arena_array(req->arena, struct teacher_hour, a_day + 1);
	view->due.at = arena_array(req->arena, struct teacher_due, (a_day + 1) * (DUE_DAYS + 1));
	for (int back = 0; back <= DUE_DAYS; back++) {
		struct day day = day_add(req->today, -back);
		size_t count = hours_of_day(req, week, day, hours);
		for (size_t i = 0; i < count; i++) {
			if (!hours[i].past || hours[i].own_signature)
				continue;
			view->due.at[view->due.count++] = (struct teacher_due){ .path = hours[i].path,
				.day = day,
				.ordinal = hours[i].ordinal,
				.class_name = hours[i].class_name,
				.subject = hours[i].subject };
		}
	}
}

static enum outcome
show_waiting(struct request *req, struct teacher_day_view *view)
{
	struct waiting_of_teacher_rows rows;
	enum outcome got = waiting_of_teacher(req->db, req->session->person, req->today, req->arena, &rows);
	if (got != OK)
		return got;
	view->waiting.at = arena_array(req->arena, struct teacher_class, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		view->waiting.at[view->waiting.count++] = (struct teacher_class){
			.path = text_printf(req->arena, "/classes/%lld/justifications",
				(long long)rows.at[i].class.v),
			.class_name = rows.at[i].name,
			.waiting = rows.at[i].waiting
		};
	return OK;
}

static enum outcome
show_ties(struct request *req, struct teacher_day_view *view)
{
	struct ties_of_teacher_row ties;
	enum outcome got = ties_of_teacher(req->db, req->session->person, req->today, req->arena, &ties);
	view->no_class = got == OK && ties.found == 0;
	return view->no_class ? class_list_earlier(req, &view->earlier) : got;
}

static struct text
hour_path(struct request *req, struct class_id class, struct day day, int64_t ordinal)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_printf(req->arena, "/lessons/%lld/%s/%lld", (long long)class.v, text, (long long)ordinal);
}

static struct text
day_path(struct request *req, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_printf(req->arena, "/days/%s", text);
}
