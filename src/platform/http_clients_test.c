/* Clients that are many, silent, or gone, and a server that stops among them. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/http_fixture.h"
#include "platform/test.h"

static void *
ask_often(void *context)
{
	struct http_fixture *server = context;
	intptr_t right = 0;
	int fd = http_dial(server);

	for (int i = 0; fd >= 0 && i < 10; i++) {
		static const char request[] = "POST /n HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nabc";
		char reply[512];
		size_t length = 0;
		if (send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) < 0)
			break;
		for (ssize_t got; (length < 16 || memcmp(reply + length - 5, "3:abc", 5) != 0) &&
			(got = recv(fd, reply + length, sizeof(reply) - length, 0)) > 0;)
			length += (size_t)got;
		right += length > 16 && memcmp(reply, "HTTP/1.1 200", 12) == 0;
	}
	close(fd);
	return (void *)right;
}

static void
test_many_connections(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 20);
	pthread_t clients[200];
	intptr_t right = 0;

	(void)state;
	for (int i = 0; i < 200; i++)
		assert_int_equal(pthread_create(&clients[i], NULL, ask_often, server), 0);
	for (int i = 0; i < 200; i++) {
		void *count;
		pthread_join(clients[i], &count);
		right += (intptr_t)count;
	}
	assert_int_equal(right, 2000);

	/* More connections than allowed are not served, and do no harm. */
	int open[320];
	for (int i = 0; i < 320; i++)
		open[i] = http_dial(server);
	for (int i = 0; i < 320; i++)
		close(open[i]);
	usleep(100 * 1000);
	http_expect(server, "GET /a HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 200", NULL);
	http_fixture_stop(server);
}

static void
test_silent_clients(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 1);
	int silent = http_dial(server), half = http_dial(server), body = http_dial(server),
	    idle = http_dial(server);
	char byte;

	(void)state;
	http_say(half, "GET /a HTTP/1.1\r\nHo");
	http_say(body, "POST /a HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhe");
	http_say(idle, "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n");
	assert_non_null(strstr(http_hear(idle, 1), "/slow|"));
	assert_int_equal(recv(half, &byte, 1, 0), 0);
	assert_int_equal(recv(body, &byte, 1, 0), 0);
	assert_int_equal(recv(silent, &byte, 1, 0), 0);
	assert_int_equal(recv(idle, &byte, 1, 0), 0);
	for (int *fd = (int[]){ silent, half, body, idle, -1 }; *fd >= 0; fd++)
		close(*fd);
	http_fixture_stop(server);
}

static void
test_client_leaves_early(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 20);

	(void)state;
	for (int i = 0; i < 50; i++) {
		int fd = http_dial(server);
		http_say(fd,
			i % 2 ? "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n"
			      : "GET /big?4000000 HTTP/1.1\r\nHost: s\r\n\r\n");
		if (i % 3 == 0) {
			struct linger hard = { .l_onoff = 1 };
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
		}
		close(fd);
	}
	http_expect(server, "GET /a HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 200", NULL);
	http_fixture_stop(server);

	/* The same on streams and connections of HTTP/2, with bodies half sent. */
	server = http_fixture_start(true, 20);
	http_curl(server, "--http2 -Z -sS --parallel-immediate -m 0.1 -o /dev/null 2>&1", "/slow?[1-30]");
	http_curl(server, "--http2 -Z -sS --parallel-immediate -m 0.1 -o /dev/null 2>&1", "/big?400000[1-9]");
	http_curl(server, "--http2 -sS --limit-rate 20k -m 0.2 --data-binary @/proc/self/exe 2>&1", "/form");
	char *form = http_curl(server, "--http2 -H 'Content-Type: x' --data-binary @/etc/passwd", "/form");
	assert_non_null(strstr(form, "/form||"));
	http_fixture_stop(server);
}

static void
test_stop_while_busy(void **state)
{
	struct http_fixture *server = http_fixture_start(false, 20);
	int busy[4], idle = http_dial(server);

	(void)state;
	for (int i = 0; i < 4; i++) {
		busy[i] = http_dial(server);
		http_say(busy[i], "GET /slower HTTP/1.1\r\nHost: s\r\n\r\n");
	}
	usleep(500 * 1000);
	http_stop(server->http);
	/* The service thread closes the door when it next turns; a busy machine may let it wait. */
	int door = 0;
	for (int tries = 0; tries < 200 && (door = http_dial(server)) >= 0; tries++) {
		close(door);
		usleep(25 * 1000);
	}
	assert_int_equal(door, -1);
	for (int i = 0; i < 4; i++) {
		char *reply = http_hear(busy[i], 1);
		assert_non_null(strstr(reply, "/slower|"));
		assert_non_null(strstr(reply, "connection: close"));
		close(busy[i]);
	}
	http_fixture_stop(server);
	close(idle);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_connections),
		cmocka_unit_test(test_silent_clients),
		cmocka_unit_test(test_client_leaves_early),
		cmocka_unit_test(test_stop_while_busy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
