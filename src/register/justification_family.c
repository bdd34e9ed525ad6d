/* How a family, or a pupil who is of age, justifies (REG-46 to REG-49). */
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/page.h"
#include "privacy/grant.h"
#include "register/class_calendar.h"
#include "register/family.h"
#include "register/justification.h"
#include "register/justification.html.h"
#include "register/justification_view.h"

/* Without a class today, what lies further back than this is history. */
#define DAYS_BACK 300

struct family_desk {
	struct person_id pupil;
	struct pupil_card_row card;
	bool online; /* the school takes this pupil's justifications here (REG-48) */
	bool exits;
	int64_t certificate_days; /* 0: the school never asks for one */
	struct school_year_calendar school;
	struct school_class class;
	struct justifiable_of_pupil_rows rows;
};

static enum outcome open_desk(struct request *req, struct family_desk *desk);
static const char *why_not(struct request *req, const struct family_desk *desk);
static enum outcome cancel(struct request *req, const struct grant *grant, const struct family_desk *desk,
	struct text id);
static enum outcome propose(struct request *req, const struct grant *grant, const struct family_desk *desk);
static const struct justifiable_of_pupil_row *chosen_row(struct request *req, const struct family_desk *desk,
	struct text value);
static bool read_reason(struct request *req, enum justification_reason *reason);
static enum outcome show(struct request *req, struct reply *reply, const struct family_desk *desk);
static void show_open(struct request *req, const struct family_desk *desk,
	struct justification_family_view *view);
static void show_lines(struct request *req, const struct family_desk *desk,
	struct justification_family_view *view);
static struct text value_of_row(struct request *req, const struct justifiable_of_pupil_row *row);
static bool is_own(struct request *req, const struct justifiable_of_pupil_row *row);

enum outcome
justification_family_page(struct request *req, struct reply *reply)
{
	struct family_desk desk;
	enum outcome got = open_desk(req, &desk);
	return got == OK ? show(req, reply, &desk) : got;
}

enum outcome
justification_family_record(struct request *req, struct reply *reply)
{
	struct family_desk desk;
	enum outcome got = open_desk(req, &desk);
	if (got != OK)
		return got;
	const struct grant *grant = may(req, JUSTIFY, JUSTIFICATION, of_person(desk.pupil));
	if (!grant || !desk.online) {
		request_problem(req, "", why_not(req, &desk));
		got = show(req, reply, &desk);
		return got != OK ? got : grant ? INVALID : REFUSED;
	}
	struct text cancelled = form_text(&req->form, "cancel");
	got = cancelled.length > 0 ? cancel(req, grant, &desk, cancelled) : propose(req, grant, &desk);
	if (got == INVALID)
		return request_invalid(show(req, reply, &desk));
	if (got == OK)
		reply_see(reply, req, "/pupils/%lld/justifications?saved=1", (long long)desk.pupil.v);
	return got;
}

static enum outcome
open_desk(struct request *req, struct family_desk *desk)
{
	*desk = (struct family_desk){ .exits = justification_for_exits(req) };
	if (!request_int64(req, "pupil", &desk->pupil.v))
		return NOT_FOUND;
	const struct grant *grant = may(req, READ, JUSTIFICATION, of_person(desk->pupil));
	if (!grant)
		return REFUSED;
	enum outcome got = family_card(req, desk->pupil, req->today, &desk->card);
	if (got != OK)
		return got;

	struct day first = day_add(req->today, -DAYS_BACK);
	struct membership_of_pupil_row membership;
	got = membership_of_pupil(req->db, grant, req->today, req->arena, &membership);
	if (got == OK) {
		struct class_place_row place;
		desk->online = membership.justifies_online;
		got = class_place(req->db, membership.class, req->arena, &place);
		first = got == OK ? place.first_day : first;
		if (got == OK)
			desk->class = (struct school_class){ place.site, place.name };
	}
	if (got == OK)
		got = school_calendar_load(req, req->today, &desk->school);
	if (got != OK && got != NOT_FOUND)
		return got;
	desk->certificate_days = got == OK ? setting_number(req, "attendance.certificate_days") : 0;
	return justifiable_of_pupil(req->db, grant, first, req->today, req->arena, &desk->rows);
}

/* Why this person cannot justify here, and who decides; NULL when nothing bars it. */
static const char *
why_not(struct request *req, const struct family_desk *desk)
{
	bool might_justify = might(req, JUSTIFY, JUSTIFICATION, of_person(desk->pupil));
	if (!might_justify && req->session->role == ROLE_PUPIL)
		return TR("Until you are 18, a guardian justifies for you.");
	if (!might_justify)
		return TR(
			"You cannot justify for this pupil: from 18 on pupils do it themselves, and before that those whom the office has recorded.");
	if (!desk->online)
		return TR(
			"For this pupil the school takes justifications on paper only. The office can tell you why.");
	return NULL;
}

static enum outcome
put(struct request *req, const struct grant *grant, const struct justifiable_of_pupil_row *row,
	enum justification_state state, enum justification_reason reason, struct text explanation)
{
	return justification_propose(req->db, grant, req->arena,
		&(struct justification_record){ .pupil = row->pupil,
			.day = row->day,
			.kind = row->kind,
			.ordinal = row->ordinal,
			.id = row->id.v ? row->id : (struct justification_id){ request_new_id(req) },
			.class = row->class,
			.state = state,
			.reason = reason,
			.explanation = explanation,
			.proposed_by = req->session->person,
			.proposed_at = req->now });
}

static enum outcome
cancel(struct request *req, const struct grant *grant, const struct family_desk *desk, struct text id)
{
	int64_t number;
	for (size_t i = 0; text_int64(id, &number) && i < desk->rows.count; i++) {
		const struct justifiable_of_pupil_row *row = &desk->rows.at[i];
		if (row->id.v != number)
			continue;
		if (is_own(req, row) && row->state == JUSTIFICATION_PROPOSED)
			return put(req, grant, row, JUSTIFICATION_CANCELLED, row->reason, row->explanation);
		if (row->state == JUSTIFICATION_VALIDATED)
			request_problem(req, "",
				TR("A teacher has accepted this already: it cannot be withdrawn. The class's teachers can correct it."));
		else if (row->state == JUSTIFICATION_PROPOSED)
			request_problem(req, "",
				TR("Somebody else has sent this: only who sent it can withdraw it."));
		else
			request_problem(req, "", TR("There is nothing to withdraw any more."));
		return INVALID;
	}
	request_problem(req, "", TR("There is nothing to withdraw any more."));
	return INVALID;
}

static enum outcome
propose(struct request *req, const struct grant *grant, const struct family_desk *desk)
{
	enum justification_reason reason;
	struct text explanation = text_trim(form_text(&req->form, "explanation"));
	bool good = read_reason(req, &reason);
	if (text_code_points(explanation) > JUSTIFICATION_TEXT_MAX) {
		request_problem(req, "explanation", TR("This is too long: at most 500 characters."));
		good = false;
	}
	size_t chosen = 0;
	const struct justifiable_of_pupil_row **rows = arena_array(req->arena,
		const struct justifiable_of_pupil_row *, req->form.count);
	for (size_t i = 0; i < req->form.count; i++) {
		if (!text_is(req->form.fields[i].name, "day"))
			continue;
		rows[chosen] = chosen_row(req, desk, req->form.fields[i].value);
		if (rows[chosen])
			chosen++;
		else
			good = false;
	}
	if (good && chosen == 0) {
		request_problem(req, "day", TR("Choose at least one day."));
		good = false;
	}
	if (!good)
		return INVALID;
	for (size_t i = 0; i < chosen; i++) {
		enum outcome kept = put(req, grant, rows[i], JUSTIFICATION_PROPOSED, reason, explanation);
		if (kept != OK)
			return kept;
	}
	return OK;
}

static const struct justifiable_of_pupil_row *
chosen_row(struct request *req, const struct family_desk *desk, struct text value)
{
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct justifiable_of_pupil_row *row = &desk->rows.at[i];
		char day[DAY_TEXT_SIZE];
		day_print(row->day, day);
		/* A bare day means the absence of that day. */
		bool meant = text_equal(value_of_row(req, row), value) ||
			(row->kind == JUSTIFIED_ABSENCE && text_is(value, day));
		if (!meant || !justification_is_due(row, desk->exits))
			continue;
		if (row->state == JUSTIFICATION_VALIDATED && row->id.v != 0) {
			request_problem(req, "day",
				TR("A teacher has accepted this already: it cannot be changed any more."));
			return NULL;
		}
		if (justification_standing(row) == STANDING_PROPOSED && !is_own(req, row)) {
			request_problem(req, "day",
				TR("Somebody else has sent a justification for this already."));
			return NULL;
		}
		return row;
	}
	request_problem(req, "day", TR("On this day there is nothing to justify."));
	return NULL;
}

static bool
read_reason(struct request *req, enum justification_reason *reason)
{
	struct text typed = form_text(&req->form, "reason");
	int64_t number;
	*reason = REASON_OTHER;
	if (typed.length == 0) {
		if (!setting_is_yes(req, "justification.reason_needed"))
			return true;
		request_problem(req, "reason", TR("This school asks for a reason."));
		return false;
	}
	if (justification_reason_parse(typed, reason))
		return true;
	if (text_int64(typed, &number) && number >= 0 && number < JUSTIFICATION_REASONS) {
		*reason = (enum justification_reason)number;
		return true;
	}
	request_problem(req, "reason", TR("Choose one of the reasons."));
	return false;
}

static bool
is_own(struct request *req, const struct justifiable_of_pupil_row *row)
{
	return row->proposed_by.v == req->session->person.v;
}

static struct text
value_of_row(struct request *req, const struct justifiable_of_pupil_row *row)
{
	char day[DAY_TEXT_SIZE];
	day_print(row->day, day);
	return text_printf(req->arena, "%s %d %lld", day, (int)row->kind, (long long)row->ordinal);
}

static enum outcome
show(struct request *req, struct reply *reply, const struct family_desk *desk)
{
	char today[DAY_TEXT_SIZE];
	day_print(req->today, today);
	const char *barred = why_not(req, desk);
	struct justification_family_view view = {
		.given_name = desk->card.given_name,
		.action = text_printf(req->arena, "/pupils/%lld/justifications", (long long)desk->pupil.v),
		.day_path = text_printf(req->arena, "/pupils/%lld/days/%s", (long long)desk->pupil.v, today),
		.may_justify = !barred,
		.why_not = barred ? text_of(page_translate(req->language, barred)) : (struct text){ 0 },
		.saved = form_has(&req->query, "saved"),
		.reason_needed = setting_is_yes(req, "justification.reason_needed"),
		.explanation = form_text(&req->form, "explanation"),
	};
	enum outcome got = family_children(req, desk->pupil, "/justifications", &view.children);
	if (got != OK)
		return got;
	show_open(req, desk, &view);
	show_lines(req, desk, &view);
	justification_family_html(req, reply, &view);
	return OK;
}

static bool
is_posted_day(struct request *req, struct text value)
{
	for (size_t i = 0; i < req->form.count; i++)
		if (text_is(req->form.fields[i].name, "day") && text_equal(req->form.fields[i].value, value))
			return true;
	return false;
}

static bool
absent_on(const struct family_desk *desk, struct day day)
{
	for (size_t i = 0; i < desk->rows.count; i++)
		if (desk->rows.at[i].kind == JUSTIFIED_ABSENCE && day_equal(desk->rows.at[i].day, day))
			return true;
	return false;
}

/* A regional rule: so many calendar days between the first day of an absence
 * and the return, closures included, ask for a certificate (REG-36). */
static bool
needs_certificate(struct request *req, const struct family_desk *desk,
	const struct justifiable_of_pupil_row *row)
{
	if (desk->certificate_days <= 0 || row->kind != JUSTIFIED_ABSENCE)
		return false;
	const struct school_calendar *calendar = &desk->school.calendar;
	struct day first = row->day, back = school_day_next(calendar, &desk->class, row->day);
	for (struct day day = school_day_previous(calendar, &desk->class, first);
		!day_equal(day, DAY_NONE) && absent_on(desk, day);
		day = school_day_previous(calendar, &desk->class, day))
		first = day;
	while (!day_equal(back, DAY_NONE) && !day_before(req->today, back) && absent_on(desk, back))
		back = school_day_next(calendar, &desk->class, back);
	return !day_equal(back, DAY_NONE) && back.number - first.number > desk->certificate_days;
}

/* What is open; or, when a proposal is changed, that one alone. */
static void
show_open(struct request *req, const struct family_desk *desk, struct justification_family_view *view)
{
	int64_t flag_days = setting_number(req, "justification.flag_days");
	int64_t reason = -1;
	if (!form_int64(&req->form, "reason", &reason))
		reason = -1;
	if (form_int64(&req->query, "edit", &view->editing_id) ||
		form_int64(&req->form, "editing", &view->editing_id))
		view->editing = true;
	view->open.at = arena_array(req->arena, struct justification_open, desk->rows.count);
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct justifiable_of_pupil_row *row = &desk->rows.at[i];
		enum justification_standing standing = justification_standing(row);
		bool edits = view->editing && row->id.v == view->editing_id &&
			standing == STANDING_PROPOSED && is_own(req, row);
		bool open = !view->editing && standing == STANDING_OPEN &&
			justification_is_due(row, desk->exits);
		if (!edits && !open)
			continue;
		struct text value = value_of_row(req, row);
		view->open.at[view->open.count++] = (struct justification_open){ .value = value,
			.day = row->day,
			.kind = row->kind,
			.at = row->at,
			.overdue = flag_days > 0 && day_before(day_add(row->day, (int)flag_days), req->today),
			.certificate = needs_certificate(req, desk, row),
			.chosen = edits || is_posted_day(req, value) };
		if (edits && view->explanation.length == 0)
			view->explanation = row->explanation;
		if (edits && reason < 0)
			reason = row->reason;
	}
	view->reasons.at = arena_array(req->arena, struct justification_reason_choice, JUSTIFICATION_REASONS);
	for (int i = 0; i < JUSTIFICATION_REASONS; i++)
		view->reasons.at[view->reasons.count++] = (struct justification_reason_choice){ .value = i,
			.word = justification_reason_msgid((enum justification_reason)i),
			.chosen = i == reason };
}

static void
show_lines(struct request *req, const struct family_desk *desk, struct justification_family_view *view)
{
	view->lines.at = arena_array(req->arena, struct justification_line, desk->rows.count);
	for (size_t i = 0; i < desk->rows.count; i++) {
		const struct justifiable_of_pupil_row *row = &desk->rows.at[i];
		if (row->id.v == 0)
			continue;
		bool own = is_own(req, row);
		struct justification_line *line = &view->lines.at[view->lines.count++];
		*line = (struct justification_line){ .id = row->id.v,
			.day = row->day,
			.kind = row->kind,
			.at = row->at,
			.state = row->state,
			.reason = justification_reason_msgid(row->reason),
			.explanation = own ? row->explanation : (struct text){ 0 },
			.answer = row->answer,
			.proposed_at = row->proposed_at,
			.own = own,
			.by_pupil = row->proposed_by.v == row->pupil.v };
		if (own && row->state == JUSTIFICATION_PROPOSED && view->may_justify)
			line->edit = text_printf(req->arena, "/pupils/%lld/justifications?edit=%lld",
				(long long)desk->pupil.v, (long long)row->id.v);
	}
}
