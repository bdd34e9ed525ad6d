#ifndef PLATFORM_CERTIFICATE_H
#define PLATFORM_CERTIFICATE_H

#include "platform/day.h"

/*
 * A certificate of the school's own, for the first minute and for a laptop:
 * ECDSA P-256, signed by itself, for localhost, 127.0.0.1, ::1, this machine's
 * name and the given one. Browsers warn about it; a certificate from an
 * authority is given by its path in school.conf instead.
 */
#define CERTIFICATE_DAYS 825

/* A name or address: nothing that could start another extension value. */
bool certificate_takes(const char *host);
/* Writes DIR/tls/certificate.pem and DIR/tls/key.pem (0600), replacing both.
 * host may be NULL or empty. INVALID when host is no name or address. */
enum outcome certificate_make(const char *directory, const char *host, struct instant now) MUST_USE;

/* What doctor says about one. NOT_FOUND: no file; INVALID: no certificate, or
 * not the key's. */
struct certificate_facts {
	struct instant not_before;
	struct instant not_after;
	bool self_signed;
	uint8_t digest[32]; /* SHA-256 of the whole, as a device is told to expect it */
};
enum outcome certificate_look(const char *certificate_file, const char *key_file,
	struct certificate_facts *facts) MUST_USE;

#endif
