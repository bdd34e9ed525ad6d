#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include "vectors.h"

/* crypto.json put to the server's libraries: libsodium and OpenSSL (T10). */
static int passed, failed;

static void
is(bool good, const char *what)
{
	if (good)
		passed++;
	else if (++failed)
		printf("WRONG %s\n", what);
}

static size_t
unhex(const char *hex, unsigned char *to, size_t room)
{
	size_t length = 0;
	if (sodium_hex2bin(to, room, hex, strlen(hex), NULL, &length, NULL) != 0)
		abort();
	return length;
}

static void
try_signature(const char *seed_hex, const char *public_hex, const unsigned char *bytes, size_t length,
	const char *signature_hex)
{
	unsigned char seed[32], public_key[32], secret[64], made[64], expected[64], given[32];
	unhex(seed_hex, seed, 32);
	unhex(public_hex, given, 32);
	unhex(signature_hex, expected, 64);
	crypto_sign_seed_keypair(public_key, secret, seed);
	crypto_sign_detached(made, NULL, bytes, length, secret);
	is(memcmp(public_key, given, 32) == 0, "Ed25519 key");
	is(memcmp(made, expected, 64) == 0, "Ed25519 sign");
	is(crypto_sign_verify_detached(expected, bytes, length, given) == 0, "Ed25519 verify");
}

static void
try_signatures(void)
{
	unsigned char bytes[1000];
	for (size_t i = 0; i < sizeof ed25519_cases / sizeof ed25519_cases[0]; i++) {
		size_t length = unhex(ed25519_cases[i].message, bytes, sizeof bytes);
		try_signature(ed25519_cases[i].seed, ed25519_cases[i].public_key, bytes, length,
			ed25519_cases[i].signature);
	}
	for (size_t i = 0; i < sizeof labelled_cases / sizeof labelled_cases[0]; i++) {
		size_t label = strlen(labelled_cases[i].label) + 1;
		memcpy(bytes, labelled_cases[i].label, label);
		size_t length = unhex(labelled_cases[i].payload, bytes + label, sizeof bytes - label);
		try_signature(labelled_cases[i].seed, labelled_cases[i].public_key, bytes, label + length,
			labelled_cases[i].signature);
	}
}

static void
try_agreement(void)
{
	unsigned char secret[32], other[32], shared[32], expected[32];
	for (size_t i = 0; i < sizeof x25519_cases / sizeof x25519_cases[0]; i++) {
		unhex(x25519_cases[i].seed, secret, 32);
		unhex(x25519_cases[i].other, other, 32);
		unhex(x25519_cases[i].secret, expected, 32);
		is(crypto_scalarmult(shared, secret, other) == 0 && memcmp(shared, expected, 32) == 0,
			"X25519");
	}
}

static void
try_hkdf(void)
{
	unsigned char secret[32], salt[64], info[64], expected[32], key[32];
	for (size_t i = 0; i < sizeof hkdf_cases / sizeof hkdf_cases[0]; i++) {
		size_t salt_length = unhex(hkdf_cases[i].salt, salt, sizeof salt);
		size_t info_length = unhex(hkdf_cases[i].info, info, sizeof info);
		unhex(hkdf_cases[i].secret, secret, 32);
		unhex(hkdf_cases[i].key, expected, 32);
		EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
		EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
		char digest[] = "SHA256";
		OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string("digest", digest, 0),
			OSSL_PARAM_construct_octet_string("key", secret, sizeof secret),
			OSSL_PARAM_construct_octet_string("salt", salt, salt_length),
			OSSL_PARAM_construct_octet_string("info", info, info_length),
			OSSL_PARAM_construct_end() };
		is(EVP_KDF_derive(context, key, sizeof key, params) == 1 && memcmp(key, expected, 32) == 0,
			"HKDF");
		EVP_KDF_CTX_free(context);
		EVP_KDF_free(kdf);
	}
}

static void
try_gcm(void)
{
	unsigned char key[32], nonce[12], also[64], text[2000], sealed[2100], made[2100];
	for (size_t i = 0; i < sizeof gcm_cases / sizeof gcm_cases[0]; i++) {
		int length = (int)unhex(gcm_cases[i].text, text, sizeof text), more = 0;
		size_t also_length = unhex(gcm_cases[i].aad, also, sizeof also);
		unhex(gcm_cases[i].key, key, 32);
		unhex(gcm_cases[i].nonce, nonce, 12);
		unhex(gcm_cases[i].sealed, sealed, sizeof sealed);
		EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
		bool good = EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
			EVP_EncryptUpdate(context, NULL, &more, also, (int)also_length) == 1 &&
			EVP_EncryptUpdate(context, made, &more, text, length) == 1 &&
			EVP_EncryptFinal_ex(context, made + more, &more) == 1 &&
			EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, made + length) == 1;
		is(good && memcmp(made, sealed, (size_t)length + 16) == 0, "GCM");
		EVP_CIPHER_CTX_free(context);
	}
}

int
main(void)
{
	if (sodium_init() < 0)
		return 1;
	try_signatures();
	try_agreement();
	try_hkdf();
	try_gcm();
	printf("%d passed, %d failed\n", passed, failed);
	return failed == 0 && passed > 0 ? 0 : 1;
}
