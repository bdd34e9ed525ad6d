#ifndef AGENT_WATCH_H
#define AGENT_WATCH_H

#include "agent/check.h"
#include "agent/identity.h"
#include "agent/picture.h"
#include "agent/seal.h"

/*
 * Who is looking, and the pictures for them. Without a lease there is no
 * screen, no indicator and no room for pictures: struct watch is empty then.
 */
#define WATCH_LEASES_MAX   8
#define WATCH_INDICATOR_MS 1500 /* so long it may be out of sight before EIND is said */
#define WATCH_SEEN_MS      500  /* who is covered again and again is not seen */
#define WATCH_STALE_MS     2000 /* the display took so long to answer that the checks are of another time */
#define WATCH_NOTHING_MS   5000 /* so long no picture may come of this screen before ECAP is said */

struct watch_lease {
	bool held, acknowledged;
	bool open;       /* it may have pictures since a tick ago: the first for it is a whole one */
	uint32_t number; /* of its look in the device's record, once it is there */
	uint8_t content[VIEW_LEASE_BYTES_MAX]; /* as signed */
	size_t length;
	struct message_lease_terms terms;
	uint8_t texts[64 + 80]; /* of terms */
	int64_t since;          /* wall, when it was first held */
};

/* One kind of pictures: one content key for all who look that way. */
struct watch_series {
	uint64_t leader;            /* lease; 0: nobody looks this way */
	bool whole;                 /* the next picture is a whole one */
	bool ready;                 /* picture is initialised */
	unsigned width, height;     /* of the screen, then */
	int64_t nothing_since;      /* monotonic, when a picture first could not be made; 0: the last could */
	struct screen_area changed; /* since this series last looked */
	int64_t next;               /* monotonic */
	uint8_t key[SEAL_KEY_BYTES];
	struct picture picture;
};

/* How what is made leaves the device. */
struct watch_out {
	void *context;
	uint32_t (*sequence)(void *context); /* of the message to be sent next; sending it counts on */
	bool (*send)(void *context, struct message_bytes bytes);
	bool (*is_free)(void *context);
};

struct watch {
	const struct identity *identity;
	struct device_state *state;
	const char *folder;
	struct watch_out out;
	struct watch_lease leases[WATCH_LEASES_MAX];
	struct watch_series series[MESSAGE_KIND_WORDS];
	struct screen *screen;
	struct indicator *indicator;
	int64_t hidden_since, seen_since; /* monotonic: the notice, 0 if it is not so */
	bool unmarked;                    /* the last picture lacked the notice's pixels */
	bool shown;                       /* the last time it was looked at */
	int64_t checked_at;               /* monotonic, when every lease was last looked at */
	uint32_t mark;
	struct picture_room room;
	uint8_t *message; /* of the size of a FRAME_KEY */
};

/* A lease that passed check_lease, and its bytes as signed; ECAP when there is no room or no screen,
 * EREPLAY when its id has other terms. */
enum message_refusal watch_hold(struct watch *watch, const struct message_lease_terms *terms,
	struct message_bytes content, int64_t wall);
/* Its notice is up and the school has confirmed that the look is on record there too: it may have pictures.
 */
bool watch_may_see(const struct watch *watch, const struct watch_lease *lease);
void watch_release(struct watch *watch, uint64_t lease);
void watch_release_all(struct watch *watch);
void watch_again(struct watch *watch, uint64_t lease);
bool watch_is_idle(const struct watch *watch);
/* Looks again at every lease, takes the pictures that are due; ms until it wants to be called again. */
int64_t watch_tick(struct watch *watch, const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device);

/* The display kept it waiting: nothing is taken or sent before every check is made again. */
bool watch_is_stale(const struct watch *watch);
/* watch_picture.c: one picture of a series, sealed and sent. False: it could not be. */
enum picture_made watch_send_picture(struct watch *watch, struct watch_series *series,
	const struct indicator_shown *shown);

#endif
