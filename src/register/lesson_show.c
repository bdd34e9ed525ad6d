/* What is on record about an hour, or what was typed about it, as the page's view. */
#include <string.h>

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/justification.h"
#include "register/lesson.h"
#include "register/lesson.html.h"
#include "register/lesson_view.h"

/* How far back the roll call still points out an absence that nobody has
 * justified; older ones stand in the totals of the class. */
#define JUSTIFY_DAYS_BACK 21

static void show_now(struct request *req, const struct lesson_hour *hour, struct lesson_view *view);
static enum outcome show_pupils(struct request *req, const struct lesson_hour *hour,
	const struct roll_posts *posts, struct lesson_view *view);
static void show_pupil(struct request *req, const struct lesson_hour *hour, const struct roll_pupil *roll,
	const struct roll_posted *posted, struct lesson_pupil *pupil);
static void show_typed(struct request *req, const struct roll_posted *posted, struct lesson_pupil *pupil);
static void show_problem(struct request *req, struct lesson_pupil *pupil);
static void count_pupil(const struct lesson_pupil *pupil, struct lesson_view *view);
static enum outcome show_waiting(struct request *req, const struct lesson_hour *hour,
	struct lesson_view *view);
static void show_signatures(struct request *req, const struct lesson_hour *hour,
	const struct signing_way *way, struct lesson_view *view);
static void show_ways(struct request *req, const struct lesson_hour *hour, const struct signing_way *way,
	struct lesson_view *view);
static void show_saved(struct request *req, struct lesson_view *view);
static struct lesson_times times_of(struct request *req, const struct roll_pupil *roll,
	enum passage_kind kind);
static struct lesson_times times_typed(struct request *req, const struct text *typed, int count);
static struct text day_path(struct request *req, struct day day);

enum outcome
lesson_show(struct request *req, struct reply *reply, struct lesson_hour *hour, const struct signing_way *way,
	const struct lesson_texts *texts, const struct roll_posts *posts)
{
	const struct signed_lesson *lesson = lesson_of_way(hour, way);
	const struct lessons_at_slot_row *row = lesson ? lesson_hour_row(hour, lesson->id) : NULL;
	struct text day = day_path(req, hour->day);
	struct lesson_view view = {
		.action = text_printf(req->arena, "/lessons/%lld/%.*s/%lld", (long long)hour->class.v,
			TEXT_ARG(day), (long long)hour->ordinal),
		.back = text_printf(req->arena, "/days/%.*s", TEXT_ARG(day)),
		.subject = lesson ? lesson->subject_name
			: way     ? way->subject_name
				  : hour->timetabled,
		.class_name = hour->calendar.place.name,
		.group = row ? row->subgroup_name : (struct text){ 0 },
		.day = hour->day,
		.ordinal = hour->ordinal,
		.starts = hour->slot.starts,
		.ends = hour->slot.ends,
		.site = hour->calendar.place.site_name,
		.may_record = might(req, RECORD, ATTENDANCE, of_class(hour->class)),
		.may_write = might(req, RECORD, LESSON, of_class(hour->class)),
		.topic = texts->topic,
		.activity = texts->activity,
		.homework = texts->homework,
		.homework_due = texts->homework_due,
		.support_text = texts->support_text,
		.called = row && row->called_at.ms > 0,
		.called_at = row ? row->called_at : (struct instant){ 0 },
		.signs_nothing = text_is(texts->sign_as, "none"),
	};
	show_now(req, hour, &view);
	enum school_day standing = school_day_to_record(&hour->calendar.calendar, &hour->calendar.class,
		hour->day, req->today);
	if (standing != SCHOOL_DAY) {
		view.may_record = false;
		view.why_not = text_of(page_translate(req->language, school_day_message(standing)));
	}
	struct day next = way ? lesson_next_day(req, hour) : DAY_NONE;
	view.has_next = !day_equal(next, DAY_NONE);
	view.next_lesson = next;
	view.who_can_see = text_printf(req->arena, "/who-can-see/attendance/class/%lld",
		(long long)hour->class.v);
	const char *named[] = { "topic", "activity", "homework" };
	for (int i = 0; i < 3; i++)
		view.names_found |= posts && request_has_problem(req, named[i]);

	show_saved(req, &view);
	show_signatures(req, hour, way, &view);
	enum outcome got = remote_notices(req, hour->class, hour->day, hour->day, &view.remote);
	if (got == OK)
		got = show_pupils(req, hour, posts, &view);
	if (got == OK)
		got = show_waiting(req, hour, &view);
	if (got == OK)
		lesson_html(req, reply, &view);
	return got;
}

static void
show_now(struct request *req, const struct lesson_hour *hour, struct lesson_view *view)
{
	if (!day_equal(hour->day, req->today) || req->time.number < hour->slot.starts.number ||
		hour->slot.ends.number <= req->time.number)
		return;
	view->now = true;
	view->minute = req->time.number;
	view->minutes_left = hour->slot.ends.number - req->time.number;
	req->bell_from = zone_instant(req->zone, hour->day, hour->slot.starts);
	req->bell_until = zone_instant(req->zone, hour->day, hour->slot.ends);
	if (might(req, VIEW, SCREEN, of_class(hour->class))) {
		req->wall_class = hour->class.v;
		view->wall_path = text_printf(req->arena, "/classes/%lld/wall", (long long)hour->class.v);
	}
}

/* The answer of a save leads here with what it did; nobody else's page says so
 * for longer than a minute. */
static void
show_saved(struct request *req, struct lesson_view *view)
{
	int64_t saved, pressed;
	if (!form_int64(&req->query, "saved", &saved) || saved > req->now.ms ||
		saved < req->now.ms - 60 * 1000)
		return;
	view->saved = true;
	view->saved_at = (struct instant){ saved };
	if (!form_int64(&req->query, "pupils", &view->saved_pupils))
		view->saved_pupils = 0;
	if (form_int64(&req->query, "pressed", &pressed) && pressed < saved - 60 * 1000) {
		view->saved_late = true;
		view->pressed_at = (struct instant){ pressed };
	}
}

static enum outcome
show_pupils(struct request *req, const struct lesson_hour *hour, const struct roll_posts *posts,
	struct lesson_view *view)
{
	const struct grant *roster = may(req, READ, ROSTER, of_class(hour->class));
	if (!roster)
		return REFUSED;
	struct roster_of_class_rows names;
	enum outcome got = roster_of_class(req->db, roster, hour->day, req->arena, &names);
	if (got != OK)
		return got;

	view->pupils.at = arena_array(req->arena, struct lesson_pupil, hour->roll.count);
	size_t n = 0;
	for (size_t i = 0; i < hour->roll.count; i++) {
		const struct roll_pupil *roll = &hour->roll.at[i];
		while (n < names.count && names.at[n].pupil.v != roll->pupil.v)
			n++;
		if (n == names.count)
			break;
		struct lesson_pupil *pupil = &view->pupils.at[view->pupils.count++];
		*pupil = (struct lesson_pupil){ .id = roll->pupil.v,
			.register_number = names.at[n].register_number,
			.name = text_join(req->arena, names.at[n].family_name, ' ', names.at[n].given_name) };
		show_pupil(req, hour, roll, posts ? &posts->at[i] : NULL, pupil);
		count_pupil(pupil, view);
		if (roll->recorded_at.ms > view->seen)
			view->seen = roll->recorded_at.ms;
	}
	return OK;
}

static enum presence
presence_of_letter(char letter)
{
	enum presence presence = PRESENCE_NOT_CALLED;
	struct text text = { &letter, letter != 0 };
	return presence_parse(text, &presence) ? presence : PRESENCE_NOT_CALLED;
}

static void
show_pupil(struct request *req, const struct lesson_hour *hour, const struct roll_pupil *roll,
	const struct roll_posted *posted, struct lesson_pupil *pupil)
{
	const struct roll_away *away = roll_away_now(&hour->frame, roll);
	pupil->state = presence_of_letter(roll_letter(&hour->frame, roll));
	pupil->entered = times_of(req, roll, PASSAGE_ENTRY);
	pupil->exited = times_of(req, roll, PASSAGE_EXIT);
	pupil->away = AWAY_SCHOOL_ACTIVITY;
	for (int i = 0; i < roll->day.passage_count; i++) {
		pupil->short_delay |= roll->day.passages[i].is_short;
		pupil->outside_maximum |= !roll->day.passages[i].counts;
	}
	if (away) {
		char from[MINUTE_TEXT_SIZE] = "", to[MINUTE_TEXT_SIZE] = "";
		if (away->from.number >= 0)
			minute_print(away->from, from);
		if (away->to.number >= 0)
			minute_print(away->to, to);
		pupil->away = away->kind;
		pupil->away_planned = !day_equal(away->first_day, away->last_day);
		pupil->away_from = text_copy(req->arena, text_of(from));
		pupil->away_to = text_copy(req->arena, text_of(to));
	}
	if (posted)
		show_typed(req, posted, pupil);
	show_problem(req, pupil);
}

static void
show_typed(struct request *req, const struct roll_posted *posted, struct lesson_pupil *pupil)
{
	pupil->state = presence_of_letter(posted->letter);
	pupil->entered = times_typed(req, posted->entered, posted->entered_count);
	pupil->exited = times_typed(req, posted->exited, posted->exited_count);
	pupil->outside_maximum = posted->outside_maximum;
	pupil->away = posted->away;
	pupil->away_from = posted->away_from;
	pupil->away_to = posted->away_to;
}

/* The fields of this row end with its pupil's id. */
static void
show_problem(struct request *req, struct lesson_pupil *pupil)
{
	if (req->problem_count == 0)
		return;
	const char *end = text_printf(req->arena, "_%lld", (long long)pupil->id).at;
	for (int i = 0; i < req->problem_count; i++) {
		if (!text_ends(text_of(req->problems[i].field), end))
			continue;
		pupil->problem = true;
		pupil->problem_text = problem_text(req, &req->problems[i]);
		return;
	}
}

/* The times that are on record, and one field for one more. */
static struct lesson_times
times_of(struct request *req, const struct roll_pupil *roll, enum passage_kind kind)
{
	struct lesson_times times = {
		arena_array(req->arena, struct lesson_time, roll->day.passage_count + 1), 0
	};
	for (int i = 0; i < roll->day.passage_count; i++) {
		char at[MINUTE_TEXT_SIZE];
		if (roll->day.passages[i].kind != kind)
			continue;
		minute_print(roll->day.passages[i].at, at);
		times.at[times.count++].at = text_copy(req->arena, text_of(at));
	}
	if (times.count != 1)
		times.count++;
	return times;
}

static struct lesson_times
times_typed(struct request *req, const struct text *typed, int count)
{
	struct lesson_times times = { arena_array(req->arena, struct lesson_time, count + 1), 0 };
	for (int i = 0; i < count; i++)
		times.at[times.count++].at = typed[i];
	if (times.count == 0)
		times.count = 1;
	return times;
}

static void
count_pupil(const struct lesson_pupil *pupil, struct lesson_view *view)
{
	int64_t *counts[PRESENCES] = {
		[PRESENCE_NOT_CALLED] = &view->uncalled,
		[PRESENCE_PRESENT] = &view->present,
		[PRESENCE_ABSENT] = &view->absent,
		[PRESENCE_LATE] = &view->late,
		[PRESENCE_EXIT] = &view->exits,
		[PRESENCE_AWAY] = &view->away,
	};
	if (counts[pupil->state])
		++*counts[pupil->state];
}

/* What waits in the rows. Who stands in for an hour does not see it. */
static enum outcome
show_waiting(struct request *req, const struct lesson_hour *hour, struct lesson_view *view)
{
	struct justifications_waiting_in_class_rows waiting;
	struct unjustified_in_class_rows open;
	enum outcome got = justification_open_in_class(req, hour->class,
		day_add(hour->day, -JUSTIFY_DAYS_BACK), day_add(hour->day, -1), &waiting, &open);
	if (got != OK)
		return got == NOT_FOUND ? OK : got;
	for (size_t i = 0; i < view->pupils.count; i++) {
		struct lesson_pupil *pupil = &view->pupils.at[i];
		size_t count = 0;
		for (size_t w = 0; w < waiting.count; w++)
			count += waiting.at[w].pupil.v == pupil->id;
		pupil->waiting.at = count ? arena_array(req->arena, struct lesson_waiting, count) : NULL;
		for (size_t w = 0; count > 0 && w < waiting.count; w++) {
			const struct justifications_waiting_in_class_row *row = &waiting.at[w];
			if (row->pupil.v != pupil->id)
				continue;
			const char *ticked = text_printf(req->arena, "validate_%lld", (long long)row->id.v)
						     .at;
			pupil->waiting.at[pupil->waiting.count++] = (struct lesson_waiting){ .id = row->id.v,
				.kind = row->kind,
				.day = row->day,
				.reason = text_of(page_translate(req->language,
					justification_reason_msgid(row->reason))),
				.explanation = row->explanation,
				.ticked = form_has(&req->form, ticked) };
		}
		view->waiting += (int64_t)count;
		for (size_t o = 0; o < open.count; o++)
			if (open.at[o].pupil.v == pupil->id)
				pupil->to_justify = open.at[o].count;
	}
	return OK;
}

static void
show_signatures(struct request *req, const struct lesson_hour *hour, const struct signing_way *way,
	struct lesson_view *view)
{
	view->signatures.at = arena_array(req->arena, struct lesson_signature, hour->rows.count);
	for (size_t i = 0; i < hour->rows.count; i++) {
		const struct lessons_at_slot_row *row = &hour->rows.at[i];
		if (row->teacher.v == 0)
			continue;
		bool own = row->teacher.v == req->session->person.v;
		view->signed_here |= own;
		view->signatures.at[view->signatures.count++] = (struct lesson_signature){
			.teacher = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->teacher_family_name),
				TEXT_ARG(row->teacher_given_name)),
			.subject = row->subject_name,
			.kind = row->kind,
			.support_text = row->support_text,
			.own = own
		};
		if (own && row->kind == SIGNATURE_SUPPORT)
			view->supports = true;
	}
	view->supports |= way && way->kind == SIGNATURE_SUPPORT;
	if (view->may_write)
		show_ways(req, hour, way, view);
}

static void
show_ways(struct request *req, const struct lesson_hour *hour, const struct signing_way *way,
	struct lesson_view *view)
{
	view->signings.at = arena_array(req->arena, struct lesson_signing, hour->ways.count);
	for (size_t i = 0; i < hour->ways.count; i++) {
		const struct signing_way *each = &hour->ways.at[i];
		view->signings.at[view->signings.count++] = (struct lesson_signing){
			.value = signing_value(req->arena, each),
			.kind = each->kind,
			.subject = each->subject_name,
			.chosen = each == way && !view->signs_nothing
		};
	}
}

static struct text
day_path(struct request *req, struct day day)
{
	char text[DAY_TEXT_SIZE];
	day_print(day, text);
	return text_copy(req->arena, text_of(text));
}
