/*
 * The server: listening, TLS, starting and stopping.
 *
 * Debian builds libwebsockets with one service thread per context and without
 * port sharing, and the listening socket comes from the parent process. So the
 * listening socket joins the event loop as a plain file, and each connection
 * we accept from it is adopted. One loop is enough here: it only moves bytes,
 * every answer is made on other threads.
 */
#include "platform/http.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/http_connection.h"
#include "platform/http_head.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/tls.h"

#define HEADERS_BYTES_MAX     (32 * KIB) /* of a request, all together */
#define ACCEPTS_IN_A_ROW      64
#define LINGER_US             (200 * 1000)
#define HALF_DONE_SECONDS_MAX 20 /* a handshake, a head or a body that stands still */

static int listener_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t length);
static enum outcome open_listener(struct http *http);
static bool link_headers(struct http *http);
static bool create_context(struct http *http);
static void accept_connections(struct http *http, int fd);
static void stop_listening(struct http *http);
static void linger_over(lws_sorted_usec_list_t *timer);

static const struct lws_protocols protocols[] = {
	{ "http", http_connection_event, sizeof(struct stream), 0, 0, NULL, 0 },
	{ "listen", listener_event, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* HTTP/2 settings, by number from 1: header table, no push, streams at a time,
 * initial window (opened per stream by the library), frame size. */
static const uint32_t http2_settings[] = { 1, 4096, 0, 32, 0, 16384 };

enum outcome
http_create(struct http **created, const struct http_options *options)
{
	struct http *http = calloc(1, sizeof(*http));
	assert(http);
	http->options = *options;
	http->listen_fd = -1;
	pthread_mutex_init(&http->lock, NULL);
	lws_set_log_level(0, NULL); /* its lines hold addresses */

	enum outcome outcome = open_listener(http);
	if (outcome == OK && (!link_headers(http) || !create_context(http)))
		outcome = BROKEN;
	if (outcome != OK) {
		http_destroy(http);
		http = NULL;
	}
	*created = http;
	return outcome;
}

int
http_port(const struct http *http)
{
	return http->port;
}

void
http_run(struct http *http)
{
	while (!http->done && lws_service(http->context, 0) >= 0)
		continue;
}

void
http_stop(struct http *http)
{
	atomic_store(&http->stop_asked, true);
	lws_cancel_service(http->context);
}

void
http_reload_certificate(struct http *http)
{
	atomic_store(&http->reload_asked, true);
	lws_cancel_service(http->context);
}

void
http_destroy(struct http *http)
{
	if (!http)
		return;
	if (http->context)
		lws_context_destroy(http->context);
	while (http->exchanges)
		exchange_destroy(http->exchanges);
	for (int i = 0; i < http->arena_count; i++)
		arena_destroy(http->arenas[i]);
	if (http->listen_fd >= 0)
		close(http->listen_fd);
	pthread_mutex_destroy(&http->lock);
	free(http->header_links);
	free(http->header_names);
	free(http);
}

bool
http_cookie(const struct http_request *request, const char *name, struct text *value)
{
	return http_head_cookie(request->cookie, name, value);
}

/* Something outside asked for the loop's attention: an answer, a stop, a new
 * certificate. Also called when the last exchange of a stopping server ends. */
void
http_attend(struct http *http)
{
	http_release_answers(http);
	if (atomic_exchange(&http->reload_asked, false) && http->tls)
		(void)tls_load(http->tls, http->options.certificate_file,
			http->options.key_file); /* a failure is logged there; the old one stays */
	if (atomic_load(&http->stop_asked) && !http->stopping) {
		http->stopping = true;
		stop_listening(http);
		if (!http->exchanges)
			lws_sul_schedule(http->context, 0, &http->linger, linger_over, LINGER_US);
	}
}

/* The last answer may still be in a socket's or TLS buffer: give it a moment,
 * and look whether a request came in meanwhile on a kept connection. */
static void
linger_over(lws_sorted_usec_list_t *timer)
{
	struct http *http = lws_container_of(timer, struct http, linger);
	if (!http->exchanges) {
		http->done = true;
		lws_cancel_service(http->context);
	}
}

void
http_exchange_ended(struct http *http)
{
	if (http->stopping && !http->exchanges && !http->done)
		lws_sul_schedule(http->context, 0, &http->linger, linger_over, LINGER_US);
}

static enum outcome
open_listener(struct http *http)
{
	const struct http_options *options = &http->options;
	struct sockaddr_storage bound;
	socklen_t length = sizeof(bound);

	http->listen_fd = options->listen_fd;
	if (http->listen_fd < 0) {
		in_port_t port = htons((uint16_t)options->port);
		struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = port };
		struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = port };
		bool is_v6 = inet_pton(AF_INET6, options->address, &v6.sin6_addr) == 1;
		if (!is_v6 && inet_pton(AF_INET, options->address, &v4.sin_addr) != 1) {
			log_line(LEVEL_FAILURE, "http: listen address is not an IP address");
			return INVALID;
		}
		int yes = 1;
		http->listen_fd = socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (http->listen_fd < 0 ||
			setsockopt(http->listen_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
			bind(http->listen_fd, is_v6 ? (void *)&v6 : (void *)&v4,
				is_v6 ? sizeof(v6) : sizeof(v4)) != 0 ||
			listen(http->listen_fd, SOMAXCONN) != 0) {
			log_line(LEVEL_FAILURE, "http: cannot listen: %s", strerror(errno));
			return BROKEN;
		}
	}
	if (getsockname(http->listen_fd, (struct sockaddr *)&bound, &length) != 0)
		return BROKEN;
	http->port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
						       : ((struct sockaddr_in *)&bound)->sin_port);
	return OK;
}

/* The headers of every answer, as the linked list the library wants. */
static bool
link_headers(struct http *http)
{
	int count = http->options.header_count;
	if (count == 0)
		return true;
	size_t room = 0;
	for (int i = 0; i < count; i++)
		room += strlen(http->options.headers[i].name) + http->options.headers[i].value.length + 3;
	http->header_links = calloc((size_t)count, sizeof(*http->header_links));
	http->header_names = malloc(room);
	assert(http->header_links && http->header_names);

	char *at = http->header_names;
	for (int i = 0; i < count; i++) {
		const struct http_header *header = &http->options.headers[i];
		struct lws_protocol_vhost_options *link = &http->header_links[i];
		link->name = at;
		at = stpcpy(stpcpy(at, header->name), ":") + 1;
		link->value = at;
		memcpy(at, header->value.at, header->value.length);
		at[header->value.length] = '\0';
		at += header->value.length + 1;
		if (i > 0)
			http->header_links[i - 1].next = link;
	}
	return true;
}

static bool
create_context(struct http *http)
{
	static struct lws_token_limits limits; /* 0: only the sum is limited */
	bool tls = http->options.certificate_file != NULL;
	unsigned idle = (unsigned)http->options.idle_seconds;
	unsigned half_done = idle < HALF_DONE_SECONDS_MAX ? idle : HALF_DONE_SECONDS_MAX;

	struct lws_context_creation_info info = {
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_NO_LWS_SYSTEM_STATES |
			(tls ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT : 0),
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = protocols,
		.user = http,
		.gid = (gid_t)-1,
		.uid = (uid_t)-1,
		.pt_serv_buf_size = HTTP_WRITE_BYTES_MAX,
		.max_http_header_data2 = HEADERS_BYTES_MAX,
		.token_limits = &limits,
		.fd_limit_per_thread = (unsigned)http->options.connections_max + 64,
		.timeout_secs = half_done,
		.keepalive_timeout = (int)idle,
		.timeout_secs_ah_idle = half_done,
	};
	http->context = lws_create_context(&info);
	if (!http->context) {
		log_line(LEVEL_FAILURE, "http: the event loop could not be made");
		return false;
	}

	info.vhost_name = "school";
	info.headers = http->header_links;
	info.alpn = "h2,http/1.1";
	memcpy(info.http2_settings, http2_settings, sizeof(http2_settings));
	if (tls)
		info.options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
			LWS_SERVER_OPTION_ALLOW_NON_SSL_ON_SSL_PORT |
			LWS_SERVER_OPTION_REDIRECT_HTTP_TO_HTTPS;
	http->vhost = lws_create_vhost(http->context, &info);
	if (!http->vhost) {
		log_line(LEVEL_FAILURE, "http: the server could not be made");
		return false;
	}

	lws_sock_file_fd_type fd = { .filefd = http->listen_fd };
	http->listener = lws_adopt_descriptor_vhost(http->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "listen", NULL);
	if (!http->listener)
		return false;
	http->listen_fd = -1; /* the loop's now */
	return true;
}

/* The library's call while it makes the vhost: its TLS context, ours to fill. */
int
http_take_tls(struct http *http, SSL_CTX *tls)
{
	http->tls = tls;
	return tls_set_up(tls, http->options.tls_1_2) &&
			tls_load(tls, http->options.certificate_file, http->options.key_file)
		? 0
		: -1;
}

static int
listener_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct http *http = lws_context_user(lws_get_context(wsi));

	(void)user;
	(void)in;
	(void)length;
	switch (reason) {
	case LWS_CALLBACK_RAW_RX_FILE:
		accept_connections(http, (int)(intptr_t)lws_get_socket_fd(wsi));
		return 0;
	case LWS_CALLBACK_RAW_CLOSE_FILE: http->listener = NULL; return 0;
	default: return 0;
	}
}

static void
accept_connections(struct http *http, int fd)
{
	for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
		int taken = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (taken < 0)
			return;
		if (http->connections >= http->options.connections_max) {
			close(taken);
			continue;
		}
		int yes = 1;
		(void)setsockopt(taken, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
		(void)lws_adopt_socket_vhost(http->vhost, taken); /* closes it when it fails */
	}
}

static void
stop_listening(struct http *http)
{
	if (http->listener)
		lws_set_timeout(http->listener, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}
