#ifndef PLATFORM_KEYS_H
#define PLATFORM_KEYS_H

#include "platform/arena.h"
#include "platform/seal.h"
#include "platform/text.h"

/*
 * The door to the keys. Behind it stands the key store itself (commands) or
 * the keys process (web, jobs); the caller cannot tell. Subject keys, the
 * pepper and the master key never come out of this door. Any thread may call.
 */
struct keys;

/* Keys that only make digests. Each has its own secret. */
enum keys_mac {
	KEYS_MAC_USER_NAME,  /* account.name_key: finds an account without storing its name in clear */
	KEYS_MAC_UNKNOWN,    /* attempt.unknown_name: tells repeated unknown names apart, no more */
	KEYS_MAC_ACTIVATION, /* one-time codes at rest */
	KEYS_MAC_MATCH,      /* person.match_key: the roster's join */
	KEYS_MACS
};
#define KEYS_MAC_BYTES 32

/* Keys that a process may hold itself. */
enum keys_lent {
	KEYS_LENT_FORM_TOKEN, /* web: binds a form to its session */
	KEYS_LENT_JOURNAL,    /* web, jobs: the frames of the journal */
	KEYS_LENT_TIME,       /* devices: the seed that signs the time it tells, and nothing else */
	KEYS_LENTS
};
#define KEYS_LENT_BYTES 32

/* Pairs that sign. The secret half never comes out of this door. */
enum keys_sign {
	KEYS_SIGN_RECORD, /* receipts */
	KEYS_SIGN_LEASE,  /* what lasts a minute or a lesson */
	KEYS_SIGN_POLICY, /* what says which lease keys count */
	KEYS_SIGNS
};
#define KEYS_SIGNATURE_BYTES    64
#define KEYS_SIGN_PUBLIC_BYTES  32
#define KEYS_PASSWORD_BYTES_MAX 1024
#define KEYS_PHC_BYTES_MAX      128
#define KEYS_MAC_TEXT_BYTES_MAX 4096
#define KEYS_SIGNED_BYTES_MAX   65536

enum keys_verdict {
	KEYS_WRONG,
	KEYS_RIGHT,
	KEYS_RIGHT_REHASH /* right, but hashed with lesser parameters */
};

struct sealer *keys_sealer(struct keys *keys); /* borrowed; lives as long as the door */

/* About 40 ms of CPU each: never on the writer thread or in a GET. BUSY when
 * the bounded queue is full. An empty phc costs the same time and is WRONG. */
enum outcome keys_password_hash(struct keys *keys, struct arena *arena, struct text password,
	struct text *phc) MUST_USE;
enum outcome keys_password_check(struct keys *keys, struct text password, struct text phc,
	enum keys_verdict *verdict) MUST_USE;

enum outcome keys_mac(struct keys *keys, enum keys_mac which, struct text bytes,
	uint8_t mac[KEYS_MAC_BYTES]) MUST_USE;
enum outcome keys_lend(struct keys *keys, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES]) MUST_USE;
enum outcome keys_sign(struct keys *keys, enum keys_sign which, struct text bytes,
	uint8_t signature[KEYS_SIGNATURE_BYTES]) MUST_USE;
enum outcome keys_sign_public(struct keys *keys, enum keys_sign which,
	uint8_t key[KEYS_SIGN_PUBLIC_BYTES]) MUST_USE;

/* Erasure: nothing sealed under this subject opens ever again. Not by web. */
enum outcome keys_destroy(struct keys *keys, int64_t subject) MUST_USE;

/* Bulk work of one command (demo, import): subject keys made between hold and
 * release become durable together. Release before the database commits. */
enum outcome keys_hold(struct keys *keys) MUST_USE;
enum outcome keys_release(struct keys *keys) MUST_USE;

/* The store of DIR/keys, for commands; NOT_FOUND when there is none. */
enum outcome keys_open(struct keys **keys, const char *directory) MUST_USE;
/* Over a channel of a process; the descriptor stays the caller's. */
enum outcome keys_connect(struct keys **keys, int fd) MUST_USE;
void keys_reconnected(struct keys *keys); /* a new keys process: ask again what is under way */
void keys_close(struct keys *keys);       /* NULL is fine */

#endif
