#include "daemon/dispatch_fixture.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audit/trail.h"
#include "platform/page.h"

atomic_int recorded, prepared, foreseen, touched;
char reply[256 * 1024];

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
	if (!http_cookie(req->http, "__Host-sid", &cookie))
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

int
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

int
get(struct fixture *fixture, const char *path, const char *cookie)
{
	char request[1024];
	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: s\r\nConnection: close\r\n%s%s\r\n\r\n",
		path, cookie ? "Cookie: __Host-sid=" : "X-None:", cookie ? cookie : " 1");
	return ask(fixture, request);
}

int
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

int
send_form(struct fixture *fixture, const char *path, const char *cookie, const char *id, const char *more)
{
	char body[512];
	get(fixture, "/open", cookie);
	snprintf(body, sizeof(body), "token=%.32s&form=%s%s", strstr(reply, "token=") + 6, id, more);
	return post(fixture, path, cookie, "Origin: https://s\r\n", body);
}

void
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

int
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

int
set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	recorded = prepared = foreseen = touched = 0;
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

int
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
