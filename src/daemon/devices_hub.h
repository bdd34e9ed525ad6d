#ifndef DAEMON_DEVICES_HUB_H
#define DAEMON_DEVICES_HUB_H

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <stdatomic.h>

#include "daemon/frame_slot.h"
#include "daemon/process.h"
#include "daemon/relay.h"
#include "platform/crypt.h"
#include "platform/wire.h"
#include "wire/messages.h"

/*
 * Inside of the devices process. One event loop, no thread per connection, no
 * database and no file: what it knows web has told it, and what it passes on
 * it cannot read.
 *
 *   devices.c         starting, the second's tick
 *   devices_loop.c    the event loop
 *   devices_link.c    a connection: bytes in, bytes out, back pressure
 *   devices_poll.c    a line without a connection, for orders alone
 *   devices_device.c  what a device says
 *   devices_view.c    leases and viewers: who gets which picture
 *   devices_web.c     what web says, and what it is told
 */
#define HUB_BUCKETS        4096
#define VIEWER_DEVICES_MAX 100
#define LINK_QUEUE_MAX     64
#define LINK_STRANGER_MS   10000 /* to say who one is */
#define LINK_SILENT_MS     60000 /* a device pings each 20 s, a page answers ours */
#define PING_MS            20000
#define RECONNECT_MS       60000 /* a page that lost its line keeps its ticket so long */
#define AWAITED_MS         8000  /* from a lease to the line that its pictures would go over */
#define LEASE_MS_MAX       60000 /* by the monotonic clock, whatever the other one does (CLS-18) */
#define LEASES_MAX         16    /* of a device: as many wraps as a picture carries */
#define VIEWERS_MAX        8     /* of an account: open pages of one teacher */
#define PACE_MS            10000
#define PACE_MAX           200 /* messages, pictures not counted; a page takes back 100 leases at once */

struct link;
struct viewer;

struct pace { /* how much somebody says, over all connections */
	int64_t since_ms;
	int said;
};

struct lease {
	struct lease *next; /* of the device */
	struct viewer *viewer;
	int64_t id;
	enum message_kind kind;
	int64_t expires_ms;
	int64_t granted_ms, renewed_ms; /* monotonic */
	int64_t asked_ms;               /* its page asked for a whole picture */
	bool noticed;                   /* the pupil sees who looks */
	bool logged;                    /* and it is on record: pictures may pass */
	int64_t frames;
	struct relay_lane lane;
	struct bytes lease; /* as signed; owned */
};

struct device {
	struct device *next; /* of the bucket */
	int64_t id;
	bool is_staff;
	enum message_platform platform;
	uint8_t public_key[CRYPT_PUBLIC_BYTES];
	struct link *link; /* NULL: offline */
	struct lease *leases;
	struct frame_slot picture, tabs; /* each with what led it and its kind */
	int64_t picture_kind;
	enum message_tile_state state;
	enum message_refusal code;
	bool hand;
	struct pace pace;
};

struct viewer {
	struct viewer *next;
	uint8_t digest[CRYPT_DIGEST_BYTES];
	int64_t account, class, until_ms;
	int64_t devices[VIEWER_DEVICES_MAX];
	uint8_t told[VIEWER_DEVICES_MAX]; /* of each device */
	int device_count;
	struct link *link; /* NULL: its page has no line now */
	int64_t left_ms;   /* since when */
	struct pace pace;
};

#define POLL_LINE_BYTES 32
#define POLL_BODY_MAX   (8 * 1024)
#define POLL_WAIT_MS    5000
#define POLL_SILENT_MS  20000
#define POLL_BUCKETS    256

struct poll {              /* memory of the library, one a request */
	struct link *link; /* NULL: it waits for nothing */
	uint8_t *body;
	size_t length, expected;
	bool is_over; /* there is no such line */
};

struct link { /* memory of the library, one a connection, zero at first; of a poll our own */
	struct link *previous, *next;
	struct lws *wsi; /* NULL: a poll, and no request of it is here */
	bool is_poll;
	struct poll *poll;
	struct link *next_poll; /* of the bucket */
	uint64_t number;
	int64_t since_ms, heard_ms, pinged_ms;
	uint8_t nonce[32];
	uint8_t address[16];
	struct device *device;
	struct viewer *viewer;
	bool enrolling;
	bool turned_away; /* its hello was nobody's of ours */
	bool closing;
	uint8_t *room; /* a message that is arriving */
	size_t length, expected;
	uint32_t sequence_in, sequence_out;
	struct payload *queue[LINK_QUEUE_MAX];
	int first, waiting;
	int64_t turn; /* whose picture went last */
};

struct web_waiting { /* web has not taken it yet */
	struct web_waiting *next;
	size_t length;
	char at[];
};

struct ev_loop;

struct hub {
	struct ev_loop *loop; /* NULL: the library's own */
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws *listener, *web;
	struct web_waiting *web_first, **web_last;
	int web_waiting;
	SSL_CTX *tls;
	const struct process_start *start;
	struct clock *clock;
	uint8_t time_open[CRYPT_PUBLIC_BYTES], time_secret[CRYPT_SECRET_BYTES];
	struct device *buckets[HUB_BUCKETS];
	struct viewer *viewers;
	struct link *links;
	struct link *polls[POLL_BUCKETS];
	uint64_t links_made;
	int link_count, fd_most;
	atomic_bool stop_asked, reload_asked;
	bool open, done;
	int64_t now_ms; /* wall clock, of the event at hand */
	int64_t monotonic_ms;
	int64_t apart_ms; /* the one less the other, at the last tick */
};

/* devices.c */
void hub_tell_time(struct hub *hub);
int hub_context_event(struct hub *hub, enum lws_callback_reasons reason, void *user);
void hub_open(struct hub *hub); /* web has said what there is: connections are welcome */

/* devices_loop.c */
bool loop_open(struct hub *hub, struct lws_context_creation_info *info);
void loop_run(struct hub *hub);
void loop_close(struct hub *hub);

/* devices_link.c */
int link_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
bool link_begin(struct hub *hub, struct lws *wsi, struct link *link); /* false: to be closed */
bool link_address(struct lws *wsi, uint8_t address[16]);
bool link_may_say(const struct link *link, const struct message_head *head);
bool link_heard(struct hub *hub, struct link *link, struct bytes whole);
void link_wake(struct link *link);
void link_gone(struct hub *hub, struct link *link); /* out of everybody's sight */
/* Room for one message; what was encoded there is then said. The link closes
 * when too much waits already. */
struct message_writer link_writer(struct link *link);
void link_say(struct hub *hub, struct link *link, const struct message_writer *written);
void link_close(struct link *link); /* soon */
struct hub *hub_of(struct lws *wsi);

/* devices_poll.c */
int poll_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
bool poll_heard(struct hub *hub, struct link *link, struct message_bytes messages);
void poll_wake(struct lws *wsi);
bool poll_may_say(enum message_type type);
void polls_tick(struct hub *hub);
void polls_forget(struct hub *hub);

/* devices_device.c */
/* False: the connection is to be closed. */
bool device_heard(struct hub *hub, struct link *link, const struct message_head *head,
	struct message_bytes fields, struct bytes whole);
bool device_hello(struct hub *hub, struct link *link, struct message_bytes fields);
bool device_enrol(struct hub *hub, struct link *link, struct message_bytes fields);
void device_left(struct hub *hub, struct link *link);
void device_ping(struct hub *hub, struct link *link);
/* By how much the clock was set back since this was last asked; 0 for not. */
int64_t hub_set_back_ms(struct hub *hub);
struct device *device_find(struct hub *hub, int64_t id);
struct device *device_add(struct hub *hub, int64_t id);
void device_forget(struct hub *hub, int64_t id);
bool pace_holds(struct pace *pace, int64_t monotonic_ms);

/* devices_view.c */
bool viewer_heard(struct hub *hub, struct link *link, const struct message_head *head,
	struct message_bytes fields);
bool viewer_hello(struct hub *hub, struct link *link, struct message_bytes fields);
void viewer_left(struct hub *hub, struct link *link);
struct viewer *viewer_find(struct hub *hub, struct text digest);
struct viewer *viewer_admit(struct hub *hub, struct text digest, int64_t account);
void viewers_end_older(struct hub *hub);
void viewers_forget(struct hub *hub);
/* What may be seen of these devices from now on. */
void viewer_sees(struct viewer *viewer, struct text devices);
/* One state, hand or picture; false for nothing to write. */
bool viewer_writes(struct hub *hub, struct link *link);
/* An order that the device did not do: whoever has the wall open reads why. */
void viewers_tell_refusal(struct hub *hub, struct device *device, const struct message_refuse *refuse);
void device_tell_state(struct hub *hub, struct device *device, enum message_tile_state state,
	enum message_refusal code);

struct lease *lease_find(struct device *device, int64_t id);
void lease_grant(struct hub *hub, struct viewer *viewer, struct text signed_lease);
void lease_logged(struct hub *hub, struct device *device, int64_t id);
void lease_end(struct hub *hub, struct device *device, struct lease *lease, enum message_ending reason);
void leases_end_all(struct hub *hub, struct device *device, enum message_ending reason);
void leases_end_older(struct hub *hub, struct device *device);
/* A picture or a list of tabs came. False: this device may not send it. */
bool picture_relay(struct hub *hub, struct device *device, const struct message_head *head,
	struct bytes whole);

/* devices_web.c */
void web_heard(struct hub *hub, struct text frame);
void web_tell(struct hub *hub, const struct buf *frame);
void web_tell_waiting(struct hub *hub); /* it has room again */
void web_forget_waiting(struct hub *hub);

#endif
