/*
 * A request comes in: the library's events of one connection or HTTP/2 stream,
 * turned into an exchange. The bytes of the head are copied out of the
 * library's table at once, judged by http_head.c, and belong to the exchange.
 */
#include "platform/http_connection.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/http_head.h"
#include "platform/limits.h"

#define QUERY_PARTS_MAX      64
#define HEADER_BYTES_MAX     (8 * KIB)  /* one of them */
#define DISCARD_BYTES_MAX    (16 * MIB) /* a refused body is read past up to here */
#define CRAWL_SECONDS        60         /* for a body or an answer, and on top */
#define CRAWL_BYTES_A_SECOND 4096

struct head_problem {
	int status;
	const char *message;
};

static int begin(struct lws *wsi, struct stream *stream);
static bool may_have_body(struct lws *wsi);
static bool something_waits(struct http *http);
static struct head_problem read_head(struct exchange *exchange);
static bool has_version(struct lws *wsi);
static struct head_problem read_target(struct exchange *exchange, enum lws_token_indexes uri);
static struct head_problem read_length(struct exchange *exchange);
static bool read_header(struct exchange *exchange, enum lws_token_indexes token, struct text *value);
static void read_unknown_header(struct exchange *exchange, const char *name, struct text *value);
static void read_peer(struct exchange *exchange);
static int collect(struct exchange *exchange, const void *bytes, size_t length);
static void hand_over(struct exchange *exchange);
static void connection_gone(struct http *http, struct lws *wsi, struct stream *stream);

/* What a connection carries for us: that it is counted, and whether it has
 * answered before. Streams of HTTP/2 carry nothing. (The library makes the
 * stream's own memory anew for each request.) */
static char fresh, used;

int
http_connection_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct http *http = lws_context_user(lws_get_context(wsi));
	struct stream *stream = user;

	switch (reason) {
	case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS: return http_take_tls(http, user);
	case LWS_CALLBACK_EVENT_WAIT_CANCELLED: http_attend(http); return 0;
	case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
		lws_set_opaque_user_data(wsi, &fresh);
		http->connections++;
		return 0;
	case LWS_CALLBACK_HTTP: return begin(wsi, stream);
	case LWS_CALLBACK_HTTP_BODY: return stream->exchange ? collect(stream->exchange, in, length) : 0;
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		if (stream->exchange && stream->exchange->state == EXCHANGE_COLLECTING)
			hand_over(stream->exchange);
		return 0;
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return stream && stream->exchange ? exchange_write(stream->exchange) : 0;
	case LWS_CALLBACK_TIMER: /* a body or an answer that crawls */
		return stream && stream->timed ? -1 : 0;
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return -1;
	case LWS_CALLBACK_CLOSED_HTTP:
	case LWS_CALLBACK_WSI_DESTROY: connection_gone(http, wsi, stream); return 0;
	default: return 0;
	}
}

struct exchange *
exchange_create(struct http *http, struct lws *wsi)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange));
	assert(exchange);
	exchange->http = http;
	exchange->wsi = wsi;
	exchange->arena = http->arena_count > 0 ? http->arenas[--http->arena_count]
						: arena_create(REQUEST_ARENA_BYTES_MAX);
	exchange->next = http->exchanges;
	if (exchange->next)
		exchange->next->previous = exchange;
	http->exchanges = exchange;
	return exchange;
}

void
exchange_destroy(struct exchange *exchange)
{
	struct http *http = exchange->http;

	if (exchange->next)
		exchange->next->previous = exchange->previous;
	if (exchange->previous)
		exchange->previous->next = exchange->next;
	else
		http->exchanges = exchange->next;

	if (http->arena_count < HTTP_ARENAS_KEPT) {
		arena_reset(exchange->arena);
		http->arenas[http->arena_count++] = exchange->arena;
	} else {
		arena_destroy(exchange->arena);
	}
	free(exchange->body);
	free(exchange->strings);
	free(exchange->out);
	free(exchange);
	http_exchange_ended(http);
}

void
connection_allow(struct lws *wsi, size_t bytes)
{
	size_t seconds = CRAWL_SECONDS + bytes / CRAWL_BYTES_A_SECOND;
	((struct stream *)lws_wsi_user(wsi))->timed = true;
	lws_set_timer_usecs(wsi, (lws_usec_t)seconds * LWS_USEC_PER_SEC);
}

void
connection_used(struct lws *wsi)
{
	if (lws_get_opaque_user_data(wsi))
		lws_set_opaque_user_data(wsi, &used);
}

const struct http_request *
exchange_request(struct exchange *exchange)
{
	return &exchange->request;
}

struct arena *
exchange_arena(struct exchange *exchange)
{
	return exchange->arena;
}

static int
begin(struct lws *wsi, struct stream *stream)
{
	struct http *http = lws_context_user(lws_get_context(wsi));
	if (stream->exchange) /* never two on one stream */
		return -1;
	if (lws_get_opaque_user_data(wsi) == &used && may_have_body(wsi) && something_waits(http))
		return -1;

	struct exchange *exchange = exchange_create(http, wsi);
	stream->exchange = exchange;
	struct head_problem problem = read_head(exchange);
	if (problem.status == 0 && http->stopping) {
		exchange->closes = true;
		problem = (struct head_problem){ 503, "The server is stopping. Try again in a moment." };
	}

	stream->timed = false;
	if (exchange->body_expected > 0)
		connection_allow(wsi, exchange->body_expected);
	if (problem.status != 0)
		exchange_refuse(exchange, problem.status, problem.message);
	else if (exchange->request.method != HTTP_POST)
		hand_over(exchange);
	return 0;
}

static bool
may_have_body(struct lws *wsi)
{
	return lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0 ||
		lws_hdr_total_length(wsi, WSI_TOKEN_PUT_URI) > 0 ||
		lws_hdr_total_length(wsi, WSI_TOKEN_PATCH_URI) > 0 ||
		lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
}

/*
 * Version 4.1.6 takes the head of a request for its body, again and again, when
 * head and body were both sent before the request in front of them on the same
 * connection was answered. No browser does that with a POST. The library does
 * not tell whether bytes of this connection wait, but whether any do: then a
 * request with a body ends a connection that has been used before.
 */
static bool
something_waits(struct http *http)
{
	return lws_service_adjust_timeout(http->context, 1, 0) == 0;
}

/* The whole head into the exchange. status 0: nothing is wrong with it. */
static struct head_problem
read_head(struct exchange *exchange)
{
	static const struct {
		enum lws_token_indexes uri;
		enum http_method method;
		bool without_body;
	} methods[] = {
		{ WSI_TOKEN_GET_URI, HTTP_GET, false },
		{ WSI_TOKEN_POST_URI, HTTP_POST, false },
		{ WSI_TOKEN_HEAD_URI, HTTP_GET, true },
		{ WSI_TOKEN_OPTIONS_URI, HTTP_OTHER, false },
		{ WSI_TOKEN_PUT_URI, HTTP_OTHER, false },
		{ WSI_TOKEN_PATCH_URI, HTTP_OTHER, false },
		{ WSI_TOKEN_DELETE_URI, HTTP_OTHER, false },
	};
	struct http_request *request = &exchange->request;
	enum lws_token_indexes uri = WSI_TOKEN_HTTP_COLON_PATH;

	request->method = HTTP_OTHER;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (lws_hdr_total_length(exchange->wsi, methods[i].uri) == 0)
			continue;
		uri = methods[i].uri;
		request->method = methods[i].method;
		request->without_body = methods[i].without_body;
		break;
	}
	read_peer(exchange);

	struct head_problem problem = read_length(exchange);
	if (problem.status == 0)
		problem = read_target(exchange, uri);
	if (problem.status != 0)
		return problem;

	const struct {
		enum lws_token_indexes token;
		struct text *value;
	} wanted[] = {
		{ WSI_TOKEN_HTTP_COOKIE, &request->cookie },
		{ WSI_TOKEN_ORIGIN, &request->origin },
		{ WSI_TOKEN_HTTP_REFERER, &request->referer },
		{ WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, &request->accept_language },
		{ WSI_TOKEN_HTTP_CONTENT_TYPE, &request->content_type },
		{ WSI_TOKEN_HTTP_IF_NONE_MATCH, &request->if_none_match },
		{ WSI_TOKEN_HTTP_USER_AGENT, &request->user_agent },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (!read_header(exchange, wanted[i].token, wanted[i].value))
			return (struct head_problem){ 431, "A header of the request is too long." };
	}
	read_unknown_header(exchange, "sec-fetch-site:", &request->sec_fetch_site);
	return (struct head_problem){ 0 };
}

/* The library also ends a request line at a percent-encoded CR LF, so that what
 * follows would count as a header. Its version is then missing. */
static bool
has_version(struct lws *wsi)
{
	char version[16];

	return lws_get_network_wsi(wsi) != wsi ||
		(lws_hdr_copy(wsi, version, sizeof(version), WSI_TOKEN_HTTP) == 8 &&
			(strcmp(version, "HTTP/1.1") == 0 || strcmp(version, "HTTP/1.0") == 0));
}

/* Path, query and host. */
static struct head_problem
read_target(struct exchange *exchange, enum lws_token_indexes uri)
{
	const struct head_problem too_long = { 414, "The address is too long." };
	struct http_request *request = &exchange->request;
	struct text parts[QUERY_PARTS_MAX];
	size_t count = 0;
	struct lws *wsi = exchange->wsi;

	int length = lws_hdr_total_length(wsi, uri);
	if (length > PATH_BYTES_MAX)
		return too_long;
	exchange->closes = exchange->closes || !has_version(wsi);
	if (!has_version(wsi))
		return (struct head_problem){ 400, "The request line is not well formed." };
	if (!read_header(exchange, uri, &request->path) || !http_head_path_is_fine(request->path))
		return (struct head_problem){ 400, "The address is not well formed." };

	int query = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_URI_ARGS);
	if (length + query > PATH_BYTES_MAX)
		return too_long;
	char *room = arena_take(exchange->arena, (size_t)query + QUERY_PARTS_MAX + 1, 1);
	for (int part; (part = lws_hdr_copy_fragment(wsi, room, query + 1, WSI_TOKEN_HTTP_URI_ARGS,
				(int)count)) >= 0;
		room += part + 1) {
		if (count == QUERY_PARTS_MAX)
			return too_long;
		parts[count++] = (struct text){ room, (size_t)part };
		query -= part;
	}
	request->query = http_head_query(exchange->arena, parts, count);

	if (!read_header(exchange, WSI_TOKEN_HTTP_COLON_AUTHORITY, &request->host) ||
		(request->host.length == 0 && !read_header(exchange, WSI_TOKEN_HOST, &request->host)) ||
		!http_head_host_is_fine(request->host))
		return (struct head_problem){ 400, "The Host header is missing or not well formed." };
	return (struct head_problem){ 0 };
}

/* Only a POST may have a body, and it says how long it is. Whatever leaves us
 * unsure where the next request begins also ends the connection. */
static struct head_problem
read_length(struct exchange *exchange)
{
	struct lws *wsi = exchange->wsi;
	struct text value;
	size_t length = 0;

	bool named = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
	bool chunked = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
	if (named &&
		(!read_header(exchange, WSI_TOKEN_HTTP_CONTENT_LENGTH, &value) ||
			!http_head_length(value, &length) || chunked)) {
		exchange->closes = true;
		return (struct head_problem){ 400, "The length of the request is not well formed." };
	}
	if (exchange->request.method != HTTP_POST) {
		exchange->closes = chunked || length > 0 || exchange->request.method == HTTP_OTHER;
		if ((chunked || length > 0) && exchange->request.method == HTTP_GET)
			return (struct head_problem){ 400, "A request to read something carries no body." };
		return (struct head_problem){ 0 };
	}
	if (!named) {
		exchange->closes = true;
		return (struct head_problem){ 411, "The request does not say how long it is." };
	}
	exchange->body_expected = length;
	if (length > exchange->http->options.body_bytes_max) {
		exchange->closes = length > DISCARD_BYTES_MAX;
		return (struct head_problem){ 413, "What you sent is too large. Send less at a time." };
	}
	return (struct head_problem){ 0 };
}

/* A missing header is the empty text. False when it is too long. */
static bool
read_header(struct exchange *exchange, enum lws_token_indexes token, struct text *value)
{
	int length = lws_hdr_total_length(exchange->wsi, token);
	*value = (struct text){ 0 };
	if (length <= 0)
		return true;
	if (length > HEADER_BYTES_MAX)
		return false;
	char *at = arena_take(exchange->arena, (size_t)length + 1, 1);
	if (lws_hdr_copy(exchange->wsi, at, length + 1, token) < 0 || strlen(at) != (size_t)length)
		return false; /* a NUL inside */
	*value = text_trim((struct text){ at, (size_t)length });
	return true;
}

/* Headers the library has no name for; it keeps them on HTTP/1.1 only. */
static void
read_unknown_header(struct exchange *exchange, const char *name, struct text *value)
{
	int length = lws_hdr_custom_length(exchange->wsi, name, (int)strlen(name));
	if (length <= 0 || length > HEADER_BYTES_MAX)
		return;
	char *at = arena_take(exchange->arena, (size_t)length + 1, 1);
	if (lws_hdr_custom_copy(exchange->wsi, at, length + 1, name, (int)strlen(name)) > 0)
		*value = text_trim((struct text){ at, (size_t)length });
}

static void
read_peer(struct exchange *exchange)
{
	char *print = arena_take(exchange->arena, 64, 1);
	if (!lws_get_peer_simple(lws_get_network_wsi(exchange->wsi), print, 64))
		return;
	exchange->request.peer = text_of(print);
	if (text_starts(exchange->request.peer, "::ffff:")) {
		exchange->request.peer.at += 7;
		exchange->request.peer.length -= 7;
	}
}

static int
collect(struct exchange *exchange, const void *bytes, size_t length)
{
	if (exchange->state != EXCHANGE_COLLECTING || length == 0)
		return 0;
	if (length > exchange->body_expected - exchange->body_length)
		return -1;
	if (!exchange->body) {
		exchange->body = malloc(exchange->body_expected); /* touched as it arrives */
		assert(exchange->body);
	}
	memcpy(exchange->body + exchange->body_length, bytes, length);
	exchange->body_length += length;
	return 0;
}

static void
hand_over(struct exchange *exchange)
{
	struct http *http = exchange->http;

	exchange->request.body = (struct text){ exchange->body, exchange->body_length };
	exchange->state = EXCHANGE_RUNNING;
	/* How long it now takes is ours to answer for. And the next request of
	 * the connection waits in the kernel until this one is answered. */
	((struct stream *)lws_wsi_user(exchange->wsi))->timed = false;
	lws_set_timeout(exchange->wsi, NO_PENDING_TIMEOUT, 0);
	lws_rx_flow_control(exchange->wsi, 0);
	http->options.request(exchange, http->options.context);
}

static void
connection_gone(struct http *http, struct lws *wsi, struct stream *stream)
{
	if (lws_get_opaque_user_data(wsi)) {
		lws_set_opaque_user_data(wsi, NULL);
		http->connections--;
	}
	if (!stream || !stream->exchange)
		return;
	struct exchange *exchange = stream->exchange;
	stream->exchange = NULL;
	exchange->wsi = NULL;
	/* RUNNING: another thread holds it; it comes back as an answer to nobody. */
	if (exchange->state != EXCHANGE_RUNNING)
		exchange_destroy(exchange);
}
