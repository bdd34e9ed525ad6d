/*
 * The dispatcher with routes of its own on a real school store: a teacher (its
 * cookie says so), an office and a visitor.
 */
#include "daemon/dispatch.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audit/test_store.h"
#include "audit/trail.h"
#include "platform/asset.h"
#include "platform/page.h"
#include "platform/query.h"
#include "platform/test.h"

struct fixture {
	struct test_store store;
	struct dispatch *dispatch;
	struct http *http;
	pthread_t thread;
	int fd;
	char token[64];
};

static atomic_int recorded, prepared, foreseen, touched;
static atomic_bool signed_out;
static char reply[256 * 1024];

static enum outcome
open_page(struct request *req, struct reply *out)
{
	buf_printf(&out->body, "token=%.*s role=%d language=%d", TEXT_ARG(req->form_token),
		(int)req->session->role, (int)req->language);
	return OK;
}

static enum outcome
pupil_page(struct request *req, struct reply *out)
{
	int64_t pupil;
	if (!request_int64(req, "pupil", &pupil))
		return INVALID;
	trail_note(req, READ, ATTENDANCE, SUBJECT_PERSON, pupil, TEACHES_PUPIL, INSTRUCTION);
	buf_printf(&out->body, "private %d", (int)pupil);
	return OK;
}

static enum outcome
deliver(struct db *db, struct arena *arena, const void *context)
{
	struct test_call call;
	(void)arena;
	test_call_plan(&call, *(const int64_t *)context, 2);
	return test_call_run(db, &call);
}

static enum outcome
notice_page(struct request *req, struct reply *out)
{
	int64_t *day = arena_new(req->arena, int64_t);
	*day = 30;
	request_deliver(req, &(struct delivery){ .action = "notice_read", .run = deliver, .context = day });
	buf_printf(&out->body, "private notice");
	return form_has(&req->query, "wrong") ? NOT_FOUND : OK;
}

static enum outcome
refused_page(struct request *req, struct reply *out)
{
	trail_note_refused(req, READ, ATTENDANCE, SUBJECT_PERSON, 9);
	buf_printf(&out->body, "private");
	return REFUSED;
}

static enum outcome
broken_page(struct request *req, struct reply *out)
{
	(void)req;
	buf_printf(&out->body, "private");
	return BROKEN;
}

static enum outcome
pupil_record(struct request *req, struct reply *out)
{
	struct test_call call;
	int64_t pupil;

	if (!request_int64(req, "pupil", &pupil))
		return INVALID;
	atomic_fetch_add(&recorded, 1);
	trail_note(req, READ, ATTENDANCE, SUBJECT_PERSON, pupil, TEACHES_PUPIL, INSTRUCTION);
	test_call_plan(&call, pupil, 2);
	enum outcome outcome = test_call_run(req->db, &call);
	if (form_has(&req->form, "wrong")) {
		buf_printf(&out->body, "again, private %d", (int)pupil);
		return INVALID;
	}
	if (form_has(&req->form, "late"))
		return CONFLICT;
	reply_see(out, req, "/pupils/%d", (int)pupil);
	return outcome;
}

static enum outcome
slow_prepare(struct request *req)
{
	atomic_fetch_add(&prepared, 1);
	req->prepared = arena_new(req->arena, int);
	return form_has(&req->form, "wrong") ? INVALID : OK;
}

static enum outcome
slow(struct request *req, struct reply *out)
{
	assert_non_null(req->prepared);
	out->cookie = TEXT("__Host-sid=new; Secure; HttpOnly; SameSite=Strict; Path=/");
	reply_see(out, req, "/open");
	return OK;
}

/* Quick work: on a reader, with its snapshot, and told to the handler. */
static enum outcome
foresee(struct request *req)
{
	assert_non_null(req->db);
	atomic_fetch_add(&foreseen, 1);
	req->prepared = arena_new(req->arena, int);
	return form_has(&req->form, "unforeseen") ? BUSY : OK;
}

static const struct route test_routes[] = {
	{ HTTP_GET, "/open", "open_page", open_page, NULL, ANYONE, SIGN_IN },
	{ HTTP_GET, "/stay", "open_page", open_page, NULL, ANYONE, SIGN_IN },
	{ HTTP_GET, "/pupils/{pupil}", "pupil_page", pupil_page, NULL, READ, ATTENDANCE },
	{ HTTP_POST, "/pupils/{pupil}", "pupil_record", pupil_record, NULL, RECORD, ATTENDANCE },
	{ HTTP_GET, "/refused", "refused_page", refused_page, NULL, READ, ATTENDANCE },
	{ HTTP_GET, "/notice", "notice_page", notice_page, NULL, READ, ATTENDANCE },
	{ HTTP_GET, "/broken", "broken_page", broken_page, NULL, READ, ATTENDANCE },
	{ HTTP_POST, "/slow", "slow", slow, slow_prepare, ANYONE, SIGN_IN },
	{ HTTP_POST, "/foreseen", "slow", slow, NULL, ANYONE, SIGN_IN, foresee },
};

static enum outcome
find(struct request *req)
{
	struct text cookie;
	struct session *session = arena_new(req->arena, struct session);

	req->session = &session_visitor;
	if (!http_cookie(req->http, "__Host-sid", &cookie) || atomic_load(&signed_out))
		return OK;
	*session = (struct session){
		.account = { text_is(cookie, "office") ? 5 : 7 },
		.role = text_is(cookie, "office") ? ROLE_OFFICE : ROLE_TEACHER,
		.token = { (const uint8_t *)cookie.at, cookie.length },
		.address = TEXT("127.0.0.0/24"),
		.language = LANGUAGE_IT,
		.must_change_password = text_is(cookie, "old"),
	};
	req->session = session;
	return OK;
}

static bool
is_touch_due(const struct session *session, struct instant now)
{
	(void)now;
	return session->token.length == 5 && memcmp(session->token.at, "touch", 5) == 0;
}

static enum outcome
touch(struct db *db, const struct session *session, struct instant now)
{
	(void)db;
	(void)session;
	(void)now;
	atomic_fetch_add(&touched, 1);
	return OK;
}

static void *
run(void *http)
{
	http_run(http);
	return NULL;
}

static int
dial(struct fixture *fixture)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)http_port(fixture->http)) };
	struct timeval limit = { .tv_sec = 10 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* One request, one connection. The answer stands in reply; returns its status. */
static int
ask(struct fixture *fixture, const char *request)
{
	size_t length = 0;
	ssize_t got;
	int fd = dial(fixture);

	assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
	while ((got = recv(fd, reply + length, sizeof(reply) - 1 - length, 0)) > 0)
		length += (size_t)got;
	reply[length] = '\0';
	close(fd);
	assert_true(length > 12);
	return atoi(reply + 9);
}

static int
get(struct fixture *fixture, const char *path, const char *cookie)
{
	char request[1024];
	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: s\r\nConnection: close\r\n%s%s\r\n\r\n",
		path, cookie ? "Cookie: __Host-sid=" : "X-None:", cookie ? cookie : " 1");
	return ask(fixture, request);
}

static int
post(struct fixture *fixture, const char *path, const char *cookie, const char *headers, const char *body)
{
	char request[2048];
	snprintf(request, sizeof(request),
		"POST %s HTTP/1.1\r\nHost: s\r\nConnection: close\r\n%s%s\r\n%s"
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
		path, cookie ? "Cookie: __Host-sid=" : "X-None:", cookie ? cookie : " 1", headers,
		strlen(body), body);
	return ask(fixture, request);
}

/* A form as our own page would send it. */
static int
send_form(struct fixture *fixture, const char *path, const char *cookie, const char *id, const char *more)
{
	char body[512];
	get(fixture, "/open", cookie);
	snprintf(body, sizeof(body), "token=%.32s&form=%s%s", strstr(reply, "token=") + 6, id, more);
	return post(fixture, path, cookie, "Origin: https://s\r\n", body);
}

/* Every answer carries the standing headers, whoever gave it. */
static void
expect(int status, int wanted)
{
	if (status != wanted)
		fail_msg("%d, not %d: %s", status, wanted, reply);
	for (int i = 0; i < standing_header_count; i++) {
		char line[512];
		snprintf(line, sizeof(line), "\r\n%s: %.*s\r\n", standing_headers[i].name,
			TEXT_ARG(standing_headers[i].value));
		if (!strstr(reply, line))
			fail_msg("%d has no %s", status, standing_headers[i].name);
	}
}

static int
rows(struct fixture *fixture, const char *table)
{
	struct db *db;
	int count = 0;
	assert_int_equal(db_open(&db,
				 &(struct db_options){ .path = fixture->store.database, .read_only = true }),
		OK);
	struct cursor *cursor = db_scan(db, table_named(text_of(table)));
	while (cursor_next(cursor))
		count++;
	assert_int_equal(cursor_end(cursor), OK);
	db_close(db);
	return count;
}

static void
forget_posted(struct fixture *fixture, const char *form)
{
	struct db *db;
	struct value key[] = { value_of_int(7), value_of_text(text_of(form)) };
	assert_int_equal(db_open(&db, &(struct db_options){ .path = fixture->store.database }), OK);
	assert_int_equal(db_drop(db, table_named(TEXT("posted")), key), OK);
	db_close(db);
}

static int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	recorded = prepared = foreseen = touched = 0;
	signed_out = false;
	test_store_make(&fixture->store);
	assert_int_equal(test_store_open(&fixture->store, true), OK);
	struct dispatch_options options = {
		.routes = test_routes,
		.route_count = sizeof(test_routes) / sizeof(test_routes[0]),
		.database_path = fixture->store.database,
		.store = fixture->store.store,
		.clock = fixture->store.clock,
		.random = fixture->store.random,
		.find_session = find,
		.is_touch_due = is_touch_due,
		.touch_session = touch,
	};
	assert_int_equal(dispatch_create(&fixture->dispatch, &options), OK);
	struct http_options http = {
		.listen_fd = -1,
		.address = "127.0.0.1",
		.headers = standing_headers,
		.header_count = standing_header_count,
		.usual = usual_headers,
		.usual_count = usual_header_count,
		.body_bytes_max = 4096,
		.connections_max = 100,
		.idle_seconds = 10,
		.request = dispatch_request,
		.context = fixture->dispatch,
	};
	assert_int_equal(http_create(&fixture->http, &http), OK);
	pthread_create(&fixture->thread, NULL, run, fixture->http);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;
	http_stop(fixture->http);
	pthread_join(fixture->thread, NULL);
	dispatch_destroy(fixture->dispatch);
	http_destroy(fixture->http);
	test_store_remove(&fixture->store);
	free(fixture);
	return 0;
}

/* R25, R28: what stands on answers, also on those that no handler gives. */
static void
test_headers_everywhere(void **state)
{
	struct fixture *fixture = *state;

	expect(get(fixture, "/open", NULL), 200);
	assert_non_null(strstr(reply, "cache-control: no-store"));
	expect(get(fixture, "/nowhere", "teacher"), 404);
	expect(get(fixture, "/slow", "teacher"), 405);
	assert_non_null(strstr(reply, "allow: POST\r\n"));
	expect(post(fixture, "/open", "teacher", "Origin: https://s\r\n", ""), 405);
	expect(get(fixture, "/pupils/x", "teacher"), 422);
	expect(get(fixture, "/pupils/1", NULL), 303);
	expect(get(fixture, "/broken", "teacher"), 500);
	assert_null(strstr(reply, "private"));
	expect(get(fixture, "/open?a=%ff", "teacher"), 422);
	expect(get(fixture, "/%ff", "teacher"), 400);
	expect(get(fixture, "/web/nothing", NULL), 404);
	expect(get(fixture, "/web/style.css", NULL), 200);
	assert_non_null(strstr(reply, "cache-control: public, max-age=3600"));
	expect(ask(fixture, "DELETE /open HTTP/1.1\r\nHost: s\r\n\r\n"), 405);
	expect(ask(fixture, "POST /open HTTP/1.1\r\nHost: s\r\nContent-Length: 99999999\r\n\r\n"), 413);
}

static void
test_assets(void **state)
{
	struct fixture *fixture = *state;
	char path[128], request[256];

	snprintf(path, sizeof(path), "/web/style.css?%s", assets_version);
	expect(get(fixture, path, NULL), 200);
	assert_non_null(strstr(reply, "immutable"));
	assert_non_null(strstr(reply, "content-type: text/css"));
	snprintf(request, sizeof(request),
		"GET /web/style.css HTTP/1.1\r\nHost: s\r\nConnection: close\r\nIf-None-Match: %s\r\n\r\n",
		asset_find(TEXT("style.css"))->etag);
	expect(ask(fixture, request), 304);
}

static void
test_who_may(void **state)
{
	struct fixture *fixture = *state;

	expect(get(fixture, "/pupils/1%20a", NULL), 303);
	assert_non_null(strstr(reply, "location: /sign-in?next=/pupils/1%20a\r\n"));
	expect(get(fixture, "/open", "old"), 303);
	assert_non_null(strstr(reply, "location: /password\r\n"));
	expect(get(fixture, "/stay", "old"), 200);
	expect(get(fixture, "/pupils/1", "old"), 303);
	assert_non_null(strstr(reply, "location: /password\r\n"));
	assert_int_equal(rows(fixture, "look"), 0);

	/* The office has no rule to record attendance: refused, and on the trail. */
	expect(send_form(fixture, "/pupils/1", "office", "f1", ""), 403);
	assert_int_equal(recorded, 0);
	assert_int_equal(rows(fixture, "look"), 1);
	expect(get(fixture, "/refused", "teacher"), 403);
	assert_null(strstr(reply, "private"));
	assert_int_equal(rows(fixture, "look"), 2);
}

/* R33: no log, no look. */
static void
test_looks_are_on_the_trail(void **state)
{
	struct fixture *fixture = *state;

	expect(get(fixture, "/pupils/1", "teacher"), 200);
	assert_non_null(strstr(reply, "private 1"));
	assert_int_equal(rows(fixture, "look"), 1);
	expect(get(fixture, "/open", "teacher"), 200);
	assert_int_equal(rows(fixture, "look"), 1);

	disk_faulty_plan(&fixture->store.faulty, DISK_DIES, 1);
	assert_int_equal(get(fixture, "/pupils/1", "teacher"), 500);
	assert_null(strstr(reply, "private"));
	disk_faulty_plan(&fixture->store.faulty, DISK_FINE, 0);
}

/* R10: what a page delivers is on record before it leaves, or it does not leave. */
static void
test_a_page_delivers(void **state)
{
	struct fixture *fixture = *state;

	expect(get(fixture, "/notice", "teacher"), 200);
	assert_non_null(strstr(reply, "private notice"));
	assert_int_equal(rows(fixture, "attendance"), TEST_PUPILS);
	assert_int_equal(rows(fixture, "operation"), 1);

	/* A page that does not show it delivers nothing. */
	expect(get(fixture, "/notice?wrong=1", "teacher"), 404);
	expect(ask(fixture,
		       "HEAD /notice HTTP/1.1\r\nHost: s\r\nCookie: __Host-sid=teacher\r\nConnection: close\r\n\r\n"),
		200);
	assert_int_equal(rows(fixture, "operation"), 1);

	disk_faulty_plan(&fixture->store.faulty, DISK_DIES, 1);
	assert_int_equal(get(fixture, "/notice", "teacher"), 500);
	assert_null(strstr(reply, "private"));
	disk_faulty_plan(&fixture->store.faulty, DISK_FINE, 0);
}

static void
test_post(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/pupils/20", "teacher", "f1", ""), 303);
	assert_non_null(strstr(reply, "location: /pupils/20\r\n"));
	assert_int_equal(recorded, 1);
	assert_int_equal(rows(fixture, "attendance"), TEST_PUPILS);
	assert_int_equal(rows(fixture, "look"), 1);
	assert_int_equal(rows(fixture, "operation"), 1);

	/* The same form again: the first outcome, nothing done. Another's is another. */
	expect(send_form(fixture, "/pupils/20", "teacher", "f1", "&late=1"), 303);
	assert_non_null(strstr(reply, "location: /pupils/20\r\n"));
	assert_int_equal(recorded, 1);
	expect(send_form(fixture, "/pupils/21", "teacher", "f2", ""), 303);
	assert_int_equal(recorded, 2);

	/* Nor after a crash that left the operation in the journal, but not what was posted. */
	forget_posted(fixture, "f1");
	expect(send_form(fixture, "/pupils/20", "teacher", "f1", "&late=1"), 303);
	assert_int_equal(recorded, 2);
	assert_int_equal(rows(fixture, "operation"), 2);

	/* Wrong: the page again with what it showed on the trail; nothing stored. */
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", "&wrong=1"), 422);
	assert_non_null(strstr(reply, "again, private 22"));
	assert_int_equal(rows(fixture, "attendance"), 2 * TEST_PUPILS);
	assert_int_equal(rows(fixture, "look"), 3);
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", "&late=1"), 409);
	assert_int_equal(rows(fixture, "look"), 3);
	assert_int_equal(rows(fixture, "operation"), 2);
	expect(send_form(fixture, "/pupils/22", "teacher", "f3", ""), 303);
}

/* A full disk: what was entered is given back on a page, and is one save when
 * it is sent again. */
static void
test_what_could_not_be_stored_comes_back(void **state)
{
	struct fixture *fixture = *state;

	disk_faulty_plan(&fixture->store.faulty, DISK_FULL, 1);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+%3Cb%3Ewords&state=A"), 503);
	assert_non_null(strstr(reply, "content-type: text/html"));
	assert_non_null(strstr(reply, "retry-after:"));
	assert_non_null(strstr(reply, "Non è stato registrato nulla")); /* the school's language */
	assert_non_null(strstr(reply, "<form method=\"post\" action=\"/pupils/21\""));
	assert_non_null(strstr(reply, "name=\"form\" value=\"f21\""));
	assert_non_null(strstr(reply, "name=\"state\" value=\"A\""));
	assert_non_null(strstr(reply, "name=\"event_time\""));
	assert_non_null(strstr(reply, "<blockquote>Two &lt;b&gt;words</blockquote>"));
	assert_int_equal(rows(fixture, "operation"), 0);

	disk_faulty_plan(&fixture->store.faulty, DISK_FINE, 0);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+words&state=A"), 303);
	expect(send_form(fixture, "/pupils/21", "teacher", "f21", "&topic=Two+words&state=A"), 303);
	assert_int_equal(rows(fixture, "operation"), 1);
}

static void
test_forged_posts(void **state)
{
	struct fixture *fixture = *state;
	char body[128];

	get(fixture, "/open", "teacher");
	snprintf(body, sizeof(body), "token=%.32s&form=1", strstr(reply, "token=") + 6);
	expect(post(fixture, "/pupils/1", "teacher", "", "form=1"), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://evil.example\r\n", body), 403);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\nSec-Fetch-Site: cross-site\r\n",
		       body),
		403);
	expect(post(fixture, "/pupils/1", "other", "Origin: https://s\r\n", body), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\n", "form=1"), 401);
	expect(post(fixture, "/pupils/1", "teacher", "Origin: https://s\r\n", "token=%00"), 422);
	assert_int_equal(recorded, 0);
	expect(post(fixture, "/pupils/1", "teacher", "Referer: https://s/pupils/1\r\n", body), 303);
	assert_int_equal(recorded, 1);
}

static void
test_prepared_and_touched(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/slow", NULL, "f1", ""), 303);
	assert_non_null(strstr(reply,
		"set-cookie: __Host-sid=new; Secure; HttpOnly; SameSite=Strict; Path=/\r\n"));
	assert_int_equal(prepared, 1);
	expect(send_form(fixture, "/slow", NULL, "f1", "&wrong=1"), 422);
	assert_null(strstr(reply, "set-cookie"));
	assert_int_equal(prepared, 2);

	expect(get(fixture, "/open", "touch"), 200);
	assert_int_equal(touched, 1);
	expect(send_form(fixture, "/pupils/5", "touch", "f1", ""), 303);
	assert_int_equal(touched, 3);
}

static void
test_foreseen(void **state)
{
	struct fixture *fixture = *state;

	expect(send_form(fixture, "/foreseen", NULL, "f1", ""), 303);
	assert_int_equal(foreseen, 1);
	assert_int_equal(prepared, 0);
	expect(send_form(fixture, "/foreseen", NULL, "f1", "&unforeseen=1"), 503);
	assert_null(strstr(reply, "set-cookie"));
	assert_int_equal(foreseen, 2);
}

static void
test_language(void **state)
{
	struct fixture *fixture = *state;

	expect(get(fixture, "/open", "teacher"), 200);
	assert_non_null(strstr(reply, "language=1")); /* the account's */
	expect(ask(fixture,
		       "GET /open HTTP/1.1\r\nHost: s\r\nAccept-Language: nl-BE\r\nConnection: close\r\n\r\n"),
		200);
	assert_non_null(strstr(reply, "language=2"));
}

#define WITH_SCHOOL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCHOOL(test_headers_everywhere),
		WITH_SCHOOL(test_assets),
		WITH_SCHOOL(test_who_may),
		WITH_SCHOOL(test_looks_are_on_the_trail),
		WITH_SCHOOL(test_a_page_delivers),
		WITH_SCHOOL(test_post),
		WITH_SCHOOL(test_what_could_not_be_stored_comes_back),
		WITH_SCHOOL(test_forged_posts),
		WITH_SCHOOL(test_prepared_and_touched),
		WITH_SCHOOL(test_foreseen),
		WITH_SCHOOL(test_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
