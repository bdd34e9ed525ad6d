#include "platform/tls.h"

#include <assert.h>
#include <openssl/err.h>

#include "platform/log.h"

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
	/* Checked on a context of its own first: half a certificate must not
	 * replace a whole one. */
	SSL_CTX *trial = SSL_CTX_new(TLS_server_method());
	assert(trial);
	SSL_CTX *both[] = { trial, tls };
	bool fine = true;

	for (int i = 0; i < 2 && fine; i++)
		fine = SSL_CTX_use_certificate_chain_file(both[i], certificate_file) == 1 &&
		       SSL_CTX_use_PrivateKey_file(both[i], key_file, SSL_FILETYPE_PEM) == 1 &&
		       SSL_CTX_check_private_key(both[i]) == 1;
	if (!fine) {
		const char *reason = ERR_reason_error_string(ERR_peek_last_error());
		log_line(LEVEL_FAILURE, "http: certificate not usable: %s", reason ? reason : "unknown");
	}
	ERR_clear_error();
	SSL_CTX_free(trial);
	return fine;
}
