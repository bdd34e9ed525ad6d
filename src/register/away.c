#include "register/away.h"

#include "identity/session.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/away.html.h"
#include "register/away.sql.h"
#include "register/class_calendar.h"
#include "register/lesson.sql.h"

struct away_desk {
	struct class_calendar calendar;
	struct roster_of_class_rows pupils;
	struct away_of_class_rows rows;
};

static enum outcome desk_open(struct request *req, struct away_desk *desk);
static enum outcome cancel(struct request *req, const struct grant *grant, const struct away_desk *desk,
	int64_t id);
static enum outcome plan(struct request *req, const struct grant *grant, const struct away_desk *desk);
static bool read_plan(struct request *req, const struct away_desk *desk, struct away_record *away);
static bool is_chosen(struct request *req, struct person_id pupil);
static enum outcome show(struct request *req, struct reply *reply, const struct away_desk *desk);
static const char *kind_msgid(enum away_kind kind);

enum outcome
away_page(struct request *req, struct reply *reply)
{
	struct away_desk desk;
	enum outcome got = desk_open(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
away_change(struct request *req, struct reply *reply)
{
	struct away_desk desk;
	enum outcome got = desk_open(req, &desk);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, RECORD, ATTENDANCE, of_class(desk.calendar.id));
	if (!grant)
		return REFUSED;
	int64_t id;
	enum outcome done = form_int64(&req->form, "remove", &id) ? cancel(req, grant, &desk, id)
								  : plan(req, grant, &desk);
	if (done == INVALID)
		return request_invalid(show(req, reply, &desk));
	if (done == OK)
		reply_see(reply, req, "/classes/%lld/away?saved=1", (long long)desk.calendar.id.v);
	return done;
}

static enum outcome
desk_open(struct request *req, struct away_desk *desk)
{
	struct class_id class;
	*desk = (struct away_desk){ 0 };
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	const struct grant *attendance = may(req, READ, ATTENDANCE, of_class(class));
	if (!attendance ||
		!grant_has_fields(attendance,
			FIELD_ATTENDANCE_DAY | FIELD_ATTENDANCE_STATUS | FIELD_ATTENDANCE_TIMES))
		return REFUSED;
	const struct grant *roster = may(req, READ, ROSTER, of_class(class));
	if (!roster)
		return REFUSED;
	enum outcome got = class_calendar_load_year(req, class, &desk->calendar);
	if (got == OK)
		got = roster_of_class(req->db, roster, req->today, req->arena, &desk->pupils);
	if (got == OK)
		got = away_of_class(req->db, attendance, req->today, req->arena, &desk->rows);
	return got;
}

/* What has begun already stays as it was until yesterday. */
static enum outcome
cancel(struct request *req, const struct grant *grant, const struct away_desk *desk, int64_t id)
{
	for (size_t i = 0; i < desk->rows.count; i++) {
		struct away_record row = desk->rows.at[i];
		if (row.id.v != id)
			continue;
		if (!day_before(row.first_day, req->today))
			return away_cancel(req->db, grant, row.class, row.id);
		row.last_day = day_add(req->today, -1);
		return away_plan(req->db, grant, req->arena, &row);
	}
	request_problem(req, "", TR("This is no longer planned."));
	return INVALID;
}

static bool
is_chosen(struct request *req, struct person_id pupil)
{
	for (size_t i = 0; i < req->form.count; i++) {
		int64_t id;
		if (text_is(req->form.fields[i].name, "pupil") &&
			text_int64(req->form.fields[i].value, &id) && id == pupil.v)
			return true;
	}
	return false;
}

static bool
read_plan(struct request *req, const struct away_desk *desk, struct away_record *away)
{
	int64_t kind;
	struct text first = form_text(&req->form, "first_day"), last = form_text(&req->form, "last_day");
	struct text from = form_text(&req->form, "from"), to = form_text(&req->form, "to");
	if (!form_int64(&req->form, "kind", &kind) || kind < 0 || kind >= AWAY_KINDS)
		request_problem(req, "kind", TR("Choose one of the kinds."));
	else
		away->kind = (enum away_kind)kind;
	if (!day_parse(first, &away->first_day))
		request_problem_about(req, "first_day", TR("%1 is not a day."), first);
	else
		class_calendar_plans(req, &desk->calendar, away->first_day, "first_day");
	away->last_day = away->first_day;
	if (last.length > 0 && !day_parse(last, &away->last_day))
		request_problem_about(req, "last_day", TR("%1 is not a day."), last);
	else if (day_before(away->last_day, away->first_day))
		request_problem(req, "last_day", TR("This ends before it begins."));
	else if (day_before(desk->calendar.place.last_day, away->last_day))
		request_problem(req, "last_day", TR("This lies outside the school year."));
	away->from_minute = away->to_minute = MINUTE_NONE;
	if (from.length > 0 && !minute_parse(from, &away->from_minute))
		request_problem_about(req, "from", TR("%1 is not a time. Write it like 8:12."), from);
	if (to.length > 0 && !minute_parse(to, &away->to_minute))
		request_problem_about(req, "to", TR("%1 is not a time. Write it like 8:12."), to);
	if ((from.length > 0) != (to.length > 0))
		request_problem(req, "to", TR("Give both times, or none for the whole day."));
	else if (from.length > 0 && away->to_minute.number <= away->from_minute.number)
		request_problem(req, "to", TR("This ends before it begins."));
	return !request_has_problem(req, NULL);
}

static enum outcome
plan(struct request *req, const struct grant *grant, const struct away_desk *desk)
{
	struct away_record away = { .class = desk->calendar.id, .author = req->session->person };
	read_plan(req, desk, &away);
	size_t chosen = 0;
	for (size_t i = 0; i < desk->pupils.count; i++)
		chosen += is_chosen(req, desk->pupils.at[i].pupil);
	if (chosen == 0)
		request_problem(req, "pupil", TR("Choose at least one pupil."));
	if (request_has_problem(req, NULL))
		return INVALID;
	for (size_t i = 0; i < desk->pupils.count; i++) {
		if (!is_chosen(req, desk->pupils.at[i].pupil))
			continue;
		away.id = (struct away_id){ request_new_id(req) };
		away.pupil = desk->pupils.at[i].pupil;
		enum outcome kept = away_plan(req->db, grant, req->arena, &away);
		if (kept != OK)
			return kept;
	}
	return OK;
}

static const char *
kind_msgid(enum away_kind kind)
{
	switch (kind) {
	case AWAY_PLACEMENT: return TR("work placement");
	case AWAY_MOBILITY: return TR("mobility");
	case AWAY_SCHOOL_ACTIVITY: return TR("activity in school");
	case AWAY_EXTERNAL:
	case AWAY_KINDS: break;
	}
	return TR("activity outside");
}

static enum outcome
show(struct request *req, struct reply *reply, const struct away_desk *desk)
{
	int64_t kind = AWAY_SCHOOL_ACTIVITY;
	if (!form_int64(&req->form, "kind", &kind))
		kind = AWAY_SCHOOL_ACTIVITY;
	struct away_view view = { .class_name = desk->calendar.place.name,
		.action = text_printf(req->arena, "/classes/%lld/away", (long long)desk->calendar.id.v),
		.saved = form_has(&req->query, "saved"),
		.may_change = might(req, RECORD, ATTENDANCE, of_class(desk->calendar.id)),
		.first_day = form_text(&req->form, "first_day"),
		.last_day = form_text(&req->form, "last_day"),
		.from = form_text(&req->form, "from"),
		.to = form_text(&req->form, "to"),
		.lines = { arena_array(req->arena, struct away_line, desk->rows.count), 0 },
		.pupils = { arena_array(req->arena, struct away_pupil, desk->pupils.count), 0 },
		.kinds = { arena_array(req->arena, struct away_kind_choice, AWAY_KINDS), 0 } };
	for (size_t i = 0; i < desk->pupils.count; i++)
		view.pupils.at[view.pupils.count++] = (struct away_pupil){ desk->pupils.at[i].pupil.v,
			text_printf(req->arena, "%.*s %.*s", TEXT_ARG(desk->pupils.at[i].family_name),
				TEXT_ARG(desk->pupils.at[i].given_name)),
			is_chosen(req, desk->pupils.at[i].pupil) };
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct away_record *row = &desk->rows.at[i];
		struct text name = { 0 };
		for (size_t k = 0; k < desk->pupils.count; k++)
			if (view.pupils.at[k].id == row->pupil.v)
				name = view.pupils.at[k].name;
		if (name.length == 0)
			continue; /* no longer of the class */
		view.lines.at[view.lines.count++] = (struct away_line){ .id = row->id.v,
			.pupil = name,
			.kind = kind_msgid(row->kind),
			.first_day = row->first_day,
			.last_day = row->last_day,
			.one_day = day_equal(row->first_day, row->last_day),
			.from = row->from_minute,
			.to = row->to_minute };
	}
	for (int i = 0; i < AWAY_KINDS; i++)
		view.kinds.at[view.kinds.count++] = (struct away_kind_choice){ i,
			kind_msgid((enum away_kind)i), i == kind };
	away_html(req, reply, &view);
	return OK;
}
