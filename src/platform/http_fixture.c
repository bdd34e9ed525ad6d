#include "platform/http_fixture.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/test.h"

#define REPLY_MAX (8 * MIB)

static const struct http_header headers[] = { { "x-frame-options", TEXT("DENY") } };

static void
answer(struct http_fixture *server, struct exchange *exchange)
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
	struct http_fixture *server = context;

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
	struct http_fixture *server = context;

	pthread_mutex_lock(&server->lock);
	assert_true(server->queued < 1024);
	server->queue[server->queued++] = exchange;
	pthread_cond_signal(&server->more);
	pthread_mutex_unlock(&server->lock);
}

static void *
run(void *context)
{
	http_run(((struct http_fixture *)context)->http);
	return NULL;
}

void
http_write_certificate(struct http_fixture *server, const char *name, EVP_PKEY *key)
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

struct http_fixture *
http_fixture_start(bool tls, int idle_seconds)
{
	struct http_fixture *server = calloc(1, sizeof(*server));

	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->more, NULL);
	strcpy(server->folder, "/tmp/http_test.XXXXXX");
	assert_non_null(mkdtemp(server->folder));
	snprintf(server->certificate, sizeof(server->certificate), "%s/certificate.pem", server->folder);
	snprintf(server->key, sizeof(server->key), "%s/key.pem", server->folder);
	if (tls)
		http_write_certificate(server, "first", EVP_EC_gen("P-256"));
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

void
http_fixture_stop(struct http_fixture *server)
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

int
http_dial(struct http_fixture *server)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)http_port(server->http)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval limit = { .tv_sec = 10 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

void
http_say(int fd, const char *bytes)
{
	assert_int_equal(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL), (ssize_t)strlen(bytes));
}

char *
http_hear(int fd, int count)
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

void
http_expect(struct http_fixture *server, const char *request, const char *status, const char *body)
{
	int fd = http_dial(server);
	http_say(fd, request);
	char *reply = http_hear(fd, 1);
	if (strncmp(reply, status, strlen(status)) != 0 || (body && !strstr(reply, body)))
		fail_msg("%s\n-> %s", request, reply);
	assert_non_null(strstr(reply, "x-frame-options: DENY\r\n"));
	close(fd);
}

char *
http_curl(struct http_fixture *server, const char *options, const char *path)
{
	static char output[64 * KIB];
	char line[512];

	snprintf(line, sizeof(line), "curl -sk -q --noproxy '*' --max-time 20 %s 'https://127.0.0.1:%d%s'",
		options, http_port(server->http), path);
	FILE *pipe = popen(line, "r");
	size_t length = fread(output, 1, sizeof(output) - 1, pipe);
	output[length] = '\0';
	pclose(pipe);
	return output;
}
