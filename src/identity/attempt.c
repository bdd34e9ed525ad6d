#include "identity/attempt.h"

#include <string.h>

#include "identity/attempt.sql.h"
#include "identity/session.h"
#include "identity/user_name.h"
#include "platform/keys.h"

static int64_t left_of(int64_t wait_seconds, struct instant last, struct instant now);
static enum outcome network_wait(struct request *req, const struct attempt_who *who, int64_t *seconds);

enum outcome
attempt_unknown_name(struct keys *keys, struct arena *arena, struct text typed,
	uint8_t digest[ATTEMPT_UNKNOWN_BYTES])
{
	uint8_t whole[KEYS_MAC_BYTES];
	enum outcome got = keys_mac(keys, KEYS_MAC_UNKNOWN, user_name_tidy(arena, typed), whole);
	if (got == OK)
		memcpy(digest, whole, ATTEMPT_UNKNOWN_BYTES);
	return got;
}

enum outcome
attempt_wait_seconds(struct request *req, const struct attempt_who *who, int *seconds)
{
	struct instant since = { req->now.ms - (int64_t)ATTEMPT_WINDOW_SECONDS * 1000 };
	struct text address = req->session->address;
	int64_t count = 0, last = 0, left = 0;
	enum outcome got;
	if (who->account.v) {
		struct failures_of_account_row row;
		got = failures_of_account(req->db, who->account, address, since, req->arena, &row);
		if (got == OK)
			count = row.count, last = row.last;
	} else {
		struct failures_of_unknown_name_row row;
		struct bytes name = { who->unknown_name, sizeof who->unknown_name };
		got = failures_of_unknown_name(req->db, name, address, since, req->arena, &row);
		if (got == OK)
			count = row.count, last = row.last;
	}
	if (got != OK)
		return got;
	int64_t own = left_of(attempt_wait_after(count), (struct instant){ last }, req->now);
	got = network_wait(req, who, &left);
	*seconds = (int)(own > left ? own : left);
	return got;
}

enum outcome
attempt_note(struct request *req, const struct attempt_who *who, enum attempt_outcome outcome)
{
	struct bytes name = { who->unknown_name, sizeof who->unknown_name };
	return attempt_put(req->db, req->arena,
		&(struct attempt_record){
			.id = { request_new_id(req) },
			.at = req->now,
			.account = who->account,
			.unknown_name = who->account.v ? (struct bytes){ 0 } : name,
			.address = req->session->address,
			.outcome = outcome,
		});
}

/* Nothing for the first few, then 1, 2, 4 ... seconds. */
int
attempt_wait_after(int64_t failures)
{
	int wait = failures < ATTEMPT_FREE ? 0 : 1;
	for (int64_t i = ATTEMPT_FREE; i < failures && wait < ATTEMPT_WAIT_SECONDS_MAX; i++)
		wait *= 2;
	return wait < ATTEMPT_WAIT_SECONDS_MAX ? wait : ATTEMPT_WAIT_SECONDS_MAX;
}

static int64_t
left_of(int64_t wait_seconds, struct instant last, struct instant now)
{
	int64_t until = last.ms + wait_seconds * 1000;
	return wait_seconds > 0 && until > now.ms ? (until - now.ms + 999) / 1000 : 0;
}

static enum outcome
network_wait(struct request *req, const struct attempt_who *who, int64_t *seconds)
{
	struct text address = req->session->address;
	struct failures_of_address_row row;
	struct instant since = { req->now.ms - (int64_t)ATTEMPT_NETWORK_WINDOW_SECONDS * 1000 };
	enum outcome got = failures_of_address(req->db, address, since, req->arena, &row);
	*seconds = 0;
	if (got != OK || row.count < ATTEMPT_NETWORK_FREE)
		return got;
	if (who->account.v) {
		struct successes_from_address_row known;
		struct instant lately = { req->now.ms - (int64_t)ATTEMPT_KNOWN_DAYS * 24 * 3600 * 1000 };
		got = successes_from_address(req->db, who->account, address, lately, req->arena, &known);
		if (got != OK || known.count > 0)
			return got;
	}
	int64_t over = row.count - ATTEMPT_NETWORK_FREE + 1;
	*seconds = left_of(over < ATTEMPT_WAIT_SECONDS_MAX ? over : ATTEMPT_WAIT_SECONDS_MAX,
		(struct instant){ row.last }, req->now);
	return OK;
}
