#include "register/class_register.h"

#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_register.html.h"
#include "register/class_register_view.h"
#include "register/csv_export.h"
#include "register/register_days.h"

static const struct grant *grant_for(struct request *req, struct class_id class, bool *export);
static enum outcome show_hours(struct request *req, const struct grant *grant,
	const struct register_days *days, struct class_day_view *view);
static void add_lesson(struct request *req, const struct register_lessons_rows *lessons, size_t at,
	const struct register_homework_rows *homework, struct class_day_view *view);
static void show_not_present(struct request *req, const struct register_days *days,
	struct class_day_view *view);
static void fill_month(struct request *req, const struct register_days *days, struct class_month_view *view);
static void write_day(struct request *req, struct reply *reply, const struct class_day_view *view);
static void write_month(struct request *req, struct reply *reply, const struct register_days *days,
	const struct class_month_view *view);
static struct text path_to(struct request *req, const char *what, struct class_id class, struct day day);

enum outcome
class_register_day_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct day day;
	bool export;
	if (!request_int64(req, "class", &class.v) || !request_day(req, "day", &day))
		return NOT_FOUND;
	const struct grant *grant = grant_for(req, class, &export);
	if (!grant)
		return REFUSED;
	struct register_days days;
	enum outcome got = register_days_load(req, grant, class, day, day, &days);
	if (got != OK)
		return got;
	const struct class_place_row *place = &days.calendar.place;
	struct class_day_view view = { .school = setting_text(req, "school.name"),
		.class_name = place->name,
		.site = place->site_name,
		.day = day,
		.month_path = path_to(req, "register-month", class, day),
		.who_can_see = text_printf(req->arena, "/who-can-see/class_register/class/%lld",
			(long long)class.v) };
	if (day_before(place->first_day, day))
		view.before = path_to(req, "register", class, day_add(day, -1));
	if (day_before(day, req->today))
		view.after = path_to(req, "register", class, day_add(day, 1));
	if (might(req, EXPORT, CLASS_REGISTER, of_class(class)))
		view.csv_path = text_printf(req->arena, "%.*s?format=csv",
			TEXT_ARG(path_to(req, "register", class, day)));
	enum school_day standing = school_day_to_plan(&days.calendar.calendar, &days.calendar.class, day);
	if (standing != SCHOOL_DAY)
		view.no_school = text_of(page_translate(req->language, school_day_message(standing)));
	got = show_hours(req, grant, &days, &view);
	if (got != OK)
		return got;
	show_not_present(req, &days, &view);
	if (export)
		write_day(req, reply, &view);
	else
		class_day_html(req, reply, &view);
	return OK;
}

enum outcome
class_register_month_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct day day;
	bool export;
	if (!request_int64(req, "class", &class.v) || !request_day(req, "day", &day))
		return NOT_FOUND;
	const struct grant *grant = grant_for(req, class, &export);
	if (!grant)
		return REFUSED;
	int year, month, of_month;
	day_parts(day, &year, &month, &of_month);
	struct day first = day_of(year, month, 1);
	struct day last = day_add(day_add_months(first, 1), -1);
	struct register_days days;
	enum outcome got = register_days_load(req, grant, class, first, last, &days);
	if (got != OK)
		return got;
	const struct class_place_row *place = &days.calendar.place;
	struct class_month_view view = { .school = setting_text(req, "school.name"),
		.class_name = place->name,
		.site = place->site_name,
		.month = first,
		.day_path = path_to(req, "register", class,
			day_between(req->today, first, last) ? req->today : first) };
	if (day_before(place->first_day, first))
		view.before = path_to(req, "register-month", class, day_add(first, -1));
	if (day_before(last, req->today))
		view.after = path_to(req, "register-month", class, day_add(last, 1));
	if (might(req, EXPORT, CLASS_REGISTER, of_class(class)))
		view.csv_path = text_printf(req->arena, "%.*s?format=csv",
			TEXT_ARG(path_to(req, "register-month", class, first)));
	fill_month(req, &days, &view);
	if (export)
		write_month(req, reply, &days, &view);
	else
		class_month_html(req, reply, &view);
	return OK;
}

/* Taking the table away is a look and an export: both are asked, both are noted. */
static const struct grant *
grant_for(struct request *req, struct class_id class, bool *export)
{
	*export = text_is(form_text(&req->query, "format"), "csv");
	if (*export && !may(req, EXPORT, CLASS_REGISTER, of_class(class)))
		return NULL;
	return may(req, READ, CLASS_REGISTER, of_class(class));
}

static enum outcome
show_hours(struct request *req, const struct grant *grant, const struct register_days *days,
	struct class_day_view *view)
{
	struct class_id class = days->calendar.id;
	struct day day = days->first;
	struct register_lessons_rows lessons;
	struct register_homework_rows homework;
	struct register_timetable_rows due = { 0 };
	struct day_slots_rows slots;
	enum outcome got = register_lessons(req->db, grant, day, day, req->arena, &lessons);
	if (got == OK)
		got = register_homework(req->db, grant, day, day, req->arena, &homework);
	if (got == OK && view->no_school.length == 0)
		got = register_timetable(req->db, grant, day, day_weekday(day), req->arena, &due);
	if (got == OK)
		got = day_slots(req->db, class, day, day_weekday(day), req->arena, &slots);
	if (got != OK)
		return got;

	view->hours.at = arena_array(req->arena, struct register_hour, lessons.count + due.count);
	size_t next = 0;
	for (size_t i = 0; i < slots.count; i++) {
		size_t held = view->hours.count;
		for (; next < lessons.count && lessons.at[next].ordinal <= slots.at[i].ordinal; next++)
			add_lesson(req, &lessons, next, &homework, view);
		for (size_t k = 0; held == view->hours.count && k < due.count; k++)
			if (due.at[k].ordinal == slots.at[i].ordinal)
				view->hours.at[view->hours.count++] = (struct register_hour){
					.ordinal = slots.at[i].ordinal,
					.starts = slots.at[i].starts,
					.ends = slots.at[i].ends,
					.subject = due.at[k].subject_name
				};
	}
	for (; next < lessons.count; next++)
		add_lesson(req, &lessons, next, &homework, view);
	for (size_t i = 0; i < view->hours.count; i++) {
		struct register_hour *hour = &view->hours.at[i];
		hour->path = text_printf(req->arena, "/lessons/%.*s/%lld",
			TEXT_ARG(path_to(req, "", class, day)), (long long)hour->ordinal);
		hour->past = day_before(day, req->today) ||
			(day_equal(day, req->today) && hour->ends.number <= req->time.number);
	}
	return OK;
}

static void
add_lesson(struct request *req, const struct register_lessons_rows *lessons, size_t at,
	const struct register_homework_rows *homework, struct class_day_view *view)
{
	const struct register_lessons_row *row = &lessons->at[at];
	struct register_hour *hour;
	if (at > 0 && row[-1].id.v == row->id.v) {
		hour = &view->hours.at[view->hours.count - 1];
	} else {
		size_t signatures = 0;
		while (at + signatures < lessons->count && lessons->at[at + signatures].id.v == row->id.v)
			signatures++;
		hour = &view->hours.at[view->hours.count++];
		*hour = (struct register_hour){ .ordinal = row->ordinal,
			.starts = row->starts,
			.ends = row->ends,
			.subject = row->subject_name,
			.group = row->subgroup_name,
			.topic = row->topic,
			.activity = row->activity,
			.signatures = { arena_array(req->arena, struct register_signature, signatures), 0 } };
		for (size_t i = 0; i < homework->count; i++)
			if (homework->at[i].lesson.v == row->id.v)
				hour->homework = hour->homework.length == 0
					? homework->at[i].task
					: text_printf(req->arena, "%.*s; %.*s", TEXT_ARG(hour->homework),
						  TEXT_ARG(homework->at[i].task));
	}
	if (row->teacher.v != 0)
		hour->signatures.at[hour->signatures.count++] = (struct register_signature){
			.teacher = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.kind = row->kind
		};
}

static void
show_not_present(struct request *req, const struct register_days *days, struct class_day_view *view)
{
	view->not_present.at = arena_array(req->arena, struct register_pupil_day, days->row_count);
	for (size_t i = 0; i < days->row_count; i++) {
		const struct register_row *row = &days->rows[i];
		const struct register_cell *cell = &row->cells[0];
		if (!cell->member)
			continue;
		enum presence shown = pupil_day_shown(&cell->day);
		view->pupils++;
		view->called |= cell->day.state != PUPIL_DAY_NOT_CALLED;
		view->present += cell->day.state == PUPIL_DAY_PRESENT;
		if (shown == PRESENCE_PRESENT || shown == PRESENCE_NOT_CALLED)
			continue;
		view->not_present.at[view->not_present.count++] = (struct register_pupil_day){
			.register_number = row->register_number,
			.name = row->name,
			.state = shown,
			.times = register_times(req, &cell->day),
			.justified = cell->justified == STILL_TO_JUSTIFY ? REGISTER_TO_JUSTIFY
				: cell->justified == JUSTIFICATION_WAITS ? REGISTER_PROPOSED
				: cell->justified == IS_JUSTIFIED        ? REGISTER_JUSTIFIED
									 : REGISTER_NOTHING_TO_JUSTIFY
		};
	}
}

static void
fill_month(struct request *req, const struct register_days *days, struct class_month_view *view)
{
	size_t count = (size_t)(days->last.number - days->first.number + 1);
	bool closed[31];
	view->days.at = arena_array(req->arena, struct month_day, count);
	for (size_t d = 0; d < count; d++) {
		struct day day = day_add(days->first, (int)d);
		closed[d] = !class_calendar_is_school_day(&days->calendar, day);
		view->days.at[view->days.count++] = (struct month_day){
			.day = day, .number = (int64_t)d + 1, .closed = closed[d]
		};
		if (!closed[d] && !day_before(req->today, day))
			view->days.at[d].path = path_to(req, "register", days->calendar.id, day);
	}
	view->pupils.at = arena_array(req->arena, struct month_pupil, days->row_count);
	for (size_t i = 0; i < days->row_count; i++) {
		const struct register_row *row = &days->rows[i];
		struct month_pupil *pupil = &view->pupils.at[view->pupils.count++];
		*pupil = (struct month_pupil){ .register_number = row->register_number,
			.name = row->name,
			.cells = { arena_array(req->arena, struct month_cell, count), count } };
		for (size_t d = 0; d < count; d++) {
			struct month_cell *cell = &pupil->cells.at[d];
			*cell = (struct month_cell){ pupil_day_shown(&row->cells[d].day), closed[d] };
			if (!row->cells[d].member)
				cell->state = PRESENCE_NOT_CALLED;
			if (closed[d])
				continue;
			pupil->absent += cell->state == PRESENCE_ABSENT;
			pupil->late += pupil_day_late_entry(&row->cells[d].day) != NULL;
			pupil->exits += pupil_day_early_exit(&row->cells[d].day) != NULL;
		}
	}
}

static void
write_day(struct request *req, struct reply *reply, const struct class_day_view *view)
{
	static const char *const heads[] = { TR("hour"), TR("from"), TR("to"), TR("subject"),
		TR("signatures"), TR("topic"), TR("activity"), TR("homework") };
	char day[DAY_TEXT_SIZE];
	day_print(view->day, day);
	struct csv_export csv;
	csv_begin(&csv, req, reply,
		text_printf(req->arena, "register-%.*s-%s.csv", TEXT_ARG(view->class_name), day));
	csv_heads(&csv, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < view->hours.count; i++) {
		const struct register_hour *hour = &view->hours.at[i];
		struct text signatures = { 0 };
		for (size_t s = 0; s < hour->signatures.count; s++)
			signatures = text_printf(req->arena, "%.*s%s%.*s", TEXT_ARG(signatures),
				s > 0 ? ", " : "", TEXT_ARG(hour->signatures.at[s].teacher));
		csv_number(&csv, hour->ordinal);
		csv_minute(&csv, hour->starts);
		csv_minute(&csv, hour->ends);
		csv_text(&csv, hour->subject);
		csv_text(&csv, signatures);
		csv_text(&csv, hour->topic);
		csv_text(&csv, hour->activity);
		csv_text(&csv, hour->homework);
		csv_line(&csv);
	}
}

static void
write_month(struct request *req, struct reply *reply, const struct register_days *days,
	const struct class_month_view *view)
{
	char first[DAY_TEXT_SIZE];
	day_print(days->first, first);
	struct csv_export csv;
	csv_begin(&csv, req, reply,
		text_printf(req->arena, "register-%.*s-%.7s.csv", TEXT_ARG(view->class_name), first));
	csv_text(&csv, text_of(page_translate(req->language, TR("number"))));
	csv_text(&csv, text_of(page_translate(req->language, TR("name"))));
	for (size_t d = 0; d < view->days.count; d++)
		csv_day(&csv, view->days.at[d].day);
	csv_line(&csv);
	for (size_t i = 0; i < view->pupils.count; i++) {
		const struct month_pupil *pupil = &view->pupils.at[i];
		csv_number(&csv, pupil->register_number);
		csv_text(&csv, pupil->name);
		for (size_t d = 0; d < pupil->cells.count; d++)
			csv_text(&csv,
				pupil->cells.at[d].closed
					? (struct text){ 0 }
					: text_of(presence_letter(pupil->cells.at[d].state)));
		csv_line(&csv);
	}
}

/* "/classes/ID/what/DAY"; without what, the middle of a lesson's path. */
static struct text
path_to(struct request *req, const char *what, struct class_id class, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	if (!*what)
		return text_printf(req->arena, "%lld/%s", (long long)class.v, text);
	return text_printf(req->arena, "/classes/%lld/%s/%s", (long long)class.v, what, text);
}
