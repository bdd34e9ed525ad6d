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

static enum outcome lines_without_names(struct request *req, const struct grant *grant, struct day first,
	struct day last, struct look_lines *lines);
static enum outcome lines_with_names(struct request *req, const struct grant *grant, struct day first,
	struct day last, struct look_lines *lines);

enum outcome
who_looked_page(struct request *req, struct reply *reply)
{
	struct who_looked_view view = { .last = req->today };
	if (!request_int64(req, "pupil", &view.pupil.v))
		return NOT_FOUND;
	struct text until = form_text(&req->query, "until");
	if (until.length && !day_parse(until, &view.last))
		return INVALID;
	view.first = day_add(view.last, 1 - DAYS_A_PAGE);
	view.earlier = day_add(view.first, -1);
	view.names_shown = setting_is_yes(req, "families.see_names");

	enum outcome found = who_looked(req, view.pupil, view.first, view.last, &view.looks);
	if (found != OK)
		return found;
	who_looked_html(req, reply, &view);
	return OK;
}

enum outcome
who_looked(struct request *req, struct person_id pupil, struct day first, struct day last,
	struct look_lines *lines)
{
	const struct grant *grant = may(req, READ, TRAIL, of_person(pupil));
	if (!grant)
		return REFUSED;
	if (setting_is_yes(req, "families.see_names"))
		return lines_with_names(req, grant, first, last, lines);
	return lines_without_names(req, grant, first, last, lines);
}

static enum outcome
lines_without_names(struct request *req, const struct grant *grant, struct day first, struct day last,
	struct look_lines *lines)
{
	struct looks_at_person_rows rows;
	enum outcome got = looks_at_person(req->db, grant, first, last, SUBJECT_PERSON, SUBJECT_CLASS,
		LOOK_ALLOWED, VIEW, req->arena, &rows);
	if (got != OK)
		return got;
	lines->at = arena_array(req->arena, struct look_line, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		look_lines_add(lines,
			(struct look_line){ rows.at[i].at, rows.at[i].role, rows.at[i].verb,
				UINT64_C(1) << rows.at[i].thing, rows.at[i].purpose, text_of("") });
	return OK;
}

static enum outcome
lines_with_names(struct request *req, const struct grant *grant, struct day first, struct day last,
	struct look_lines *lines)
{
	struct looks_at_person_with_names_rows rows;
	enum outcome got = looks_at_person_with_names(req->db, grant, first, last, SUBJECT_PERSON,
		SUBJECT_CLASS, LOOK_ALLOWED, VIEW, req->arena, &rows);
	if (got != OK)
		return got;
	lines->at = arena_array(req->arena, struct look_line, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		look_lines_add(lines,
			(struct look_line){ rows.at[i].at, rows.at[i].role, rows.at[i].verb,
				UINT64_C(1) << rows.at[i].thing, rows.at[i].purpose,
				text_printf(req->arena, "%.*s %.*s", TEXT_ARG(rows.at[i].given_name),
					TEXT_ARG(rows.at[i].family_name)) });
	return OK;
}

/* Two people at the same thing in the same moment stay two lines. */
void
look_lines_add(struct look_lines *lines, struct look_line look)
{
	struct look_line *last = lines->count ? &lines->at[lines->count - 1] : NULL;
	if (last && last->at.ms == look.at.ms && last->role == look.role && last->verb == look.verb &&
		last->purpose == look.purpose && text_equal(last->name, look.name) &&
		!(last->things & look.things))
		last->things |= look.things;
	else
		lines->at[lines->count++] = look;
}
