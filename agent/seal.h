#ifndef AGENT_SEAL_H
#define AGENT_SEAL_H

#include "wire/message.h"

/*
 * The agent's cryptography: libgcrypt on both systems, nothing made by hand
 * (CLS-41). Ed25519 for who speaks, X25519, HKDF-SHA-256 and AES-256-GCM for
 * pictures that only the teacher's page can open (CLS-38).
 */
#define SEAL_KEY_BYTES 32
#define SEAL_TAG_BYTES 16

bool seal_start(void); /* once, before anything else; false: the library is too old */
void seal_random(void *at, size_t length);
void seal_forget(void *at, size_t length); /* the compiler may not leave this out */
void seal_hash(const void *at, size_t length, uint8_t hash[32]);

/* Ed25519: a private key is its seed. */
bool seal_public_of(const uint8_t seed[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES]);
bool seal_sign(const uint8_t seed[SEAL_KEY_BYTES], const uint8_t public_key[SEAL_KEY_BYTES],
	const char *label, struct message_bytes payload, uint8_t signature[MESSAGE_SIGNATURE_BYTES]);
bool seal_verify(const uint8_t public_key[SEAL_KEY_BYTES], const char *label, struct message_bytes payload,
	const uint8_t signature[MESSAGE_SIGNATURE_BYTES]);

/* X25519. False for a point that gives the same secret to everybody. */
bool seal_agree(const uint8_t secret[SEAL_KEY_BYTES], const uint8_t other[SEAL_KEY_BYTES],
	uint8_t shared[SEAL_KEY_BYTES]);
void seal_agree_public(const uint8_t secret[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES]);

bool seal_hkdf(const uint8_t secret[SEAL_KEY_BYTES], const void *salt, size_t salt_length, const void *info,
	size_t info_length, uint8_t key[SEAL_KEY_BYTES]);
/* As wire/messages.def writes it above `record wrap`. */
bool seal_wrapping_key(const uint8_t shared[SEAL_KEY_BYTES], const uint8_t lease_nonce[16], uint64_t lease,
	uint8_t key[SEAL_KEY_BYTES]);

/* AES-256-GCM in place; sealing writes the tag behind the text. */
bool seal_close(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[12], struct message_bytes also,
	uint8_t *text, size_t length, uint8_t tag[SEAL_TAG_BYTES]);
bool seal_open(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[12], struct message_bytes also,
	uint8_t *text, size_t length, const uint8_t tag[SEAL_TAG_BYTES]);

#endif
