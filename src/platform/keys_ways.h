#ifndef PLATFORM_KEYS_WAYS_H
#define PLATFORM_KEYS_WAYS_H

#include "platform/keys.h"

/* What stands behind the door: keys_direct.c (the store) or keys_remote.c (the channel). */
struct keys_ways {
	enum outcome (*password_hash)(struct keys *keys, struct arena *arena, struct text password,
		struct text *phc);
	enum outcome (*password_check)(struct keys *keys, struct text password, struct text phc,
		enum keys_verdict *verdict);
	enum outcome (*mac)(struct keys *keys, enum keys_mac which, struct text bytes,
		uint8_t mac[KEYS_MAC_BYTES]);
	enum outcome (*lend)(struct keys *keys, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES]);
	enum outcome (*sign)(struct keys *keys, enum keys_sign which, struct text bytes,
		uint8_t signature[KEYS_SIGNATURE_BYTES]);
	enum outcome (*sign_public)(struct keys *keys, enum keys_sign which,
		uint8_t key[KEYS_SIGN_PUBLIC_BYTES]);
	enum outcome (*destroy)(struct keys *keys, int64_t subject);
	enum outcome (*hold)(struct keys *keys);
	enum outcome (*release)(struct keys *keys);
	void (*reconnected)(struct keys *keys);
	void (*close)(struct keys *keys);
};

struct keys {
	struct sealer sealer; /* first: a sealer is its door */
	const struct keys_ways *ways;
};

#endif
