/*
 * What of a lesson's save can be done before its turn on the writer: the texts
 * are sealed by the keys process, and the writer, on which everybody waits,
 * finds them sealed. What turns out otherwise there is sealed there.
 */
#include "register/lesson.h"

#include "identity/session.h"
#include "privacy/grant.h"
#include "register/lesson.sql.h"

#define TEXTS_AHEAD_MAX 9 /* of three lessons in one hour, and of the homework */

static void seal_ahead(struct request *req, int64_t class, int64_t row, const char *column, struct text text);

enum outcome
lesson_foresee(struct request *req)
{
	struct class_id class;
	struct day day;
	int64_t ordinal;
	struct lessons_at_slot_rows rows;
	struct homework_at_slot_rows tasks = { 0 };

	if (!lesson_read_place(req, &class, &day, &ordinal) ||
	    !might(req, RECORD, LESSON, of_class(class)) || !might(req, READ, LESSON, of_class(class)))
		return OK; /* the handler says why not */
	const struct grant *read = may(req, READ, LESSON, of_class(class));
	enum outcome got = lessons_at_slot(req->db, read, day, ordinal, req->arena, &rows);
	if (got == OK && rows.count > 0)
		got = homework_at_slot(req->db, read, day, ordinal, req->arena, &tasks);
	if (got != OK)
		return got;

	struct lesson_ahead *ahead = arena_new(req->arena, struct lesson_ahead);
	*ahead = (struct lesson_ahead){ { request_new_id(req) }, { request_new_id(req) } };
	req->prepared = ahead;
	req->ahead = arena_array(req->arena, struct cell, TEXTS_AHEAD_MAX);

	struct text topic = text_trim(form_text(&req->form, "topic"));
	struct text activity = text_trim(form_text(&req->form, "activity"));
	for (size_t i = 0; i < rows.count; i++) {
		const struct lessons_at_slot_row *row = &rows.at[i];
		if (i > 0 && row->id.v == row[-1].id.v)
			continue;
		seal_ahead(req, class.v, row->id.v, "lesson.topic", form_has(&req->form, "topic") ? topic : row->topic);
		seal_ahead(req, class.v, row->id.v, "lesson.activity",
			form_has(&req->form, "activity") ? activity : row->activity);
	}
	if (rows.count == 0) {
		seal_ahead(req, class.v, ahead->lesson.v, "lesson.topic", topic);
		seal_ahead(req, class.v, ahead->lesson.v, "lesson.activity", activity);
	}
	struct text task = text_trim(form_text(&req->form, "homework"));
	struct homework_id homework = ahead->homework;
	for (size_t i = 0; i < tasks.count; i++)
		if (tasks.at[i].teacher.v == req->session->person.v)
			homework = tasks.at[i].id;
	if (task.length > 0)
		seal_ahead(req, class.v, homework.v, "homework.task", task);
	struct sealer *sealer = db_sealer(req->db);
	return sealer->seal(sealer, req->arena, req->ahead, req->ahead_count);
}

static void
seal_ahead(struct request *req, int64_t class, int64_t row, const char *column, struct text text)
{
	/* What is too long is not sealed at all: the handler says so. */
	if (text.at && req->ahead_count < TEXTS_AHEAD_MAX && text_code_points(text) <= LESSON_TEXT_MAX)
		req->ahead[req->ahead_count++] = (struct cell){
			.subject = class, .row = row, .column = column, .open = text };
}
