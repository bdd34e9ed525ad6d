#include "register/justification.h"

#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"

static enum outcome validate_one(struct request *req, const struct grant *grant, struct justification_id id,
	const struct absent_today_rows *absent);

const char *
justification_reason_msgid(enum justification_reason reason)
{
	switch (reason) {
	case REASON_HEALTH: return TR("health");
	case REASON_FAMILY: return TR("family");
	case REASON_TRANSPORT: return TR("transport");
	case REASON_SPORT: return TR("sport");
	case REASON_RELIGION: return TR("a religious feast");
	case REASON_OTHER:
	case JUSTIFICATION_REASONS: break;
	}
	return TR("other reason");
}

bool
justification_for_exits(struct request *req)
{
	return text_is(setting_text(req, "attendance.exit_mode"), "justification");
}

bool
justification_is_due(const struct justifiable_of_pupil_row *row, bool exits)
{
	return row->kind != JUSTIFIED_EXIT || (exits && !row->authorised);
}

enum justification_standing
justification_standing(const struct justifiable_of_pupil_row *row)
{
	if (row->id.v == 0 || row->state == JUSTIFICATION_CANCELLED || row->state == JUSTIFICATION_REFUSED)
		return STANDING_OPEN;
	return row->state == JUSTIFICATION_PROPOSED ? STANDING_PROPOSED : STANDING_VALIDATED;
}

enum outcome
justification_open_in_class(struct request *req, struct class_id class, struct day first, struct day last,
	struct justifications_waiting_in_class_rows *waiting, struct unjustified_in_class_rows *open)
{
	*waiting = (struct justifications_waiting_in_class_rows){ 0 };
	*open = (struct unjustified_in_class_rows){ 0 };
	if (!might(req, READ, JUSTIFICATION, of_class(class)))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, JUSTIFICATION, of_class(class));
	enum outcome got = justifications_waiting_in_class(req->db, grant, req->arena, waiting);
	if (got == OK)
		got = unjustified_in_class(req->db, grant, first, last, justification_for_exits(req),
			req->arena, open);
	return got;
}

enum outcome
justification_validate_posted(struct request *req, struct class_id class)
{
	const struct grant *grant = NULL;
	struct absent_today_rows absent = { 0 };
	for (size_t i = 0; i < req->form.count; i++) {
		struct text name = req->form.fields[i].name;
		int64_t id;
		if (!text_starts(name, "validate_"))
			continue;
		struct text digits = { name.at + 9, name.length - 9 };
		if (!text_int64(digits, &id))
			continue;
		if (!grant) {
			grant = may(req, VALIDATE, JUSTIFICATION, of_class(class));
			if (!grant)
				return REFUSED;
			if (setting_is_yes(req, "justification.back_in_class") &&
				absent_today(req->db, grant, req->today, req->arena, &absent) != OK)
				return BROKEN;
		}
		enum outcome done = validate_one(req, grant, (struct justification_id){ id }, &absent);
		if (done != OK)
			return done;
	}
	return OK;
}

/* What another teacher has decided meanwhile, or who is not back yet where the
 * school waits for that, stays as it is: the page shows it again. */
static enum outcome
validate_one(struct request *req, const struct grant *grant, struct justification_id id,
	const struct absent_today_rows *absent)
{
	struct justification_record row;
	enum outcome got = justification_in_class(req->db, grant, id, req->arena, &row);
	if (got == NOT_FOUND)
		return OK;
	if (got != OK)
		return got;
	if (justification_cannot_validate(&row, absent))
		return OK;
	return justification_settle(req, grant, &row, JUSTIFICATION_VALIDATED, row.answer);
}

const char *
justification_waits_for_return(void)
{
	return TR("The pupil is not back in class yet: this school validates after the return.");
}

const char *
justification_cannot_validate(const struct justification_record *row, const struct absent_today_rows *absent)
{
	if (!row || row->state == JUSTIFICATION_CANCELLED)
		return TR("The family has withdrawn this meanwhile.");
	if (row->state != JUSTIFICATION_PROPOSED)
		return TR("A colleague has decided this meanwhile.");
	for (size_t i = 0; absent && i < absent->count; i++)
		if (absent->at[i].pupil.v == row->pupil.v)
			return justification_waits_for_return();
	return NULL;
}

enum outcome
justification_settle(struct request *req, const struct grant *grant, const struct justification_record *row,
	enum justification_state state, struct text answer)
{
	struct justification_record decided = *row;
	decided.state = state;
	decided.decided_by = req->session->person;
	decided.decided_at = req->now;
	decided.answer = answer;
	return justification_decide(req->db, grant, req->arena, &decided);
}
