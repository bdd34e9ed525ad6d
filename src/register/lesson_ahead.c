/*
 * What of a lesson's save can be done before its turn on the writer: the texts
 * are sealed by the keys process, and looked through for pupils' names. The
 * writer, on which everybody waits, finds it done. What turns out otherwise
 * there is done there.
 */
#include "register/lesson.h"

#include "identity/session.h"
#include "privacy/grant.h"
#include "register/lesson.sql.h"
#include "register/named_in_text.h"

#define CELLS_AHEAD_MAX 9 /* of three lessons in one hour, and of the homework */

/* What stands on record of the hour, and what was typed. */
struct typed {
	struct class_id class;
	struct day day;
	int64_t ordinal;
	struct lessons_at_slot_rows rows;
	struct homework_at_slot_rows tasks;
	struct text texts[LESSON_READ_TEXTS];
};

static enum outcome load(struct request *req, struct typed *typed);
static enum outcome look_for_names(struct request *req, const struct typed *typed,
	struct lesson_ahead *ahead);
static bool is_written(const struct request *req, const struct typed *typed);
static const struct homework_record *own_task(const struct request *req, const struct typed *typed);
static enum outcome seal(struct request *req, const struct typed *typed, const struct lesson_ahead *ahead);
static void put_cell(struct request *req, int64_t class, int64_t row, const char *column, struct text text);

enum outcome
lesson_foresee(struct request *req)
{
	struct typed typed = { 0 };
	if (!lesson_read_place(req, &typed.class, &typed.day, &typed.ordinal) ||
		!might(req, RECORD, LESSON, of_class(typed.class)) ||
		!might(req, READ, LESSON, of_class(typed.class)))
		return OK; /* the handler says why not */
	enum outcome got = load(req, &typed);
	if (got != OK)
		return got;
	struct lesson_ahead *ahead = arena_new(req->arena, struct lesson_ahead);
	*ahead = (struct lesson_ahead){ .lesson = { request_new_id(req) },
		.homework = { request_new_id(req) } };
	req->prepared = ahead;
	got = look_for_names(req, &typed, ahead);
	return got == OK ? seal(req, &typed, ahead) : got;
}

enum outcome
lesson_names_in(struct request *req, struct class_id class, struct day day,
	const struct text texts[LESSON_READ_TEXTS], struct text names[LESSON_READ_TEXTS])
{
	const struct grant *roster = may(req, READ, ROSTER, of_class(class));
	if (!roster)
		return REFUSED;
	struct roster_of_class_rows pupils;
	enum outcome got = roster_of_class(req->db, roster, day, req->arena, &pupils);
	for (int i = 0; i < LESSON_READ_TEXTS; i++)
		names[i] = (struct text){ 0 };
	for (size_t p = 0; got == OK && p < pupils.count; p++)
		for (int i = 0; i < LESSON_READ_TEXTS; i++)
			if (names[i].length == 0)
				names[i] = name_in_text(texts[i], pupils.at[p].family_name,
					pupils.at[p].given_name);
	return got;
}

static enum outcome
load(struct request *req, struct typed *typed)
{
	const struct grant *read = may(req, READ, LESSON, of_class(typed->class));
	typed->texts[0] = form_text(&req->form, "topic");
	typed->texts[1] = form_text(&req->form, "activity");
	typed->texts[2] = form_text(&req->form, "homework");
	enum outcome got = lessons_at_slot(req->db, read, typed->day, typed->ordinal, req->arena,
		&typed->rows);
	if (got == OK && typed->rows.count > 0)
		got = homework_at_slot(req->db, read, typed->day, typed->ordinal, req->arena, &typed->tasks);
	return got;
}

/* Only where the writer is going to ask for it: it is a look at the roster. */
static enum outcome
look_for_names(struct request *req, const struct typed *typed, struct lesson_ahead *ahead)
{
	if (!is_written(req, typed) || text_is(form_text(&req->form, "confirm_names"), "1") ||
		text_is(form_text(&req->form, "unsign"), "1") ||
		text_is(form_text(&req->form, "sign_as"), "none") ||
		!might(req, READ, ROSTER, of_class(typed->class)))
		return OK;
	enum outcome got = lesson_names_in(req, typed->class, typed->day, typed->texts, ahead->names);
	ahead->names_known = got == OK;
	return got;
}

static bool
is_written(const struct request *req, const struct typed *typed)
{
	const struct homework_record *task = own_task(req, typed);
	struct text stored[LESSON_READ_TEXTS] = {
		typed->rows.count > 0 ? typed->rows.at[0].topic : (struct text){ 0 },
		typed->rows.count > 0 ? typed->rows.at[0].activity : (struct text){ 0 },
		task ? task->task : (struct text){ 0 },
	};
	bool written = false;
	for (int i = 0; i < LESSON_READ_TEXTS; i++)
		written |= typed->texts[i].length > 0 && !text_equal(typed->texts[i], stored[i]);
	return written;
}

static const struct homework_record *
own_task(const struct request *req, const struct typed *typed)
{
	for (size_t i = 0; i < typed->tasks.count; i++)
		if (typed->tasks.at[i].teacher.v == req->session->person.v)
			return &typed->tasks.at[i];
	return NULL;
}

static enum outcome
seal(struct request *req, const struct typed *typed, const struct lesson_ahead *ahead)
{
	int64_t class = typed->class.v;
	struct text topic = text_trim(typed->texts[0]), activity = text_trim(typed->texts[1]);
	req->ahead = arena_array(req->arena, struct cell, CELLS_AHEAD_MAX);
	for (size_t i = 0; i < typed->rows.count; i++) {
		const struct lessons_at_slot_row *row = &typed->rows.at[i];
		if (i > 0 && row->id.v == row[-1].id.v)
			continue;
		put_cell(req, class, row->id.v, "lesson.topic",
			form_has(&req->form, "topic") ? topic : row->topic);
		put_cell(req, class, row->id.v, "lesson.activity",
			form_has(&req->form, "activity") ? activity : row->activity);
	}
	if (typed->rows.count == 0) {
		put_cell(req, class, ahead->lesson.v, "lesson.topic", topic);
		put_cell(req, class, ahead->lesson.v, "lesson.activity", activity);
	}
	const struct homework_record *task = own_task(req, typed);
	if (text_trim(typed->texts[2]).length > 0)
		put_cell(req, class, task ? task->id.v : ahead->homework.v, "homework.task",
			text_trim(typed->texts[2]));
	struct sealer *sealer = db_sealer(req->db);
	return sealer->seal(sealer, req->arena, req->ahead, req->ahead_count);
}

/* What is too long is not sealed at all: the handler says so. */
static void
put_cell(struct request *req, int64_t class, int64_t row, const char *column, struct text text)
{
	if (text.at && req->ahead_count < CELLS_AHEAD_MAX && text_code_points(text) <= LESSON_TEXT_MAX)
		req->ahead[req->ahead_count++] = (struct cell){
			.subject = class, .row = row, .column = column, .open = text
		};
}
