#include "platform/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/x509.h>

#include "platform/certificate.h"
#include "platform/test.h"
#include "platform/test_folder.h"

/* A listener and a device in one process, their bytes passed in memory. */
struct place {
	char folder[64], certificate[96], key[96];
	SSL_CTX *listener, *device;
	SSL_SESSION *ticket; /* the newest that the device was given */
};

static int
keep_ticket(SSL *ssl, SSL_SESSION *session)
{
	struct place *place = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	SSL_SESSION_free(place->ticket);
	place->ticket = session;
	return 1;
}

static void
renew(struct place *place)
{
	assert_int_equal(certificate_make(place->folder, "localhost", (struct instant){ 1795305600000 }), OK);
	assert_true(tls_load(place->listener, place->certificate, place->key));
}

static void
begin(struct place *place, int version)
{
	*place = (struct place){ 0 };
	test_folder_make(place->folder);
	snprintf(place->certificate, sizeof place->certificate, "%s/tls/certificate.pem", place->folder);
	snprintf(place->key, sizeof place->key, "%s/tls/key.pem", place->folder);
	place->listener = SSL_CTX_new(TLS_server_method());
	place->device = SSL_CTX_new(TLS_client_method());
	assert_true(tls_set_up(place->listener, true));
	tls_resume(place->listener);
	renew(place);
	SSL_CTX_set_max_proto_version(place->device, version);
	SSL_CTX_set_app_data(place->device, place);
	SSL_CTX_set_session_cache_mode(place->device, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(place->device, keep_ticket);
}

static void
finish(struct place *place)
{
	SSL_SESSION_free(place->ticket);
	SSL_CTX_free(place->listener);
	SSL_CTX_free(place->device);
	test_folder_remove(place->folder);
}

/* One connection: was it resumed, and which certificate does each side say it is? */
static bool
connect_once(struct place *place, uint8_t theirs[TLS_HASH_BYTES], uint8_t ours[TLS_HASH_BYTES])
{
	SSL *listener = SSL_new(place->listener), *device = SSL_new(place->device);
	BIO *one, *other;
	unsigned length = TLS_HASH_BYTES;
	char byte = 'x';
	assert_int_equal(BIO_new_bio_pair(&one, 0, &other, 0), 1);
	SSL_set_bio(listener, one, one);
	SSL_set_bio(device, other, other);
	SSL_set_accept_state(listener);
	SSL_set_connect_state(device);
	if (place->ticket)
		assert_int_equal(SSL_set_session(device, place->ticket), 1);
	bool done = false;
	for (int i = 0; i < 20 && !done; i++) {
		int here = SSL_do_handshake(device), there = SSL_do_handshake(listener);
		done = here == 1 && there == 1;
	}
	assert_true(done);
	assert_int_equal(SSL_write(listener, &byte, 1), 1); /* behind it the ticket of 1.3 is read */
	assert_int_equal(SSL_read(device, &byte, 1), 1);
	X509 *certificate = SSL_get1_peer_certificate(device);
	assert_non_null(certificate);
	assert_int_equal(X509_digest(certificate, EVP_sha256(), ours, &length), 1);
	X509_free(certificate);
	assert_true(tls_certificate_hash(listener, theirs));
	bool resumed = SSL_session_reused(device);
	assert_int_equal(resumed, SSL_session_reused(listener));
	SSL_shutdown(device);
	SSL_free(listener);
	SSL_free(device);
	return resumed;
}

static void
resumed_with_the_certificate_it_saw(int version)
{
	struct place place;
	uint8_t theirs[TLS_HASH_BYTES], ours[TLS_HASH_BYTES], first[TLS_HASH_BYTES];
	begin(&place, version);
	assert_false(connect_once(&place, first, ours));
	assert_memory_equal(first, ours, sizeof ours);
	for (int i = 0; i < 3; i++) {
		assert_non_null(place.ticket);
		assert_true(connect_once(&place, theirs, ours));
		assert_memory_equal(theirs, first, sizeof first);
		assert_memory_equal(ours, first, sizeof first);
	}
	renew(&place);
	assert_false(connect_once(&place, theirs, ours));
	assert_memory_equal(theirs, ours, sizeof ours);
	assert_memory_not_equal(theirs, first, sizeof first);
	assert_true(connect_once(&place, theirs, ours));
	assert_memory_equal(theirs, ours, sizeof ours);
	finish(&place);
}

/* CLS-47, with CLS-14: who comes back is resumed, and still names the certificate. */
static void
a_ticket_of_tls_1_3(void **state)
{
	(void)state;
	resumed_with_the_certificate_it_saw(TLS1_3_VERSION);
}

static void
a_ticket_of_tls_1_2(void **state)
{
	(void)state;
	resumed_with_the_certificate_it_saw(TLS1_2_VERSION);
}

static void
a_ticket_of_another_process_is_nothing(void **state)
{
	struct place place, other;
	uint8_t theirs[TLS_HASH_BYTES], ours[TLS_HASH_BYTES];
	(void)state;
	begin(&place, TLS1_3_VERSION);
	begin(&other, TLS1_3_VERSION);
	assert_false(connect_once(&place, theirs, ours));
	assert_non_null(place.ticket);
	assert_int_equal(SSL_SESSION_up_ref(place.ticket), 1);
	other.ticket = place.ticket;
	assert_false(connect_once(&other, theirs, ours));
	assert_memory_equal(theirs, ours, sizeof ours);
	finish(&other);
	finish(&place);
}

/* A listener of the devices, a client that can do this and nothing else: do they come together? */
static bool
agree(bool tls_1_2, int version, const char *ciphers)
{
	struct place place;
	bool done = false;
	begin(&place, version);
	SSL_CTX *strict = SSL_CTX_new(TLS_server_method());
	assert_true(tls_set_up(strict, tls_1_2) && tls_load(strict, place.certificate, place.key));
	assert_int_equal(SSL_CTX_set_min_proto_version(place.device, version), 1);
	assert_int_equal(SSL_CTX_set_max_proto_version(place.device, version), 1);
	if (ciphers)
		assert_int_equal(SSL_CTX_set_cipher_list(place.device, ciphers), 1);
	SSL *listener = SSL_new(strict), *device = SSL_new(place.device);
	BIO *one, *other;
	assert_int_equal(BIO_new_bio_pair(&one, 0, &other, 0), 1);
	SSL_set_bio(listener, one, one);
	SSL_set_bio(device, other, other);
	SSL_set_accept_state(listener);
	SSL_set_connect_state(device);
	for (int i = 0; i < 20 && !done; i++) {
		int here = SSL_do_handshake(device), there = SSL_do_handshake(listener);
		done = here == 1 && there == 1;
	}
	assert_true(!done || SSL_version(device) == version);
	SSL_free(listener);
	SSL_free(device);
	SSL_CTX_free(strict);
	finish(&place);
	return done;
}

static void
cls_13_a_device_may_come_with_1_2_and_aead_where_the_school_lets_it(void **state)
{
	(void)state;
	assert_true(agree(true, TLS1_3_VERSION, NULL));
	assert_true(agree(true, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"));
	assert_true(agree(true, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305"));
	assert_false(agree(true, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256")); /* no AEAD */
	assert_false(agree(true, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA"));
	assert_false(agree(true, TLS1_1_VERSION, "ALL:@SECLEVEL=0"));
}

static void
cls_13_without_1_2_there_is_1_3_alone(void **state)
{
	(void)state;
	assert_true(agree(false, TLS1_3_VERSION, NULL));
	assert_false(agree(false, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_of_tls_1_3),
		cmocka_unit_test(a_ticket_of_tls_1_2),
		cmocka_unit_test(a_ticket_of_another_process_is_nothing),
		cmocka_unit_test(cls_13_a_device_may_come_with_1_2_and_aead_where_the_school_lets_it),
		cmocka_unit_test(cls_13_without_1_2_there_is_1_3_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
