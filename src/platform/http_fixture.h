#ifndef PLATFORM_HTTP_FIXTURE_H
#define PLATFORM_HTTP_FIXTURE_H

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>

#include "platform/http.h"
#include "platform/limits.h"

/*
 * The server on a real loopback port, for its tests: plain sockets for HTTP/1.1
 * where each byte counts, curl for TLS and HTTP/2. It answers with what it
 * understood; /big?N gives N bytes, /slow waits.
 */
#define WORKERS  4
#define BODY_MAX (64 * KIB)

struct http_fixture {
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

struct http_fixture *http_fixture_start(bool tls, int idle_seconds);
void http_fixture_stop(struct http_fixture *server);
/* For the next reading of the certificate; the key is given away. */
void http_write_certificate(struct http_fixture *server, const char *name, EVP_PKEY *key);

int http_dial(struct http_fixture *server);
void http_say(int fd, const char *bytes);
/* Reads until `count` answers are there, or the other end closes. */
char *http_hear(int fd, int count);
void http_expect(struct http_fixture *server, const char *request, const char *status, const char *body);
/* Output of curl, which has no other business than this server. */
char *http_curl(struct http_fixture *server, const char *options, const char *path);

#endif
