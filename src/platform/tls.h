#ifndef PLATFORM_TLS_H
#define PLATFORM_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * How every listener of the school speaks TLS: 1.3, and where a device cannot,
 * 1.2 with ephemeral keys and AEAD alone (CLS-13, R71).
 */
bool tls_set_up(SSL_CTX *tls, bool tls_1_2);
/* New connections get this certificate. When it cannot be used that is logged,
 * and the one before stays. */
bool tls_load(SSL_CTX *tls, const char *certificate_file, const char *key_file);

/* For devices, which come back often: a ticket spares both sides most of a
 * handshake (CLS-47). Nothing is kept here; a ticket is worth nothing once this
 * process has ended or the certificate has been renewed. */
void tls_resume(SSL_CTX *tls);
#define TLS_HASH_BYTES 32
/* SHA-256 of the certificate that this connection was made with, now or when
 * its ticket was given; it may have been renewed since. */
bool tls_certificate_hash(SSL *ssl, uint8_t hash[TLS_HASH_BYTES]);

#endif
