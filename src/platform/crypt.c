#include "platform/crypt.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert(CRYPT_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
static_assert(CRYPT_OVERHEAD ==
		crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	"overhead");
static_assert(CRYPT_PHC_SIZE == crypto_pwhash_STRBYTES, "phc");
static_assert(CRYPT_SIGNATURE_BYTES == crypto_sign_BYTES, "signature");
static_assert(CRYPT_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "secret");

/* A hash that no password has, for the time that an unknown name must cost (ID-6). */
static const char phc_of_nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$"
				    "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

void
crypt_begin(void)
{
	int got = sodium_init();
	assert(got >= 0);
}

void
crypt_random(void *bytes, size_t length)
{
	randombytes_buf(bytes, length);
}

void
crypt_wipe(void *bytes, size_t length)
{
	if (length > 0)
		sodium_memzero(bytes, length);
}

bool
crypt_equal(const void *one, const void *other, size_t length)
{
	return sodium_memcmp(one, other, length) == 0;
}

void
crypt_seal(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bound, const void *open, size_t length,
	uint8_t *closed)
{
	randombytes_buf(closed, CRYPT_NONCE_BYTES);
	unsigned long long made = 0;
	crypto_aead_xchacha20poly1305_ietf_encrypt(closed + CRYPT_NONCE_BYTES, &made, open, length, bound.at,
		bound.length, NULL, closed, key);
	assert(made + CRYPT_NONCE_BYTES == length + CRYPT_OVERHEAD);
}

bool
crypt_open(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bound, struct bytes closed, void *open)
{
	if (closed.length < CRYPT_OVERHEAD)
		return false;
	uint8_t none[1]; /* an empty text has nowhere to go */
	if (closed.length == CRYPT_OVERHEAD)
		open = none;
	return crypto_aead_xchacha20poly1305_ietf_decrypt(open, NULL, NULL, closed.at + CRYPT_NONCE_BYTES,
		       closed.length - CRYPT_NONCE_BYTES, bound.at, bound.length, closed.at, key) == 0;
}

void
crypt_hash(struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES])
{
	crypto_generichash(digest, CRYPT_DIGEST_BYTES, bytes.at, bytes.length, NULL, 0);
}

void
crypt_sha256(struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES])
{
	crypto_hash_sha256(digest, bytes.at, bytes.length);
}

void
crypt_mac(const uint8_t key[CRYPT_KEY_BYTES], struct bytes bytes, uint8_t digest[CRYPT_DIGEST_BYTES])
{
	crypto_generichash(digest, CRYPT_DIGEST_BYTES, bytes.at, bytes.length, key, CRYPT_KEY_BYTES);
}

bool
crypt_password_hash(const uint8_t pepper[CRYPT_KEY_BYTES], struct text password, char phc[CRYPT_PHC_SIZE])
{
	uint8_t peppered[CRYPT_DIGEST_BYTES];
	crypt_mac(pepper, (struct bytes){ (const uint8_t *)password.at, password.length }, peppered);
	int got = crypto_pwhash_str_alg(phc, (const char *)peppered, sizeof peppered, CRYPT_PASSWORD_PASSES,
		CRYPT_PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
	crypt_wipe(peppered, sizeof peppered);
	return got == 0;
}

enum crypt_verdict
crypt_password_check(const uint8_t pepper[CRYPT_KEY_BYTES], struct text password, struct text phc)
{
	char stored[CRYPT_PHC_SIZE] = { 0 };
	bool nobody = phc.length == 0 || phc.length >= sizeof stored || !text_starts(phc, "$argon2id$");
	if (nobody)
		memcpy(stored, phc_of_nobody, sizeof phc_of_nobody);
	else
		memcpy(stored, phc.at, phc.length);

	uint8_t peppered[CRYPT_DIGEST_BYTES];
	crypt_mac(pepper, (struct bytes){ (const uint8_t *)password.at, password.length }, peppered);
	int got = crypto_pwhash_str_verify(stored, (const char *)peppered, sizeof peppered);
	crypt_wipe(peppered, sizeof peppered);
	if (got != 0 || nobody)
		return CRYPT_WRONG;
	return crypto_pwhash_str_needs_rehash(stored, CRYPT_PASSWORD_PASSES, CRYPT_PASSWORD_MEMORY_BYTES) == 0
		? CRYPT_RIGHT
		: CRYPT_RIGHT_WEAK;
}

void
crypt_sign_from_seed(const uint8_t seed[CRYPT_KEY_BYTES], uint8_t open_key[CRYPT_PUBLIC_BYTES],
	uint8_t secret[CRYPT_SECRET_BYTES])
{
	crypto_sign_seed_keypair(open_key, secret, seed);
}

void
crypt_sign(const uint8_t secret[CRYPT_SECRET_BYTES], struct bytes bytes,
	uint8_t signature[CRYPT_SIGNATURE_BYTES])
{
	crypto_sign_detached(signature, NULL, bytes.at, bytes.length, secret);
}

bool
crypt_sign_check(const uint8_t open_key[CRYPT_PUBLIC_BYTES], struct bytes bytes,
	const uint8_t signature[CRYPT_SIGNATURE_BYTES])
{
	return crypto_sign_verify_detached(signature, bytes.at, bytes.length, open_key) == 0;
}

void
crypt_hex(const void *bytes, size_t length, char *text)
{
	sodium_bin2hex(text, CRYPT_HEX_SIZE(length), bytes, length);
}

void
crypt_base64url(const void *bytes, size_t length, char *text)
{
	sodium_bin2base64(text, sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
		bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
crypt_base64url_read(struct text text, void *bytes, size_t length)
{
	size_t read = 0;
	const char *end = NULL;
	if (text.length != CRYPT_BASE64_SIZE(length) - 1)
		return false;
	if (length == 0)
		return true;
	return sodium_base642bin(bytes, length, text.at, text.length, NULL, &read, &end,
		       sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
		read == length && end == text.at + text.length;
}
