/*
 * A family may always know when, in which role, at what and for which purpose
 * somebody looked (GDPR art. 15; Court of Justice C-579/21). The name of the
 * person is another matter and the school decides it once, for everybody.
 */
#include "privacy/who_looked.h"

#include "identity/setting.h"
#include "privacy/grant.h"
#include "privacy/who_looked.html.h"
#include "privacy/who_looked.sql.h"

#define DAYS_A_PAGE 30

/* Of whom, from when to when, and whether each look has its own line. */
struct asked {
	struct person_id pupil;
	struct day first, last;
	bool each;
};

static enum outcome look_up(struct request *req, struct asked asked, struct look_lines *lines);
static enum outcome lines_without_names(struct request *req, const struct grant *grant, struct asked asked,
	struct look_lines *lines);
static enum outcome lines_with_names(struct request *req, const struct grant *grant, struct asked asked,
	struct look_lines *lines);

enum outcome
who_looked_page(struct request *req, struct reply *reply)
{
	struct who_looked_view view = { .last = req->today };
	if (!request_int64(req, "pupil", &view.pupil.v))
		return NOT_FOUND;
	struct text until = form_text(&req->query, "until"), day = form_text(&req->query, "day");
	view.one_day = day.length != 0;
	if ((day.length && !day_parse(day, &view.last)) || (until.length && !day_parse(until, &view.last)))
		return INVALID;
	view.first = view.one_day ? view.last : day_add(view.last, 1 - DAYS_A_PAGE);
	view.earlier = day_add(view.first, -1);
	view.names_shown = setting_is_yes(req, "families.see_names");

	enum outcome found = look_up(req, (struct asked){ view.pupil, view.first, view.last, view.one_day },
		&view.looks);
	if (found != OK)
		return found;
	who_looked_html(req, reply, &view);
	return OK;
}

enum outcome
who_looked(struct request *req, struct person_id pupil, struct day first, struct day last,
	struct look_lines *lines)
{
	return look_up(req, (struct asked){ pupil, first, last, false }, lines);
}

static enum outcome
look_up(struct request *req, struct asked asked, struct look_lines *lines)
{
	const struct grant *grant = may(req, READ, TRAIL, of_person(asked.pupil));
	if (!grant)
		return REFUSED;
	enum outcome got = setting_is_yes(req, "families.see_names")
		? lines_with_names(req, grant, asked, lines)
		: lines_without_names(req, grant, asked, lines);
	for (size_t i = 0; got == OK && i < lines->count; i++) {
		struct look_line *line = &lines->at[i];
		char day[DAY_TEXT_SIZE];
		if (line->times == 1 || line->verb == VIEW)
			continue;
		day_print(line->day, day);
		line->apart = line->first.ms / 60000 != line->last.ms / 60000;
		line->each = text_printf(req->arena, "/pupils/%lld/looks?day=%s", (long long)asked.pupil.v,
			day);
	}
	return got;
}

static enum outcome
lines_without_names(struct request *req, const struct grant *grant, struct asked asked,
	struct look_lines *lines)
{
	struct looks_at_person_rows rows;
	enum outcome got = looks_at_person(req->db, grant, asked.first, asked.last, SUBJECT_PERSON,
		SUBJECT_CLASS, LOOK_ALLOWED, VIEW, asked.each, req->arena, &rows);
	if (got != OK)
		return got;
	lines->at = arena_array(req->arena, struct look_line, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct looks_at_person_row *row = &rows.at[i];
		look_lines_add(lines,
			(struct look_line){ row->day, row->first, row->last, row->times, row->role, row->verb,
				UINT64_C(1) << row->thing, row->purpose, text_of("") });
	}
	return OK;
}

static enum outcome
lines_with_names(struct request *req, const struct grant *grant, struct asked asked, struct look_lines *lines)
{
	struct looks_at_person_with_names_rows rows;
	enum outcome got = looks_at_person_with_names(req->db, grant, asked.first, asked.last, SUBJECT_PERSON,
		SUBJECT_CLASS, LOOK_ALLOWED, VIEW, asked.each, req->arena, &rows);
	if (got != OK)
		return got;
	lines->at = arena_array(req->arena, struct look_line, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct looks_at_person_with_names_row *row = &rows.at[i];
		look_lines_add(lines,
			(struct look_line){ row->day, row->first, row->last, row->times, row->role, row->verb,
				UINT64_C(1) << row->thing, row->purpose,
				text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row->given_name),
					TEXT_ARG(row->family_name)) });
	}
	return OK;
}

/* Two people at the same thing in the same moment stay two lines. */
void
look_lines_add(struct look_lines *lines, struct look_line look)
{
	struct look_line *last = lines->count ? &lines->at[lines->count - 1] : NULL;
	if (last && last->first.ms == look.first.ms && last->last.ms == look.last.ms &&
		last->times == look.times && last->role == look.role && last->verb == look.verb &&
		last->purpose == look.purpose && text_equal(last->name, look.name) &&
		!(last->things & look.things))
		last->things |= look.things;
	else
		lines->at[lines->count++] = look;
}
