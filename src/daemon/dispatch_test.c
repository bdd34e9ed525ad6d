/* Answers: their headers, who may have them, and what leaves only when it is on the trail. */
#include "daemon/dispatch_fixture.h"

#include <stdio.h>
#include <string.h>

#include "platform/asset.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_DISPATCHER(test_headers_everywhere),
		WITH_DISPATCHER(test_assets),
		WITH_DISPATCHER(test_who_may),
		WITH_DISPATCHER(test_looks_are_on_the_trail),
		WITH_DISPATCHER(test_a_page_delivers),
		WITH_DISPATCHER(test_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
