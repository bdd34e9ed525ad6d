#include "register/family_day.h"

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/absence.h"
#include "register/family.h"
#include "register/family_day.html.h"

/* How far ahead homework is shown. */
#define HOMEWORK_DAYS 14

struct family_desk {
	struct person_id pupil;
	struct day day;
	struct pupil_card_row card;
	struct class_calendar calendar;
	struct pupil_absences absences;
};

static enum outcome desk_open(struct request *req, struct person_id pupil, struct day day,
	struct family_desk *desk);
static enum outcome show_hours(struct request *req, const struct family_desk *desk,
	struct family_day_view *view);
static void show_hour(struct request *req, const struct family_desk *desk, const struct day_slots_row *slot,
	const struct class_day_for_pupil_rows *rows, struct family_day_view *view);
static enum outcome show_homework(struct request *req, const struct grant *lesson,
	const struct family_desk *desk, struct family_day_view *view);
static struct text path_of(struct request *req, struct person_id pupil, struct day day);

enum outcome
family_day_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	struct day day;
	if (!request_int64(req, "pupil", &pupil.v) || !request_day(req, "day", &day))
		return NOT_FOUND;
	return family_day_show(req, reply, pupil, day);
}

enum outcome
family_day_show(struct request *req, struct reply *reply, struct person_id pupil, struct day day)
{
	struct family_desk desk;
	enum outcome got = desk_open(req, pupil, day, &desk);
	req->about = pupil.v;
	if (got != OK)
		return got;
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	const struct pupil_absences *absences = &desk.absences;
	struct family_day_view view = {
		.given_name = desk.card.given_name,
		.day = day,
		.class_name = desk.calendar.place.name,
		.site = desk.calendar.place.site_name,
		.to_justify = absences->to_justify,
		.may_justify = might(req, JUSTIFY, JUSTIFICATION, of_person(pupil)),
		.justify_path = text_printf(req->arena, "/pupils/%lld/justifications", (long long)pupil.v),
		.year_path = text_printf(req->arena, "/pupils/%lld/absences", (long long)pupil.v),
		.who_can_see = text_printf(req->arena, "/who-can-see/attendance/person/%lld",
			(long long)pupil.v),
		.gauge = pupil_year_gauge(&absences->year),
		.calendar = absence_calendar(req, absences, day_add(day_monday(req->today), -7 * 8)),
	};
	bool staff = req->session->role != ROLE_GUARDIAN && req->session->role != ROLE_PUPIL;
	if (staff && might(req, READ, CONTACT, of_person(pupil)))
		view.contacts_path = text_printf(req->arena, "/pupils/%lld/contacts", (long long)pupil.v);
	if (day_before(absences->school.year.first_day, day))
		view.before = path_of(req, pupil, day_add(day, -1));
	if (day_before(day, absences->school.year.last_day))
		view.after = path_of(req, pupil, day_add(day, 1));
	got = family_children(req, pupil, text_printf(req->arena, "/days/%s", text).at, &view.children);
	if (got == OK && desk.card.class.v != 0) /* from today on: it must be read before */
		got = remote_notices_deliver(req, desk.card.class, pupil, req->today, day_add(req->today, 60),
			&view.remote);
	if (got == OK)
		got = show_hours(req, &desk, &view);
	/* Who looked is for the family alone; a teacher reads the rest of the page. */
	if (got == OK && might(req, READ, TRAIL, of_person(pupil))) {
		view.looks_path = text_printf(req->arena, "/pupils/%lld/looks", (long long)pupil.v);
		got = who_looked(req, pupil, req->today, req->today, &view.looks);
	}
	if (got == OK)
		family_day_html(req, reply, &view);
	return got;
}

static enum outcome
desk_open(struct request *req, struct person_id pupil, struct day day, struct family_desk *desk)
{
	*desk = (struct family_desk){ .pupil = pupil, .day = day };
	enum outcome got = pupil_absences_load(req, pupil, &desk->absences);
	if (got == OK)
		got = family_card(req, pupil, day, &desk->card);
	if (got == OK && desk->card.class.v != 0)
		got = class_calendar_load_year(req, desk->card.class, &desk->calendar);
	return got;
}

static enum outcome
show_hours(struct request *req, const struct family_desk *desk, struct family_day_view *view)
{
	struct class_id class = desk->card.class;
	if (class.v == 0) {
		view->no_school = text_of(page_translate(req->language,
			TR("In no class on this day. The office knows who is in which class.")));
		return OK;
	}
	enum school_day standing = school_day_to_plan(&desk->calendar.calendar, &desk->calendar.class,
		desk->day);
	if (standing != SCHOOL_DAY) {
		const struct school_closure *closure = standing != SCHOOL_DAY_CLOSED
			? NULL
			: school_day_closure(&desk->calendar.calendar, desk->calendar.class.site, desk->day);
		view->no_school = closure
			? closure->label
			: text_of(page_translate(req->language, school_day_message(standing)));
	}
	if (!might(req, READ, LESSON, of_class(class))) {
		if (standing == SCHOOL_DAY)
			view->no_school = text_of(page_translate(req->language,
				TR("What was done in the hours is open to those who are in the class now.")));
		return OK;
	}
	const struct grant *lesson = may(req, READ, LESSON, of_class(class));
	enum outcome got = show_homework(req, lesson, desk, view);
	if (got != OK || standing != SCHOOL_DAY)
		return got;

	struct day_slots_rows slots;
	struct class_day_for_pupil_rows rows;
	got = day_slots(req->db, class, desk->day, day_weekday(desk->day), req->arena, &slots);
	if (got == OK)
		got = class_day_for_pupil(req->db, lesson, desk->pupil, desk->day, day_weekday(desk->day),
			req->arena, &rows);
	if (got != OK)
		return got;
	view->hours.at = arena_array(req->arena, struct family_hour, slots.count);
	for (size_t i = 0; i < slots.count; i++)
		show_hour(req, desk, &slots.at[i], &rows, view);
	return OK;
}

/* What was held goes before what the timetable says; while only support has
 * signed, the subject is still the timetable's (REG-22). */
static void
show_hour(struct request *req, const struct family_desk *desk, const struct day_slots_row *slot,
	const struct class_day_for_pupil_rows *rows, struct family_day_view *view)
{
	const struct class_day_for_pupil_row *row = NULL;
	struct text subject = text_of("");
	for (size_t i = 0; i < rows->count; i++) {
		if (rows->at[i].ordinal != slot->ordinal)
			continue;
		row = &rows->at[i];
		if (row->subject_name.length)
			subject = row->subject_name;
	}
	if (!row)
		return;
	struct family_hour *hour = &view->hours.at[view->hours.count++];
	*hour = (struct family_hour){ .starts = slot->starts,
		.ends = slot->ends,
		.subject = subject,
		.topic = row->topic,
		.activity = row->activity,
		.held = row->held,
		.at = MINUTE_NONE };
	hour->now = day_equal(desk->day, req->today) && slot->starts.number <= req->time.number &&
		req->time.number < slot->ends.number;
	const struct year_day *day = pupil_absences_day(&desk->absences, desk->day);
	if (!row->held || !day || day->pupil.state == PUPIL_DAY_NOT_CALLED)
		return;
	hour->shows_state = true;
	hour->state = pupil_day_in_hour(&day->pupil, slot->starts, slot->ends);
	for (int i = 0; i < day->pupil.passage_count; i++) {
		struct minute at = day->pupil.passages[i].at;
		bool here = slot->starts.number <= at.number && at.number < slot->ends.number;
		if (here && (hour->state == PRESENCE_LATE || hour->state == PRESENCE_EXIT))
			hour->at = at;
	}
}

static enum outcome
show_homework(struct request *req, const struct grant *lesson, const struct family_desk *desk,
	struct family_day_view *view)
{
	struct homework_due_rows rows;
	enum outcome got = homework_due(req->db, lesson, desk->day, day_add(desk->day, HOMEWORK_DAYS),
		req->arena, &rows);
	if (got != OK)
		return got;
	view->homework.at = arena_array(req->arena, struct family_task, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		view->homework.at[view->homework.count++] = (struct family_task){ rows.at[i].due_day,
			rows.at[i].subject_name, rows.at[i].task };
	return OK;
}

static struct text
path_of(struct request *req, struct person_id pupil, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_printf(req->arena, "/pupils/%lld/days/%s", (long long)pupil.v, text);
}
