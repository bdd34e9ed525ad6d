#include "register/lesson_hour.h"

#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/roll_call.sql.h"

static enum outcome find_slot(struct request *req, struct lesson_hour *hour);
static enum outcome find_signers(struct request *req, struct lesson_hour *hour);
static void fold_lessons(struct request *req, struct lesson_hour *hour);
static struct signing_way way_of_post(const struct signers_at_slot_rows *rows,
	const struct signers_at_slot_row *post);
static struct signing_way way_of_substitute(const struct signers_at_slot_rows *rows,
	const struct signers_at_slot_row *substitution);

enum outcome
lesson_hour_load(struct request *req, const struct grant *lesson, const struct grant *attendance,
	struct class_id class, struct day day, int64_t ordinal, struct lesson_hour *hour)
{
	*hour = (struct lesson_hour){ .class = class, .day = day, .ordinal = ordinal };
	enum outcome got = class_calendar_load_year(req, class, &hour->calendar);
	if (got == OK)
		got = find_slot(req, hour);
	if (got == OK)
		got = lessons_at_slot(req->db, lesson, day, ordinal, req->arena, &hour->rows);
	if (got != OK)
		return got;
	fold_lessons(req, hour);
	got = find_signers(req, hour);
	if (got == OK && hour->lessons.count > 0)
		got = homework_at_slot(req->db, lesson, day, ordinal, req->arena, &hour->homework);
	if (got == OK)
		got = roll_call_load(req, attendance, day, &hour->roll);
	return got;
}

/* On a closure or a day of rest the page still opens, to say which it is. */
static enum outcome
find_slot(struct request *req, struct lesson_hour *hour)
{
	struct day_slots_rows slots;
	enum outcome got = day_slots(req->db, hour->class, hour->day, day_weekday(hour->day), req->arena,
		&slots);
	if (got != OK)
		return got;
	hour->frame = (struct roll_frame){ .class = hour->class,
		.day = hour->day,
		.starts = MINUTE_NONE,
		.ends = MINUTE_NONE,
		.pressed = MINUTE_NONE };
	hour->slot = (struct day_slots_row){
		.ordinal = hour->ordinal, .starts = MINUTE_NONE, .ends = MINUTE_NONE
	};
	bool found = false;
	for (size_t i = 0; i < slots.count; i++) {
		if (slots.at[i].ordinal != hour->ordinal)
			continue;
		hour->slot = slots.at[i];
		found = true;
	}
	if (!found)
		return class_calendar_is_school_day(&hour->calendar, hour->day) ? NOT_FOUND : OK;
	hour->frame.starts = hour->slot.starts;
	hour->frame.ends = hour->slot.ends;
	hour->frame.hours = (struct pupil_day_hours){ slots.at[0].starts, slots.at[slots.count - 1].ends,
		(int)setting_number(req, "attendance.short_delay") };
	return OK;
}

static void
fold_lessons(struct request *req, struct lesson_hour *hour)
{
	hour->lessons = (struct signed_lessons){
		arena_array(req->arena, struct signed_lesson, hour->rows.count), 0
	};
	for (size_t i = 0; i < hour->rows.count; i++) {
		const struct lessons_at_slot_row *row = &hour->rows.at[i];
		if (i == 0 || row->id.v != row[-1].id.v)
			hour->lessons.at[hour->lessons.count++] = (struct signed_lesson){ .id = row->id,
				.subgroup = row->subgroup,
				.subject = row->subject,
				.subject_name = row->subject_name,
				.subject_kind = row->subject_kind };
		struct signed_lesson *lesson = &hour->lessons.at[hour->lessons.count - 1];
		if (row->teacher.v == 0)
			continue;
		if (row->teacher.v == req->session->person.v) {
			lesson->own = true;
			lesson->own_kind = row->kind;
		} else if (!lesson->curricular && row->kind != SIGNATURE_SUPPORT &&
			row->kind != SIGNATURE_SUBSTITUTION) {
			lesson->curricular = true;
			lesson->signed_by = row->teacher_family_name;
		}
	}
}

static enum outcome
find_signers(struct request *req, struct lesson_hour *hour)
{
	struct signers_at_slot_rows rows;
	struct person_id self = req->session->person;
	enum outcome got = signers_at_slot(req->db, hour->class, hour->day, day_weekday(hour->day),
		hour->ordinal, self, req->arena, &rows);
	if (got != OK)
		return got;

	hour->ways = (struct signing_ways){ arena_array(req->arena, struct signing_way, rows.count + 1), 0 };
	bool holds_post = false;
	for (size_t i = 0; i < rows.count; i++) {
		const struct signers_at_slot_row *row = &rows.at[i];
		if (row->what == 0 && hour->timetabled.length == 0) {
			hour->timetabled = row->subject_name;
			hour->due_kind = row->subject_kind;
		}
		if (row->what == 1 && row->teacher.v == self.v)
			hour->ways.at[hour->ways.count++] = way_of_substitute(&rows, row);
		if (row->what == 2) {
			hour->ways.at[hour->ways.count++] = way_of_post(&rows, row);
			holds_post = true;
		}
	}
	/* A teacher of the class may stand in for a colleague in the corridor. */
	bool stands_in = hour->ways.count > 0 && hour->ways.at[0].post.v == 0;
	if (holds_post && !stands_in)
		hour->ways.at[hour->ways.count++] = way_of_substitute(&rows, NULL);
	return OK;
}

static struct signing_way
way_of_post(const struct signers_at_slot_rows *rows, const struct signers_at_slot_row *post)
{
	static const enum signature_kind kinds[] = {
		[POST_NORMAL] = SIGNATURE_OWN,
		[POST_LAB] = SIGNATURE_LAB,
		[POST_REINFORCEMENT] = SIGNATURE_OWN,
		[POST_ALTERNATIVE] = SIGNATURE_OWN,
		[POST_SUPPORT] = SIGNATURE_SUPPORT,
	};
	struct signing_way way = { .kind = kinds[post->post_kind],
		.post = { post->id },
		.subject = post->subject,
		.subject_name = post->subject_name,
		.subject_kind = post->subject_kind,
		.subgroup = post->subgroup,
		.pupil = post->other };
	if (post->post_kind == POST_ALTERNATIVE)
		way.subgroup = (struct subgroup_id){ PART_ALTERNATIVE };
	for (size_t i = 0; i < rows->count; i++) {
		const struct signers_at_slot_row *due = &rows->at[i];
		if (due->what == 0 && due->teacher.v == post->teacher.v && due->subject.v == post->subject.v)
			way.timetabled = true;
	}
	return way;
}

/* The part of the absent colleague; nobody's part in a religion hour is that of
 * the pupils who study with a teacher (REG-24, REG-25). */
static struct signing_way
way_of_substitute(const struct signers_at_slot_rows *rows, const struct signers_at_slot_row *substitution)
{
	struct signing_way way = { .kind = SIGNATURE_SUBSTITUTION, .timetabled = substitution != NULL };
	for (size_t i = 0; i < rows->count; i++) {
		const struct signers_at_slot_row *due = &rows->at[i];
		if (due->what != 0)
			break;
		bool absent = substitution && substitution->other.v == due->teacher.v;
		if (way.subject.v != 0 && !absent)
			continue;
		way.subject = due->subject;
		way.subject_name = due->subject_name;
		way.subject_kind = due->subject_kind;
		way.subgroup = due->subgroup;
		if (absent)
			return way;
	}
	if (way.subject_kind == SUBJECT_IS_RELIGION)
		way.subgroup = (struct subgroup_id){ PART_STUDIES_WITH };
	return way;
}

static bool
belongs(const struct roll_pupil *pupil, const struct signing_way *way,
	const struct pupils_of_subgroup_rows *members)
{
	if (way->subgroup.v == PART_ALTERNATIVE)
		return pupil->religion == RELIGION_ALTERNATIVE;
	if (way->subgroup.v == PART_STUDIES_WITH)
		return pupil->religion == RELIGION_STUDIES_WITH;
	if (way->subgroup.v == 0)
		return way->subject_kind != SUBJECT_IS_RELIGION || pupil->religion == RELIGION_RELIGION;
	for (size_t i = 0; i < members->count; i++)
		if (members->at[i].pupil.v == pupil->pupil.v)
			return true;
	return false;
}

enum outcome
lesson_hour_narrow(struct request *req, const struct grant *attendance, const struct signing_way *way,
	struct lesson_hour *hour)
{
	if (!way || way->kind == SIGNATURE_SUPPORT)
		return OK;
	struct pupils_of_subgroup_rows members = { 0 };
	if (way->subgroup.v > PART_STUDIES_WITH) {
		enum outcome got = pupils_of_subgroup(req->db, attendance, way->subgroup, hour->day,
			req->arena, &members);
		if (got != OK)
			return got;
	}
	size_t kept = 0;
	for (size_t i = 0; i < hour->roll.count; i++)
		if (belongs(&hour->roll.at[i], way, &members))
			hour->roll.at[kept++] = hour->roll.at[i];
	hour->roll.count = kept;
	return OK;
}

const struct lessons_at_slot_row *
lesson_hour_row(const struct lesson_hour *hour, struct lesson_id lesson)
{
	for (size_t i = 0; i < hour->rows.count; i++)
		if (hour->rows.at[i].id.v == lesson.v)
			return &hour->rows.at[i];
	return NULL;
}

const struct homework_record *
lesson_hour_homework(const struct lesson_hour *hour, struct lesson_id lesson, struct person_id teacher)
{
	for (size_t i = 0; i < hour->homework.count; i++)
		if (hour->homework.at[i].lesson.v == lesson.v && hour->homework.at[i].teacher.v == teacher.v)
			return &hour->homework.at[i];
	return NULL;
}
