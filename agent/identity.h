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

struct device_state {
	uint32_t policy_version;
	uint32_t log_count;
	uint8_t log_head[32], log_before[32]; /* before: the head without the last entry */
	int64_t log_at;                       /* of the last entry: times only grow */
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
