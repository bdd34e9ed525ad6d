#include "classroom/restriction.h"

#include "classroom/remote_lesson.sql.h"
#include "classroom/restriction.html.h"
#include "classroom/restriction.sql.h"
#include "classroom/restriction_view.h"
#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"

static enum outcome begin(struct request *req, const struct grant *grant);
static enum outcome end(struct request *req, const struct grant *grant, struct person_id pupil);
static enum outcome show(struct request *req, struct reply *reply, const struct grant *grant);

enum outcome
restriction_page(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, RESTRICTION, of_school());
	return grant ? show(req, reply, grant) : REFUSED;
}

enum outcome
restriction_change(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, MANAGE, RESTRICTION, of_school());
	if (!grant)
		return REFUSED;
	struct person_id pupil;
	enum outcome got = form_int64(&req->form, "end", &pupil.v) ? end(req, grant, pupil)
								   : begin(req, grant);
	if (got == INVALID)
		return request_invalid(show(req, reply, grant));
	if (got == OK)
		reply_see(reply, req, "/restrictions?saved=1");
	return got;
}

static enum outcome
begin(struct request *req, const struct grant *grant)
{
	int64_t number;
	struct restriction_pupil_row row;
	enum outcome got = form_int64(&req->form, "number", &number)
		? restriction_pupil(req->db, grant, text_trim(form_text(&req->form, "class")), number,
			  req->today, req->arena, &row)
		: NOT_FOUND;
	if (got == NOT_FOUND) {
		request_problem(req, "number", TR("No pupil has this number in this class."));
		return INVALID;
	}
	return got != OK ? got
			 : restriction_keep(req->db, grant, req->arena,
				   &(struct restriction_record){
					   row.pupil, req->today, DAY_NONE, req->session->person });
}

/* What lies behind stays on record: it explains why nothing was seen then. */
static enum outcome
end(struct request *req, const struct grant *grant, struct person_id pupil)
{
	struct day from;
	struct restrictions_running_rows rows;
	enum outcome got = restrictions_running(req->db, grant, req->today, req->arena, &rows);
	if (got != OK)
		return got;
	if (!day_parse(form_text(&req->form, "from"), &from))
		return INVALID;
	for (size_t i = 0; i < rows.count; i++) {
		const struct restrictions_running_row *row = &rows.at[i];
		if (row->pupil.v != pupil.v || !day_equal(row->from_day, from))
			continue;
		return day_before(from, req->today)
			? restriction_keep(req->db, grant, req->arena,
				  &(struct restriction_record){
					  pupil, from, day_add(req->today, -1), row->recorded_by })
			: restriction_remove(req->db, grant, pupil, from);
	}
	return NOT_FOUND;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct grant *grant)
{
	struct restrictions_running_rows rows;
	enum outcome got = restrictions_running(req->db, grant, req->today, req->arena, &rows);
	if (got != OK)
		return got;
	struct remote_class_choices_rows classes;
	got = remote_class_choices(req->db, req->today, req->arena, &classes);
	if (got != OK)
		return got;
	struct restriction_view view = { .number = form_text(&req->form, "number"),
		.saved = form_has(&req->query, "saved") };
	view.lines.at = arena_array(req->arena, struct restriction_line, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		view.lines.at[view.lines.count++] = (struct restriction_line){ rows.at[i].pupil.v,
			text_printf(req->arena, "%.*s %.*s", TEXT_ARG(rows.at[i].family_name),
				TEXT_ARG(rows.at[i].given_name)),
			rows.at[i].class_name, rows.at[i].from_day };
	view.classes.at = arena_array(req->arena, struct restriction_class, classes.count);
	for (size_t i = 0; i < classes.count; i++)
		view.classes.at[view.classes.count++] = (struct restriction_class){ classes.at[i].name,
			text_equal(classes.at[i].name, text_trim(form_text(&req->form, "class"))) };
	restriction_html(req, reply, &view);
	return OK;
}
