#include "register/own_lesson.h"

#include "identity/session.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/own_lesson.html.h"
#include "register/own_lesson.sql.h"

static enum outcome show_homework(struct request *req, const struct grant *grant, struct lesson_id lesson,
	struct own_lesson_view *view);
static enum outcome show_entries(struct request *req, const struct grant *grant, struct day day,
	struct own_lesson_view *view);

enum outcome
own_lessons_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, OWN_ENTRY, of_class(class));
	if (!grant)
		return REFUSED;
	struct class_place_row place;
	struct own_lessons_rows rows;
	enum outcome got = class_place(req->db, class, req->arena, &place);
	if (got == OK)
		got = own_lessons(req->db, grant, req->session->person, req->arena, &rows);
	if (got != OK)
		return got;

	struct own_lessons_view view = { .class_name = place.name };
	view.lines.at = arena_array(req->arena, struct own_lesson_line, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct own_lessons_row *row = &rows.at[i];
		char day[DAY_TEXT_SIZE];
		day_print(row->day, day);
		view.lines.at[view.lines.count++] = (struct own_lesson_line){
			.path = text_printf(req->arena, "/lessons/%lld/%s/%lld", (long long)class.v, day,
				(long long)row->ordinal),
			.day = row->day,
			.ordinal = row->ordinal,
			.subject = row->subject_name,
			.topic = row->topic
		};
	}
	own_lessons_html(req, reply, &view);
	return OK;
}

enum outcome
own_lesson_show(struct request *req, struct reply *reply, struct class_id class, struct day day,
	int64_t ordinal)
{
	if (!might(req, READ, OWN_ENTRY, of_class(class)))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, OWN_ENTRY, of_class(class));
	struct class_place_row place;
	struct own_lesson_at_row row;
	enum outcome got = class_place(req->db, class, req->arena, &place);
	if (got == OK)
		got = own_lesson_at(req->db, grant, req->session->person, day, ordinal, req->arena, &row);
	if (got != OK)
		return got;

	struct own_lesson_view view = { .list_path = text_printf(req->arena, "/classes/%lld/own-lessons",
						(long long)class.v),
		.class_name = place.name,
		.subject = row.subject_name,
		.day = day,
		.ordinal = ordinal,
		.starts = row.starts,
		.ends = row.ends,
		.kind = row.kind,
		.signed_at = row.event_at,
		.topic = row.topic,
		.activity = row.activity,
		.support_text = row.support_text,
		.who_can_see = text_printf(req->arena, "/who-can-see/own_entry/class/%lld",
			(long long)class.v) };
	got = show_homework(req, grant, row.id, &view);
	if (got == OK)
		got = show_entries(req, grant, day, &view);
	if (got == OK)
		own_lesson_html(req, reply, &view);
	return got;
}

static enum outcome
show_homework(struct request *req, const struct grant *grant, struct lesson_id lesson,
	struct own_lesson_view *view)
{
	struct own_homework_row task;
	enum outcome got = own_homework(req->db, grant, req->session->person, lesson, req->arena, &task);
	if (got == NOT_FOUND)
		return OK;
	view->homework = task.task;
	view->due = task.due_day;
	return got;
}

static enum outcome
show_entries(struct request *req, const struct grant *grant, struct day day, struct own_lesson_view *view)
{
	struct own_entries_rows rows;
	enum outcome got = own_entries(req->db, grant, req->session->person, day, req->arena, &rows);
	if (got != OK)
		return got;
	view->entries.at = arena_array(req->arena, struct own_entry, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct own_entries_row *row = &rows.at[i];
		view->entries.at[view->entries.count++] = (struct own_entry){
			.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->family_name),
				TEXT_ARG(row->given_name)),
			.state = row->what == 0              ? PRESENCE_ABSENT
				: row->kind == PASSAGE_ENTRY ? PRESENCE_LATE
							     : PRESENCE_EXIT,
			.at = row->what == 0 ? MINUTE_NONE : row->at
		};
	}
	return OK;
}
