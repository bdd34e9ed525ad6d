/* What the server understands and answers: HTTP/1.1, TLS and HTTP/2, the certificate. */
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/http_fixture.h"
#include "platform/test.h"

static void
test_http_1(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 20);

	(void)state;
	http_expect(server, "GET /a?x=1%26&y=%C3%A8+z HTTP/1.1\r\nHost: s\r\nCookie: sid=c1\r\n\r\n",
		"HTTP/1.1 200 OK", "/a|x=1%26&y=%C3%A8%20z|c1|127.0.0.1|0:");
	http_expect(server, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.1 200", "/form||");
	http_expect(server, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200",
		"|0:");
	http_expect(server, "PUT /x HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 405",
		NULL);
	http_expect(server, "GET /forge HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 500", NULL);

	int fd = http_dial(server);
	http_say(fd, "HEAD /abc HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n");
	char *reply = http_hear(fd, 2);
	assert_non_null(strstr(reply, "content-length: 19\r\n"));
	assert_string_equal(strstr(reply, "\r\n\r\n"), "\r\n\r\n");
	close(fd);
	http_fixture_stop(server);
}

static void
test_bad_requests(void **state)
{
	static char big[70 * KIB];
	struct http_fixture *server = http_fixture_start(false, 20);

	(void)state;
	http_expect(server, "GET /a HTTP/1.1\r\n\r\n", "HTTP/1.1 400", "Host");
	http_expect(server, "GET /%ff HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	http_expect(server, "GET /%00b HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	http_expect(server, "GET /a%5cb HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	http_expect(server, "GET /a%0d%0ab HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 400", NULL);
	http_expect(server, "GET /a%0d%0aorigin:x HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 400", NULL);
	http_expect(server, "GET /%zz HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 403", NULL); /* the library's */
	http_expect(server, "GET / HTTP/1.1\r\nHost: s/t\r\n\r\n", "HTTP/1.1 400", "Host");
	http_expect(server, "GET / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 400",
		NULL);
	http_expect(server, "POST / HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 411", NULL);
	http_expect(server, "POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"HTTP/1.1 411", NULL);
	http_expect(server,
		"POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
		"HTTP/1.1 400", NULL);
	http_expect(server, "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: -3\r\n\r\nabc", "HTTP/1.1 400",
		NULL);
	http_expect(server, "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
		"HTTP/1.1 400", NULL);

	memset(big, 'a', sizeof(big));
	snprintf(big + sprintf(big, "GET /") + 5000, 100, " HTTP/1.1\r\nHost: s\r\n\r\n");
	memset(big + 5, 'a', 5000);
	http_expect(server, big, "HTTP/1.1 414", NULL);
	int at = sprintf(big, "GET / HTTP/1.1\r\nHost: s\r\nCookie: ");
	memset(big + at, 'a', 10000);
	strcpy(big + at + 10000, "\r\n\r\n");
	http_expect(server, big, "HTTP/1.1 431", NULL);
	assert_int_equal(atomic_load(&server->handled), 0);

	/* Too large is said at once; the connection is still good afterwards. */
	int fd = http_dial(server);
	at = sprintf(big, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: %d\r\n\r\n", BODY_MAX + 1);
	memset(big + at, 'a', BODY_MAX + 1);
	strcpy(big + at + BODY_MAX + 1, "GET /after HTTP/1.1\r\nHost: s\r\n\r\n");
	http_say(fd, big);
	char *reply = http_hear(fd, 2);
	assert_true(strncmp(reply, "HTTP/1.1 413", 12) == 0);
	assert_non_null(strstr(reply, "/after|"));
	close(fd);
	http_fixture_stop(server);
}

static void
test_keep_alive_and_pipelining(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 20);
	int fd = http_dial(server);

	(void)state;
	for (int i = 0; i < 20; i++) {
		http_say(fd,
			i % 2 ? "GET /one HTTP/1.1\r\nHost: s\r\n\r\n"
			      : "POST /two HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\nhi");
		assert_non_null(strstr(http_hear(fd, 1), i % 2 ? "/one|" : "2:hi"));
	}
	http_say(fd,
		"GET /slow HTTP/1.1\r\nHost: s\r\n\r\n"
		"GET /second HTTP/1.1\r\nHost: s\r\n\r\n"
		"HEAD /third HTTP/1.1\r\nHost: s\r\nContent-Length:\r\n\r\n"
		"GET /fourth HTTP/1.1\r\nHost: s\r\n\r\n");
	char *reply = http_hear(fd, 4);
	char *slow = strstr(reply, "/slow|"), *second = strstr(reply, "/second|"),
	     *fourth = strstr(reply, "/fourth|");
	assert_true(slow && second && fourth && slow < second && second < fourth);

	/* A request in single bytes. */
	const char *request = "POST /bytes HTTP/1.1\r\nHost: s\r\nContent-Length: 4\r\n\r\nabcd";
	for (const char *byte = request; *byte; byte++) {
		assert_int_equal(send(fd, byte, 1, MSG_NOSIGNAL), 1);
		usleep(200);
	}
	assert_non_null(strstr(http_hear(fd, 1), "4:abcd"));
	assert_int_equal(atomic_load(&server->handled), 25);
	close(fd);

	/* A POST that waits behind another request is not read wrongly: it is
	 * answered for what it says, or the connection ends instead. */
	static const struct {
		const char *request, *right; /* NULL: there is no right answer from a handler */
	} behind[] = {
		{ "POST /x HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\nhi", "2:hi" },
		{ "POST /x HTTP/1.1\r\nHost: s\r\nContent-Length: 0\r\n\r\n", "|0:" },
		{ "POST /x HTTP/1.1\r\nHost: s\r\nContent-Length: 99999999\r\n\r\nhi", NULL },
		{ "GET /x HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\nhi", "2:hi" },
	};
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		fd = http_dial(server);
		http_say(fd, "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n");
		http_say(fd, behind[i].request);
		reply = http_hear(fd, 2);
		const char *answered = strstr(reply, "/x|");
		if (!strstr(reply, "/slow|") ||
			(answered && !(behind[i].right && strstr(answered, behind[i].right))))
			fail_msg("%s\n-> %s", behind[i].request, reply);
		close(fd);
	}
	http_fixture_stop(server);
}

static void
test_large_answers(void **state)
{
	struct http_fixture *server = http_fixture_start(true, 20);

	(void)state;
	assert_string_equal(http_curl(server, "--http1.1 -o /dev/null -w '%{http_code} %{size_download}'",
				    "/big?3000000"),
		"200 3000000");
	assert_string_equal(http_curl(server, "--http2 -o /dev/null -w '%{http_version} %{size_download}'",
				    "/big?3000000"),
		"2 3000000");
	assert_string_equal(http_curl(server, "--http2 --limit-rate 2000k -o /dev/null -w '%{size_download}'",
				    "/big?3000000"),
		"3000000");
	http_fixture_stop(server);
}

static void
test_tls_and_http_2(void **state)
{
	struct http_fixture *server = http_fixture_start(true, 20);

	(void)state;
	assert_string_equal(http_curl(server, "--http2 -b sid=c2", "/a%20b?q=%26"),
		"/a b|q=%26|c2|127.0.0.1|0:");
	assert_string_equal(http_curl(server, "--http2 -d name=x", "/form"), "/form|||127.0.0.1|6:name=x");
	assert_string_equal(http_curl(server, "--http2 -I -o /dev/null -w '%{http_code} %{num_headers}'",
				    "/a"),
		"200 3");
	assert_string_equal(http_curl(server, "--http2 -X DELETE -o /dev/null -w '%{http_code}'", "/a"),
		"405");
	assert_string_equal(http_curl(server,
				    "--http2 -d x=y -H 'Content-Length:' -o /dev/null -w '%{http_code}'",
				    "/a"),
		"411");
	assert_string_equal(http_curl(server, "--http2 -F x=@/bin/bash -o /dev/null -w '%{http_code}'", "/a"),
		"413");
	assert_string_equal(http_curl(server, "--http1.1 -F x=@/bin/bash -o /dev/null -w '%{http_code}'",
				    "/a"),
		"413");
	/* Twenty on one HTTP/2 connection at a time. */
	char *many = http_curl(server, "--http2 -Z -sS --parallel-immediate -w '%{http_code} ' -o /dev/null",
		"/slow?[1-20]");
	assert_int_equal(strlen(many), 20 * 4);
	assert_null(strstr(many, "000"));

	/* TLS 1.3 alone unless the school asks for more. */
	assert_string_equal(http_curl(server, "--tls-max 1.2 -o /dev/null -w '%{http_code}'", "/a"), "000");
	/* A plain request on this port is sent to https. */
	http_expect(server, "GET /a HTTP/1.1\r\nHost: s.example\r\n\r\n", "HTTP/1.1 301",
		"https://s.example/");
	http_fixture_stop(server);
}

static void
test_certificate_reload(void **state)
{
	struct http_fixture *server = http_fixture_start(true, 20);
	const char *subject = "--http1.1 -v -o /dev/null 2>&1";

	(void)state;
	assert_non_null(strstr(http_curl(server, subject, "/"), "CN=first"));
	/* Of another kind of key: OpenSSL would keep both, and choose the first. */
	http_write_certificate(server, "second", EVP_RSA_gen(2048));
	http_reload_certificate(server->http);
	usleep(100 * 1000);
	assert_non_null(strstr(http_curl(server, subject, "/"), "CN=second"));

	/* Half of a pair: the old one stays. */
	char saved[128];
	snprintf(saved, sizeof(saved), "%s.old", server->key);
	assert_int_equal(rename(server->key, saved), 0);
	http_write_certificate(server, "third", EVP_EC_gen("P-256"));
	assert_int_equal(rename(saved, server->key), 0);
	http_reload_certificate(server->http);
	usleep(100 * 1000);
	assert_non_null(strstr(http_curl(server, subject, "/"), "CN=second"));
	http_fixture_stop(server);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_http_1),
		cmocka_unit_test(test_bad_requests),
		cmocka_unit_test(test_keep_alive_and_pipelining),
		cmocka_unit_test(test_large_answers),
		cmocka_unit_test(test_tls_and_http_2),
		cmocka_unit_test(test_certificate_reload),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
