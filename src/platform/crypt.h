#ifndef PLATFORM_CRYPT_H
#define PLATFORM_CRYPT_H

#include "platform/text.h"

/*
 * Cryptography, all of it from libsodium. Nonces and keys always come from the
 * system's generator, never from the seeded one of a test or a demo school: a
 * nonce that repeats under one key gives the plain text away.
 */
#define CRYPT_KEY_BYTES       32
#define CRYPT_DIGEST_BYTES    32
#define CRYPT_NONCE_BYTES     24
#define CRYPT_OVERHEAD        40 /* nonce and tag around a sealed text */
#define CRYPT_PHC_SIZE        128
#define CRYPT_SIGNATURE_BYTES 64
#define CRYPT_PUBLIC_BYTES    32
#define CRYPT_SECRET_BYTES    64

/* Argon2id as in ID-4; stored in every hash, so growing them needs no migration. */
#define CRYPT_PASSWORD_MEMORY_BYTES (19u * 1024 * 1024)
#define CRYPT_PASSWORD_PASSES       2

void crypt_begin(void); /* once per process, before anything else here; repeats are fine */

void crypt_random(void *bytes, size_t length);
void crypt_wipe(void *bytes, size_t length);
bool crypt_equal(const void *one, const void *other, size_t length); /* constant time */

/* XChaCha20-Poly1305: nonce | ciphertext | tag. closed has room for length + CRYPT_OVERHEAD. */
void crypt_seal(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bound, const void *open, size_t length,
	uint8_t *closed);
/* False when anything was changed. open has room for closed.length - CRYPT_OVERHEAD. */
bool crypt_open(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bound, struct bytes closed, void *open);

/* BLAKE2b, 32 bytes. */
void crypt_hash(struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES]);
/* SHA-256: where another program must come to the same digest. */
void crypt_sha256(struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES]);
void crypt_mac(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES]);

/*
 * Passwords: a keyed hash with the pepper first, Argon2id with a salt of its
 * own over it, kept as a PHC string. A stolen database without the key store
 * cannot even be guessed at. An empty phc costs the same time and is wrong.
 */
enum crypt_verdict { CRYPT_WRONG, CRYPT_RIGHT, CRYPT_RIGHT_WEAK /* hashed with lesser parameters */ };
bool crypt_password_hash(const uint8_t pepper[CRYPT_KEY_BYTES], struct text password,
	char phc[CRYPT_PHC_SIZE]); /* false: out of memory */
enum crypt_verdict crypt_password_check(const uint8_t pepper[CRYPT_KEY_BYTES], struct text password,
	struct text phc);

/* The same pair each time, of a seed that is kept elsewhere. */
void crypt_sign_from_seed(const uint8_t seed[CRYPT_KEY_BYTES], uint8_t open_key[CRYPT_PUBLIC_BYTES],
	uint8_t secret[CRYPT_SECRET_BYTES]);
void crypt_sign(const uint8_t secret[CRYPT_SECRET_BYTES], struct bytes bytes,
	uint8_t signature[CRYPT_SIGNATURE_BYTES]);
bool crypt_sign_check(const uint8_t open_key[CRYPT_PUBLIC_BYTES], struct bytes bytes,
	const uint8_t signature[CRYPT_SIGNATURE_BYTES]);

/* Text forms end with NUL. The readers want the whole text and the exact length. */
#define CRYPT_HEX_SIZE(length)    ((length)*2 + 1)
#define CRYPT_BASE64_SIZE(length) (((length)*4 + 2) / 3 + 1)
void crypt_hex(const void *bytes, size_t length, char *text);
void crypt_base64url(const void *bytes, size_t length, char *text); /* no padding */
bool crypt_base64url_read(struct text text, void *bytes, size_t length);

#endif
