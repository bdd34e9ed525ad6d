#ifndef AGENT_CHECK_H
#define AGENT_CHECK_H

#include "wire/messages.h"

/*
 * The device's own no (CLS-19 to CLS-25). Whatever the server says, a lease or
 * an order counts only if the last signed policy, the device's own clock,
 * address and user agree with it. A failed or a missing check refuses.
 *
 * No system call, no time, no network of its own: all comes in as arguments.
 * The same cases (test/vectors/lease.json) are put to the extension.
 */
#define CHECK_CLOCK_MS        (2 * 60 * 1000) /* device and server agree within this */
#define CHECK_STEP_MS         2000            /* the wall clock may drift from the monotonic one by this */
#define CHECK_BACK_MS         100             /* no word of the server's turns its time back by more */
#define CHECK_TIME_OLD_MS     (65 * 1000)     /* three pings: then the server's time is no longer known */
#define CHECK_LEASE_MS        (60 * 1000)
#define CHECK_POLICY_MS       (INT64_C(7) * 24 * 60 * 60 * 1000)
#define CHECK_INTERVAL_MS_MIN 200
#define CHECK_ADDRESSES_MAX   32
#define CHECK_NONCES_MAX      256

struct check_policy {
	bool known;
	uint32_t version_seen;             /* the highest ever, kept over restarts: older ones are refused */
	struct message_policy_rules rules; /* borrows from bytes */
	uint8_t bytes[MESSAGE_POLICY_RULES_BYTES_MAX];
};

/* What the server last said of time and address, and the clocks when it said so. */
struct check_time {
	bool told;
	int64_t said;                    /* of all that was signed, the latest */
	int64_t server, wall, monotonic; /* its time, and the clocks here at that moment */
	uint8_t address[16];
};

struct check_nonces {
	struct check_nonce {
		uint8_t nonce[16];
		int64_t until; /* server time; after this the lease is expired anyway */
	} at[CHECK_NONCES_MAX];
};

/* The device at this moment. */
struct check_device {
	uint64_t device;
	int64_t wall, monotonic;                    /* ms */
	uint8_t addresses[CHECK_ADDRESSES_MAX][16]; /* of its own interfaces */
	size_t address_count;
	bool user_is_here;            /* the session the agent belongs to is the one at the screen */
	bool can[MESSAGE_KIND_WORDS]; /* kinds of pictures this session allows */
};

/* Takes the policy if it is signed by this key, for this device, in force and not older than one seen. */
enum message_refusal check_policy_take(struct check_policy *policy, const uint8_t policy_key[32],
	struct message_bytes content, const struct check_device *device);
/* PING: false when no time key of the policy signed it for this device. */
bool check_time_take(struct check_time *time, const struct check_policy *policy, struct message_bytes content,
	const struct check_device *device);

/* The server's time now, by the monotonic clock since it was told. */
int64_t check_now(const struct check_time *time, const struct check_device *device);

/*
 * A new lease or a renewal. On MESSAGE_REFUSAL_NONE its nonce is used up and
 * terms borrow from content. The indicator is asked later: it can only be
 * shown to one who passed here (EIND, see agent/watch.c).
 */
enum message_refusal check_lease(const struct check_policy *policy, const struct check_time *time,
	struct check_nonces *nonces, const struct check_device *device, struct message_bytes content,
	struct message_lease_terms *terms);
/* The same again without signature and nonce: before each picture. */
enum message_refusal check_lease_now(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, const struct message_lease_terms *terms);

/* An order (CLS-43): label and bytes as they came, order as decoded from the payload. */
enum message_refusal check_order(const struct check_policy *policy, const struct check_time *time,
	struct check_nonces *nonces, const struct check_device *device, const char *label,
	struct message_bytes content, const struct message_order *order);

#endif
