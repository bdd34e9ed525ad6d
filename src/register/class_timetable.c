#include "register/class_timetable.h"

#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/class_timetable.html.h"
#include "register/class_timetable.sql.h"
#include "register/rest_day.h"
#include "register/signing.h"

#define DAY_HOURS_MAX 12

struct week {
	struct class_id class;
	struct class_calendar calendar;
	struct day day;
	bool may_change;
	struct timetable_of_class_rows hours;
	struct day_slots_rows slots[7]; /* Monday first */
};

static enum outcome read_week(struct request *req, const struct grant *grant, struct week *week);
static void show_weekdays(struct request *req, const struct week *week, struct class_timetable_view *view);
static void show_row(struct request *req, const struct week *week, int64_t ordinal,
	struct class_timetable_view *view);
static struct timetable_cell cell_of(struct request *req, const struct week *week, int at, int64_t ordinal);
static bool lasts(const struct week *week, int at);

enum outcome
class_timetable_page(struct request *req, struct reply *reply)
{
	struct week week = { 0 };
	if (!request_int64(req, "class", &week.class.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, TIMETABLE, of_school());
	if (!grant)
		return REFUSED;
	enum outcome got = class_calendar_load_year(req, week.class, &week.calendar);
	if (got != OK)
		return got;
	const struct class_place_row *place = &week.calendar.place;
	struct text typed = form_text(&req->query, "day");
	if (!day_parse(typed, &week.day) || !day_between(week.day, place->first_day, place->last_day))
		week.day = day_before(req->today, place->first_day) ? place->first_day
			: day_before(place->last_day, req->today)   ? place->last_day
								    : req->today;
	week.may_change = might(req, MANAGE, TIMETABLE, of_school());
	got = read_week(req, grant, &week);
	if (got != OK)
		return got;
	char day[DAY_TEXT_SIZE];
	day_print(week.day, day);
	struct class_timetable_view view = { .class_name = place->name,
		.site = place->site_name,
		.path = text_printf(req->arena, "/classes/%lld/timetable", (long long)week.class.v),
		.day = text_copy(req->arena, text_of(day)),
		.shown = week.day,
		.empty = week.hours.count == 0,
		.may_change = week.may_change,
		.provisional = week.hours.count > 0 && week.hours.at[0].provisional };
	show_weekdays(req, &week, &view);
	view.rows.at = arena_array(req->arena, struct timetable_row, DAY_HOURS_MAX);
	for (int64_t ordinal = 1; ordinal <= DAY_HOURS_MAX; ordinal++)
		show_row(req, &week, ordinal, &view);
	class_timetable_html(req, reply, &view);
	return OK;
}

static enum outcome
read_week(struct request *req, const struct grant *grant, struct week *week)
{
	enum outcome got = timetable_of_class(req->db, grant, week->class, week->day, req->arena,
		&week->hours);
	for (int at = 0; got == OK && at < 7; at++)
		got = day_slots(req->db, week->class, week->day, (at + 1) % 7, req->arena, &week->slots[at]);
	return got;
}

/* Days with hours, the class's days of rest left out. */
static bool
lasts(const struct week *week, int at)
{
	for (size_t i = 0; i < week->calendar.calendar.rest_day_count; i++)
		if (week->calendar.calendar.rest_days[i].weekday == (at + 1) % 7)
			return false;
	return week->slots[at].count > 0;
}

static void
show_weekdays(struct request *req, const struct week *week, struct class_timetable_view *view)
{
	view->weekdays.at = arena_array(req->arena, struct timetable_weekday, 7);
	for (int at = 0; at < 7; at++)
		if (lasts(week, at))
			view->weekdays.at[view->weekdays.count++] = (struct timetable_weekday){
				.name = text_of(page_translate(req->language, weekday_msgid((at + 1) % 7))),
				.today = day_equal(week->day, req->today) &&
					day_weekday(req->today) == (at + 1) % 7
			};
}

static void
show_row(struct request *req, const struct week *week, int64_t ordinal, struct class_timetable_view *view)
{
	struct timetable_row row = { .ordinal = ordinal,
		.cells.at = arena_array(req->arena, struct timetable_cell, view->weekdays.count) };
	bool any = false;
	for (int at = 0; at < 7; at++) {
		if (!lasts(week, at))
			continue;
		row.cells.at[row.cells.count] = cell_of(req, week, at, ordinal);
		any |= !row.cells.at[row.cells.count++].none;
	}
	if (any)
		view->rows.at[view->rows.count++] = row;
}

static struct timetable_cell
cell_of(struct request *req, const struct week *week, int at, int64_t ordinal)
{
	struct timetable_cell cell = { .none = true };
	for (size_t i = 0; i < week->slots[at].count; i++)
		if (week->slots[at].at[i].ordinal == ordinal)
			cell = (struct timetable_cell){ .starts = week->slots[at].at[i].starts,
				.ends = week->slots[at].at[i].ends };
	if (cell.none)
		return cell;
	char day[DAY_TEXT_SIZE];
	day_print(week->day, day);
	if (week->may_change)
		cell.path = text_printf(req->arena, "/classes/%lld/timetable/%d/%lld?day=%s",
			(long long)week->class.v, (at + 1) % 7, (long long)ordinal, day);
	cell.entries.at = arena_array(req->arena, struct timetable_entry, week->hours.count);
	for (size_t i = 0; i < week->hours.count; i++) {
		const struct timetable_of_class_row *hour = &week->hours.at[i];
		if (hour->weekday != (at + 1) % 7 || hour->ordinal != ordinal)
			continue;
		cell.entries.at[cell.entries.count++] = (struct timetable_entry){
			.subject = hour->subject_name,
			.teacher = hour->family_name,
			.group = hour->subgroup.v == PART_ALTERNATIVE
				? text_of(page_translate(req->language, TR("alternative")))
				: hour->subgroup_name
		};
	}
	return cell;
}
