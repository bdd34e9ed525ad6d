/*
 * An answer goes out. The thread that made it leaves copies of its bytes on
 * the exchange and wakes the service thread, which writes them when the
 * connection can take them: on HTTP/1.1 head and body in one write as far as
 * they fit, on HTTP/2 a head frame and data frames within the client's window.
 */
#include "platform/http_connection.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HTTP_2_FRAME_BYTES_MAX 16384

static void keep_headers(struct exchange *exchange, const struct http_answer *answer);
static bool header_is_fine(const struct http_header *header);
static void release(struct exchange *exchange);
static size_t put_head(struct exchange *exchange, unsigned char *start, size_t room);
static bool put_header(struct lws *wsi, const char *name, struct text value, unsigned char **at,
	unsigned char *end);
static int write_http_1(struct exchange *exchange);
static int write_http_2(struct exchange *exchange);
static int end(struct exchange *exchange);

void
exchange_answer(struct exchange *exchange, const struct http_answer *answer)
{
	struct http *http = exchange->http;

	/* The exchange is this thread's until it stands in the list. */
	exchange->status = answer->status;
	keep_headers(exchange, answer);
	exchange->out_length = answer->body.length;
	exchange->out = malloc(LWS_PRE + HTTP_HEAD_BYTES_MAX + answer->body.length);
	assert(exchange->out);
	if (answer->body.length > 0)
		memcpy(exchange->out + LWS_PRE + HTTP_HEAD_BYTES_MAX, answer->body.at, answer->body.length);

	pthread_mutex_lock(&http->lock);
	bool first = !http->answered;
	exchange->next_answered = http->answered;
	http->answered = exchange;
	pthread_mutex_unlock(&http->lock);
	if (first)
		lws_cancel_service(http->context);
}

void
exchange_refuse(struct exchange *exchange, int status, const char *message)
{
	struct http_answer answer = {
		.status = status,
		.headers = { { "content-type", TEXT("text/plain; charset=utf-8") },
			{ "cache-control", TEXT("no-store") } },
		.header_count = 2,
		.body = text_printf(exchange->arena, "%s\n", message),
	};
	exchange->state = EXCHANGE_RUNNING; /* what still comes of its body is let go */
	exchange_answer(exchange, &answer);
}

void
http_release_answers(struct http *http)
{
	pthread_mutex_lock(&http->lock);
	struct exchange *newest = http->answered;
	http->answered = NULL;
	pthread_mutex_unlock(&http->lock);

	struct exchange *oldest = NULL;
	while (newest) {
		struct exchange *next = newest->next_answered;
		newest->next_answered = oldest;
		oldest = newest;
		newest = next;
	}
	while (oldest) {
		struct exchange *next = oldest->next_answered;
		release(oldest);
		oldest = next;
	}
}

int
exchange_write(struct exchange *exchange)
{
	struct lws *wsi = exchange->wsi;

	if (exchange->state < EXCHANGE_ANSWERED)
		return 0;
	if (exchange->state == EXCHANGE_FLUSHING)
		return lws_partial_buffered(wsi) ? 0 : end(exchange);

	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, exchange->http->options.idle_seconds);
	return lws_get_network_wsi(wsi) == wsi ? write_http_1(exchange) : write_http_2(exchange);
}

/* A header that could break out of its line would be a hole: it turns the
 * answer into a 500 instead. */
static void
keep_headers(struct exchange *exchange, const struct http_answer *answer)
{
	size_t room = 1;
	assert(answer->header_count <= HTTP_HEADERS_MAX);
	for (int i = 0; i < answer->header_count; i++) {
		if (!header_is_fine(&answer->headers[i])) {
			exchange->status = 500;
			return;
		}
		room += strlen(answer->headers[i].name) + answer->headers[i].value.length + 2;
	}
	char *at = exchange->strings = malloc(room);
	assert(at);
	for (int i = 0; i < answer->header_count; i++) {
		const struct http_header *from = &answer->headers[i];
		struct http_header *to = &exchange->headers[i];
		to->name = at; /* with the colon the library wants */
		at = stpcpy(stpcpy(at, from->name), ":") + 1;
		to->value = (struct text){ at, from->value.length };
		if (from->value.length > 0)
			memcpy(at, from->value.at, from->value.length);
		at += from->value.length;
	}
	exchange->header_count = answer->header_count;
}

static bool
header_is_fine(const struct http_header *header)
{
	for (size_t i = 0; i < header->value.length; i++) {
		unsigned char byte = (unsigned char)header->value.at[i];
		if (byte < 0x20 || byte == 0x7f)
			return false;
	}
	return true;
}

static void
release(struct exchange *exchange)
{
	if (!exchange->wsi) { /* nobody waits for it any more */
		exchange_destroy(exchange);
		return;
	}
	exchange->state = EXCHANGE_ANSWERED;
	connection_allow(exchange->wsi, exchange->out_length);
	lws_rx_flow_control(exchange->wsi, 1);
	lws_callback_on_writable(exchange->wsi);
}

static int
write_http_1(struct exchange *exchange)
{
	unsigned char *body = exchange->out + LWS_PRE + HTTP_HEAD_BYTES_MAX;
	size_t length = exchange->request.without_body ? 0 : exchange->out_length;
	size_t head = 0;

	if (exchange->state == EXCHANGE_ANSWERED) {
		unsigned char room[HTTP_HEAD_BYTES_MAX];
		head = put_head(exchange, room, sizeof(room));
		if (head == 0)
			return -1;
		memcpy(body - head, room, head);
		exchange->state = EXCHANGE_SENDING;
	}
	do {
		size_t part = length - exchange->sent;
		if (part > HTTP_WRITE_BYTES_MAX - head)
			part = HTTP_WRITE_BYTES_MAX - head;
		if (lws_write(exchange->wsi, body + exchange->sent - head, head + part, LWS_WRITE_HTTP) < 0)
			return -1;
		exchange->sent += part;
		head = 0;
	} while (exchange->sent < length && !lws_send_pipe_choked(exchange->wsi));

	if (exchange->sent == length && !lws_partial_buffered(exchange->wsi))
		return end(exchange);
	if (exchange->sent == length)
		exchange->state = EXCHANGE_FLUSHING;
	lws_callback_on_writable(exchange->wsi);
	return 0;
}

static int
write_http_2(struct exchange *exchange)
{
	struct lws *wsi = exchange->wsi;
	unsigned char *body = exchange->out + LWS_PRE + HTTP_HEAD_BYTES_MAX;
	size_t length = exchange->request.without_body ? 0 : exchange->out_length;

	if (exchange->state == EXCHANGE_ANSWERED) {
		unsigned char room[LWS_PRE + HTTP_HEAD_BYTES_MAX];
		size_t head = put_head(exchange, room + LWS_PRE, HTTP_HEAD_BYTES_MAX);
		int flags = LWS_WRITE_HTTP_HEADERS | (length == 0 ? LWS_WRITE_H2_STREAM_END : 0);
		if (head == 0 || lws_write(wsi, room + LWS_PRE, head, (enum lws_write_protocol)flags) < 0)
			return -1;
		exchange->state = EXCHANGE_SENDING;
	}
	while (exchange->sent < length) {
		if (lws_send_pipe_choked(wsi)) {
			lws_callback_on_writable(wsi);
			return 0;
		}
		lws_fileofs_t window = lws_get_peer_write_allowance(wsi);
		if (window <= 0)
			return 0; /* the window's update calls us again */
		size_t part = length - exchange->sent;
		if (part > (size_t)window)
			part = (size_t)window;
		if (part > HTTP_2_FRAME_BYTES_MAX)
			part = HTTP_2_FRAME_BYTES_MAX;
		bool last = exchange->sent + part == length;
		/* The frame's nine bytes go before the part: over bytes that are sent. */
		if (lws_write(wsi, body + exchange->sent, part,
			    last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
			return -1;
		exchange->sent += part;
	}
	return end(exchange);
}

static bool
carries(const struct exchange *exchange, const char *name)
{
	for (int i = 0; i < exchange->header_count; i++)
		if (strcmp(exchange->headers[i].name, name) == 0)
			return true;
	return false;
}

/* Status and headers in the connection's own form. 0 when they do not fit. */
static size_t
put_head(struct exchange *exchange, unsigned char *start, size_t room)
{
	struct lws *wsi = exchange->wsi;
	unsigned char *at = start, *stop = start + room;
	bool http_1 = lws_get_network_wsi(wsi) == wsi;
	char length[24];

	if (lws_add_http_header_status(wsi, (unsigned)exchange->status | LWSAHH_FLAG_NO_SERVER_NAME, &at,
		    stop))
		return 0;
	for (int i = 0; i < exchange->header_count; i++) {
		if (!put_header(wsi, exchange->headers[i].name, exchange->headers[i].value, &at, stop))
			return 0;
	}
	const struct http_options *options = &exchange->http->options;
	for (int i = 0; i < options->usual_count; i++) {
		char name[64];
		snprintf(name, sizeof(name), "%s:", options->usual[i].name);
		if (!carries(exchange, name) && !put_header(wsi, name, options->usual[i].value, &at, stop))
			return 0;
	}
	int digits = snprintf(length, sizeof(length), "%zu", exchange->out_length);
	if (exchange->status != 304 && exchange->status != 204 &&
		!put_header(wsi, "content-length:", (struct text){ length, (size_t)digits }, &at, stop))
		return 0;
	if (http_1 && (exchange->closes || exchange->http->stopping) &&
		!put_header(wsi, "connection:", TEXT("close"), &at, stop))
		return 0;
	if (lws_finalize_http_header(wsi, &at, stop))
		return 0;
	return (size_t)(at - start);
}

static bool
put_header(struct lws *wsi, const char *name, struct text value, unsigned char **at,
	unsigned char *end_of_room)
{
	return lws_add_http_header_by_name(wsi, (const unsigned char *)name, (const unsigned char *)value.at,
		       (int)value.length, at, end_of_room) == 0;
}

/* All of the answer is with the kernel, or with the connection its HTTP/2
 * stream belongs to. Ready for the next request, or -1 to close. */
static int
end(struct exchange *exchange)
{
	struct lws *wsi = exchange->wsi;
	struct stream *stream = lws_wsi_user(wsi);
	bool closes = exchange->closes || exchange->http->stopping;
	bool unread = exchange->body_length < exchange->body_expected;

	stream->exchange = NULL;
	exchange_destroy(exchange);
	stream->timed = unread; /* the rest of a refused body may not crawl either */
	connection_used(wsi);
	if (closes && lws_get_network_wsi(wsi) == wsi)
		return -1;
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}
