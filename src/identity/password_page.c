#include "identity/password_page.h"

#include <assert.h>

#include "identity/account.sql.h"
#include "identity/attempt.h"
#include "identity/password.h"
#include "identity/password_page.html.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "platform/keys.h"
#include "platform/page.h"
#include "privacy/grant.h"

/*
 * Two steps like a sign-in: up to six hashes (the current password, the last
 * four, the new one) are made off the writer thread, and only what came of
 * them is written there.
 */
struct new_password {
	struct account_record account; /* as it was when it was judged */
	struct text hash;              /* empty when something was wrong; the problems stand in the request */
	bool guessed;                  /* the present password was wrong: an attempt like one at the door */
	enum attempt_outcome attempt;
	enum password_profile profile;
	struct passwords_before_rows before;
};

static enum outcome judge(struct request *req, struct new_password *made);
static enum outcome refuse(struct request *req, struct reply *reply, const struct grant *grant,
	const struct new_password *made);
static enum outcome check_present(struct request *req, struct text current, struct new_password *made);
static enum outcome was_used(struct request *req, struct text password, const struct new_password *made,
	bool *used);
static void add_faults(struct request *req, enum password_profile profile, unsigned faults);
static enum outcome keep(struct request *req, const struct grant *grant, const struct new_password *made);
static enum outcome keep_before(struct request *req, const struct new_password *made);
static enum password_profile school_profile(struct request *req);
static enum outcome show(struct request *req, struct reply *reply, const struct grant *grant);

enum outcome
password_page(struct request *req, struct reply *reply)
{
	const struct grant *grant = may(req, CHANGE, PASSWORD, of_person(req->session->person));
	return grant ? show(req, reply, grant) : REFUSED;
}

enum outcome
password_prepare(struct request *req)
{
	const struct grant *grant = may(req, CHANGE, PASSWORD, of_person(req->session->person));
	if (!grant)
		return REFUSED;
	struct new_password *made = arena_new(req->arena, struct new_password);
	req->prepared = made;
	made->profile = school_profile(req);
	enum outcome got = account_whole(req->db, grant, req->session->account, req->arena, &made->account);
	if (got == OK)
		got = passwords_before(req->db, req->session->account, req->arena, &made->before);
	return got == OK ? judge(req, made) : got;
}

enum outcome
password_change(struct request *req, struct reply *reply)
{
	const struct new_password *made = req->prepared;
	assert(made);
	const struct grant *grant = may(req, CHANGE, PASSWORD, of_person(req->session->person));
	if (!grant)
		return REFUSED;
	if (request_has_problem(req, NULL))
		return refuse(req, reply, grant, made);
	enum outcome got = keep(req, grant, made);
	/* Whoever knew the old password is out; this browser goes on under a new id. */
	if (got == OK)
		got = session_end_all(req->db, req->session->account, req->session->token);
	if (got == OK)
		got = session_begin(req, reply, req->session->account, req->session->role);
	if (got == OK)
		reply_see(reply, req, "%s", req->session->must_change_password ? "/" : "/password?changed=1");
	return got;
}

/* A wrong present password stays on record, so the answer is then OK with a status of its own. */
static enum outcome
refuse(struct request *req, struct reply *reply, const struct grant *grant, const struct new_password *made)
{
	enum outcome got = show(req, reply, grant);
	if (got != OK || !made->guessed)
		return got == OK ? INVALID : got;
	reply->status = 422;
	return attempt_note(req, &(struct attempt_who){ .account = req->session->account }, made->attempt);
}

static enum outcome
judge(struct request *req, struct new_password *made)
{
	struct text password = password_tidy(req->arena, form_text(&req->form, "password"));
	struct text again = password_tidy(req->arena, form_text(&req->form, "again"));
	struct text current = password_tidy(req->arena, form_text(&req->form, "current"));
	if (password.length > KEYS_PASSWORD_BYTES_MAX || current.length > KEYS_PASSWORD_BYTES_MAX)
		return INVALID;
	if (made->account.password.length > 0) {
		enum outcome got = check_present(req, current, made);
		if (got != OK || made->guessed)
			return got; /* and not a word about the new one */
	}
	struct password_about about = { made->account.name, setting_text(req, "school.name") };
	add_faults(req, made->profile, password_faults(req->arena, made->profile, password, &about));
	if (!text_equal(password, again))
		request_problem(req, "again", TR("The two are not the same."));
	if (request_has_problem(req, NULL))
		return OK;
	bool used;
	enum outcome got = was_used(req, password, made, &used);
	if (got == OK && used) {
		request_problem(req, "password",
			TR("You have used this password before; choose another one."));
		return OK;
	}
	return got == OK ? keys_password_hash(req->keys, req->arena, password, &made->hash) : got;
}

/* Whoever sits down at a browser left open may not guess faster than at the door. */
static enum outcome
check_present(struct request *req, struct text current, struct new_password *made)
{
	int wait = 0;
	enum keys_verdict verdict;
	enum outcome got = attempt_wait_seconds(req,
		&(struct attempt_who){ .account = req->session->account }, &wait);
	if (got == OK && wait > 0) {
		made->guessed = true;
		made->attempt = ATTEMPT_HELD;
		request_problem_about(req, "current", TR("Too many attempts. Seconds to wait: %1."),
			text_printf(req->arena, "%d", wait));
		return OK;
	}
	if (got == OK)
		got = keys_password_check(req->keys, current, made->account.password, &verdict);
	if (got == OK && verdict == KEYS_WRONG) {
		made->guessed = true;
		made->attempt = ATTEMPT_WRONG;
		request_problem(req, "current", TR("This is not your present password."));
	}
	return got;
}

static enum outcome
was_used(struct request *req, struct text password, const struct new_password *made, bool *used)
{
	*used = false;
	enum keys_verdict verdict = KEYS_WRONG;
	enum outcome got = OK;
	if (made->account.password.length > 0)
		got = keys_password_check(req->keys, password, made->account.password, &verdict);
	for (size_t i = 0;
		got == OK && verdict == KEYS_WRONG && i < made->before.count && i < PASSWORD_HISTORY - 1; i++)
		got = keys_password_check(req->keys, password, made->before.at[i].password, &verdict);
	*used = verdict != KEYS_WRONG;
	return got;
}

static void
add_faults(struct request *req, enum password_profile profile, unsigned faults)
{
	for (unsigned bit = 0; bit < PASSWORD_FAULTS; bit++) {
		enum password_fault fault = (enum password_fault)(1u << bit);
		if (faults & fault)
			request_problem_about(req, "password", password_fault_message(fault),
				text_printf(req->arena, "%d", password_rules(profile)->code_points_min));
	}
}

static enum outcome
keep(struct request *req, const struct grant *grant, const struct new_password *made)
{
	/* Read again: the office may have suspended the account while the hash was made. */
	struct account_record row;
	enum outcome got = account_whole(req->db, grant, made->account.id, req->arena, &row);
	if (got == OK && !text_equal(row.password, made->account.password))
		got = CONFLICT; /* somebody has changed it in another browser */
	if (got == OK && row.password.length > 0)
		got = keep_before(req, made);
	if (got != OK)
		return got;
	return account_put(req->db, grant, req->arena,
		&(struct account_record){
			.id = row.id,
			.person = row.person,
			.name_key = row.name_key,
			.name = row.name,
			.password = made->hash,
			.profile = made->profile,
			.changed_on = req->today,
			.suspended = row.suspended,
			.language = row.language,
		});
}

/* The password that goes joins the last ones; the oldest falls out. */
static enum outcome
keep_before(struct request *req, const struct new_password *made)
{
	const struct passwords_before_rows *before = &made->before;
	enum outcome got = OK;
	for (size_t i = PASSWORD_HISTORY - 1; got == OK && i < before->count; i++)
		got = password_before_drop(req->db, made->account.id, before->at[i].ordinal);
	if (got != OK)
		return got;
	return password_before_put(req->db, req->arena,
		&(struct password_history_record){
			.account = made->account.id,
			.ordinal = before->count > 0 ? before->at[0].ordinal + 1 : 1,
			.password = made->account.password,
		});
}

static enum password_profile
school_profile(struct request *req)
{
	enum password_profile profile;
	return password_profile_parse(setting_text(req, "password.profile"), &profile) ? profile
										       : PROFILE_ALLEGATO5;
}

static enum outcome
show(struct request *req, struct reply *reply, const struct grant *grant)
{
	struct account_record account;
	enum outcome got = account_whole(req->db, grant, req->session->account, req->arena, &account);
	if (got != OK)
		return got;
	const struct password_rules *asked = password_rules(school_profile(req));
	struct day due = req->session->password_due;
	bool has_due = !day_equal(due, DAY_NONE);
	password_html(req, reply,
		&(struct password_view){
			.must = req->session->must_change_password,
			.first = account.password.length == 0,
			.changed = form_has(&req->query, "changed"),
			.composed = asked->composed,
			.characters = asked->code_points_min,
			.changed_days = asked->changed_days,
			.due = due,
			.has_due = has_due,
			.due_soon = has_due && !day_before(day_add(req->today, PASSWORD_WARNING_DAYS), due),
		});
	return OK;
}
