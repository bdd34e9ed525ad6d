#ifndef PLATFORM_TLS_H
#define PLATFORM_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>

/*
 * How every listener of the school speaks TLS: 1.3, and where a device cannot,
 * 1.2 with ephemeral keys and AEAD alone (CLS-13, R71).
 */
bool tls_set_up(SSL_CTX *tls, bool tls_1_2);
/* New connections get this certificate. When it cannot be used that is logged,
 * and the one before stays. */
bool tls_load(SSL_CTX *tls, const char *certificate_file, const char *key_file);

#endif
