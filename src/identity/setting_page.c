#include "identity/setting_page.h"

#include "identity/setting_page.html.h"
#include "platform/page.h"
#include "privacy/grant.h"

static struct setting_view view_of(struct request *req);
static const char *title_of(const struct setting_kind *kind);
static struct setting_line line_of(struct request *req, const struct setting_kind *kind);
static const char *reading_of(struct text word);
static bool can_be_changed_here(const struct setting_kind *kind);

enum outcome
setting_page(struct request *req, struct reply *reply)
{
	if (!may(req, READ, SETTING, of_school()))
		return REFUSED;
	struct setting_view view = view_of(req);
	view.saved = form_has(&req->query, "saved");
	setting_html(req, reply, &view);
	return OK;
}

enum outcome
setting_change(struct request *req, struct reply *reply)
{
	if (!may(req, MANAGE, SETTING, of_school()))
		return REFUSED;
	for (int i = 0; i < setting_kind_count; i++) {
		const struct setting_kind *kind = &setting_kinds[i];
		struct text typed = text_trim(form_text(&req->form, kind->name));
		if (!can_be_changed_here(kind) || !form_has(&req->form, kind->name) ||
			text_equal(typed, setting_text(req, kind->name)))
			continue;
		const char *problem;
		enum outcome written = setting_write(req->db, req->arena, kind->name, typed, &problem);
		if (written == INVALID && kind->type == SETTING_NUMBER)
			request_problem_about(req, kind->name, TR("A whole number, %1."),
				text_printf(req->arena, "%lld–%lld", (long long)kind->lowest,
					(long long)kind->highest));
		else if (written == INVALID)
			request_problem(req, kind->name, problem);
		else if (written != OK)
			return written;
	}
	if (request_has_problem(req, NULL)) {
		struct setting_view view = view_of(req);
		setting_html(req, reply, &view);
		return INVALID;
	}
	reply_see(reply, req, "/settings?saved=1");
	return OK;
}

static struct setting_view
view_of(struct request *req)
{
	struct setting_view view = { .may_change = might(req, MANAGE, SETTING, of_school()) };
	view.groups.at = arena_array(req->arena, struct setting_group, (size_t)setting_kind_count);
	for (int i = 0; i < setting_kind_count; i++) {
		if (!can_be_changed_here(&setting_kinds[i]))
			continue;
		const char *title = title_of(&setting_kinds[i]);
		struct setting_group *group = &view.groups.at[view.groups.count];
		if (view.groups.count == 0 || group[-1].title != title) {
			view.groups.count++;
			*group = (struct setting_group){ .title = title,
				.at = arena_array(req->arena, struct setting_line,
					(size_t)setting_kind_count) };
		} else {
			group--;
		}
		group->at[group->count++] = line_of(req, &setting_kinds[i]);
	}
	return view;
}

/* The first word of a setting's name says with which others it stands. */
static const char *
title_of(const struct setting_kind *kind)
{
	static const struct {
		const char *start, *title;
	} titles[] = {
		{ "school.", TR("The school") },
		{ "password.", TR("Passwords") },
		{ "families.", TR("Families") },
		{ "attendance.", TR("Attendance") },
		{ "limit.", TR("The absence limit") },
		{ "justification.", TR("Justifications") },
	};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (text_starts(text_of(kind->name), titles[i].start))
			return titles[i].title;
	return TR("Remote lessons");
}

static struct setting_line
line_of(struct request *req, const struct setting_kind *kind)
{
	struct setting_line line = {
		.name = kind->name,
		.meaning = kind->meaning,
		.value = form_has(&req->form, kind->name) ? form_text(&req->form, kind->name)
							  : setting_text(req, kind->name),
		.number = kind->type == SETTING_NUMBER,
		.choose = kind->type == SETTING_YES_NO || kind->type == SETTING_WORD,
		.lowest = kind->lowest,
		.highest = kind->highest,
	};
	if (!line.choose)
		return line;
	struct text rest = text_of(kind->type == SETTING_YES_NO ? "yes no" : kind->words);
	line.choices.at = arena_array(req->arena, struct setting_choice, rest.length);
	while (rest.length) {
		struct text word = text_cut(&rest, ' ');
		line.choices.at[line.choices.count++] = (struct setting_choice){ word, reading_of(word),
			text_equal(word, line.value) };
	}
	return line;
}

/* The words that are stored are for programs. */
static const char *
reading_of(struct text word)
{
	static const struct {
		const char *word, *reads;
	} readings[] = {
		{ "yes", TR("yes") },
		{ "no", TR("no") },
		{ "IT", TR("Italy") },
		{ "NL", TR("Netherlands") },
		{ "ES", TR("Spain") },
		{ "allegato5", TR("mixed characters, new every three months") },
		{ "nist", TR("long, without an expiry") },
		{ "justification", TR("justified afterwards") },
		{ "authorisation", TR("authorised beforehand") },
		{ "0", TR("exact") },
		{ "50", TR("half hours") },
		{ "100", TR("whole hours") },
	};
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
		if (text_is(word, readings[i].word))
			return readings[i].reads;
	enum language language;
	return language_of_tag(word, &language) ? language_name(language) : NULL;
}

/* The demo's clock belongs to the command that made the demo. */
static bool
can_be_changed_here(const struct setting_kind *kind)
{
	return !text_starts(text_of(kind->name), "clock.");
}
