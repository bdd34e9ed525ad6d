#include "identity/session.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

#include "identity/password.h"
#include "identity/session.sql.h"
#include "platform/crypt.h"

const struct session session_visitor = { .role = ROLE_VISITOR, .password_due = { INT32_MIN } };

static bool token_of(const struct http_request *http, uint8_t token[CRYPT_DIGEST_BYTES]);
static bool has_ended(const struct session_of_token_row *row, struct instant now);
static void judge_password(const struct session_of_token_row *row, struct day today, struct session *session);

enum outcome
session_find(struct request *req)
{
	uint8_t token[CRYPT_DIGEST_BYTES];
	struct session *session = arena_new(req->arena, struct session);
	*session = session_visitor;
	session->address = session_address(req->arena, req->http->peer);
	req->session = session;
	if (!token_of(req->http, token))
		return OK;

	struct session_of_token_row row;
	enum outcome got = session_of_token(req->db, (struct bytes){ token, sizeof token }, req->today,
		req->arena, &row);
	if (got == NOT_FOUND || (got == OK && has_ended(&row, req->now)))
		return OK;
	if (got != OK)
		return got;
	uint8_t *kept = arena_take(req->arena, sizeof token, 1);
	memcpy(kept, token, sizeof token);
	session->account = row.account;
	session->person = row.person;
	session->role = row.role;
	session->token = (struct bytes){ kept, sizeof token };
	session->started_at = row.started_at;
	session->seen_at = row.seen_at;
	session->idle_limit_seconds = session_idle_limit_seconds(row.role);
	session->language = row.language;
	session->several_roles = row.roles > 1;
	if (row.given_name.length > 0 || row.family_name.length > 0)
		session->shown_name = text_trim(text_printf(req->arena, "%.*s %.*s", TEXT_ARG(row.given_name),
			TEXT_ARG(row.family_name)));
	judge_password(&row, req->today, session);
	return OK;
}

bool
session_is_touch_due(const struct session *session, struct instant now)
{
	return session->account.v != 0 && now.ms - session->seen_at.ms >= SESSION_TOUCH_SECONDS * 1000;
}

enum outcome
session_touch(struct db *db, const struct session *session, struct instant now)
{
	return session_seen(db, session->token, now);
}

enum outcome
session_begin(struct request *req, struct reply *reply, struct account_id account, enum role role)
{
	req->begun_account = account.v;
	req->begun_role = role;
	if (req->session->account.v != 0) {
		enum outcome ended = session_drop(req->db, req->session->token);
		if (ended != OK && ended != NOT_FOUND)
			return ended;
	}
	uint8_t id[SESSION_TOKEN_BYTES], token[CRYPT_DIGEST_BYTES];
	char printed[CRYPT_BASE64_SIZE(SESSION_TOKEN_BYTES)];
	random_fill(req->random, id, sizeof id);
	crypt_hash((struct bytes){ id, sizeof id }, token);
	crypt_base64url(id, sizeof id, printed);
	enum outcome got = session_put(req->db, req->arena,
		&(struct session_record){
			.token = { token, sizeof token },
			.account = account,
			.role = role,
			.started_at = req->now,
			.seen_at = req->now,
			.address = req->session->address,
		});
	if (got == OK)
		reply->cookie = text_printf(req->arena,
			SESSION_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict", printed);
	crypt_wipe(id, sizeof id);
	crypt_wipe(printed, sizeof printed);
	return got;
}

enum outcome
session_end(struct request *req, struct reply *reply)
{
	reply->cookie = TEXT(SESSION_COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
	reply->clear_site_data = true;
	if (req->session->account.v == 0)
		return OK;
	enum outcome got = session_drop(req->db, req->session->token);
	return got == NOT_FOUND ? OK : got;
}

enum outcome
session_end_all(struct db *db, struct account_id account, struct bytes but_this)
{
	return sessions_end_of_account(db, account, but_this);
}

enum outcome
session_roles(struct db *db, struct arena *arena, struct account_id account, struct day today,
	struct session_roles *roles)
{
	struct roles_of_account_rows rows;
	*roles = (struct session_roles){ 0 };
	enum outcome got = roles_of_account(db, account, today, arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count && roles->count < ROLES; i++)
		roles->at[roles->count++] = rows.at[i].role;
	return got;
}

int
session_idle_limit_seconds(enum role role)
{
	return role == ROLE_PUPIL || role == ROLE_GUARDIAN ? SESSION_IDLE_SECONDS_FAMILY
							   : SESSION_IDLE_SECONDS_STAFF;
}

struct text
session_address(struct arena *arena, struct text peer)
{
	char *printed = text_terminated(arena, peer);
	uint8_t four[4], six[16];
	bool is_four = inet_pton(AF_INET, printed, four) == 1;
	bool is_six = !is_four && inet_pton(AF_INET6, printed, six) == 1;
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	if (is_six && memcmp(six, mapped, sizeof mapped) == 0) {
		memcpy(four, six + 12, sizeof four);
		is_four = true;
	}
	if (is_four)
		return text_printf(arena, "%d.%d.%d.0/24", four[0], four[1], four[2]);
	if (!is_six)
		return TEXT("?");
	char network[INET6_ADDRSTRLEN];
	memset(six + 6, 0, 10);
	inet_ntop(AF_INET6, six, network, sizeof network);
	return text_printf(arena, "%s/48", network);
}

/* The hash under which the cookie's session would stand. */
static bool
token_of(const struct http_request *http, uint8_t token[CRYPT_DIGEST_BYTES])
{
	uint8_t id[SESSION_TOKEN_BYTES];
	struct text cookie;
	if (!http_cookie(http, SESSION_COOKIE, &cookie) || !crypt_base64url_read(cookie, id, sizeof id))
		return false;
	crypt_hash((struct bytes){ id, sizeof id }, token);
	crypt_wipe(id, sizeof id);
	return true;
}

static bool
has_ended(const struct session_of_token_row *row, struct instant now)
{
	int64_t idle_ms = (int64_t)session_idle_limit_seconds(row->role) * 1000;
	return now.ms - row->seen_at.ms > idle_ms ||
		now.ms - row->started_at.ms > (int64_t)SESSION_SECONDS_MAX * 1000;
}

/* Due in the profile under which it was chosen; and the school may have raised its profile (ID-1, ID-3). */
static void
judge_password(const struct session_of_token_row *row, struct day today, struct session *session)
{
	enum password_profile wanted = PROFILE_ALLEGATO5;
	if (row->wanted_profile.length > 0 && !password_profile_parse(row->wanted_profile, &wanted))
		wanted = PROFILE_ALLEGATO5;
	session->password_due = password_due(row->profile, row->changed_on);
	bool overdue = !day_equal(session->password_due, DAY_NONE) &&
		day_before(session->password_due, today);
	session->must_change_password = row->must_change || overdue || row->profile != wanted;
}
