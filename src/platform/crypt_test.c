#include "platform/crypt.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t key[CRYPT_KEY_BYTES] = { 1, 2, 3 };
static const uint8_t other_key[CRYPT_KEY_BYTES] = { 3, 2, 1 };

static struct bytes
bytes_of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

static void
test_a_sealed_text_opens_only_where_it_belongs(void **state)
{
	(void)state;
	uint8_t closed[CRYPT_OVERHEAD + 5];
	char open[5];
	crypt_seal(key, bytes_of("person.name 1"), "Lucia", 5, closed);
	struct bytes all = { closed, sizeof closed };

	assert_true(crypt_open(key, bytes_of("person.name 1"), all, open));
	assert_memory_equal(open, "Lucia", 5);
	assert_false(crypt_open(other_key, bytes_of("person.name 1"), all, open));
	assert_false(crypt_open(key, bytes_of("person.name 2"), all, open));
	for (size_t at = 0; at < sizeof closed; at++) {
		closed[at] ^= 1;
		assert_false(crypt_open(key, bytes_of("person.name 1"), all, open));
		closed[at] ^= 1;
	}
	assert_false(crypt_open(key, bytes_of("person.name 1"), (struct bytes){ closed, 39 }, open));
}

static void
test_an_empty_text_can_be_sealed(void **state)
{
	(void)state;
	uint8_t closed[CRYPT_OVERHEAD];
	crypt_seal(key, (struct bytes){ 0 }, NULL, 0, closed);
	assert_true(crypt_open(key, (struct bytes){ 0 }, (struct bytes){ closed, sizeof closed }, NULL));
}

/* R25, ID-4: Argon2id 19 MiB t=2 p=1, salts of their own, in a PHC string. */
static void
test_passwords_are_argon2id_with_salt_and_pepper(void **state)
{
	(void)state;
	char phc[CRYPT_PHC_SIZE], again[CRYPT_PHC_SIZE];
	struct text password = TEXT("Scuola 2026ok");
	assert_true(crypt_password_hash(key, password, phc));
	assert_true(crypt_password_hash(key, password, again));
	assert_memory_equal(phc, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(phc, again);

	assert_int_equal(crypt_password_check(key, password, text_of(phc)), CRYPT_RIGHT);
	assert_int_equal(crypt_password_check(other_key, password, text_of(phc)), CRYPT_WRONG);
	assert_int_equal(crypt_password_check(key, TEXT("Scuola 2026oK"), text_of(phc)), CRYPT_WRONG);
	assert_int_equal(crypt_password_check(key, password, (struct text){ 0 }), CRYPT_WRONG);
	assert_int_equal(crypt_password_check(key, password, TEXT("sha1:0000")), CRYPT_WRONG);
}

/* R25: parameters grow; an older hash still opens, and says that it wants renewing. */
static void
test_a_weaker_hash_is_told_apart(void **state)
{
	(void)state;
	char phc[CRYPT_PHC_SIZE];
	uint8_t peppered[CRYPT_DIGEST_BYTES];
	crypt_mac(key, bytes_of("Tre civette 7"), peppered);
	assert_int_equal(crypto_pwhash_str_alg(phc, (const char *)peppered, sizeof peppered, 1, 8 << 20,
				 crypto_pwhash_ALG_ARGON2ID13),
		0);
	assert_int_equal(crypt_password_check(key, TEXT("Tre civette 7"), text_of(phc)), CRYPT_RIGHT_WEAK);
	assert_int_equal(crypt_password_check(key, TEXT("Tre civette 8"), text_of(phc)), CRYPT_WRONG);
}

static void
test_signatures(void **state)
{
	(void)state;
	uint8_t open_key[CRYPT_PUBLIC_BYTES], secret[CRYPT_SECRET_BYTES], signature[CRYPT_SIGNATURE_BYTES];
	crypt_sign_from_seed((const uint8_t[CRYPT_KEY_BYTES]){ 7 }, open_key, secret);
	crypt_sign(secret, bytes_of("receipt"), signature);
	assert_true(crypt_sign_check(open_key, bytes_of("receipt"), signature));
	assert_false(crypt_sign_check(open_key, bytes_of("Receipt"), signature));
}

static void
test_text_forms_come_back_and_nothing_else_does(void **state)
{
	(void)state;
	uint8_t bytes[7] = { 0, 1, 0x7f, 0x80, 0xff, 62, 63 }, back[7];
	char hex[CRYPT_HEX_SIZE(7)], base64[CRYPT_BASE64_SIZE(7)];
	crypt_hex(bytes, 7, hex);
	assert_string_equal(hex, "00017f80ff3e3f");

	crypt_base64url(bytes, 7, base64);
	assert_int_equal(strlen(base64), 10);
	assert_true(crypt_base64url_read(text_of(base64), back, 7));
	assert_memory_equal(bytes, back, 7);
	assert_false(crypt_base64url_read(TEXT("AAF_gP8-PW"), back, 7)); /* bits left over */
	assert_false(crypt_base64url_read(TEXT("AAF_gP8-P/"), back, 7));
}

int
main(void)
{
	crypt_begin();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sealed_text_opens_only_where_it_belongs),
		cmocka_unit_test(test_an_empty_text_can_be_sealed),
		cmocka_unit_test(test_passwords_are_argon2id_with_salt_and_pepper),
		cmocka_unit_test(test_a_weaker_hash_is_told_apart),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_text_forms_come_back_and_nothing_else_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
