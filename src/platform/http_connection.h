#ifndef PLATFORM_HTTP_CONNECTION_H
#define PLATFORM_HTTP_CONNECTION_H

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "platform/http.h"

/*
 * Inside of http.c: the server's own state, shared with http_connection.c
 * (a request comes in) and http_answer.c (its answer goes out). All of it
 * belongs to the service thread except what stands under the lock.
 *
 *   COLLECTING -> RUNNING -> ANSWERED -> SENDING -> FLUSHING -> gone
 *        \__________________/ a request refused here skips RUNNING
 */
enum exchange_state {
	EXCHANGE_COLLECTING, /* the body is arriving */
	EXCHANGE_RUNNING,    /* handed over; another thread owns request and arena */
	EXCHANGE_ANSWERED,   /* the answer is complete, nothing of it sent */
	EXCHANGE_SENDING,
	EXCHANGE_FLUSHING, /* all of it written, some still in the library's buffer */
};

#define HTTP_HEAD_BYTES_MAX  (12 * 1024) /* of an answer: status and headers */
#define HTTP_WRITE_BYTES_MAX (32 * 1024)

struct exchange {
	struct http *http;
	struct lws *wsi;                  /* NULL: the client has gone */
	struct exchange *previous, *next; /* every exchange of the server */
	struct exchange *next_answered;   /* under the lock */
	enum exchange_state state;
	bool closes; /* the connection cannot be used again after the answer */

	struct arena *arena;
	struct http_request request;
	char *body;
	size_t body_length, body_expected;

	int status;
	struct http_header headers[HTTP_HEADERS_MAX]; /* into `strings` */
	int header_count;
	char *strings;
	unsigned char *out; /* room for the head, then the body */
	size_t out_length;  /* of the body */
	size_t sent;        /* of the body */
};

struct stream { /* what the library keeps for us per request stream */
	struct exchange *exchange;
	bool timed; /* the timer of the connection counts; 4.1.6 cannot cancel one */
};

#define HTTP_ARENAS_KEPT 64

struct http {
	struct http_options options;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws *listener;
	SSL_CTX *tls;
	struct lws_protocol_vhost_options *header_links;
	char *header_names;
	int listen_fd;
	int port;

	struct exchange *exchanges;
	int connections;
	struct arena *arenas[HTTP_ARENAS_KEPT];
	int arena_count;
	bool stopping;
	lws_sorted_usec_list_t linger;
	bool done;

	pthread_mutex_t lock;
	struct exchange *answered; /* newest first */
	atomic_bool stop_asked;
	atomic_bool reload_asked;
};

/* http.c */
void http_attend(struct http *http);
void http_exchange_ended(struct http *http);
int http_take_tls(struct http *http, SSL_CTX *tls);

/* http_connection.c */
int http_connection_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t length);
struct exchange *exchange_create(struct http *http, struct lws *wsi);
void exchange_destroy(struct exchange *exchange); /* service thread */
/* The connection ends unless these bytes have passed in a fair time. */
void connection_allow(struct lws *wsi, size_t bytes);
void connection_used(struct lws *wsi); /* it has answered a request */

/* http_answer.c */
void exchange_refuse(struct exchange *exchange, int status, const char *message);
/* Takes the answers other threads have given and asks for their connections to
 * be written. */
void http_release_answers(struct http *http);
/* Writes as much as the connection takes. Returns -1 to close it. */
int exchange_write(struct exchange *exchange);

#endif
