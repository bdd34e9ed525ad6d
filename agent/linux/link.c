#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "agent/linux/link.h"

#define RECEIVE_BYTES_MAX (MESSAGE_HEAD_BYTES + MESSAGE_POLICY_BYTES_MAX)
#define PATIENCE_SECONDS  20 /* a long poll is answered after 5 */
#define WAITING_BYTES_MAX (8 * 1024 * 1024)

struct waiting {
	struct waiting *next;
	size_t length;
	uint8_t bytes[]; /* LWS_PRE, then the message */
};

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);

static const struct lws_protocols protocols[] = {
	{ .name = "campanella-device", .callback = on_event, .rx_buffer_size = 4096 },
	{ .name = "campanella-poll", .callback = link_poll_event, .rx_buffer_size = 4096 },
	{ .name = NULL },
};
static const struct lws_extension no_extensions[] = { { .name = NULL } };

struct link *
link_create(const char *host, int port, const uint8_t *pin, const struct link_listener *listener)
{
	struct link *link = calloc(1, sizeof *link);
	if (!link)
		return NULL;
	link->listener = *listener;
	link->port = port;
	link->last = &link->first;
	(void)snprintf(link->host, sizeof link->host, "%s", host);
	(void)snprintf(link->origin, sizeof link->origin, "%s:%d", host, port);
	if (pin) {
		link->pinned = true;
		memcpy(link->pin, pin, sizeof link->pin);
	}
	lws_set_log_level(0, NULL);
	struct lws_context_creation_info info = { .port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.extensions = no_extensions,
		.gid = (gid_t)-1,
		.uid = (uid_t)-1,
		.user = link,
		.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
		.timeout_secs = PATIENCE_SECONDS,
		.fd_limit_per_thread = 2 + 1 + 4 };
	link->context = lws_create_context(&info);
	if (!link->context) {
		link_destroy(link);
		return NULL;
	}
	return link;
}

void
link_forget_waiting(struct link *link)
{
	while (link->first) {
		struct waiting *one = link->first;
		link->first = one->next;
		free(one);
	}
	link->last = &link->first;
	link->waiting_bytes = 0;
	free(link->received);
	link->received = NULL;
	link->received_length = 0;
}

void
link_destroy(struct link *link)
{
	if (!link)
		return;
	link->listener.closed = NULL;
	link_poll_end(link);
	if (link->context)
		lws_context_destroy(link->context);
	SSL_SESSION_free(link->ticket);
	link_forget_waiting(link);
	free(link);
}

void
link_connect(struct link *link)
{
	if (link->wsi || link->polls)
		return;
	if (poll_is_next(&link->poll))
		link_poll_begin(link);
	else
		link_upgrade(link);
}

void
link_upgrade(struct link *link)
{
	link->reached = link->heard = false;
	struct lws_client_connect_info info = { .context = link->context,
		.address = link->host,
		.port = link->port,
		.path = "/device",
		.host = link->origin,
		.ssl_connection = LCCSCF_USE_SSL,
		.pwsi = &link->wsi,
		.userdata = link,
		.local_protocol_name = protocols[0].name,
		.alpn = "http/1.1" };
	if (link->pinned) /* the hash is compared before a word is said */
		info.ssl_connection |= LCCSCF_ALLOW_SELFSIGNED | LCCSCF_SKIP_SERVER_CERT_HOSTNAME_CHECK |
			LCCSCF_ALLOW_EXPIRED | LCCSCF_ALLOW_INSECURE;
	(void)lws_client_connect_via_info(&info);
}

bool
link_knows_certificate(struct link *link, struct lws *wsi, uint8_t hash[32])
{
	unsigned length = 32;
	X509 *certificate = SSL_get1_peer_certificate((SSL *)lws_get_ssl(wsi));
	bool good = certificate && X509_digest(certificate, EVP_sha256(), hash, &length) == 1 && length == 32;
	X509_free(certificate);
	if (good && link->pinned && memcmp(hash, link->pin, 32) != 0) {
		fprintf(stderr, "the server's certificate is not the one this device knows\n");
		return false;
	}
	return good;
}

static int
on_established(struct link *link, struct lws *wsi)
{
	uint8_t hash[32];
	if (!link_knows_certificate(link, wsi, hash))
		return -1;
	if (link->polls) { /* it works again */
		link_poll_end(link);
		link->listener.closed(link->listener.context);
	}
	link->established = true;
	link->listener.opened(link->listener.context, hash);
	return 0;
}

static int
on_bytes(struct link *link, struct lws *wsi, const uint8_t *at, size_t length)
{
	if (!lws_frame_is_binary(wsi) || length > RECEIVE_BYTES_MAX - link->received_length)
		return -1;
	uint8_t *more = realloc(link->received, link->received_length + length + 1);
	if (!more)
		return -1;
	link->received = more;
	memcpy(more + link->received_length, at, length);
	link->received_length += length;
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return 0;
	struct message_bytes whole = { link->received, link->received_length };
	link->received = NULL;
	link->received_length = 0;
	link->heard = true;
	poll_upgraded(&link->poll);
	link->listener.received(link->listener.context, whole);
	free(more);
	return link->established ? 0 : -1; /* the listener may have closed it */
}

static int
on_writable(struct link *link, struct lws *wsi)
{
	struct waiting *one = link->first;
	if (!one)
		return 0;
	int written = lws_write(wsi, one->bytes + LWS_PRE, one->length, LWS_WRITE_BINARY);
	link->first = one->next;
	if (!link->first)
		link->last = &link->first;
	link->waiting_bytes -= one->length;
	bool good = written >= 0 && (size_t)written >= one->length;
	free(one);
	if (good && link->first)
		lws_callback_on_writable(wsi);
	return good ? 0 : -1;
}

static void
on_closed(struct link *link)
{
	link->wsi = NULL;
	if (link->reached && !link->heard)
		poll_upgrade_failed(&link->poll);
	if (link->polls) /* it was an attempt; the poll goes on */
		return;
	if (poll_is_next(&link->poll) && !link->established) {
		link_poll_begin(link);
		return;
	}
	link->established = false;
	link_forget_waiting(link);
	if (link->listener.closed)
		link->listener.closed(link->listener.context);
}

/* A session is spoilt when a connection that uses it breaks: each gets one of its own. */
static SSL_SESSION *
copy_of(const SSL_SESSION *session)
{
	return SSL_SESSION_dup(session);
}

/*
 * The library offers no place between making a connection's TLS and its first
 * byte; OpenSSL says when the handshake begins. A session belongs to one
 * certificate, which is compared with the pin as always.
 */
static void
on_handshake(const SSL *ssl, int where, int value)
{
	(void)value;
	struct link *link = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	if (where != SSL_CB_HANDSHAKE_START || !link->ticket || SSL_is_init_finished(ssl))
		return;
	SSL_SESSION *copy = copy_of(link->ticket);
	if (copy)
		(void)SSL_set_session((SSL *)(uintptr_t)ssl, copy);
	SSL_SESSION_free(copy);
}

static int
keep_ticket(SSL *ssl, SSL_SESSION *session)
{
	struct link *link = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	SSL_SESSION_free(link->ticket);
	link->ticket = copy_of(session);
	return 0;
}

static void
resume_from(struct link *link, SSL_CTX *tls)
{
	SSL_CTX_set_app_data(tls, link);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(tls, keep_ticket);
	SSL_CTX_set_info_callback(tls, on_handshake);
}

static int
on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct link *link = lws_context_user(lws_get_context(wsi));
	switch (reason) {
	case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_CLIENT_VERIFY_CERTS: resume_from(link, user); return 0;
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: link->reached = true; return 0;
	case LWS_CALLBACK_CLIENT_ESTABLISHED: return on_established(link, wsi);
	case LWS_CALLBACK_CLIENT_RECEIVE: return link->established ? on_bytes(link, wsi, in, length) : -1;
	case LWS_CALLBACK_CLIENT_WRITEABLE: return link->established ? on_writable(link, wsi) : -1;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
	case LWS_CALLBACK_CLIENT_CLOSED:
		if (wsi == link->wsi || !link->wsi)
			on_closed(link);
		return 0;
	default: return 0;
	}
}

bool
link_send(struct link *link, struct message_bytes bytes)
{
	if (!link->established || bytes.length > WAITING_BYTES_MAX - link->waiting_bytes)
		return false;
	if (link->polls)
		return poll_put(&link->poll, bytes);
	struct waiting *one = malloc(sizeof *one + LWS_PRE + bytes.length);
	if (!one)
		return false;
	one->next = NULL;
	one->length = bytes.length;
	memcpy(one->bytes + LWS_PRE, bytes.at, bytes.length);
	*link->last = one;
	link->last = &one->next;
	link->waiting_bytes += bytes.length;
	lws_callback_on_writable(link->wsi);
	return true;
}

bool
link_is_free(const struct link *link)
{
	return link->established && !link->polls && !link->first;
}

void
link_close(struct link *link)
{
	link->established = false;
	link_poll_end(link);
	if (link->wsi)
		lws_set_timeout(link->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

static void
on_timer(lws_sorted_usec_list_t *timer)
{
	(void)timer;
}

void
link_service(struct link *link, int64_t ms)
{
	link_poll_go_on(link);
	ms = link_poll_wait(link, ms);
	if (ms > 0) {
		lws_sul_schedule(link->context, 0, &link->timer, on_timer, ms * LWS_US_PER_MS);
		(void)lws_service(link->context, 0);
	} else {
		(void)lws_service(link->context, -1);
	}
	lws_sul_schedule(link->context, 0, &link->timer, on_timer, LWS_SET_TIMER_USEC_CANCEL);
}
