#include "register/derogation.h"

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/absence_year.h"
#include "register/derogation.html.h"
#include "register/derogation.sql.h"
#include "register/family.h"

struct derogation_desk {
	struct person_id pupil;
	struct pupil_card_row card;
	struct school_year_calendar school;
	struct derogations_of_pupil_rows rows;
};

static enum outcome desk_open(struct request *req, struct derogation_desk *desk);
static enum outcome derogate(struct request *req, const struct grant *grant,
	const struct derogation_desk *desk);
static enum outcome take_back(struct request *req, const struct grant *grant,
	const struct derogation_desk *desk, int64_t id);
static enum outcome show(struct request *req, struct reply *reply, const struct derogation_desk *desk);
static const char *reason_msgid(enum derogation_reason reason);

enum outcome
derogation_page(struct request *req, struct reply *reply)
{
	struct derogation_desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
derogation_change(struct request *req, struct reply *reply)
{
	struct derogation_desk desk;
	enum outcome got = desk_open(req, &desk);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, MANAGE, ABSENCE_LIMIT, of_person(desk.pupil));
	if (!grant)
		return REFUSED;
	int64_t id;
	enum outcome done = form_int64(&req->form, "remove", &id) ? take_back(req, grant, &desk, id)
								  : derogate(req, grant, &desk);
	if (done == INVALID)
		return request_invalid(show(req, reply, &desk));
	if (done == OK)
		reply_see(reply, req, "/pupils/%lld/derogations?saved=1", (long long)desk.pupil.v);
	return done;
}

static enum outcome
desk_open(struct request *req, struct derogation_desk *desk)
{
	*desk = (struct derogation_desk){ 0 };
	if (!request_int64(req, "pupil", &desk->pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, ABSENCE_LIMIT, of_person(desk->pupil));
	if (!grant)
		return REFUSED;
	enum outcome got = family_card(req, desk->pupil, req->today, &desk->card);
	if (got == OK)
		got = school_calendar_load(req, req->today, &desk->school);
	if (got == OK)
		got = derogations_of_pupil(req->db, grant, req->arena, &desk->rows);
	return got;
}

static enum outcome
derogate(struct request *req, const struct grant *grant, const struct derogation_desk *desk)
{
	int64_t reason = 0;
	struct derogation_record row = { .pupil = desk->pupil, .author = req->session->person };
	struct text first = form_text(&req->form, "first_day"), last = form_text(&req->form, "last_day");
	if (!form_int64(&req->form, "reason", &reason) || reason < 0 || reason >= DEROGATION_REASONS)
		request_problem(req, "reason", TR("Choose one of the reasons."));
	if (!day_parse(first, &row.first_day))
		request_problem_about(req, "first_day", TR("%1 is not a day."), first);
	else if (!day_between(row.first_day, desk->school.year.first_day, desk->school.year.last_day))
		request_problem(req, "first_day", TR("This lies outside the school year."));
	row.last_day = row.first_day;
	if (last.length > 0 && !day_parse(last, &row.last_day))
		request_problem_about(req, "last_day", TR("%1 is not a day."), last);
	else if (day_before(row.last_day, row.first_day))
		request_problem(req, "last_day", TR("This ends before it begins."));
	else if (day_before(desk->school.year.last_day, row.last_day))
		request_problem(req, "last_day", TR("This lies outside the school year."));
	if (request_has_problem(req, NULL))
		return INVALID;
	row.id = (struct derogation_id){ request_new_id(req) };
	row.reason = (enum derogation_reason)reason;
	return derogation_keep(req->db, grant, req->arena, &row);
}

static enum outcome
take_back(struct request *req, const struct grant *grant, const struct derogation_desk *desk, int64_t id)
{
	for (size_t i = 0; i < desk->rows.count; i++)
		if (desk->rows.at[i].id.v == id)
			return derogation_remove(req->db, grant, desk->pupil, desk->rows.at[i].id);
	request_problem(req, "", TR("This derogation is no longer there."));
	return INVALID;
}

static const char *
reason_msgid(enum derogation_reason reason)
{
	switch (reason) {
	case DEROGATION_ILLNESS: return TR("certified illness");
	case DEROGATION_THERAPY: return TR("therapy");
	case DEROGATION_DONATION: return TR("blood donation");
	case DEROGATION_SPORT: return TR("competitive sport");
	case DEROGATION_RELIGION: return TR("religious agreement");
	case DEROGATION_OTHER:
	case DEROGATION_REASONS: break;
	}
	return TR("other reason");
}

static enum outcome
show(struct request *req, struct reply *reply, const struct derogation_desk *desk)
{
	struct pupil_year year;
	struct day last = day_before(desk->school.year.last_day, req->today) ? desk->school.year.last_day
									     : req->today;
	enum outcome got = pupil_year_load(req, &desk->school, desk->pupil, last, &year);
	if (got != OK)
		return got;
	int64_t chosen = -1;
	if (!form_int64(&req->form, "reason", &chosen))
		chosen = -1;
	struct derogation_view view = { .name = text_printf(req->arena, "%.*s %.*s",
						TEXT_ARG(desk->card.family_name),
						TEXT_ARG(desk->card.given_name)),
		.action = text_printf(req->arena, "/pupils/%lld/derogations", (long long)desk->pupil.v),
		.saved = form_has(&req->query, "saved"),
		.may_change = might(req, MANAGE, ABSENCE_LIMIT, of_person(desk->pupil)),
		.gauge = pupil_year_gauge(&year),
		.missed = absence_shown_units(year.limit.missed),
		.derogated = absence_shown_units(year.limit.derogated),
		.counted = absence_shown_units(year.limit.counted),
		.crossed = year.limit.counted_state == ABSENCE_CROSSED,
		.lines = { arena_array(req->arena, struct derogation_line, desk->rows.count), 0 },
		.reasons = { arena_array(req->arena, struct derogation_reason_choice, DEROGATION_REASONS),
			0 },
		.first_day = form_text(&req->form, "first_day"),
		.last_day = form_text(&req->form, "last_day") };
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct derogations_of_pupil_row *row = &desk->rows.at[i];
		view.lines.at[view.lines.count++] = (struct derogation_line){ .id = row->id.v,
			.first_day = row->first_day,
			.last_day = row->last_day,
			.one_day = day_equal(row->first_day, row->last_day),
			.reason = reason_msgid(row->reason) };
	}
	for (int i = 0; i < DEROGATION_REASONS; i++)
		view.reasons.at[view.reasons.count++] = (struct derogation_reason_choice){ i,
			reason_msgid((enum derogation_reason)i), i == chosen };
	derogation_html(req, reply, &view);
	return OK;
}
