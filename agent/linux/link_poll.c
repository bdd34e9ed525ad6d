#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/linux/link.h"

static void ask(struct link *link);
static int put_head(struct link *link, struct lws *wsi, unsigned char **at, unsigned char *end);
static int put_body(struct link *link, struct lws *wsi);
static int begin_answer(struct link *link, struct lws *wsi);
static int keep(struct link *link, const uint8_t *at, size_t length);
static void over(struct link *link);
static bool hear(struct link *link);

void
link_poll_begin(struct link *link)
{
	link->polls = true;
	link->upgrade_at = machine_monotonic() + POLL_FIRST_MS;
	poll_begin(&link->poll);
}

void
link_poll_end(struct link *link)
{
	struct lws *request = link->request;
	link->polls = link->answered = false;
	link->request = NULL; /* what it still says is not heard */
	free(link->answer);
	link->answer = NULL;
	link->answer_length = 0;
	if (request)
		lws_set_timeout(request, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

void
link_poll_go_on(struct link *link)
{
	if (link->polls && !link->request && machine_monotonic() >= link->ask_at)
		ask(link);
	if (link->polls && link->established && !link->wsi && machine_monotonic() >= link->upgrade_at) {
		link->upgrade_at = machine_monotonic() + POLL_AGAIN_MS;
		link_upgrade(link);
	}
}

int64_t
link_poll_wait(const struct link *link, int64_t ms)
{
	int64_t left = link->ask_at - machine_monotonic();
	return !link->polls || link->request || left >= ms ? ms : left > 1 ? left : 1;
}

static void
ask(struct link *link)
{
	link->ask_at = machine_monotonic() + POLL_PACE_MS;
	link->body_length = poll_take_body(&link->poll, link->body + LWS_PRE);
	struct lws_client_connect_info info = { .context = link->context,
		.address = link->host,
		.port = link->port,
		.path = POLL_PATH,
		.host = link->origin,
		.method = "POST",
		.ssl_connection = LCCSCF_USE_SSL,
		.pwsi = &link->request,
		.local_protocol_name = "campanella-poll",
		.alpn = "http/1.1" };
	if (link->pinned)
		info.ssl_connection |= LCCSCF_ALLOW_SELFSIGNED | LCCSCF_SKIP_SERVER_CERT_HOSTNAME_CHECK |
			LCCSCF_ALLOW_EXPIRED | LCCSCF_ALLOW_INSECURE;
	(void)lws_client_connect_via_info(&info); /* when it fails, CONNECTION_ERROR says so */
}

int
link_poll_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	(void)user;
	struct link *link = lws_context_user(lws_get_context(wsi));
	char room[LWS_PRE + 4096], *at = room + LWS_PRE;
	int left = 4096;
	if (!link->polls || (link->request && wsi != link->request))
		return reason == LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER ? -1 : 0;
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return put_head(link, wsi, in, *(unsigned char **)in + length);
	case LWS_CALLBACK_CLIENT_HTTP_WRITEABLE: return put_body(link, wsi);
	case LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP: return begin_answer(link, wsi);
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP: return lws_http_client_read(wsi, &at, &left) < 0 ? -1 : 0;
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP_READ: return keep(link, in, length);
	case LWS_CALLBACK_COMPLETED_CLIENT_HTTP: link->answered = true; return 0;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
	case LWS_CALLBACK_CLOSED_CLIENT_HTTP: over(link); return 0;
	default: return 0;
	}
}

/* TLS stands: whose certificate it is, before a word is said. */
static int
put_head(struct link *link, struct lws *wsi, unsigned char **at, unsigned char *end)
{
	uint8_t hash[32];
	char length[16];
	int digits = snprintf(length, sizeof length, "%zu", link->body_length);
	if (!link_knows_certificate(link, wsi, hash) ||
		(link->established && memcmp(hash, link->certificate, 32) != 0))
		return -1;
	memcpy(link->certificate, hash, 32);
	if (lws_add_http_header_by_token(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, (unsigned char *)length, digits,
		    at, end) ||
		lws_add_http_header_by_token(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE,
			(const unsigned char *)"application/octet-stream", 24, at, end))
		return -1;
	lws_client_http_body_pending(wsi, 1);
	lws_callback_on_writable(wsi);
	return 0;
}

static int
put_body(struct link *link, struct lws *wsi)
{
	if (link->body_length == 0)
		return 0;
	int sent = lws_write(wsi, link->body + LWS_PRE, link->body_length, LWS_WRITE_HTTP_FINAL);
	link->body_length = 0;
	lws_client_http_body_pending(wsi, 0);
	return sent < 0 ? -1 : 0;
}

/* An answer without a body is one too; the library says no more of it. */
static int
begin_answer(struct link *link, struct lws *wsi)
{
	char length[16] = "";
	if (lws_http_client_http_response(wsi) != 200)
		return -1;
	(void)lws_hdr_copy(wsi, length, sizeof length, WSI_TOKEN_HTTP_CONTENT_LENGTH);
	link->answered = strcmp(length, "0") == 0;
	return link->answered ? -1 : 0;
}

static int
keep(struct link *link, const uint8_t *at, size_t length)
{
	if (length > POLL_ANSWER_MAX - link->answer_length)
		return -1;
	uint8_t *more = realloc(link->answer, link->answer_length + length + 1);
	if (!more)
		return -1;
	memcpy(more + link->answer_length, at, length);
	link->answer = more;
	link->answer_length += length;
	return 0;
}

/* The request is done with: its answer is heard, or the line has ended. */
static void
over(struct link *link)
{
	link->request = NULL;
	if (link->answered && hear(link))
		return; /* the next request begins in link_poll_go_on */
	if (!link->polls)
		return;
	if (!link->established)
		poll_failed(&link->poll);
	link->established = false;
	link_poll_end(link);
	link_forget_waiting(link);
	if (link->listener.closed)
		link->listener.closed(link->listener.context);
}

static bool
hear(struct link *link)
{
	uint8_t *bytes = link->answer;
	struct message_bytes answer = { bytes, link->answer_length }, message;
	bool broken = false;
	link->answered = false;
	link->answer = NULL;
	link->answer_length = 0;
	if (!link->established) {
		link->established = true;
		link->listener.opened(link->listener.context, link->certificate);
	}
	while (link->established && link->polls && poll_next(&link->poll, &answer, &message, &broken))
		link->listener.received(link->listener.context, message); /* which may close it */
	free(bytes);
	return !broken && link->established && link->polls;
}
