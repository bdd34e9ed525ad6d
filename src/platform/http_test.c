/*
 * The server on a real loopback port: plain sockets for HTTP/1.1 where each
 * byte counts, curl for TLS and HTTP/2.
 */
#include "platform/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/limits.h"
#include "platform/test.h"

#define WORKERS 4
#define BODY_MAX (64 * KIB)
#define REPLY_MAX (8 * MIB)

struct server {
	struct http *http;
	pthread_t thread, workers[WORKERS];
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct exchange *queue[1024];
	int queued;
	bool over;
	atomic_int handled;
	char folder[64], certificate[96], key[96];
};

static const struct http_header headers[] = { { "x-frame-options", TEXT("DENY") } };

/* Answers with what it understood. /big?N gives N bytes, /slow waits. */
static void
answer(struct server *server, struct exchange *exchange)
{
	const struct http_request *request = exchange_request(exchange);
	struct arena *arena = exchange_arena(exchange);
	struct http_answer answer = {
		.status = request->method == HTTP_OTHER ? 405 : 200,
		.headers = { { "content-type", TEXT("text/plain") } },
		.header_count = 1,
	};
	int64_t size;

	if (text_is(request->path, "/slow"))
		usleep(300 * 1000);
	if (text_is(request->path, "/slower")) /* than a busy machine is to stop */
		usleep(2000 * 1000);
	if (text_is(request->path, "/forge"))
		answer.headers[answer.header_count++] = (struct http_header){ "location", TEXT("/\r\nx: y") };
	if (text_is(request->path, "/big") && text_int64(request->query, &size)) {
		char *bytes = malloc((size_t)size);
		memset(bytes, 'b', (size_t)size);
		answer.body = (struct text){ bytes, (size_t)size };
		exchange_answer(exchange, &answer);
		free(bytes);
	} else {
		struct text cookie = { 0 };
		(void)!http_cookie(request, "sid", &cookie);
		answer.body = text_printf(arena, "%.*s|%.*s|%.*s|%.*s|%zu:%.*s", TEXT_ARG(request->path),
			TEXT_ARG(request->query), TEXT_ARG(cookie), TEXT_ARG(request->peer),
			request->body.length, (int)(request->body.length < 64 ? request->body.length : 64),
			request->body.at);
		exchange_answer(exchange, &answer);
	}
	atomic_fetch_add(&server->handled, 1);
}

static void *
work(void *context)
{
	struct server *server = context;

	pthread_mutex_lock(&server->lock);
	for (;;) {
		while (server->queued == 0 && !server->over)
			pthread_cond_wait(&server->more, &server->lock);
		if (server->queued == 0)
			break;
		struct exchange *exchange = server->queue[--server->queued];
		pthread_mutex_unlock(&server->lock);
		answer(server, exchange);
		pthread_mutex_lock(&server->lock);
	}
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void
take(struct exchange *exchange, void *context)
{
	struct server *server = context;

	pthread_mutex_lock(&server->lock);
	assert_true(server->queued < 1024);
	server->queue[server->queued++] = exchange;
	pthread_cond_signal(&server->more);
	pthread_mutex_unlock(&server->lock);
}

static void *
run(void *context)
{
	http_run(((struct server *)context)->http);
	return NULL;
}

static void
write_certificate(struct server *server, const char *name, EVP_PKEY *key)
{
	X509 *x509 = X509_new();
	FILE *file;

	ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
	X509_gmtime_adj(X509_getm_notBefore(x509), -60);
	X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
	X509_set_pubkey(x509, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
		(const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x509, X509_get_subject_name(x509));
	assert_true(X509_sign(x509, key, EVP_sha256()) > 0);
	assert_non_null(file = fopen(server->certificate, "w"));
	PEM_write_X509(file, x509);
	fclose(file);
	assert_non_null(file = fopen(server->key, "w"));
	PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	X509_free(x509);
	EVP_PKEY_free(key);
}

static struct server *
start(bool tls, int idle_seconds)
{
	struct server *server = calloc(1, sizeof(*server));

	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->more, NULL);
	strcpy(server->folder, "/tmp/http_test.XXXXXX");
	assert_non_null(mkdtemp(server->folder));
	snprintf(server->certificate, sizeof(server->certificate), "%s/certificate.pem", server->folder);
	snprintf(server->key, sizeof(server->key), "%s/key.pem", server->folder);
	if (tls)
		write_certificate(server, "first", EVP_EC_gen("P-256"));
	struct http_options options = {
		.listen_fd = -1,
		.address = "127.0.0.1",
		.certificate_file = tls ? server->certificate : NULL,
		.key_file = tls ? server->key : NULL,
		.headers = headers,
		.header_count = 1,
		.body_bytes_max = BODY_MAX,
		.connections_max = 300,
		.idle_seconds = idle_seconds,
		.request = take,
		.context = server,
	};
	assert_int_equal(http_create(&server->http, &options), OK);
	assert_true(http_port(server->http) > 0);
	pthread_create(&server->thread, NULL, run, server);
	for (int i = 0; i < WORKERS; i++)
		pthread_create(&server->workers[i], NULL, work, server);
	return server;
}

static void
stop(struct server *server)
{
	http_stop(server->http);
	pthread_join(server->thread, NULL);
	pthread_mutex_lock(&server->lock);
	server->over = true;
	pthread_cond_broadcast(&server->more);
	pthread_mutex_unlock(&server->lock);
	for (int i = 0; i < WORKERS; i++)
		pthread_join(server->workers[i], NULL);
	http_destroy(server->http);
	unlink(server->certificate);
	unlink(server->key);
	rmdir(server->folder);
	pthread_mutex_destroy(&server->lock);
	pthread_cond_destroy(&server->more);
	free(server);
}

static int
dial(struct server *server)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(server->http)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval limit = { .tv_sec = 10 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

static void
say(int fd, const char *bytes)
{
	assert_int_equal(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL), (ssize_t)strlen(bytes));
}

/* Reads until `count` answers are there, or the other end closes. */
static char *
hear(int fd, int count)
{
	static char reply[REPLY_MAX];
	size_t length = 0;

	for (;;) {
		char *at = reply;
		int whole = 0;
		reply[length] = '\0';
		for (char *body; (body = strstr(at, "\r\n\r\n")); whole++) {
			char *named = strcasestr(at, "content-length:");
			size_t size = named && named < body ? (size_t)atol(named + 15) : 0;
			if (body + 4 + size > reply + length)
				break;
			at = body + 4 + size;
		}
		if (whole >= count)
			return reply;
		ssize_t got = recv(fd, reply + length, sizeof(reply) - length - 1, 0);
		if (got <= 0)
			return reply;
		length += (size_t)got;
	}
}

static void
expect(struct server *server, const char *request, const char *status, const char *body)
{
	int fd = dial(server);
	say(fd, request);
	char *reply = hear(fd, 1);
	if (strncmp(reply, status, strlen(status)) != 0 || (body && !strstr(reply, body)))
		fail_msg("%s\n-> %s", request, reply);
	assert_non_null(strstr(reply, "x-frame-options: DENY\r\n"));
	close(fd);
}

/* Output of curl, which has no other business than this server. */
static char *
curl(struct server *server, const char *options, const char *path)
{
	static char output[64 * KIB];
	char line[512];

	snprintf(line, sizeof(line), "curl -sk -q --noproxy '*' --max-time 20 %s 'https://127.0.0.1:%d%s'", options,
		http_port(server->http), path);
	FILE *pipe = popen(line, "r");
	size_t length = fread(output, 1, sizeof(output) - 1, pipe);
	output[length] = '\0';
	pclose(pipe);
	return output;
}

static void
test_http_1(void **state)
{
	struct server *server = start(false, 20);

	(void)state;
	expect(server, "GET /a?x=1%26&y=%C3%A8+z HTTP/1.1\r\nHost: s\r\nCookie: sid=c1\r\n\r\n",
		"HTTP/1.1 200 OK", "/a|x=1%26&y=%C3%A8%20z|c1|127.0.0.1|0:");
	expect(server, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200",
		"/form||");
	expect(server, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200", "|0:");
	expect(server, "PUT /x HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 405", NULL);
	expect(server, "GET /forge HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 500", NULL);

	int fd = dial(server);
	say(fd, "HEAD /abc HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n");
	char *reply = hear(fd, 2);
	assert_non_null(strstr(reply, "content-length: 19\r\n"));
	assert_string_equal(strstr(reply, "\r\n\r\n"), "\r\n\r\n");
	close(fd);
	stop(server);
}

static void
test_bad_requests(void **state)
{
	static char big[70 * KIB];
	struct server *server = start(false, 20);

	(void)state;
	expect(server, "GET /a HTTP/1.1\r\n\r\n", "HTTP/1.1 400", "Host");
	expect(server, "GET /%ff HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	expect(server, "GET /%00b HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	expect(server, "GET /a%5cb HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 400", "address");
	expect(server, "GET /a%0d%0ab HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 400", NULL);
	expect(server, "GET /a%0d%0aorigin:x HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 400", NULL);
	expect(server, "GET /%zz HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.0 403", NULL); /* the library's */
	expect(server, "GET / HTTP/1.1\r\nHost: s/t\r\n\r\n", "HTTP/1.1 400", "Host");
	expect(server, "GET / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 400", NULL);
	expect(server, "POST / HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 411", NULL);
	expect(server, "POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"HTTP/1.1 411", NULL);
	expect(server,
		"POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
		"HTTP/1.1 400", NULL);
	expect(server, "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: -3\r\n\r\nabc", "HTTP/1.1 400", NULL);
	expect(server, "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
		"HTTP/1.1 400", NULL);

	memset(big, 'a', sizeof(big));
	snprintf(big + sprintf(big, "GET /") + 5000, 100, " HTTP/1.1\r\nHost: s\r\n\r\n");
	memset(big + 5, 'a', 5000);
	expect(server, big, "HTTP/1.1 414", NULL);
	int at = sprintf(big, "GET / HTTP/1.1\r\nHost: s\r\nCookie: ");
	memset(big + at, 'a', 10000);
	strcpy(big + at + 10000, "\r\n\r\n");
	expect(server, big, "HTTP/1.1 431", NULL);
	assert_int_equal(atomic_load(&server->handled), 0);

	/* Too large is said at once; the connection is still good afterwards. */
	int fd = dial(server);
	at = sprintf(big, "POST /form HTTP/1.1\r\nHost: s\r\nContent-Length: %d\r\n\r\n", BODY_MAX + 1);
	memset(big + at, 'a', BODY_MAX + 1);
	strcpy(big + at + BODY_MAX + 1, "GET /after HTTP/1.1\r\nHost: s\r\n\r\n");
	say(fd, big);
	char *reply = hear(fd, 2);
	assert_true(strncmp(reply, "HTTP/1.1 413", 12) == 0);
	assert_non_null(strstr(reply, "/after|"));
	close(fd);
	stop(server);
}

static void
test_keep_alive_and_pipelining(void **state)
{
	struct server *server = start(false, 20);
	int fd = dial(server);

	(void)state;
	for (int i = 0; i < 20; i++) {
		say(fd, i % 2 ? "GET /one HTTP/1.1\r\nHost: s\r\n\r\n"
			      : "POST /two HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\nhi");
		assert_non_null(strstr(hear(fd, 1), i % 2 ? "/one|" : "2:hi"));
	}
	say(fd, "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n"
		"GET /second HTTP/1.1\r\nHost: s\r\n\r\n"
		"HEAD /third HTTP/1.1\r\nHost: s\r\nContent-Length:\r\n\r\n"
		"GET /fourth HTTP/1.1\r\nHost: s\r\n\r\n");
	char *reply = hear(fd, 4);
	char *slow = strstr(reply, "/slow|"), *second = strstr(reply, "/second|"),
	     *fourth = strstr(reply, "/fourth|");
	assert_true(slow && second && fourth && slow < second && second < fourth);

	/* A request in single bytes. */
	const char *request = "POST /bytes HTTP/1.1\r\nHost: s\r\nContent-Length: 4\r\n\r\nabcd";
	for (const char *byte = request; *byte; byte++) {
		assert_int_equal(send(fd, byte, 1, MSG_NOSIGNAL), 1);
		usleep(200);
	}
	assert_non_null(strstr(hear(fd, 1), "4:abcd"));
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
		fd = dial(server);
		say(fd, "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n");
		say(fd, behind[i].request);
		reply = hear(fd, 2);
		const char *answered = strstr(reply, "/x|");
		if (!strstr(reply, "/slow|") ||
		    (answered && !(behind[i].right && strstr(answered, behind[i].right))))
			fail_msg("%s\n-> %s", behind[i].request, reply);
		close(fd);
	}
	stop(server);
}

static void
test_large_answers(void **state)
{
	struct server *server = start(true, 20);

	(void)state;
	assert_string_equal(curl(server, "--http1.1 -o /dev/null -w '%{http_code} %{size_download}'",
				    "/big?3000000"), "200 3000000");
	assert_string_equal(curl(server, "--http2 -o /dev/null -w '%{http_version} %{size_download}'",
				    "/big?3000000"), "2 3000000");
	assert_string_equal(curl(server, "--http2 --limit-rate 2000k -o /dev/null -w '%{size_download}'",
				    "/big?3000000"), "3000000");
	stop(server);
}

static void
test_tls_and_http_2(void **state)
{
	struct server *server = start(true, 20);

	(void)state;
	assert_string_equal(curl(server, "--http2 -b sid=c2", "/a%20b?q=%26"), "/a b|q=%26|c2|127.0.0.1|0:");
	assert_string_equal(curl(server, "--http2 -d name=x", "/form"), "/form|||127.0.0.1|6:name=x");
	assert_string_equal(curl(server, "--http2 -I -o /dev/null -w '%{http_code} %{num_headers}'", "/a"), "200 3");
	assert_string_equal(curl(server, "--http2 -X DELETE -o /dev/null -w '%{http_code}'", "/a"), "405");
	assert_string_equal(curl(server, "--http2 -d x=y -H 'Content-Length:' -o /dev/null -w '%{http_code}'",
				    "/a"), "411");
	assert_string_equal(curl(server, "--http2 -F x=@/bin/bash -o /dev/null -w '%{http_code}'", "/a"), "413");
	assert_string_equal(curl(server, "--http1.1 -F x=@/bin/bash -o /dev/null -w '%{http_code}'", "/a"), "413");
	/* Twenty on one HTTP/2 connection at a time. */
	char *many = curl(server, "--http2 -Z -sS --parallel-immediate -w '%{http_code} ' -o /dev/null",
		"/slow?[1-20]");
	assert_int_equal(strlen(many), 20 * 4);
	assert_null(strstr(many, "000"));

	/* TLS 1.3 alone unless the school asks for more. */
	assert_string_equal(curl(server, "--tls-max 1.2 -o /dev/null -w '%{http_code}'", "/a"), "000");
	/* A plain request on this port is sent to https. */
	expect(server, "GET /a HTTP/1.1\r\nHost: s.example\r\n\r\n", "HTTP/1.1 301", "https://s.example/");
	stop(server);
}

static void
test_certificate_reload(void **state)
{
	struct server *server = start(true, 20);
	const char *subject = "--http1.1 -v -o /dev/null 2>&1";

	(void)state;
	assert_non_null(strstr(curl(server, subject, "/"), "CN=first"));
	/* Of another kind of key: OpenSSL would keep both, and choose the first. */
	write_certificate(server, "second", EVP_RSA_gen(2048));
	http_reload_certificate(server->http);
	usleep(100 * 1000);
	assert_non_null(strstr(curl(server, subject, "/"), "CN=second"));

	/* Half of a pair: the old one stays. */
	char saved[128];
	snprintf(saved, sizeof(saved), "%s.old", server->key);
	assert_int_equal(rename(server->key, saved), 0);
	write_certificate(server, "third", EVP_EC_gen("P-256"));
	assert_int_equal(rename(saved, server->key), 0);
	http_reload_certificate(server->http);
	usleep(100 * 1000);
	assert_non_null(strstr(curl(server, subject, "/"), "CN=second"));
	stop(server);
}

static void *
ask_often(void *context)
{
	struct server *server = context;
	intptr_t right = 0;
	int fd = dial(server);

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
	struct server *server = start(false, 20);
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
		open[i] = dial(server);
	for (int i = 0; i < 320; i++)
		close(open[i]);
	usleep(100 * 1000);
	expect(server, "GET /a HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 200", NULL);
	stop(server);
}

static void
test_silent_clients(void **state)
{
	struct server *server = start(false, 1);
	int silent = dial(server), half = dial(server), body = dial(server), idle = dial(server);
	char byte;

	(void)state;
	say(half, "GET /a HTTP/1.1\r\nHo");
	say(body, "POST /a HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhe");
	say(idle, "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n");
	assert_non_null(strstr(hear(idle, 1), "/slow|"));
	assert_int_equal(recv(half, &byte, 1, 0), 0);
	assert_int_equal(recv(body, &byte, 1, 0), 0);
	assert_int_equal(recv(silent, &byte, 1, 0), 0);
	assert_int_equal(recv(idle, &byte, 1, 0), 0);
	for (int *fd = (int[]){ silent, half, body, idle, -1 }; *fd >= 0; fd++)
		close(*fd);
	stop(server);
}

static void
test_client_leaves_early(void **state)
{
	struct server *server = start(false, 20);

	(void)state;
	for (int i = 0; i < 50; i++) {
		int fd = dial(server);
		say(fd, i % 2 ? "GET /slow HTTP/1.1\r\nHost: s\r\n\r\n"
			      : "GET /big?4000000 HTTP/1.1\r\nHost: s\r\n\r\n");
		if (i % 3 == 0) {
			struct linger hard = { .l_onoff = 1 };
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
		}
		close(fd);
	}
	expect(server, "GET /a HTTP/1.1\r\nHost: s\r\n\r\n", "HTTP/1.1 200", NULL);
	stop(server);

	/* The same on streams and connections of HTTP/2, with bodies half sent. */
	server = start(true, 20);
	curl(server, "--http2 -Z -sS --parallel-immediate -m 0.1 -o /dev/null 2>&1", "/slow?[1-30]");
	curl(server, "--http2 -Z -sS --parallel-immediate -m 0.1 -o /dev/null 2>&1", "/big?400000[1-9]");
	curl(server, "--http2 -sS --limit-rate 20k -m 0.2 --data-binary @/proc/self/exe 2>&1", "/form");
	char *form = curl(server, "--http2 -H 'Content-Type: x' --data-binary @/etc/passwd", "/form");
	assert_non_null(strstr(form, "/form||"));
	stop(server);
}

static void
test_stop_while_busy(void **state)
{
	struct server *server = start(false, 20);
	int busy[4], idle = dial(server);

	(void)state;
	for (int i = 0; i < 4; i++) {
		busy[i] = dial(server);
		say(busy[i], "GET /slower HTTP/1.1\r\nHost: s\r\n\r\n");
	}
	usleep(500 * 1000);
	http_stop(server->http);
	/* The service thread closes the door when it next turns; a busy machine may let it wait. */
	int door = 0;
	for (int tries = 0; tries < 200 && (door = dial(server)) >= 0; tries++) {
		close(door);
		usleep(25 * 1000);
	}
	assert_int_equal(door, -1);
	for (int i = 0; i < 4; i++) {
		char *reply = hear(busy[i], 1);
		assert_non_null(strstr(reply, "/slower|"));
		assert_non_null(strstr(reply, "connection: close"));
		close(busy[i]);
	}
	stop(server);
	close(idle);
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
		cmocka_unit_test(test_many_connections),
		cmocka_unit_test(test_silent_clients),
		cmocka_unit_test(test_client_leaves_early),
		cmocka_unit_test(test_stop_while_busy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
