#ifndef PLATFORM_HTTP_H
#define PLATFORM_HTTP_H

#include "platform/arena.h"
#include "platform/buf.h"
#include "platform/text.h"

/*
 * HTTP/1.1, HTTP/2 and TLS on libwebsockets. The service thread only moves
 * bytes: a complete request is handed over as an exchange, and its answer may
 * be given later from any thread, once. HEAD arrives as GET and is answered
 * without the body. A request that breaks the protocol or a limit is answered
 * here (400, 411, 413, 414, 431) and never handed over.
 */
enum http_method { HTTP_GET, HTTP_POST, HTTP_OTHER };

struct http_request {
	enum http_method method;
	bool without_body; /* HEAD: a GET whose page nobody reads */
	struct text path;  /* percent-decoded, valid UTF-8, no "..", no NUL */
	struct text query; /* raw, after "?" */
	struct text host;
	struct text cookie;
	struct text origin;
	struct text referer;
	struct text accept_language;
	struct text content_type;
	struct text sec_fetch_site; /* HTTP/1.1 only: the library does not keep it on HTTP/2 */
	struct text if_none_match;
	struct text user_agent;
	struct text body;
	struct text peer; /* the other end's address in print, no port */
};

struct http_header {
	const char *name; /* lower case */
	struct text value;
};

#define HTTP_HEADERS_MAX 16
struct http_answer {
	int status;
	struct http_header headers[HTTP_HEADERS_MAX];
	int header_count;
	struct text body; /* copied by http_answer_send */
};

/* The cookie of this name in http->cookie; false if there is none. */
bool http_cookie(const struct http_request *http, const char *name, struct text *value);

struct exchange;
const struct http_request *exchange_request(struct exchange *exchange);
struct arena *exchange_arena(struct exchange *exchange); /* one per exchange; goes with it */
/* Takes the answer's bytes by copy and gives the exchange back to the service
 * thread; after it the exchange may not be touched. Any thread. */
void exchange_answer(struct exchange *exchange, const struct http_answer *answer);

struct http_options {
	int listen_fd;                /* bound and listening, from the parent; -1: bind address:port */
	const char *address;          /* when listen_fd is -1 */
	int port;                     /* 0 picks one */
	const char *certificate_file; /* NULL: plain HTTP (tests of the library only) */
	const char *key_file;
	bool tls_1_2; /* also TLS 1.2 with AEAD ciphers, for a device that cannot do 1.3 */
	/* On every answer, also on those that are given before a handler is
	 * reached: malformed, too large, too many. Borrowed for good. */
	const struct http_header *headers;
	int header_count;
	/* The same, unless the answer carries one of that name itself. */
	const struct http_header *usual;
	int usual_count;
	size_t body_bytes_max;
	int connections_max;
	int idle_seconds; /* a slow or silent client is dropped */
	/* Called on the service thread with a whole request; must not block. */
	void (*request)(struct exchange *exchange, void *context);
	void *context;
};
struct http;
enum outcome http_create(struct http **http, const struct http_options *options) MUST_USE;
int http_port(const struct http *http);
void http_run(struct http *http); /* serves until http_stop; on the calling thread */
/* Any thread: stops accepting, answers what runs, then returns from http_run. */
void http_stop(struct http *http);
/* Any thread; new connections get the new one. A file that cannot be used is
 * logged and the old certificate stays. */
void http_reload_certificate(struct http *http);
void http_destroy(struct http *http); /* when the threads that answer are joined */

#endif
