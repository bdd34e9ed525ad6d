#include "identity/sign_in.h"

#include <assert.h>
#include <string.h>

#include "identity/account.h"
#include "identity/attempt.h"
#include "identity/password.h"
#include "identity/session.h"
#include "identity/sign_in.html.h"
#include "identity/user_name.h"
#include "platform/keys.h"
#include "platform/page.h"
#include "privacy/grant.h"

/* What the first step found out, for the second. */
struct finding {
	struct attempt_who who;
	enum attempt_outcome outcome;
	int wait_seconds;       /* held: how long still */
	struct text fresh_hash; /* with today's parameters, when the old one was weaker */
	struct session_roles roles;
};

static enum outcome judge(struct request *req, struct finding *finding);
static enum outcome judge_account(struct request *req, const struct account_door *door, struct text password,
	struct finding *finding);
static enum outcome accept(struct request *req, struct reply *reply, const struct finding *finding);
static enum outcome turn_away(struct request *req, struct reply *reply, const struct finding *finding);
static bool is_right(const struct account_door *door, bool right, bool code, struct instant now,
	enum attempt_outcome *why);
static void show_door(struct request *req, struct reply *reply, struct sign_in_view *view,
	const struct form *from);
static const char *role_word_of(enum role role);

enum outcome
sign_in_page(struct request *req, struct reply *reply)
{
	if (req->session->account.v != 0 && !form_has(&req->query, "out")) {
		reply_see(reply, req, "/");
		return OK;
	}
	struct sign_in_view view = { .ended = form_has(&req->query, "out") };
	show_door(req, reply, &view, &req->query);
	return OK;
}

enum outcome
sign_in_prepare(struct request *req)
{
	struct finding *finding = arena_new(req->arena, struct finding);
	finding->outcome = ATTEMPT_WRONG;
	enum outcome got = judge(req, finding);
	req->prepared = finding;
	return got;
}

enum outcome
sign_in(struct request *req, struct reply *reply)
{
	const struct finding *finding = req->prepared;
	assert(finding);
	enum outcome got = attempt_note(req, &finding->who, finding->outcome);
	if (got != OK)
		return got; /* no record, no entry */
	return finding->outcome == ATTEMPT_ACCEPTED ? accept(req, reply, finding)
						    : turn_away(req, reply, finding);
}

enum outcome
sign_out(struct request *req, struct reply *reply)
{
	enum outcome got = session_end(req, reply);
	if (got == OK)
		reply_see(reply, req, "/sign-in?out=1");
	return got;
}

enum outcome
sign_out_everywhere(struct request *req, struct reply *reply)
{
	enum outcome got = session_end_all(req->db, req->session->account, (struct bytes){ 0 });
	return got == OK ? sign_out(req, reply) : got;
}

/* The dispatcher touches the session of every request; this one has nothing else to do. */
enum outcome
stay(struct request *req, struct reply *reply)
{
	if (req->session->account.v == 0)
		return REFUSED;
	reply->status = 204;
	return OK;
}

enum outcome
role_page(struct request *req, struct reply *reply)
{
	struct session_roles roles;
	if (req->session->account.v == 0)
		return REFUSED;
	enum outcome got = session_roles(req->db, req->arena, req->session->account, req->today, &roles);
	if (got != OK)
		return got;
	struct role_view view = { .choices = {
					  arena_array(req->arena, struct role_choice, (size_t)ROLES), 0 } };
	for (int i = 0; i < roles.count; i++)
		view.choices.at[view.choices.count++] = (struct role_choice){ role_word_of(roles.at[i]),
			text_of(role_word(roles.at[i])), roles.at[i] == req->session->role };
	role_html(req, reply, &view);
	return OK;
}

/* One role at a time: rights are never added together (ID-14). */
enum outcome
role_change(struct request *req, struct reply *reply)
{
	enum role wanted;
	struct session_roles roles;
	if (!role_parse(form_text(&req->form, "role"), &wanted))
		return INVALID;
	enum outcome got = session_roles(req->db, req->arena, req->session->account, req->today, &roles);
	for (int i = 0; got == OK && i < roles.count; i++)
		if (roles.at[i] == wanted) {
			got = session_begin(req, reply, req->session->account, wanted);
			if (got == OK)
				reply_see(reply, req, "/");
			return got;
		}
	return got == OK ? REFUSED : got;
}

static enum outcome
judge(struct request *req, struct finding *finding)
{
	struct text name = form_text(&req->form, "name");
	struct text password = password_tidy(req->arena, form_text(&req->form, "password"));
	if (name.length > USER_NAME_BYTES_MAX * 4 || password.length > KEYS_PASSWORD_BYTES_MAX)
		return INVALID;

	struct account_door door = { 0 };
	enum outcome got = account_find(req, name, &door);
	if (got == OK || got == NOT_FOUND)
		got = attempt_unknown_name(req->keys, req->arena, name, finding->who.unknown_name);
	if (got != OK)
		return got;
	finding->who.account = door.id;
	got = attempt_wait_seconds(req, &finding->who, &finding->wait_seconds);
	if (got != OK)
		return got;
	if (finding->wait_seconds > 0) {
		finding->outcome = ATTEMPT_HELD;
		return OK;
	}
	return judge_account(req, &door, password, finding);
}

/* The same work for everybody: one hash, one digest of a code. */
static enum outcome
judge_account(struct request *req, const struct account_door *door, struct text password,
	struct finding *finding)
{
	enum keys_verdict verdict;
	bool code;
	enum outcome got = keys_password_check(req->keys, password, door->password, &verdict);
	if (got == OK)
		got = account_code_fits(req, door, form_text(&req->form, "password"), &code);
	if (got != OK)
		return got;
	if (!is_right(door, verdict != KEYS_WRONG, code, req->now, &finding->outcome))
		return OK;
	got = session_roles(req->db, req->arena, door->id, req->today, &finding->roles);
	if (got != OK)
		return got;
	if (finding->roles.count == 0) {
		finding->outcome = ATTEMPT_SUSPENDED; /* has left, or has no role today */
		return OK;
	}
	finding->outcome = ATTEMPT_ACCEPTED;
	if (verdict == KEYS_RIGHT_REHASH)
		return keys_password_hash(req->keys, req->arena, password, &finding->fresh_hash);
	return OK;
}

static bool
is_right(const struct account_door *door, bool right, bool code, struct instant now,
	enum attempt_outcome *why)
{
	if (door->id.v == 0)
		*why = ATTEMPT_UNKNOWN;
	else if (!right && !code)
		*why = ATTEMPT_WRONG;
	else if (door->suspended)
		*why = ATTEMPT_SUSPENDED;
	else if (!right && door->activation_ends.ms <= now.ms)
		*why = ATTEMPT_EXPIRED;
	else
		return true;
	return false;
}

static enum outcome
accept(struct request *req, struct reply *reply, const struct finding *finding)
{
	struct text next = next_page(form_text(&req->form, "next"));
	enum language language;
	enum outcome got = OK;
	if (finding->fresh_hash.length > 0)
		got = account_rehash(req, finding->who.account, finding->fresh_hash);
	if (got == OK && language_of_tag(form_text(&req->form, "language"), &language))
		got = account_speaks(req, finding->who.account, language);
	if (got == OK)
		got = session_begin(req, reply, finding->who.account, finding->roles.at[0]);
	if (got == OK)
		reply_see(reply, req, "%.*s", TEXT_ARG(next.length > 0 ? next : TEXT("/")));
	return got;
}

/* The attempt stays on record, so the answer is OK with a status of its own. */
static enum outcome
turn_away(struct request *req, struct reply *reply, const struct finding *finding)
{
	bool held = finding->outcome == ATTEMPT_HELD;
	reply->status = held ? 429 : 422;
	struct sign_in_view view = {
		.name = user_name_tidy(req->arena, form_text(&req->form, "name")),
		.problem = held
			? TR("Too many attempts. Seconds to wait: %1.")
			: TR("This name and password do not open an account. After a code has expired, the office gives out a new one."),
		.about = held ? text_printf(req->arena, "%d", finding->wait_seconds) : (struct text){ 0 },
	};
	show_door(req, reply, &view, &req->form);
	return OK;
}

/* What the address or the form carried on is carried further: nothing else
 * remembers it before somebody is signed in. */
static void
show_door(struct request *req, struct reply *reply, struct sign_in_view *view, const struct form *from)
{
	enum language language;
	view->next = next_page(form_text(from, "next"));
	if (language_of_tag(form_text(from, "language"), &language)) {
		req->language = language;
		view->language = text_of(language_tag(language));
	}
	view->languages = language_choices(req, "/sign-in", view->next);
	sign_in_html(req, reply, view);
}

struct text
next_page(struct text typed)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~";
	bool ours = typed.length > 1 && typed.at[0] == '/' && typed.at[1] != '/';
	for (size_t i = 0; ours && i < typed.length; i++)
		ours = memchr(plain, typed.at[i], sizeof plain - 1) != NULL;
	return ours ? typed : (struct text){ 0 };
}

static const char *
role_word_of(enum role role)
{
	static const char *const words[ROLES] = {
		[ROLE_HEAD] = TR("Head"),
		[ROLE_DEPUTY] = TR("Deputy head"),
		[ROLE_OFFICE] = TR("Office"),
		[ROLE_TEACHER] = TR("Teacher"),
		[ROLE_PUPIL] = TR("Pupil"),
		[ROLE_GUARDIAN] = TR("Parent or guardian"),
		[ROLE_TECHNICIAN] = TR("Technician"),
		[ROLE_AUDITOR] = TR("Auditor"),
	};
	return words[role] ? words[role] : "";
}
