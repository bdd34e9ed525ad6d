/*
 * The devices process. Pupils' devices and teachers' open walls connect here;
 * a hostile laptop that takes this process over finds no database, no journal
 * and no key but the one that signs the time. It may only pass on what a lease
 * covers, after the pupil has been shown who looks and the look is on record;
 * and what it passes on is sealed.
 */
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "daemon/devices_hub.h"
#include "platform/keys.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/sandbox.h"
#include "platform/tls.h"

#define DEVICE_LINKS_MAX 20000
#define FILES_OF_OUR_OWN 64 /* the certificate read anew, a picture's memory */
#define ACCEPTS_IN_A_ROW 64
#define TICK_US          LWS_US_PER_SEC

static struct hub hub; /* the one global of this process */
static lws_sorted_usec_list_t ticker;

static enum outcome enter(const struct process_start *start);
static bool open_vhost(void);
static int plain_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t length);
static int listener_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t length);
static int web_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
static void accept_connections(int fd);
static void hear_web(int fd);
static void tick(lws_sorted_usec_list_t *timer);
static void attend(void);
static void stop(void *context);
static void reload(void *context);

static const struct lws_protocols protocols[] = {
	{ "campanella", link_event, sizeof(struct link), 32 * KIB, 0, NULL, 0 },
	{ "plain", plain_event, 0, 0, 0, NULL, 0 },
	{ "listen", listener_event, 0, 0, 0, NULL, 0 },
	{ "web", web_event, 0, 0, 0, NULL, 0 },
	{ "poll", poll_event, sizeof(struct poll), 4 * KIB, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static const struct lws_http_mount polls = { .mountpoint = "/device/poll",
	.mountpoint_len = sizeof "/device/poll" - 1,
	.origin_protocol = LWSMPRO_CALLBACK,
	.protocol = "poll" };

static struct lws_context_creation_info creation = {
	.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_NO_LWS_SYSTEM_STATES |
		LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
	.port = CONTEXT_PORT_NO_LISTEN_SERVER,
	.protocols = protocols,
	.gid = (gid_t)-1,
	.uid = (uid_t)-1,
	.pt_serv_buf_size = 32 * KIB,
	.fd_limit_per_thread = DEVICE_LINKS_MAX + FILES_OF_OUR_OWN,
	.timeout_secs = LINK_STRANGER_MS / 1000,
	.keepalive_timeout = 5,
};

int
devices_main(const struct process_start *start)
{
	hub.start = start;
	hub.clock = process_clock(start);
	assert(hub.clock);
	hub_tell_time(&hub);
	enum outcome got = enter(start);
	if (got == OK && !open_vhost())
		got = BROKEN;
	if (got != OK) {
		log_line(LEVEL_FAILURE, "cannot start: %s", outcome_word(got));
		return outcome_exit_code(got);
	}
	process_watch(&(struct process_events){ .stop = stop, .reload = reload });
	process_ready();
	struct buf frame = wire_frame(WIRE_devices_started, 1);
	wire_put_devices_started_ask(&frame,
		&(struct wire_devices_started_ask){ { (const char *)hub.time_open, sizeof hub.time_open } });
	web_tell(&hub, &frame);
	buf_finish(&frame);
	lws_sul_schedule(hub.context, 0, &ticker, tick, TICK_US);

	loop_run(&hub);
	loop_close(&hub);
	for (int i = 0; i < HUB_BUCKETS; i++)
		while (hub.buckets[i])
			device_forget(&hub, hub.buckets[i]->id);
	polls_forget(&hub);
	viewers_forget(&hub);
	web_forget_waiting(&hub);
	clock_destroy(hub.clock);
	crypt_wipe(hub.time_secret, sizeof hub.time_secret);
	return 0;
}

void
hub_tell_time(struct hub *of)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	of->monotonic_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	of->now_ms = clock_now(of->clock).ms;
}

/* Pictures are locked in memory: as much of it as this system lets us have. */
static enum outcome
enter(const struct process_start *start)
{
	static const int grown[] = { RLIMIT_NOFILE, RLIMIT_MEMLOCK };
	for (size_t i = 0; i < sizeof grown / sizeof *grown; i++) {
		struct rlimit limit;
		if (getrlimit((__rlimit_resource_t)grown[i], &limit) == 0) {
			limit.rlim_cur = limit.rlim_max;
			(void)setrlimit((__rlimit_resource_t)grown[i], &limit);
		}
	}
	struct rlimit files;
	hub.fd_most = getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < DEVICE_LINKS_MAX
		? (int)files.rlim_cur - FILES_OF_OUR_OWN
		: DEVICE_LINKS_MAX;
	if (!loop_open(&hub, &creation))
		return BROKEN;
	if (start->sandbox && sandbox_devices(start->certificate_file, start->key_file) != OK)
		return BROKEN;
	struct keys *keys;
	uint8_t seed[KEYS_LENT_BYTES];
	enum outcome got = keys_connect(&keys, FD_KEYS);
	if (got != OK)
		return got;
	got = keys_lend(keys, KEYS_LENT_TIME, seed);
	if (got == OK)
		crypt_sign_from_seed(seed, hub.time_open, hub.time_secret);
	crypt_wipe(seed, sizeof seed);
	keys_close(keys); /* nothing else is asked of it */
	return got;
}

static bool
open_vhost(void)
{
	struct lws_context_creation_info info = creation;
	info.vhost_name = "devices";
	info.alpn = "http/1.1";
	info.mounts = &polls;
	info.options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
	hub.vhost = lws_create_vhost(hub.context, &info);
	if (!hub.vhost)
		return false;
	lws_sock_file_fd_type fd = { .filefd = FD_WEB };
	hub.web = lws_adopt_descriptor_vhost(hub.vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "web", NULL);
	return hub.web != NULL;
}

void
hub_open(struct hub *of)
{
	if (of->open)
		return;
	lws_sock_file_fd_type fd = { .filefd = FD_LISTEN };
	of->listener = lws_adopt_descriptor_vhost(of->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "listen", NULL);
	of->open = of->listener != NULL;
}

/* Chosen by nobody: whoever asks for a page here gets none. */
static int
plain_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	(void)wsi;
	(void)user;
	(void)in;
	(void)length;
	return reason == LWS_CALLBACK_HTTP ? -1 : 0;
}

static int
listener_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	(void)user;
	(void)in;
	(void)length;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		accept_connections((int)(intptr_t)lws_get_socket_fd(wsi));
	return 0;
}

static int
web_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	(void)user;
	(void)in;
	(void)length;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		hear_web((int)(intptr_t)lws_get_socket_fd(wsi));
	if (reason == LWS_CALLBACK_RAW_WRITEABLE_FILE)
		web_tell_waiting(&hub);
	if (reason == LWS_CALLBACK_RAW_CLOSE_FILE)
		hub.web = NULL; /* at the end: what devices leave behind then waits for nothing */
	return 0;
}

static void
accept_connections(int fd)
{
	for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
		int taken = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (taken < 0)
			return;
		/* The lowest free number is given: a high one says that there is no room. */
		if (taken >= hub.fd_most) {
			close(taken);
			continue;
		}
		(void)setsockopt(taken, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
		(void)lws_adopt_socket_vhost(hub.vhost, taken); /* closes it when it fails */
	}
}

static void
hear_web(int fd)
{
	static char frame[WIRE_ASK_BYTES_MAX];
	hub_tell_time(&hub);
	for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
		ssize_t got = recv(fd, frame, sizeof frame, MSG_DONTWAIT);
		if (got <= 0)
			return;
		web_heard(&hub, (struct text){ frame, (size_t)got });
	}
}

/* Each second: what has had its time ends, whether anybody says so or not. */
static void
tick(lws_sorted_usec_list_t *timer)
{
	hub_tell_time(&hub);
	int64_t back = hub_set_back_ms(&hub);
	if (back > 0)
		log_line(LEVEL_WARNING,
			"the clock was set back by %lld s: devices believe no older time, and refuse what "
			"they are asked until it has caught up",
			(long long)(back / 1000));
	for (int i = 0; i < HUB_BUCKETS; i++)
		for (struct device *device = hub.buckets[i]; device; device = device->next)
			leases_end_older(&hub, device);
	viewers_end_older(&hub);
	polls_tick(&hub);
	for (struct link *link = hub.links, *next; link; link = next) {
		next = link->next;
		bool known = link->device || link->viewer;
		if (!known && hub.monotonic_ms - link->since_ms > LINK_STRANGER_MS)
			link_close(link);
		else if (hub.monotonic_ms - link->heard_ms > LINK_SILENT_MS)
			link_close(link);
		else if (known && hub.monotonic_ms - link->pinged_ms >= PING_MS)
			device_ping(&hub, link);
	}
	lws_sul_schedule(hub.context, 0, timer, tick, TICK_US);
}

static void
attend(void)
{
	if (atomic_exchange(&hub.reload_asked, false) && hub.tls)
		(void)tls_load(hub.tls, hub.start->certificate_file, hub.start->key_file);
	if (atomic_load(&hub.stop_asked))
		hub.done = true;
}

/* The library's own business, as far as it is ours: TLS and being woken. */
int
hub_context_event(struct hub *of, enum lws_callback_reasons reason, void *user)
{
	if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED)
		attend();
	if (reason != LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS)
		return 0;
	of->tls = user;
	tls_resume(of->tls);
	SSL_CTX_set_options(of->tls,
		SSL_OP_CLEANSE_PLAINTEXT); /* a picture is not to lie in the library's buffers */
	return tls_set_up(of->tls, of->start->devices_tls_1_2) &&
			tls_load(of->tls, of->start->certificate_file, of->start->key_file)
		? 0
		: -1;
}

static void
stop(void *context)
{
	(void)context;
	atomic_store(&hub.stop_asked, true);
	lws_cancel_service(hub.context);
}

static void
reload(void *context)
{
	(void)context;
	atomic_store(&hub.reload_asked, true);
	lws_cancel_service(hub.context);
}
