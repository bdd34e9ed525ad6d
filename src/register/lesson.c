/*
 * At the bell a teacher has seconds. So everything of the hour stands on one
 * page with one save, it can be saved whatever is on record for the day
 * already (REG-27), and a save that waited for the line counts as pressed when
 * it was pressed (REG-28). What is wrong is said beside the field, with
 * everything that was typed still there, and then nothing at all is stored.
 */
#include "register/lesson.h"

#include <string.h>

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/justification.h"
#include "register/own_lesson.h"

/* A device without a line keeps a save for at most two days. */
#define EVENT_AGE_MAX_MS (48 * 60 * 60 * 1000LL)

/* One save, as it goes through check and record. */
struct save {
	struct lesson_hour hour;
	const struct grant *roll_grant;   /* RECORD ATTENDANCE of the class */
	const struct grant *lesson_grant; /* RECORD LESSON; NULL: calls the roll only */
	const struct signing_way *way;
	struct signing signing;
	bool signs;
	bool unsigns;
	struct lesson_texts texts;
	struct day homework_due;
	struct roll_posts posts;
	struct roll_call after;
	struct instant event_at;
	int changed;
};

static struct lesson_texts stored_texts(struct request *req, const struct lesson_hour *hour,
	const struct signing_way *way);
static struct instant event_of(struct request *req);
static void check_roll(struct request *req, struct save *save);
static void check_signature(struct request *req, struct save *save);
static void check_texts(struct request *req, struct save *save);
static void check_length(struct request *req, const char *field, struct text text);
static void check_support(struct request *req, struct save *save);
static enum outcome check_names(struct request *req, struct save *save);
static enum outcome record_lesson(struct request *req, struct save *save);
static enum outcome record_homework(struct request *req, struct save *save, struct lesson_id lesson);
static enum outcome take_signature_back(struct request *req, struct save *save);

enum outcome
lesson_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct day day;
	int64_t ordinal;
	if (!lesson_read_place(req, &class, &day, &ordinal))
		return NOT_FOUND;
	if (!might(req, READ, ATTENDANCE, of_class(class)) &&
		own_lesson_show(req, reply, class, day, ordinal) == OK)
		return OK;
	const struct grant *attendance = may(req, READ, ATTENDANCE, of_class(class));
	if (!attendance)
		return REFUSED;
	const struct grant *lesson = may(req, READ, LESSON, of_class(class));
	if (!lesson)
		return REFUSED;

	struct lesson_hour hour;
	enum outcome got = lesson_hour_load(req, lesson, attendance, class, day, ordinal, &hour);
	if (got != OK)
		return got;
	const struct signing_way *way = signing_choose(&hour.ways, &hour.lessons, (struct text){ 0 });
	got = lesson_hour_narrow(req, attendance, way, &hour);
	if (got != OK)
		return got;
	struct lesson_texts texts = stored_texts(req, &hour, way);
	return lesson_show(req, reply, &hour, way, &texts, NULL);
}

enum outcome
lesson_record(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct day day;
	int64_t ordinal;
	if (!lesson_read_place(req, &class, &day, &ordinal))
		return NOT_FOUND;
	struct save save = { .roll_grant = may(req, RECORD, ATTENDANCE, of_class(class)) };
	const struct grant *attendance = save.roll_grant ? may(req, READ, ATTENDANCE, of_class(class)) : NULL;
	const struct grant *lesson = attendance ? may(req, READ, LESSON, of_class(class)) : NULL;
	if (!lesson)
		return REFUSED;
	if (might(req, RECORD, LESSON, of_class(class)))
		save.lesson_grant = may(req, RECORD, LESSON, of_class(class));

	enum outcome got = lesson_hour_load(req, lesson, attendance, class, day, ordinal, &save.hour);
	if (got != OK)
		return got;
	save.texts = (struct lesson_texts){ form_text(&req->form, "topic"), form_text(&req->form, "activity"),
		form_text(&req->form, "homework"), form_text(&req->form, "homework_due"),
		form_text(&req->form, "support_text"), form_text(&req->form, "sign_as") };
	save.event_at = event_of(req);
	save.unsigns = text_is(form_text(&req->form, "unsign"), "1");
	bool only_roll = !save.lesson_grant || text_is(save.texts.sign_as, "none");
	save.way = signing_choose(&save.hour.ways, &save.hour.lessons,
		only_roll ? (struct text){ 0 } : save.texts.sign_as);
	save.signs = !only_roll && !save.unsigns;

	got = lesson_hour_narrow(req, attendance, save.way, &save.hour);
	if (got != OK)
		return got;
	if (class_calendar_opens(req, &save.hour.calendar, day, "")) {
		check_roll(req, &save);
		check_signature(req, &save);
		check_texts(req, &save);
		got = check_names(req, &save);
		if (got != OK)
			return got;
	}
	if (request_has_problem(req, NULL))
		return request_invalid(lesson_show(req, reply, &save.hour, save.way, &save.texts,
			save.posts.at ? &save.posts : NULL));

	got = roll_call_record(req, save.roll_grant, &save.hour.frame, &save.hour.roll, &save.after,
		save.event_at, &save.changed);
	if (got == OK && save.signs)
		got = record_lesson(req, &save);
	if (got == OK && save.unsigns)
		got = take_signature_back(req, &save);
	if (got == OK)
		got = justification_validate_posted(req, class);
	if (got != OK)
		return got;
	char day_text[DAY_TEXT_SIZE];
	day_print(day, day_text);
	reply_see(reply, req, "/lessons/%lld/%s/%lld?saved=%lld&pupils=%d&pressed=%lld", (long long)class.v,
		day_text, (long long)ordinal, (long long)req->now.ms, save.changed,
		(long long)save.event_at.ms);
	return OK;
}

bool
lesson_read_place(struct request *req, struct class_id *class, struct day *day, int64_t *ordinal)
{
	return request_int64(req, "class", &class->v) && request_day(req, "day", day) &&
		request_int64(req, "slot", ordinal);
}

/* When the save was pressed. A device's clock may be wrong, and a save that is
 * older than two days is no news from the classroom any more. */
static struct instant
event_of(struct request *req)
{
	int64_t ms;
	if (!form_int64(&req->form, "event_time", &ms) || ms > req->now.ms)
		return req->now;
	return (struct instant){ ms < req->now.ms - EVENT_AGE_MAX_MS ? req->now.ms - EVENT_AGE_MAX_MS : ms };
}

const struct signed_lesson *
lesson_of_way(const struct lesson_hour *hour, const struct signing_way *way)
{
	for (size_t i = 0; i < hour->lessons.count; i++)
		if (hour->lessons.at[i].own || (way && hour->lessons.at[i].subgroup.v == way->subgroup.v))
			return &hour->lessons.at[i];
	bool any = !way || way->kind == SIGNATURE_SUPPORT || way->kind == SIGNATURE_SUBSTITUTION;
	return any && hour->lessons.count > 0 ? &hour->lessons.at[0] : NULL;
}

static struct lesson_texts
stored_texts(struct request *req, const struct lesson_hour *hour, const struct signing_way *way)
{
	struct lesson_texts texts = { 0 };
	const struct signed_lesson *lesson = lesson_of_way(hour, way);
	const struct lessons_at_slot_row *row = lesson ? lesson_hour_row(hour, lesson->id) : NULL;
	if (!row)
		return texts;
	texts.topic = row->topic;
	texts.activity = row->activity;
	const struct homework_record *task = lesson_hour_homework(hour, lesson->id, req->session->person);
	if (task) {
		char due[DAY_TEXT_SIZE];
		day_print(task->due_day, due);
		texts.homework = task->task;
		texts.homework_due = text_copy(req->arena, text_of(due));
	}
	for (size_t i = 0; i < hour->rows.count; i++)
		if (hour->rows.at[i].teacher.v == req->session->person.v)
			texts.support_text = hour->rows.at[i].support_text;
	return texts;
}

struct day
lesson_next_day(struct request *req, const struct lesson_hour *hour)
{
	struct hours_of_teacher_in_class_rows hours;
	if (hours_of_teacher_in_class(req->db, hour->class, req->session->person, hour->day, req->arena,
		    &hours) != OK)
		return DAY_NONE;
	unsigned weekdays = 0;
	for (size_t i = 0; i < hours.count; i++)
		weekdays |= 1u << (hours.at[i].weekday & 7);
	return class_calendar_next(&hour->calendar, hour->day, day_add(hour->day, 28), weekdays);
}

/* An older press never overwrites a newer one; and who saves a page that does
 * not know the latest change is told of it instead of undoing it. */
static void
check_roll(struct request *req, struct save *save)
{
	const struct roll_call *before = &save->hour.roll;
	struct roll_frame *frame = &save->hour.frame;
	struct day pressed_on;
	struct minute pressed;
	zone_local(req->zone, save->event_at, &pressed_on, &pressed);
	if (day_equal(pressed_on, frame->day))
		frame->pressed = pressed;

	save->after = (struct roll_call){ arena_array(req->arena, struct roll_pupil, before->count),
		before->count };
	if (roll_call_posts(req, before, &save->posts) != OK)
		return;
	int64_t seen;
	bool knows = form_int64(&req->form, "seen", &seen);
	for (size_t i = 0; i < before->count; i++) {
		const struct roll_pupil *old = &before->at[i];
		struct roll_pupil *new = &save->after.at[i];
		if (!roll_pupil_after(req, frame, old, &save->posts.at[i], new) || roll_pupil_equal(old, new))
			continue;
		bool by_another = old->author.v != 0 && old->author.v != req->session->person.v;
		if (by_another && old->event_at.ms > save->event_at.ms)
			*new = *old;
		else if (by_another && knows && old->recorded_at.ms > seen)
			request_problem(req, roll_field(req, "state_", old->pupil),
				TR("Somebody else has changed this meanwhile. Look at it again and save once more."));
	}
}

static void
check_signature(struct request *req, struct save *save)
{
	if (!save->signs)
		return;
	if (!save->way) {
		request_problem(req, "sign_as",
			TR("You have no post in this class with which to sign this way."));
		return;
	}
	struct signed_elsewhere_rows elsewhere;
	if (signed_elsewhere(req->db, req->session->person, save->hour.class, save->hour.day,
		    save->hour.slot.starts, save->hour.slot.ends, req->arena, &elsewhere) != OK)
		elsewhere.count = 0;
	struct text class_name = elsewhere.count > 0 ? elsewhere.at[0].class_name : (struct text){ 0 };
	if (signing_decide(req, save->way, &save->hour.lessons, class_name, &save->signing))
		check_support(req, save);
}

/* Support goes where the pupil is: not into a religion lesson which the pupil
 * does not take (REG-24). */
static void
check_support(struct request *req, struct save *save)
{
	const struct signing *signing = &save->signing;
	enum subject_kind_of kind = signing->lesson && signing->lesson->curricular
		? signing->lesson->subject_kind
		: save->hour.due_kind;
	if (signing->way.kind != SIGNATURE_SUPPORT || kind != SUBJECT_IS_RELIGION)
		return;
	for (size_t i = 0; i < save->hour.roll.count; i++) {
		const struct roll_pupil *pupil = &save->hour.roll.at[i];
		if (pupil->pupil.v == signing->way.pupil.v && pupil->religion != RELIGION_RELIGION &&
			pupil->religion != RELIGION_ALTERNATIVE)
			request_problem(req, "sign_as",
				TR("Your pupil takes neither religion nor the alternative."));
	}
}

static void
check_texts(struct request *req, struct save *save)
{
	struct lesson_texts *texts = &save->texts;
	struct lesson_texts stored = stored_texts(req, &save->hour, save->way);
	if (!save->signs) {
		bool changes = (form_has(&req->form, "topic") && !text_equal(texts->topic, stored.topic)) ||
			(form_has(&req->form, "activity") && !text_equal(texts->activity, stored.activity)) ||
			(form_has(&req->form, "homework") && !text_equal(texts->homework, stored.homework));
		if (changes && !save->unsigns)
			request_problem(req, "topic",
				TR("Topic and homework are written by who signs the hour."));
		return;
	}
	check_length(req, "topic", texts->topic);
	check_length(req, "activity", texts->activity);
	check_length(req, "homework", texts->homework);
	check_length(req, "support_text", texts->support_text);
	if (text_trim(texts->homework).length == 0)
		return;
	if (texts->homework_due.length == 0) {
		save->homework_due = lesson_next_day(req, &save->hour);
		if (day_equal(save->homework_due, DAY_NONE))
			request_problem(req, "homework_due", TR("For which day is the homework?"));
	} else if (!day_parse(texts->homework_due, &save->homework_due)) {
		request_problem_about(req, "homework_due", TR("%1 is not a day."), texts->homework_due);
	} else if (!text_equal(texts->homework_due, stored.homework_due)) {
		if (!day_before(save->hour.day, save->homework_due))
			request_problem(req, "homework_due", TR("Homework is for a day after the lesson."));
		else
			class_calendar_plans(req, &save->hour.calendar, save->homework_due, "homework_due");
	}
}

static void
check_length(struct request *req, const char *field, struct text text)
{
	if (text_code_points(text) > LESSON_TEXT_MAX)
		request_problem(req, field, TR("This is too long: at most 2000 characters."));
}

/* Families read these texts. A classmate's name in them is asked about once,
 * and only when somebody has just written something (REG-3). */
static enum outcome
check_names(struct request *req, struct save *save)
{
	struct lesson_texts stored = stored_texts(req, &save->hour, save->way);
	const char *fields[LESSON_READ_TEXTS] = { "topic", "activity", "homework" };
	struct text before[LESSON_READ_TEXTS] = { stored.topic, stored.activity, stored.homework };
	struct text now[LESSON_READ_TEXTS] = { save->texts.topic, save->texts.activity,
		save->texts.homework };
	struct text names[LESSON_READ_TEXTS];
	bool written = false;
	for (int i = 0; i < LESSON_READ_TEXTS; i++)
		written |= now[i].length > 0 && !text_equal(now[i], before[i]);
	if (!save->signs || !written || text_is(form_text(&req->form, "confirm_names"), "1"))
		return OK;

	const struct lesson_ahead *ahead = req->prepared;
	if (ahead && ahead->names_known) {
		memcpy(names, ahead->names, sizeof(names));
	} else {
		enum outcome got = lesson_names_in(req, save->hour.class, save->hour.day, now, names);
		if (got != OK)
			return got;
	}
	for (int i = 0; i < LESSON_READ_TEXTS; i++)
		if (names[i].length > 0 && !request_has_problem(req, fields[i]))
			request_problem_about(req, fields[i],
				TR("Families read this, and it holds the name of a pupil: %1. Tick the box below to save it all the same."),
				names[i]);
	return OK;
}

/* A roll that is called again and found as it was is called in this hour too. */
static bool
calls_the_roll(const struct save *save)
{
	for (size_t i = 0; i < save->posts.count; i++)
		if (save->posts.at[i].letter != 0)
			return true;
	return false;
}

static enum outcome
record_lesson(struct request *req, struct save *save)
{
	const struct signing *signing = &save->signing;
	const struct signed_lesson *stands = signing->lesson;
	const struct lessons_at_slot_row *row = stands ? lesson_hour_row(&save->hour, stands->id) : NULL;
	const struct lesson_ahead *ahead = req->prepared;
	struct lesson_id id = stands ? stands->id
		: ahead              ? ahead->lesson
				     : (struct lesson_id){ request_new_id(req) };
	bool called = calls_the_roll(save) && (save->changed > 0 || !row || row->called_at.ms == 0);
	struct lesson_record lesson = { .day = save->hour.day,
		.class = save->hour.class,
		.ordinal = save->hour.ordinal,
		.subgroup = stands ? stands->subgroup : signing->way.subgroup,
		.id = id,
		.starts = save->hour.slot.starts,
		.ends = save->hour.slot.ends,
		.weight = save->hour.slot.weight,
		.subject = stands && !signing->sets_subject ? stands->subject : signing->way.subject,
		.topic = form_has(&req->form, "topic") || !row ? text_trim(save->texts.topic) : row->topic,
		.activity = form_has(&req->form, "activity") || !row ? text_trim(save->texts.activity)
								     : row->activity,
		.called_at = called || !row ? (called ? req->now : (struct instant){ 0 }) : row->called_at,
		.called_by = called ? req->session->person
			: row       ? row->called_by
				    : (struct person_id){ 0 } };
	enum outcome kept = OK;
	if (!row || called || signing->sets_subject || !text_equal(row->topic, lesson.topic) ||
		!text_equal(row->activity, lesson.activity))
		kept = lesson_keep(req->db, save->lesson_grant, req->arena, &lesson);

	const struct lessons_at_slot_row *own = NULL;
	for (size_t i = 0; i < save->hour.rows.count; i++)
		if (save->hour.rows.at[i].teacher.v == req->session->person.v)
			own = &save->hour.rows.at[i];
	bool support = signing->kind == SIGNATURE_SUPPORT;
	if (kept == OK &&
		(!own || own->kind != signing->kind ||
			(support && !text_equal(own->support_text, save->texts.support_text))))
		kept = signature_keep(req->db, save->lesson_grant, req->arena,
			&(struct signature_record){ .class = save->hour.class,
				.lesson = id,
				.teacher = req->session->person,
				.id = own ? own->signature : (struct signature_id){ request_new_id(req) },
				.kind = signing->kind,
				.pupil = support ? signing->way.pupil : (struct person_id){ 0 },
				.support_text = support ? save->texts.support_text : (struct text){ 0 },
				.event_at = own ? own->event_at : save->event_at,
				.recorded_at = req->now });
	return kept == OK && form_has(&req->form, "homework") ? record_homework(req, save, id) : kept;
}

static enum outcome
record_homework(struct request *req, struct save *save, struct lesson_id lesson)
{
	const struct homework_record *old = lesson_hour_homework(&save->hour, lesson, req->session->person);
	const struct lesson_ahead *ahead = req->prepared;
	struct text task = text_trim(save->texts.homework);
	bool moves = old && (task.length == 0 || !day_equal(old->due_day, save->homework_due));
	if (moves) {
		enum outcome gone = homework_remove(req->db, save->lesson_grant, save->hour.class,
			old->due_day, old->id);
		if (gone != OK)
			return gone;
	}
	if (task.length == 0 || (old && !moves && text_equal(old->task, task)))
		return OK;
	return homework_keep(req->db, save->lesson_grant, req->arena,
		&(struct homework_record){ .class = save->hour.class,
			.due_day = save->homework_due,
			.id = old       ? old->id
				: ahead ? ahead->homework
					: (struct homework_id){ request_new_id(req) },
			.set_on = old ? old->set_on : save->hour.day,
			.lesson = lesson,
			.subject = save->way->subject,
			.teacher = req->session->person,
			.task = task });
}

/* Only the own signature can be taken back, and with the last one goes the
 * lesson: an hour that nobody signed was not held (REG-26). */
static enum outcome
take_signature_back(struct request *req, struct save *save)
{
	struct person_id self = req->session->person;
	for (size_t i = 0; save->lesson_grant && i < save->hour.rows.count; i++) {
		const struct lessons_at_slot_row *own = &save->hour.rows.at[i];
		if (own->teacher.v != self.v)
			continue;
		enum outcome gone = signature_remove(req->db, save->lesson_grant, save->hour.class, own->id,
			self);
		bool last = true, others_work = false;
		for (size_t k = 0; k < save->hour.rows.count; k++)
			last &= save->hour.rows.at[k].id.v != own->id.v ||
				save->hour.rows.at[k].teacher.v == self.v;
		for (size_t k = 0; gone == OK && k < save->hour.homework.count; k++) {
			const struct homework_record *task = &save->hour.homework.at[k];
			if (task->lesson.v != own->id.v)
				continue;
			if (task->teacher.v != self.v)
				others_work = true;
			else
				gone = homework_remove(req->db, save->lesson_grant, save->hour.class,
					task->due_day, task->id);
		}
		if (gone == OK && last && !others_work)
			gone = lesson_remove(req->db, save->lesson_grant, save->hour.day, save->hour.class,
				save->hour.ordinal, own->subgroup);
		return gone;
	}
	return OK;
}
