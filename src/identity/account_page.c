/*
 * Names are sealed, so the database cannot search them: the names of all who
 * have an account are opened and compared here. That is one batch to the keys
 * and a few milliseconds for a school of a thousand, and it is on the trail.
 */
#include "identity/account_page.h"

#include "identity/account_page.html.h"
#include "identity/account_page.sql.h"
#include "identity/account_view.h"
#include "identity/activation.h"
#include "identity/session.h"
#include "identity/session.sql.h"
#include "platform/map.h"
#include "platform/unicode.h"
#include "privacy/grant.h"

#define LINES_MAX 60

static enum outcome show(struct request *req, struct reply *reply, struct account_view *view);
static enum outcome lines_found(struct request *req, struct account_view *view);
static struct account_line line_of(const struct accounts_listed_row *account,
	const struct people_listed_row *person, const struct people_listed_row *pupil, struct request *req);
static bool fits(struct request *req, const struct account_line *line, struct text wanted);
static bool holds(struct text whole, struct text part);
static enum outcome renew(struct request *req, struct account_record *account, struct account_view *view);
static enum outcome account_posted(struct request *req, const struct grant *read, const char *field,
	struct account_record *account);

enum outcome
account_page(struct request *req, struct reply *reply)
{
	struct account_view view = {
		.find = text_trim(form_text(&req->query, "find")),
		.saved = form_has(&req->query, "saved"),
	};
	return show(req, reply, &view);
}

enum outcome
account_manage(struct request *req, struct reply *reply)
{
	const struct grant *manage = may(req, MANAGE, ACCOUNT, of_school());
	const struct grant *read = may(req, READ, ACCOUNT, of_school());
	if (!manage || !read)
		return REFUSED;
	bool renews = form_has(&req->form, "renew"), suspends = form_has(&req->form, "suspend");
	struct account_record account;
	enum outcome got = account_posted(req, read,
		renews             ? "renew"
			: suspends ? "suspend"
				   : "restore",
		&account);
	if (got != OK)
		return got;
	if (suspends && account.id.v == req->session->account.v) {
		request_problem(req, "", TR("Nobody suspends the own account."));
		return CONFLICT;
	}
	if (renews && account.suspended) {
		request_problem(req, "", TR("The account is suspended: open it again first."));
		return CONFLICT;
	}
	struct account_view view = { .find = text_trim(form_text(&req->form, "find")), .saved = true };
	account.suspended = suspends;
	if (renews)
		got = renew(req, &account, &view);
	if (got == OK)
		got = account_change(req->db, manage, req->arena, &account);
	if (got == OK && (renews || suspends))
		got = sessions_end_of_account(req->db, account.id, (struct bytes){ 0 });
	return got == OK ? show(req, reply, &view) : got;
}

static enum outcome
show(struct request *req, struct reply *reply, struct account_view *view)
{
	view->searched = view->find.length > 0;
	enum outcome got = OK;
	if (!may(req, READ, ACCOUNT, of_school()))
		return REFUSED;
	if (view->searched)
		got = lines_found(req, view);
	if (got == OK)
		account_html(req, reply, view);
	return got;
}

static enum outcome
lines_found(struct request *req, struct account_view *view)
{
	const struct grant *accounts = may(req, READ, ACCOUNT, of_school());
	const struct grant *roster = may(req, READ, ROSTER, of_school());
	if (!accounts || !roster)
		return REFUSED;
	struct accounts_listed_rows rows;
	struct people_listed_rows people;
	enum outcome got = accounts_listed(req->db, accounts, req->today, req->arena, &rows);
	if (got == OK)
		got = people_listed(req->db, roster, req->today, req->arena, &people);
	if (got != OK)
		return got;

	struct map by_id;
	map_init(&by_id, req->arena);
	for (size_t i = people.count; i > 0; i--) /* the first of a person's rows stays */
		map_put_number(&by_id, people.at[i - 1].id.v, &people.at[i - 1]);
	view->lines.at = arena_array(req->arena, struct account_line, LINES_MAX);
	struct text wanted = unicode_fold(req->arena, view->find);
	for (size_t i = 0; i < rows.count && !view->more; i++) {
		const struct people_listed_row *person = map_find_number(&by_id, rows.at[i].person.v);
		if (!person)
			continue;
		const struct people_listed_row *pupil = map_find_number(&by_id, person->pupil.v);
		struct account_line line = line_of(&rows.at[i], person, pupil, req);
		if (!fits(req, &line, wanted))
			continue;
		view->more = view->lines.count == LINES_MAX;
		if (!view->more)
			view->lines.at[view->lines.count++] = line;
	}
	return OK;
}

/* A guardian has no name: the line shows the pupil's (R45). */
static struct account_line
line_of(const struct accounts_listed_row *account, const struct people_listed_row *person,
	const struct people_listed_row *pupil, struct request *req)
{
	bool guardian = person->kind == PERSON_GUARDIAN;
	const struct people_listed_row *named = guardian && pupil ? pupil : person;
	struct minute time;
	struct account_line line = {
		.id = account->id,
		.name = text_printf(req->arena, "%.*s %.*s", TEXT_ARG(named->family_name),
			TEXT_ARG(named->given_name)),
		.guardian = guardian,
		.user_name = account->name,
		.role = account->first_role,
		.class_name = named->class_name,
		.active = account->has_password,
		.suspended = account->suspended,
		.waits = account->has_code && account->activation_ends.ms > req->now.ms,
	};
	zone_local(req->zone, account->activation_ends, &line.code_until, &time);
	return line;
}

/* A class by its whole name; a person by any part of either name. */
static bool
fits(struct request *req, const struct account_line *line, struct text wanted)
{
	return text_equal(unicode_fold(req->arena, line->class_name), wanted) ||
		holds(unicode_fold(req->arena, line->name), wanted) ||
		holds(unicode_fold(req->arena, line->user_name), wanted);
}

static bool
holds(struct text whole, struct text part)
{
	for (size_t at = 0; at + part.length <= whole.length; at++)
		if (text_equal((struct text){ whole.at + at, part.length }, part))
			return true;
	return false;
}

/* The old password ends with the new code: whoever knew it is out. */
static enum outcome
renew(struct request *req, struct account_record *account, struct account_view *view)
{
	char code[ACTIVATION_CODE_SIZE];
	struct minute time;
	activation_make(req->random, code);
	enum outcome got = activation_digest(req->keys, req->arena, text_of(code), &account->activation);
	if (got != OK)
		return got;
	account->activation_ends = activation_ends(req->now);
	account->password = (struct text){ 0 };
	account->changed_on = DAY_NONE;
	account->must_change = true;
	view->code = text_printf(req->arena, "%s", code);
	view->code_name = account->name;
	zone_local(req->zone, account->activation_ends, &view->code_until, &time);
	return OK;
}

static enum outcome
account_posted(struct request *req, const struct grant *read, const char *field,
	struct account_record *account)
{
	int64_t id;
	if (!form_int64(&req->form, field, &id))
		return INVALID;
	return account_to_change(req->db, read, (struct account_id){ id }, req->arena, account);
}
