#include "platform/tls.h"

#include <assert.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <string.h>

#include "platform/log.h"

/*
 * A context of OpenSSL keeps one certificate for each kind of key: after an
 * RSA one has been loaded, an older ECDSA one is still there and still chosen.
 * So what was loaded last stands in a context of its own, and every handshake
 * takes its certificate from there.
 */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int loaded_index;

static void make_index(void);
static void free_loaded(void *of, void *loaded, CRYPTO_EX_DATA *data, int index, long number, void *context);
static int take_loaded(SSL *ssl, void *context);
static bool hash_of(X509 *certificate, uint8_t hash[TLS_HASH_BYTES]);
static int write_ticket(SSL *ssl, void *context);
static SSL_TICKET_RETURN judge_ticket(SSL *ssl, SSL_SESSION *session, const unsigned char *name,
	size_t name_length, SSL_TICKET_STATUS status, void *context);

bool
tls_set_up(SSL_CTX *tls, bool tls_1_2)
{
	SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_PRIORITIZE_CHACHA);
	return SSL_CTX_set_min_proto_version(tls, tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION) == 1 &&
		SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
		SSL_CTX_set1_groups_list(tls, "X25519:P-256") == 1;
}

bool
tls_load(SSL_CTX *tls, const char *certificate_file, const char *key_file)
{
	/* Whole, or not at all: half a pair must not replace one that works. */
	SSL_CTX *loaded = SSL_CTX_new(TLS_server_method());
	assert(loaded);
	pthread_once(&once, make_index);
	bool fine = SSL_CTX_use_certificate_chain_file(loaded, certificate_file) == 1 &&
		SSL_CTX_use_PrivateKey_file(loaded, key_file, SSL_FILETYPE_PEM) == 1 &&
		SSL_CTX_check_private_key(loaded) == 1;
	if (fine) {
		SSL_CTX *before = SSL_CTX_get_ex_data(tls, loaded_index);
		fine = SSL_CTX_set_ex_data(tls, loaded_index, loaded) == 1;
		assert(fine);
		SSL_CTX_free(before);
		SSL_CTX_set_cert_cb(tls, take_loaded, NULL);
	} else {
		const char *reason = ERR_reason_error_string(ERR_peek_last_error());
		log_line(LEVEL_FAILURE, "http: the certificate %s with the key %s is not usable: %s",
			certificate_file, key_file, reason ? reason : "unknown");
		SSL_CTX_free(loaded);
	}
	ERR_clear_error();
	return fine;
}

void
tls_resume(SSL_CTX *tls)
{
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF); /* a ticket is kept by whoever got it */
	SSL_CTX_set_num_tickets(tls, 1);
	SSL_CTX_set_session_ticket_cb(tls, write_ticket, judge_ticket, NULL);
}

bool
tls_certificate_hash(SSL *ssl, uint8_t hash[TLS_HASH_BYTES])
{
	void *kept = NULL;
	size_t length = 0;
	if (!ssl || !SSL_session_reused(ssl))
		return ssl && hash_of(SSL_get_certificate(ssl), hash);
	SSL_SESSION_get0_ticket_appdata(SSL_get_session(ssl), &kept, &length);
	if (length == TLS_HASH_BYTES)
		memcpy(hash, kept, length);
	return length == TLS_HASH_BYTES;
}

static bool
hash_of(X509 *certificate, uint8_t hash[TLS_HASH_BYTES])
{
	unsigned length = 0;
	return certificate && X509_digest(certificate, EVP_sha256(), hash, &length) == 1 &&
		length == TLS_HASH_BYTES;
}

static int
write_ticket(SSL *ssl, void *context)
{
	uint8_t hash[TLS_HASH_BYTES];
	(void)context;
	return tls_certificate_hash(ssl, hash) &&
		SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), hash, sizeof hash) == 1;
}

/* Of another certificate than the one in force: the handshake is made whole. */
static SSL_TICKET_RETURN
judge_ticket(SSL *ssl, SSL_SESSION *session, const unsigned char *name, size_t name_length,
	SSL_TICKET_STATUS status, void *context)
{
	SSL_CTX *loaded = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), loaded_index);
	uint8_t hash[TLS_HASH_BYTES];
	void *kept = NULL;
	size_t length = 0;
	(void)name, (void)name_length, (void)context;
	if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	SSL_SESSION_get0_ticket_appdata(session, &kept, &length);
	if (!loaded || length != sizeof hash || !hash_of(SSL_CTX_get0_certificate(loaded), hash) ||
		memcmp(kept, hash, sizeof hash) != 0)
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

static void
make_index(void)
{
	loaded_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_loaded);
	assert(loaded_index >= 0);
}

static void
free_loaded(void *of, void *loaded, CRYPTO_EX_DATA *data, int index, long number, void *context)
{
	(void)of, (void)data, (void)index, (void)number, (void)context;
	SSL_CTX_free(loaded);
}

static int
take_loaded(SSL *ssl, void *context)
{
	SSL_CTX *loaded = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), loaded_index);
	STACK_OF(X509) *chain = NULL;
	(void)context;
	SSL_CTX_get0_chain_certs(loaded, &chain);
	SSL_certs_clear(ssl);
	return SSL_use_cert_and_key(ssl, SSL_CTX_get0_certificate(loaded), SSL_CTX_get0_privatekey(loaded),
		chain, 1);
}
