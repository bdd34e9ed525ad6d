#include "agent/seal.h"

#include <gcrypt.h>
#include <string.h>

#define SIGNED_BYTES_MAX (100000 + 64)

bool
seal_start(void)
{
	if (!gcry_check_version("1.10.0"))
		return false;
	/* The secure heap of libgcrypt is for long-lived keys of large programs; ours are wiped after use. */
	gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
	gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
	return true;
}

void
seal_random(void *at, size_t length)
{
	gcry_randomize(at, length, GCRY_STRONG_RANDOM);
}

void
seal_forget(void *at, size_t length)
{
	volatile uint8_t *byte = at;
	while (length--)
		*byte++ = 0;
}

void
seal_hash(const void *at, size_t length, uint8_t hash[32])
{
	gcry_md_hash_buffer(GCRY_MD_SHA256, hash, at, length);
}

/* The bytes of q in an expression; libgcrypt may put the 0x40 of a native point before them. */
static bool
public_in(gcry_sexp_t key, uint8_t public_key[SEAL_KEY_BYTES])
{
	gcry_sexp_t q = gcry_sexp_find_token(key, "q", 0);
	size_t length = 0;
	const char *at = q ? gcry_sexp_nth_data(q, 1, &length) : NULL;
	if (at && length == SEAL_KEY_BYTES + 1 && at[0] == 0x40) {
		at++;
		length--;
	}
	bool found = at && length == SEAL_KEY_BYTES;
	if (found)
		memcpy(public_key, at, SEAL_KEY_BYTES);
	gcry_sexp_release(q);
	return found;
}

bool
seal_public_of(const uint8_t seed[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES])
{
	gcry_sexp_t key = NULL, full = NULL;
	gcry_ctx_t curve = NULL;
	bool found = false;
	if (gcry_sexp_build(&key, NULL, "(private-key(ecc(curve Ed25519)(flags eddsa)(d %b)))",
		    SEAL_KEY_BYTES, seed) == 0 &&
		gcry_mpi_ec_new(&curve, key, NULL) == 0 &&
		gcry_pubkey_get_sexp(&full, GCRY_PK_GET_PUBKEY, curve) == 0)
		found = public_in(full, public_key);
	gcry_sexp_release(key);
	gcry_sexp_release(full);
	gcry_ctx_release(curve);
	return found;
}

static gcry_sexp_t
labelled(const char *label, struct message_bytes payload)
{
	size_t room = strlen(label) + 1 + payload.length;
	if (room > SIGNED_BYTES_MAX)
		return NULL;
	uint8_t *bytes = gcry_malloc(room);
	if (!bytes)
		return NULL;
	struct message_writer out = message_writer(bytes, room);
	message_put_signed(&out, label, payload);
	gcry_sexp_t data = NULL;
	if (gcry_sexp_build(&data, NULL, "(data(flags eddsa)(hash-algo sha512)(value %b))", (int)out.length,
		    bytes))
		data = NULL;
	gcry_free(bytes);
	return data;
}

/* One of the two halves of a signature. */
static bool
half_in(gcry_sexp_t signature, const char *name, uint8_t half[32])
{
	gcry_sexp_t part = gcry_sexp_find_token(signature, name, 0);
	size_t length = 0;
	const char *at = part ? gcry_sexp_nth_data(part, 1, &length) : NULL;
	bool found = at && length == 32;
	if (found)
		memcpy(half, at, 32);
	gcry_sexp_release(part);
	return found;
}

bool
seal_sign(const uint8_t seed[SEAL_KEY_BYTES], const uint8_t public_key[SEAL_KEY_BYTES], const char *label,
	struct message_bytes payload, uint8_t signature[MESSAGE_SIGNATURE_BYTES])
{
	gcry_sexp_t data = labelled(label, payload), key = NULL, made = NULL;
	bool good = data &&
		gcry_sexp_build(&key, NULL, "(private-key(ecc(curve Ed25519)(flags eddsa)(q %b)(d %b)))",
			SEAL_KEY_BYTES, public_key, SEAL_KEY_BYTES, seed) == 0 &&
		gcry_pk_sign(&made, data, key) == 0 && half_in(made, "r", signature) &&
		half_in(made, "s", signature + 32);
	gcry_sexp_release(data);
	gcry_sexp_release(key);
	gcry_sexp_release(made);
	return good;
}

bool
seal_verify(const uint8_t public_key[SEAL_KEY_BYTES], const char *label, struct message_bytes payload,
	const uint8_t signature[MESSAGE_SIGNATURE_BYTES])
{
	gcry_sexp_t data = labelled(label, payload), key = NULL, given = NULL;
	bool good = data &&
		gcry_sexp_build(&key, NULL, "(public-key(ecc(curve Ed25519)(flags eddsa)(q %b)))",
			SEAL_KEY_BYTES, public_key) == 0 &&
		gcry_sexp_build(&given, NULL, "(sig-val(eddsa(r %b)(s %b)))", 32, signature, 32,
			signature + 32) == 0 &&
		gcry_pk_verify(given, data, key) == 0;
	gcry_sexp_release(data);
	gcry_sexp_release(key);
	gcry_sexp_release(given);
	return good;
}

bool
seal_agree(const uint8_t secret[SEAL_KEY_BYTES], const uint8_t other[SEAL_KEY_BYTES],
	uint8_t shared[SEAL_KEY_BYTES])
{
	uint8_t any = 0;
	if (gcry_ecc_mul_point(GCRY_ECC_CURVE25519, shared, secret, other))
		return false;
	for (int i = 0; i < SEAL_KEY_BYTES; i++)
		any |= shared[i];
	return any != 0;
}

void
seal_agree_public(const uint8_t secret[SEAL_KEY_BYTES], uint8_t public_key[SEAL_KEY_BYTES])
{
	static const uint8_t base[SEAL_KEY_BYTES] = { 9 };
	if (!seal_agree(secret, base, public_key))
		memset(public_key, 0, SEAL_KEY_BYTES);
}

static bool
hmac(const void *key, size_t key_length, const void *one, size_t one_length, const void *two,
	size_t two_length, uint8_t out[32])
{
	gcry_mac_hd_t mac;
	size_t length = 32;
	if (gcry_mac_open(&mac, GCRY_MAC_HMAC_SHA256, 0, NULL))
		return false;
	bool good = gcry_mac_setkey(mac, key, key_length) == 0 && gcry_mac_write(mac, one, one_length) == 0 &&
		(two_length == 0 || gcry_mac_write(mac, two, two_length) == 0) &&
		gcry_mac_read(mac, out, &length) == 0;
	gcry_mac_close(mac);
	return good;
}

/* RFC 5869, one block of output. */
bool
seal_hkdf(const uint8_t secret[SEAL_KEY_BYTES], const void *salt, size_t salt_length, const void *info,
	size_t info_length, uint8_t key[SEAL_KEY_BYTES])
{
	uint8_t extracted[32];
	bool good = hmac(salt, salt_length, secret, SEAL_KEY_BYTES, NULL, 0, extracted) &&
		hmac(extracted, sizeof extracted, info, info_length, "\1", 1, key);
	seal_forget(extracted, sizeof extracted);
	return good;
}

bool
seal_wrapping_key(const uint8_t shared[SEAL_KEY_BYTES], const uint8_t lease_nonce[16], uint64_t lease,
	uint8_t key[SEAL_KEY_BYTES])
{
	static const char label[] = "campanella/frame/1";
	uint8_t info[sizeof label - 1 + 8];
	struct message_writer out = message_writer(info, sizeof info);
	message_put_raw(&out, label, sizeof label - 1);
	message_put_uint(&out, lease, 8);
	return seal_hkdf(shared, lease_nonce, 16, info, sizeof info, key);
}

static gcry_cipher_hd_t
cipher(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[12], struct message_bytes also)
{
	gcry_cipher_hd_t handle;
	if (gcry_cipher_open(&handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, 0))
		return NULL;
	if (gcry_cipher_setkey(handle, key, SEAL_KEY_BYTES) || gcry_cipher_setiv(handle, nonce, 12) ||
		(also.length && gcry_cipher_authenticate(handle, also.at, also.length))) {
		gcry_cipher_close(handle);
		return NULL;
	}
	return handle;
}

bool
seal_close(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[12], struct message_bytes also,
	uint8_t *text, size_t length, uint8_t tag[SEAL_TAG_BYTES])
{
	gcry_cipher_hd_t handle = cipher(key, nonce, also);
	if (!handle)
		return false;
	bool good = gcry_cipher_encrypt(handle, text, length, NULL, 0) == 0 &&
		gcry_cipher_gettag(handle, tag, SEAL_TAG_BYTES) == 0;
	gcry_cipher_close(handle);
	return good;
}

bool
seal_open(const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[12], struct message_bytes also,
	uint8_t *text, size_t length, const uint8_t tag[SEAL_TAG_BYTES])
{
	gcry_cipher_hd_t handle = cipher(key, nonce, also);
	if (!handle)
		return false;
	bool good = gcry_cipher_decrypt(handle, text, length, NULL, 0) == 0 &&
		gcry_cipher_checktag(handle, tag, SEAL_TAG_BYTES) == 0;
	gcry_cipher_close(handle);
	if (!good)
		seal_forget(text, length);
	return good;
}
