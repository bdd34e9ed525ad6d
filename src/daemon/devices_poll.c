/*
 * Long poll: the same messages without a lasting line, for a device whose network
 * lets no WebSocket through (docs/decisions/0019). Each request says whose line it is,
 * brings what the device has to say and waits for what there is to say to it:
 *
 *   POST /device/poll       line (32 bytes) | messages...
 *   200                     messages..., at the latest after POLL_WAIT_MS
 *
 * A line begins with 32 zeros and is from then on known by the nonce of its
 * challenge, which nobody else has seen. Orders, rules and the time pass;
 * pictures and lists of tabs do not, in neither direction.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "platform/limits.h"

#define ANSWER_BYTES_MAX (256 * KIB)
#define HEAD_BYTES_MAX   1024

static int begin(struct lws *wsi, struct poll *poll);
static bool is_poll(struct lws *wsi, size_t *length);
static int collect(struct poll *poll, const void *bytes, size_t length);
static void take(struct hub *hub, struct lws *wsi, struct poll *poll);
static struct link *line_of(struct hub *hub, struct lws *wsi, const uint8_t *line);
static struct link **bucket_of(struct hub *hub, const uint8_t *line);
static void forget(struct hub *hub, struct link *link);
static int answer(struct hub *hub, struct lws *wsi, struct poll *poll);
static size_t take_waiting(struct link *link, uint8_t *to, size_t room);
static bool write_answer(struct lws *wsi, unsigned status, uint8_t *room, size_t length);
static void let_go(struct poll *poll);

int
poll_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct hub *hub = hub_of(wsi);
	struct poll *poll = user;
	switch (reason) {
	case LWS_CALLBACK_HTTP: return begin(wsi, poll);
	case LWS_CALLBACK_HTTP_BODY: return collect(poll, in, length);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		hub_tell_time(hub);
		lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0); /* the wait is ours */
		lws_rx_flow_control(wsi, 0);                 /* nothing more is read of this connection */
		take(hub, wsi, poll);
		return 0;
	case LWS_CALLBACK_HTTP_WRITEABLE: hub_tell_time(hub); return answer(hub, wsi, poll);
	case LWS_CALLBACK_CLOSED_HTTP:
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
		if (poll)
			let_go(poll);
		return 0;
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return -1;
	default: return 0;
	}
}

/* The library writes to nobody whom it does not also read. */
void
poll_wake(struct lws *wsi)
{
	lws_rx_flow_control(wsi, 1);
	lws_callback_on_writable(wsi);
}

/* The messages of one request, each allowed as on a lasting line and by poll_may_say. */
bool
poll_heard(struct hub *hub, struct link *link, struct message_bytes rest)
{
	while (rest.length > 0) {
		struct message_bytes after = rest;
		struct message_head head;
		if (!message_take_head(&after, &head) || !link_may_say(link, &head) ||
			head.length > after.length)
			return false;
		struct bytes whole = { rest.at, MESSAGE_HEAD_BYTES + head.length };
		rest.at += whole.length;
		rest.length -= whole.length;
		if (!link_heard(hub, link, whole) || link->closing)
			return false;
	}
	return true;
}

/* Nothing that shows a screen or its tabs. */
bool
poll_may_say(enum message_type type)
{
	switch (type) {
	case MESSAGE_HELLO:
	case MESSAGE_ENROL:
	case MESSAGE_REFUSE:
	case MESSAGE_HAND:
	case MESSAGE_LOGHEAD:
	case MESSAGE_LOOK:
	case MESSAGE_PING: return true;
	default: return false;
	}
}

/* Each second: who was told to wait has waited long enough, who is gone is let go. */
void
polls_tick(struct hub *hub)
{
	for (int i = 0; i < POLL_BUCKETS; i++)
		for (struct link *link = hub->polls[i], *next; link; link = next) {
			next = link->next_poll;
			bool waited = hub->monotonic_ms - link->heard_ms >= POLL_WAIT_MS;
			bool silent = hub->monotonic_ms - link->heard_ms > POLL_SILENT_MS;
			if (link->wsi && (waited || link->closing))
				link_wake(link);
			else if (!link->wsi && (silent || link->closing))
				forget(hub, link);
		}
}

void
polls_forget(struct hub *hub)
{
	for (int i = 0; i < POLL_BUCKETS; i++)
		while (hub->polls[i])
			forget(hub, hub->polls[i]);
}

/* Version 4.1.6 reads the head of a request that comes too early as a body,
 * without end (docs/decisions/0009): a connection carries one request. */
static int
begin(struct lws *wsi, struct poll *poll)
{
	static char used;
	*poll = (struct poll){ 0 };
	if (lws_get_opaque_user_data(wsi) || !is_poll(wsi, &poll->expected))
		return -1;
	lws_set_opaque_user_data(wsi, &used);
	return 0;
}

static bool
is_poll(struct lws *wsi, size_t *length)
{
	char text[8];
	if (lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) <= 0 ||
		lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0 ||
		lws_hdr_copy(wsi, text, sizeof text, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0)
		return false;
	*length = 0;
	for (const char *at = text; *at; at++) {
		if (*at < '0' || *at > '9')
			return false;
		*length = *length * 10 + (size_t)(*at - '0');
	}
	return *length >= POLL_LINE_BYTES && *length <= POLL_BODY_MAX;
}

static int
collect(struct poll *poll, const void *bytes, size_t length)
{
	if (length > poll->expected - poll->length)
		return -1;
	if (!poll->body)
		poll->body = malloc(poll->expected);
	assert(poll->body);
	memcpy(poll->body + poll->length, bytes, length);
	poll->length += length;
	return 0;
}

/* What the device says is heard at once; the answer leaves when there is one. */
static void
take(struct hub *hub, struct lws *wsi, struct poll *poll)
{
	struct link *link = poll->length == poll->expected ? line_of(hub, wsi, poll->body) : NULL;
	if (!link) {
		poll->is_over = true;
		poll_wake(wsi);
		return;
	}
	poll->link = link;
	link->poll = poll;
	link->wsi = wsi;
	link->heard_ms = hub->monotonic_ms;
	if (!poll_heard(hub, link,
		    (struct message_bytes){ poll->body + POLL_LINE_BYTES, poll->length - POLL_LINE_BYTES }))
		link_close(link);
	if (link->waiting > 0)
		link_wake(link);
}

/* A new line, or one that is known and comes from where it came from before. */
static struct link *
line_of(struct hub *hub, struct lws *wsi, const uint8_t *line)
{
	static const uint8_t new_line[POLL_LINE_BYTES];
	uint8_t address[16];
	if (memcmp(line, new_line, sizeof new_line) == 0) {
		struct link *link = hub->link_count < hub->fd_most ? calloc(1, sizeof *link) : NULL;
		if (!link)
			return NULL;
		link->is_poll = true;
		bool good = link_begin(hub, wsi, link);
		struct link **bucket = bucket_of(hub, link->nonce);
		link->next_poll = *bucket;
		*bucket = link;
		if (!good)
			forget(hub, link);
		return good ? link : NULL;
	}
	struct link *link = *bucket_of(hub, line);
	while (link && !crypt_equal(link->nonce, line, POLL_LINE_BYTES))
		link = link->next_poll;
	if (!link || link->closing || !link_address(wsi, address))
		return NULL;
	/* A device that moved says hello again: its place is judged by its address (CLS-23). */
	if (link->wsi || memcmp(link->address, address, sizeof address) != 0) {
		link_close(link);
		return NULL;
	}
	return link;
}

static struct link **
bucket_of(struct hub *hub, const uint8_t *line)
{
	return &hub->polls[line[0] % POLL_BUCKETS];
}

static void
forget(struct hub *hub, struct link *link)
{
	struct link **at = bucket_of(hub, link->nonce);
	while (*at != link)
		at = &(*at)->next_poll;
	*at = link->next_poll;
	link_gone(hub, link);
	free(link);
}

/* Everything that waits, in one answer; or that the line is over. */
static int
answer(struct hub *hub, struct lws *wsi, struct poll *poll)
{
	struct link *link = poll->link;
	if (link && link->closing)
		poll->is_over = true;
	if (!poll->is_over &&
		(!link || (link->waiting == 0 && hub->monotonic_ms - link->heard_ms < POLL_WAIT_MS)))
		return 0;
	uint8_t *room = malloc(LWS_PRE + HEAD_BYTES_MAX + ANSWER_BYTES_MAX);
	assert(room);
	size_t length = poll->is_over ? 0
				      : take_waiting(link, room + LWS_PRE + HEAD_BYTES_MAX, ANSWER_BYTES_MAX);
	bool sent = write_answer(wsi, poll->is_over ? HTTP_STATUS_GONE : HTTP_STATUS_OK, room, length);
	crypt_wipe(room, LWS_PRE + HEAD_BYTES_MAX + length);
	free(room);
	if (link)
		link->heard_ms = hub->monotonic_ms; /* it is the device's turn */
	let_go(poll);
	/* What is left the library sends, to who reads it; then, or now, the connection is done with. */
	if (!sent || !lws_partial_buffered(wsi))
		return -1;
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, LINK_STRANGER_MS / 1000);
	return lws_http_transaction_completed(wsi);
}

static size_t
take_waiting(struct link *link, uint8_t *to, size_t room)
{
	size_t length = 0;
	while (link->waiting > 0 && link->queue[link->first]->length <= room - length) {
		struct payload *payload = link->queue[link->first];
		memcpy(to + length, payload->at, payload->length);
		length += payload->length;
		link->first = (link->first + 1) % LINK_QUEUE_MAX;
		link->waiting--;
		payload_release(payload);
	}
	return length;
}

static bool
write_answer(struct lws *wsi, unsigned status, uint8_t *room, size_t length)
{
	static const struct {
		enum lws_token_indexes name;
		const char *value;
	} headers[] = {
		{ WSI_TOKEN_HTTP_CONTENT_TYPE, "application/octet-stream" },
		{ WSI_TOKEN_HTTP_CACHE_CONTROL, "no-store" },
		{ WSI_TOKEN_CONNECTION, "close" },
	};
	uint8_t *head = room + LWS_PRE, *at = head, *body = head + HEAD_BYTES_MAX;
	bool good = !lws_add_http_header_status(wsi, status | LWSAHH_FLAG_NO_SERVER_NAME, &at, body) &&
		!lws_add_http_header_content_length(wsi, (lws_filepos_t)length, &at, body);
	for (size_t i = 0; good && i < sizeof headers / sizeof *headers; i++)
		good = !lws_add_http_header_by_token(wsi, headers[i].name, (const uint8_t *)headers[i].value,
			(int)strlen(headers[i].value), &at, body);
	if (!good || lws_finalize_http_header(wsi, &at, body))
		return false;
	/* In one piece: the body is moved up to its head. */
	size_t head_length = (size_t)(at - head);
	memmove(at, body, length);
	return lws_write(wsi, head, head_length + length, LWS_WRITE_HTTP_HEADERS) >= 0;
}

/* The request is done with, or its connection is gone; the line stays for the next. */
static void
let_go(struct poll *poll)
{
	if (poll->link) {
		poll->link->poll = NULL;
		poll->link->wsi = NULL;
	}
	if (poll->body)
		crypt_wipe(poll->body, poll->length);
	free(poll->body);
	*poll = (struct poll){ 0 };
}
