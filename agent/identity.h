#ifndef AGENT_IDENTITY_H
#define AGENT_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who this device is, in two small text files of its own folder: `key` (0600,
 * written once at enrolment) and `state` (what must survive a restart).
 */
struct identity {
	char host[256];
	int port;
	uint64_t device;
	uint8_t seed[32], public_key[32]; /* Ed25519 of the device */
	uint8_t policy_key[32];           /* the school's */
	bool pinned;
	uint8_t certificate[32]; /* the only one accepted, when pinned */
	char school[128];
};

/* A look that the school has not confirmed yet, with the lease as it was signed. */
#define VIEW_PENDING_MAX     16
#define VIEW_LATELY_MAX      32
#define VIEW_LEASE_BYTES_MAX 400
struct view_pending {
	int64_t at;
	uint8_t head[32]; /* of the record with this look */
	size_t length;
	uint8_t lease[VIEW_LEASE_BYTES_MAX];
};

struct device_state {
	uint32_t policy_version;
	uint32_t log_count;
	uint8_t log_head[32];
	int64_t log_at;                                /* of the last look: times only grow */
	uint32_t school_count;                         /* so many of them the school has confirmed, */
	uint8_t school_head[32];                       /* up to here; the others wait: */
	struct view_pending pending[VIEW_PENDING_MAX]; /* log_count - school_count */
	uint64_t lately[VIEW_LATELY_MAX];              /* leases of the last looks: look n at n modulo this */
	int64_t differs_at; /* wall, when the school's record first was another one; 0: never */
	bool lines_lack;    /* `views.log` could not be written; not kept */
};

bool identity_load(struct identity *identity, const char *folder); /* refuses a key that others can read */
bool identity_save(const struct identity *identity, const char *folder);
bool state_load(struct device_state *state, const char *folder); /* a missing file is a new state */
bool state_save(const struct device_state *state, const char *folder);

bool hex_parse(const char *hex, uint8_t *to, size_t length);
void hex_print(const uint8_t *from, size_t length, char *to); /* to: 2 * length + 1 */
/* host:port with nothing behind it; https:// may stand before it and is always meant. */
bool address_parse(const char *text, char *host, size_t room, int *port);

#endif
