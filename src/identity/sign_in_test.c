#include "identity/sign_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "identity/activation.h"
#include "identity/attempt.h"
#include "identity/clearing.h"
#include "identity/password_page.h"
#include "identity/session.h"
#include "identity/user_name.h"
#include "platform/crypt.h"
#include "platform/keystore.h"
#include "platform/migrate.h"
#include "platform/query.h"
#include "platform/test_folder.h"

/* A school with one teacher and one guardian, real keys, and a browser. */
#define TEACHER  51
#define GUARDIAN 61
#define PASSWORD "Tre civette 7"

struct door {
	char folder[64];
	struct db *db;
	struct keys *keys;
	struct random *random;
	struct arena *arena;
	struct instant now;
	struct http_request http;
	struct request req;
	struct reply reply;
	char cookie[256];
};

static void
sql(struct door *door, const char *text)
{
	if (db_script(door->db, text_of(text)) != OK)
		fail_msg("%s: %s", text, db_problem(door->db));
}

static int64_t
number(struct door *door, const char *text)
{
	struct query *query = arena_new(door->arena,
		struct query); /* the connection keeps it by its address */
	*query = (struct query){ .name = "test", .file = "sign_in_test.c", .sqlite = text, .gives = 1 };
	struct cursor *cursor = db_start(door->db, query, NULL);
	struct value value = { .number = -1 };
	if (cursor_next(cursor))
		cursor_value(cursor, 0, &value);
	int64_t found = value.number;
	assert_int_equal(cursor_end(cursor), OK);
	return found;
}

static void
add_account(struct door *door, int64_t person, const char *name, const char *password)
{
	struct text phc;
	struct bytes key;
	assert_int_equal(keys_password_hash(door->keys, door->arena, text_of(password), &phc), OK);
	assert_int_equal(user_name_key(door->keys, door->arena, text_of(name), &key), OK);
	char hex[CRYPT_HEX_SIZE(KEYS_MAC_BYTES)], statement[512];
	crypt_hex(key.at, key.length, hex);
	snprintf(statement, sizeof statement,
		"insert into account values (%d, %d, x'%s', null, '%.*s', 0, %d, 0, null, 0, 0, 1)",
		(int)person + 1000, (int)person, hex, TEXT_ARG(phc), day_of(2026, 11, 20).number);
	sql(door, statement);
}

static int
set_up(void **state)
{
	struct door *door = calloc(1, sizeof *door);
	char path[96];
	test_folder_make(door->folder);
	snprintf(path, sizeof path, "%s/school.db", door->folder);
	door->random = random_seeded(5);
	door->arena = arena_create(64 << 20);
	door->now = zone_instant(ZONE_CET, day_of(2026, 11, 23), (struct minute){ 480 });
	assert_int_equal(keystore_make(door->folder), OK);
	assert_int_equal(keys_open(&door->keys, door->folder), OK);
	assert_int_equal(db_open(&door->db,
				 &(struct db_options){
					 .path = path, .create = true, .sealer = keys_sealer(door->keys) }),
		OK);
	assert_int_equal(migrate(door->db, schema_steps, schema_step_count, door->now, NULL), OK);
	sql(door,
		"insert into person values (51, 0, null, null, null, null, null, null);"
		"insert into person values (61, 2, null, null, null, null, null, null);"
		"insert into appointment values (1, 51, 5, 20700, null), (2, 51, 7, 20700, null), (3, 61, 7, 20700, null);");
	add_account(door, TEACHER, "lia.marini", PASSWORD);
	add_account(door, GUARDIAN, "fam-48213907", PASSWORD);
	buf_init(&door->reply.body, 1 << 20);
	*state = door;
	return 0;
}

static int
tear_down(void **state)
{
	struct door *door = *state;
	buf_finish(&door->reply.body);
	db_close(door->db);
	keys_close(door->keys);
	random_destroy(door->random);
	arena_destroy(door->arena);
	test_folder_remove(door->folder);
	free(door);
	return 0;
}

/* What the dispatcher does before a handler; the browser keeps its cookie. */
static void
begin(struct door *door, const char *peer, const char *form)
{
	buf_clear(&door->reply.body);
	struct buf body = door->reply.body;
	door->reply = (struct reply){ .body = body };
	door->http = (struct http_request){
		.path = TEXT("/"), .peer = text_of(peer), .cookie = text_of(door->cookie)
	};
	door->req = (struct request){ .http = &door->http,
		.arena = door->arena,
		.db = door->db,
		.keys = door->keys,
		.random = door->random,
		.now = door->now,
		.zone = ZONE_CET };
	zone_local(ZONE_CET, door->now, &door->req.today, &door->req.time);
	assert_int_equal(form_parse(&door->req.form, door->arena, text_of(form)), OK);
	assert_int_equal(session_find(&door->req), OK);
}

static void
keep_cookie(struct door *door)
{
	struct text rest = door->reply.cookie;
	struct text pair = text_cut(&rest, ';');
	if (pair.length > 0)
		snprintf(door->cookie, sizeof door->cookie, "%.*s", TEXT_ARG(pair));
}

static int
try_from(struct door *door, const char *peer, const char *form)
{
	door->cookie[0] = '\0';
	begin(door, peer, form);
	assert_int_equal(sign_in_prepare(&door->req), OK);
	assert_int_equal(sign_in(&door->req, &door->reply), OK);
	keep_cookie(door);
	return door->reply.see.length > 0 ? 303 : door->reply.status;
}

static void
replay_chance(struct door *door)
{
	random_destroy(door->random);
	door->random = random_seeded(9);
	door->now.ms++;
}

static int
try(struct door *door, const char *form)
{
	return try_from(door, "192.0.2.7", form);
}

static const struct session *
who(struct door *door)
{
	begin(door, "192.0.2.7", "");
	return door->req.session;
}

static void
test_in_and_out(void **state)
{
	struct door *door = *state;
	assert_int_equal(who(door)->role, ROLE_VISITOR);
	assert_int_equal(try(door, "name=+Lia.Marini&password=Tre+civette+7"), 303);
	/* R32: one cookie, of the session, for nobody but this origin. */
	assert_true(text_starts(door->reply.cookie, "__Host-sid="));
	assert_true(text_ends(door->reply.cookie, "; Path=/; Secure; HttpOnly; SameSite=Strict"));
	assert_int_equal(who(door)->account.v, 1051);
	assert_int_equal(door->req.session->role, ROLE_TEACHER);
	assert_false(door->req.session->must_change_password);
	/* ID-10: only the hash of the id is stored. */
	assert_int_equal(number(door, "select count(*) from session where length(token) = 32"), 1);
	char kept[256];
	strcpy(kept, door->cookie);
	assert_int_equal(sign_out(&door->req, &door->reply), OK);
	assert_true(door->reply.clear_site_data);
	assert_int_equal(number(door, "select count(*) from session"), 0);
	strcpy(door->cookie, kept); /* R27: the token replayed opens nothing */
	assert_int_equal(who(door)->role, ROLE_VISITOR);
}

/* ID-6: one answer for every reason; ID-8: each on record with its own. */
static void
test_every_failure_looks_alike_and_is_on_record(void **state)
{
	struct door *door = *state;
	char first[1 << 15];
	sql(door, "insert into person values (52, 0, null, null, null, null, null, 20600)"); /* has left */
	sql(door, "insert into appointment values (4, 52, 5, 20000, null)");
	add_account(door, 52, "ugo.neri1", PASSWORD);
	replay_chance(door); /* the forms' ids are the same too */
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+8"), 422);
	snprintf(first, sizeof first, "%.*s", TEXT_ARG(buf_text(&door->reply.body)));
	replay_chance(door);
	assert_int_equal(try(door, "name=lia.marinx&password=Tre+civette+8"), 422);
	char *name = strstr(first, "lia.marini");
	assert_non_null(name);
	memcpy(name, "lia.marinx", 10);
	assert_true(text_is(buf_text(&door->reply.body), first));
	assert_int_equal(try(door, "name=ugo.neri1&password=Tre+civette+7"), 422);
	sql(door, "update account set suspended = 1 where id = 1051");
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 422);
	assert_int_equal(number(door, "select count(*) from session"), 0);
	assert_int_equal(number(door, "select count(*) from attempt"), 4);
	assert_int_equal(number(door, "select count(*) from attempt where outcome = 2 and account = 1051"),
		1);
	assert_int_equal(
		number(door, "select count(*) from attempt where outcome = 1 and length(unknown_name) = 8"),
		1);
	assert_int_equal(number(door, "select count(*) from attempt where outcome = 3"), 2);
	assert_int_equal(number(door, "select count(*) from attempt where address <> '192.0.2.0/24'"), 0);
}

/* C1: the tried password stands in no file, not even a wrong one. */
static void
test_no_tried_password_is_written(void **state)
{
	struct door *door = *state;
	char command[256];
	assert_int_equal(try(door, "name=lia.marini&password=CANARY-Password-77"), 422);
	assert_int_equal(try(door, "name=CANARY-name&password=CANARY-Password-77"), 422);
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	snprintf(command, sizeof command, "grep -raq -e CANARY -e 'Tre civette' %s", door->folder);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof command, "grep -raq 'argon2id' %s",
		door->folder); /* the scan does find things */
	assert_int_equal(system(command), 0);
}

static void
test_waits_grow_and_end(void **state)
{
	struct door *door = *state;
	static const int waits[] = { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60 };
	for (int i = 0; i < 12; i++)
		assert_int_equal(attempt_wait_after(i), waits[i]);
	for (int i = 0; i < ATTEMPT_FREE; i++)
		assert_int_equal(try(door, "name=lia.marini&password=x"), 422);
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 429);
	/* The attacker's network waits, the teacher's own does not. */
	assert_int_equal(try_from(door, "198.51.100.4", "name=lia.marini&password=Tre+civette+7"), 303);
	assert_int_equal(try(door, "name=fam-48213907&password=Tre+civette+7"), 303);
	door->now.ms += 1000;
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	assert_int_equal(try(door, "name=lia.marini&password=x"), 422); /* a success begins the count anew */
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	/* An unknown name waits like a known one. */
	for (int i = 0; i < ATTEMPT_FREE; i++)
		assert_int_equal(try(door, "name=nobody.there&password=x"), 422);
	assert_int_equal(try(door, "name=nobody.there&password=x"), 429);
	assert_int_equal(number(door, "select count(*) from attempt where outcome = 5"), 2);
}

/* Somebody tries every name there is; who signed in from here before is let through. */
static void
test_a_flooded_network_still_lets_its_own_people_in(void **state)
{
	struct door *door = *state;
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	sql(door,
		"with recursive n(i) as (select 1 union all select i + 1 from n where i < 150)"
		" insert into attempt select 900000 + i, (select max(at) from attempt), 0, x'0102030405060708', '192.0.2.0/24', 1 from n");
	assert_int_equal(try(door, "name=fam-48213907&password=Tre+civette+7"), 429);
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	assert_int_equal(try_from(door, "203.0.113.9", "name=fam-48213907&password=Tre+civette+7"), 303);
}

static void
test_limits_of_a_session(void **state)
{
	struct door *door = *state;
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	door->now.ms += 601 * 1000; /* staff: ten minutes */
	assert_int_equal(who(door)->role, ROLE_VISITOR);
	assert_int_equal(try(door, "name=fam-48213907&password=Tre+civette+7"), 303);
	door->now.ms += 1199 * 1000; /* families: twenty */
	assert_int_equal(who(door)->role, ROLE_GUARDIAN);
	assert_int_equal(door->req.session->shown_name.length, 0);
	for (int i = 0; i < 8 * 60; i++) { /* eight hours, however busy */
		assert_int_equal(who(door)->role, ROLE_GUARDIAN);
		if (session_is_touch_due(door->req.session, door->now))
			assert_int_equal(session_touch(door->db, door->req.session, door->now), OK);
		door->now.ms += 57 * 1000;
	}
	door->now.ms += 60 * 60 * 1000;
	assert_int_equal(who(door)->role, ROLE_VISITOR);
	assert_int_equal(number(door, "select count(*) from session"), 2);
	assert_int_equal(clearing_run(door->db, door->arena, door->now), OK);
	assert_int_equal(number(door, "select count(*) from session"), 0);
}

/* ID-12: whoever leaves, is suspended or loses the role is out at the next request. */
static void
test_a_leaver_is_out_at_once(void **state)
{
	struct door *door = *state;
	static const char *const ends[] = { "update person set left_on = 20779 where id = 51",
		"update person set left_on = null where id = 51",
		"update account set suspended = 1 where id = 1051",
		"update account set suspended = 0 where id = 1051",
		"update appointment set to_day = 20779 where id = 1",
		"update appointment set to_day = null where id = 1", "delete from session", NULL };
	assert_int_equal(day_of(2026, 11, 23).number, 20780);
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	for (int i = 0; ends[i]; i++) {
		assert_int_equal(who(door)->role, ROLE_TEACHER);
		sql(door, ends[i]);
		assert_int_equal(who(door)->role, ROLE_VISITOR);
		if (ends[++i])
			sql(door, ends[i]);
		else
			break;
	}
}

/* ID-14: one role at a time, changed on purpose, under a new session id. */
static void
test_a_teacher_who_is_a_parent_too(void **state)
{
	struct door *door = *state;
	char before[256];
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	strcpy(before, door->cookie);
	assert_true(who(door)->several_roles);
	begin(door, "192.0.2.7", "role=guardian");
	assert_int_equal(role_change(&door->req, &door->reply), OK);
	keep_cookie(door);
	assert_string_not_equal(before, door->cookie);
	assert_int_equal(who(door)->role, ROLE_GUARDIAN);
	begin(door, "192.0.2.7", "role=head");
	assert_int_equal(role_change(&door->req, &door->reply), REFUSED);
	assert_int_equal(number(door, "select count(*) from session"), 1);
}

static enum outcome
change(struct door *door, const char *form)
{
	begin(door, "192.0.2.7", form);
	enum outcome got = password_prepare(&door->req);
	if (got == OK)
		got = password_change(&door->req, &door->reply);
	keep_cookie(door);
	return got;
}

static void
test_changing_a_password(void **state)
{
	struct door *door = *state;
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303); /* another browser */
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	assert_int_equal(change(door, "current=wrong&password=Quattro+gufi+8&again=Quattro+gufi+8"), OK);
	assert_true(request_has_problem(&door->req, "current"));
	assert_int_equal(door->reply.status, 422);
	assert_int_equal(number(door, "select count(*) from attempt where outcome = 2"), 1); /* on record */
	assert_int_equal(change(door, "current=Tre+civette+7&password=gufi&again=gufo"), INVALID);
	assert_true(request_has_problem(&door->req, "password") && request_has_problem(&door->req, "again"));
	assert_int_equal(change(door, "current=Tre+civette+7&password=Tre+civette+7&again=Tre+civette+7"),
		INVALID);
	assert_int_equal(number(door, "select count(*) from session"), 2);
	assert_int_equal(change(door, "current=Tre+civette+7&password=Quattro+gufi+8&again=Quattro+gufi+8"),
		OK);
	assert_int_equal(number(door, "select count(*) from session"), 1);
	assert_int_equal(who(door)->role, ROLE_TEACHER);
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 422);
	assert_int_equal(try(door, "name=lia.marini&password=Quattro+gufi+8"), 303);
	/* Not the last four. */
	assert_int_equal(change(door, "current=Quattro+gufi+8&password=Tre+civette+7&again=Tre+civette+7"),
		INVALID);
	assert_int_equal(change(door, "current=Quattro+gufi+8&password=Cinque+corvi+9&again=Cinque+corvi+9"),
		OK);
	assert_int_equal(change(door,
				 "current=Cinque+corvi+9&password=Sei+fringuelli+1&again=Sei+fringuelli+1"),
		OK);
	assert_int_equal(change(door, "current=Sei+fringuelli+1&password=Tre+civette+7&again=Tre+civette+7"),
		INVALID);
	assert_int_equal(change(door,
				 "current=Sei+fringuelli+1&password=Sette+passeri+2&again=Sette+passeri+2"),
		OK);
	assert_int_equal(change(door, "current=Sette+passeri+2&password=Tre+civette+7&again=Tre+civette+7"),
		OK);
	/* R25: every stored hash is Argon2id. */
	assert_int_equal(
		number(door,
			"select count(*) from password_history where password not like '$argon2id$v=19$m=19456,t=2,p=1$%'"),
		0);
}

/* Somebody at a browser left open guesses no faster than at the door; a
 * suspension that comes while the hash is made is not undone. */
static void
test_the_change_page_is_a_door_too(void **state)
{
	struct door *door = *state;
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	door->now.ms++;
	for (int i = 0; i < ATTEMPT_FREE; i++)
		assert_int_equal(change(door, "current=wrong&password=Quattro+gufi+8&again=Quattro+gufi+8"),
			OK);
	assert_int_equal(change(door, "current=Tre+civette+7&password=Quattro+gufi+8&again=Quattro+gufi+8"),
		OK);
	assert_int_equal(door->reply.status, 422);
	door->now.ms += 2000;
	begin(door, "192.0.2.7", "current=Tre+civette+7&password=Quattro+gufi+8&again=Quattro+gufi+8");
	assert_int_equal(password_prepare(&door->req), OK);
	sql(door, "update account set suspended = 1 where id = 1051");
	assert_int_equal(password_change(&door->req, &door->reply), OK);
	assert_int_equal(number(door, "select suspended from account where id = 1051"), 1);
}

/* ID-3: through the due date all is normal; from the next midnight only the change. */
static void
test_a_password_falls_due(void **state)
{
	struct door *door = *state;
	door->now = zone_instant(ZONE_CET, day_of(2027, 2, 18),
		(struct minute){ 23 * 60 + 59 }); /* 90 days after 20 November */
	assert_int_equal(try(door, "name=lia.marini&password=Tre+civette+7"), 303);
	assert_false(who(door)->must_change_password);
	door->now.ms += 2 * 60 * 1000;
	assert_true(who(door)->must_change_password);
	assert_int_equal(change(door, "current=Tre+civette+7&password=Quattro+gufi+8&again=Quattro+gufi+8"),
		OK);
	assert_false(who(door)->must_change_password);
	/* ID-1: the school changes its profile. */
	sql(door, "insert into setting values ('password.profile', 'nist')");
	assert_true(who(door)->must_change_password);
}

/* ID-7: a one-time code opens the change page, once, for fourteen days. */
static void
test_a_one_time_code(void **state)
{
	struct door *door = *state;
	char code[ACTIVATION_CODE_SIZE], statement[512], form[128];
	struct text digest;
	activation_make(door->random, code);
	assert_int_equal(activation_digest(door->keys, door->arena, text_of(code), &digest), OK);
	snprintf(statement, sizeof statement,
		"update account set password = null, must_change = 1, activation = '%.*s', activation_ends = %lld where id = 1051",
		TEXT_ARG(digest), (long long)activation_ends(door->now).ms);
	sql(door, statement);
	snprintf(form, sizeof form, "name=lia.marini&password=%s", code);
	door->now.ms += (int64_t)15 * 24 * 3600 * 1000;
	assert_int_equal(try(door, form), 422);
	assert_int_equal(number(door, "select count(*) from attempt where outcome = 4"), 1);
	door->now.ms -= (int64_t)2 * 24 * 3600 * 1000;
	assert_int_equal(try(door, form), 303);
	assert_true(who(door)->must_change_password);
	assert_int_equal(change(door, "password=Quattro+gufi+8&again=Quattro+gufi+8"), OK);
	assert_false(who(door)->must_change_password);
	assert_int_equal(try(door, form), 422); /* spent */
	assert_int_equal(try(door, "name=lia.marini&password=Quattro+gufi+8"), 303);
}

static void
test_networks_not_addresses(void **state)
{
	struct door *door = *state;
	static const char *const cases[][2] = { { "192.0.2.77", "192.0.2.0/24" },
		{ "::ffff:192.0.2.77", "192.0.2.0/24" }, { "2001:db8:1:2:3::4", "2001:db8:1::/48" },
		{ "what?", "?" } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_true(text_is(session_address(door->arena, text_of(cases[i][0])), cases[i][1]));
}

#define AT_THE_DOOR(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT_THE_DOOR(test_in_and_out),
		AT_THE_DOOR(test_every_failure_looks_alike_and_is_on_record),
		AT_THE_DOOR(test_no_tried_password_is_written),
		AT_THE_DOOR(test_waits_grow_and_end),
		AT_THE_DOOR(test_a_flooded_network_still_lets_its_own_people_in),
		AT_THE_DOOR(test_limits_of_a_session),
		AT_THE_DOOR(test_a_leaver_is_out_at_once),
		AT_THE_DOOR(test_a_teacher_who_is_a_parent_too),
		AT_THE_DOOR(test_changing_a_password),
		AT_THE_DOOR(test_the_change_page_is_a_door_too),
		AT_THE_DOOR(test_a_password_falls_due),
		AT_THE_DOOR(test_a_one_time_code),
		AT_THE_DOOR(test_networks_not_addresses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
