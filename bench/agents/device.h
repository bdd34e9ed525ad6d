#ifndef BENCH_AGENTS_DEVICE_H
#define BENCH_AGENTS_DEVICE_H

#include "bench/agents/line.h"

/*
 * A device of the load generator: the agent's words and the agent's keys
 * (agent/seal.c), without a screen. Its pictures are noise of the size of a
 * thumbnail, sealed for the page that the lease names.
 */
#define DEVICE_LEASES_MAX    2
#define DEVICE_PING_US       20000000
#define DEVICE_PICTURE_BYTES 12000

struct device_lease {
	uint64_t lease;
	uint8_t nonce[16], page_key[32];
	int64_t expires, due_us; /* when it ends by the school's clock; when the next picture is due */
	int interval_ms;
	bool whole; /* the next picture is a whole one */
	uint8_t key[32];
};

struct device {
	struct line line; /* first: epoll knows the line */
	uint64_t id;
	uint8_t seed[32], public_key[32];
	const char *code; /* to enrol with; NULL: it is enrolled */
	uint32_t sequence;
	bool ready; /* it has heard its rules */
	int64_t ready_us, ping_us;
	int64_t school_ms; /* the school's clock is ahead of this machine's */
	int64_t at;        /* of the last notice: times only grow */
	uint8_t head[32];  /* of its record of who looked */
	struct device_lease leases[DEVICE_LEASES_MAX];
};

struct device_counts {
	int64_t ready, resumed, enrolled, refused, pings_sent, pings_heard, leases, pictures, picture_bytes;
};
extern struct device_counts counts;

bool device_heard(struct line_world *world, struct device *device, struct message_bytes bytes);
/* What is due: a ping, a picture. False: the line is to be closed. */
bool device_tick(struct line_world *world, struct device *device, int64_t now_us);

#endif
