/* What families propose, as the teachers of a class decide it (REG-46, REG-47). */
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/justification.h"
#include "register/justification.html.h"
#include "register/justification_view.h"
#include "register/lesson.sql.h"

#define DECIDED_DAYS 14

static enum outcome show(struct request *req, struct reply *reply, struct class_id class);
static void show_line(struct request *req, const struct justifications_of_class_row *row,
	const struct roster_of_class_rows *names, const struct absent_today_rows *absent,
	struct justification_line *line);
static enum outcome validate(struct request *req, const struct grant *grant);
static enum outcome refuse(struct request *req, const struct grant *grant, int64_t id);

enum outcome
justification_class_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	return show(req, reply, class);
}

enum outcome
justification_class_decide(struct request *req, struct reply *reply)
{
	struct class_id class;
	int64_t refused;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, VALIDATE, JUSTIFICATION, of_class(class));
	if (!grant)
		return REFUSED;
	enum outcome done = form_int64(&req->form, "refuse", &refused) ? refuse(req, grant, refused)
								       : validate(req, grant);
	if (done == INVALID)
		return request_invalid(show(req, reply, class));
	if (done == OK)
		reply_see(reply, req, "/classes/%lld/justifications?saved=1", (long long)class.v);
	return done;
}

static enum outcome
validate(struct request *req, const struct grant *grant)
{
	struct absent_today_rows absent = { 0 };
	if (setting_is_yes(req, "justification.back_in_class") &&
		absent_today(req->db, grant, req->today, req->arena, &absent) != OK)
		return BROKEN;
	size_t chosen = 0;
	struct justification_record *rows = arena_array(req->arena, struct justification_record,
		req->form.count);
	for (size_t i = 0; i < req->form.count; i++) {
		int64_t id;
		if (!text_is(req->form.fields[i].name, "validate") ||
			!text_int64(req->form.fields[i].value, &id))
			continue;
		enum outcome got = justification_in_class(req->db, grant, (struct justification_id){ id },
			req->arena, &rows[chosen]);
		if (got == BROKEN)
			return got;
		const char *problem = justification_cannot_validate(got == OK ? &rows[chosen] : NULL,
			&absent);
		if (problem)
			request_problem(req, "", problem);
		else
			chosen++;
	}
	if (!request_has_problem(req, NULL) && chosen == 0)
		request_problem(req, "", TR("Choose what to validate."));
	if (request_has_problem(req, NULL))
		return INVALID;
	for (size_t i = 0; i < chosen; i++) {
		enum outcome kept = justification_settle(req, grant, &rows[i], JUSTIFICATION_VALIDATED,
			rows[i].answer);
		if (kept != OK)
			return kept;
	}
	return OK;
}

static enum outcome
refuse(struct request *req, const struct grant *grant, int64_t id)
{
	struct justification_record row;
	enum outcome got = justification_in_class(req->db, grant, (struct justification_id){ id }, req->arena,
		&row);
	if (got == BROKEN)
		return got;
	const char *field = text_printf(req->arena, "answer_%lld", (long long)id).at;
	struct text answer = text_trim(form_text(&req->form, field));
	if (got == NOT_FOUND || row.state != JUSTIFICATION_PROPOSED)
		request_problem(req, "", justification_cannot_validate(got == OK ? &row : NULL, NULL));
	else if (answer.length == 0)
		request_problem(req, field, TR("Say why, so that the family knows what to do."));
	else if (text_code_points(answer) > JUSTIFICATION_TEXT_MAX)
		request_problem(req, field, TR("This is too long: at most 500 characters."));
	else
		return justification_settle(req, grant, &row, JUSTIFICATION_REFUSED, answer);
	return INVALID;
}

static enum outcome
show(struct request *req, struct reply *reply, struct class_id class)
{
	const struct grant *grant = may(req, READ, JUSTIFICATION, of_class(class));
	if (!grant)
		return REFUSED;
	const struct grant *roster = may(req, READ, ROSTER, of_class(class));
	if (!roster)
		return REFUSED;
	struct class_place_row place;
	struct roster_of_class_rows names;
	struct justifications_of_class_rows rows;
	enum outcome got = class_place(req->db, class, req->arena, &place);
	if (got == OK)
		got = roster_of_class(req->db, roster, req->today, req->arena, &names);
	if (got == OK)
		got = justifications_of_class(req->db, grant, day_add(req->today, -DECIDED_DAYS), req->arena,
			&rows);
	struct absent_today_rows absent = { 0 };
	const struct grant *validates = might(req, VALIDATE, JUSTIFICATION, of_class(class))
		? may(req, VALIDATE, JUSTIFICATION, of_class(class))
		: NULL;
	if (got == OK && validates && setting_is_yes(req, "justification.back_in_class"))
		got = absent_today(req->db, validates, req->today, req->arena, &absent);
	if (got != OK)
		return got;

	struct justification_teacher_view view = {
		.class_name = place.name,
		.action = text_printf(req->arena, "/classes/%lld/justifications", (long long)class.v),
		.back = TEXT("/"),
		.may_validate = validates != NULL,
		.saved = form_has(&req->query, "saved"),
		.waiting = { arena_array(req->arena, struct justification_line, rows.count), 0 },
		.decided = { arena_array(req->arena, struct justification_line, rows.count), 0 },
	};
	for (size_t i = 0; i < rows.count; i++) {
		struct justification_lines *lines = rows.at[i].state == JUSTIFICATION_PROPOSED
			? &view.waiting
			: &view.decided;
		show_line(req, &rows.at[i], &names, &absent, &lines->at[lines->count++]);
	}
	justification_teacher_html(req, reply, &view);
	return OK;
}

static void
show_line(struct request *req, const struct justifications_of_class_row *row,
	const struct roster_of_class_rows *names, const struct absent_today_rows *absent,
	struct justification_line *line)
{
	*line = (struct justification_line){ .id = row->id.v,
		.day = row->day,
		.kind = row->kind,
		.at = row->kind == JUSTIFIED_ABSENCE ? MINUTE_NONE : row->at,
		.state = row->state,
		.reason = justification_reason_msgid(row->reason),
		.explanation = row->explanation,
		.proposed_at = row->proposed_at,
		.by_pupil = row->proposed_by.v == row->pupil.v,
		.pupil = text_of(page_translate(req->language, TR("A pupil who has left the class"))) };
	for (size_t i = 0; i < names->count; i++)
		if (names->at[i].pupil.v == row->pupil.v)
			line->pupil = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(names->at[i].family_name),
				TEXT_ARG(names->at[i].given_name));
	for (size_t i = 0; i < absent->count; i++)
		if (absent->at[i].pupil.v == row->pupil.v)
			line->why_not = text_of(page_translate(req->language,
				justification_waits_for_return()));
	line->typed = form_text(&req->form, text_printf(req->arena, "answer_%lld", (long long)row->id.v).at);
	for (size_t i = 0; i < req->form.count; i++) {
		int64_t id;
		if (text_is(req->form.fields[i].name, "validate") &&
			text_int64(req->form.fields[i].value, &id) && id == row->id.v)
			line->chosen = true;
	}
}
