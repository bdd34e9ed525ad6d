#include "platform/certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/log.h"

#define DAY_MS 86400000

static X509 *make_signed(EVP_PKEY *key, const char *host, struct instant now);
static bool add_extension(X509 *certificate, int nid, const char *value);
static bool names_of(char *names, size_t room, const char *host);
static bool set_serial(X509 *certificate);
static enum outcome write_file(const char *directory, const char *name, mode_t mode, X509 *certificate,
	EVP_PKEY *key);
static struct instant instant_of(const ASN1_TIME *time);

enum outcome
certificate_make(const char *directory, const char *host, struct instant now)
{
	if (host && *host && !certificate_takes(host))
		return INVALID;
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/tls", directory);
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		log_line(LEVEL_FAILURE, "certificate: cannot make %s: %s", path, strerror(errno));
		return BROKEN;
	}
	enum outcome got = BROKEN;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = key ? make_signed(key, host, now) : NULL;
	if (certificate)
		got = write_file(directory, "key.pem", 0600, NULL, key);
	if (got == OK)
		got = write_file(directory, "certificate.pem", 0644, certificate, NULL);
	if (!certificate)
		log_line(LEVEL_FAILURE, "certificate: %s", ERR_error_string(ERR_get_error(), NULL));
	X509_free(certificate);
	EVP_PKEY_free(key);
	return got;
}

enum outcome
certificate_look(const char *certificate_file, const char *key_file, struct certificate_facts *facts)
{
	enum outcome got = NOT_FOUND;
	X509 *certificate = NULL;
	EVP_PKEY *key = NULL;
	FILE *file = fopen(certificate_file, "re"), *secret = fopen(key_file, "re");
	if (!file || !secret)
		goto out;
	got = INVALID;
	certificate = PEM_read_X509(file, NULL, NULL, NULL);
	key = PEM_read_PrivateKey(secret, NULL, NULL, NULL);
	if (!certificate || !key || X509_check_private_key(certificate, key) != 1)
		goto out;
	facts->not_before = instant_of(X509_get0_notBefore(certificate));
	facts->not_after = instant_of(X509_get0_notAfter(certificate));
	facts->self_signed = X509_NAME_cmp(X509_get_subject_name(certificate),
				     X509_get_issuer_name(certificate)) == 0;
	got = X509_digest(certificate, EVP_sha256(), facts->digest, NULL) == 1 ? OK : INVALID;
out:
	ERR_clear_error();
	X509_free(certificate);
	EVP_PKEY_free(key);
	if (file)
		fclose(file);
	if (secret)
		fclose(secret);
	return got;
}

static X509 *
make_signed(EVP_PKEY *key, const char *host, struct instant now)
{
	char names[1024];
	X509 *certificate = X509_new();
	if (!certificate || !names_of(names, sizeof names, host))
		goto failed;
	X509_NAME *name = X509_get_subject_name(certificate);
	/* A day earlier: clocks of laptops differ. */
	if (!X509_set_version(certificate, X509_VERSION_3) || !set_serial(certificate) ||
		!ASN1_TIME_set(X509_getm_notBefore(certificate), now.ms / 1000 - DAY_MS / 1000) ||
		!ASN1_TIME_set(X509_getm_notAfter(certificate),
			now.ms / 1000 + (int64_t)(CERTIFICATE_DAYS - 1) * DAY_MS / 1000) ||
		!X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const uint8_t *)"Campanella", -1, -1,
			0) ||
		!X509_set_issuer_name(certificate, name) || !X509_set_pubkey(certificate, key))
		goto failed;
	if (!add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") ||
		!add_extension(certificate, NID_key_usage, "critical,digitalSignature") ||
		!add_extension(certificate, NID_ext_key_usage, "serverAuth") ||
		!add_extension(certificate, NID_subject_alt_name, names))
		goto failed;
	if (X509_sign(certificate, key, EVP_sha256()) > 0)
		return certificate;
failed:
	X509_free(certificate);
	return NULL;
}

static bool
add_extension(X509 *certificate, int nid, const char *value)
{
	X509V3_CTX context;
	X509V3_set_ctx_nodb(&context);
	X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	bool added = extension && X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
	return added;
}

static bool
names_of(char *names, size_t room, const char *host)
{
	char machine[256] = "";
	if (gethostname(machine, sizeof machine - 1) != 0 || !certificate_takes(machine))
		machine[0] = '\0';
	int length = snprintf(names, room, "DNS:localhost,IP:127.0.0.1,IP:::1");
	if (*machine && strcmp(machine, "localhost") != 0)
		length += snprintf(names + length, room - (size_t)length, ",DNS:%s", machine);
	if (host && *host && strcmp(host, "localhost") != 0 && strcmp(host, machine) != 0) {
		ASN1_OCTET_STRING *address = a2i_IPADDRESS(host);
		length += snprintf(names + length, room - (size_t)length, ",%s:%s", address ? "IP" : "DNS",
			host);
		ASN1_OCTET_STRING_free(address);
	}
	return length > 0 && (size_t)length < room;
}

bool
certificate_takes(const char *host)
{
	size_t length = strlen(host);
	return length > 0 && length <= 253 &&
		strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") == length;
}

static bool
set_serial(X509 *certificate)
{
	uint8_t bytes[16];
	if (RAND_bytes(bytes, sizeof bytes) != 1)
		return false;
	bytes[0] = (bytes[0] & 0x7f) | 0x40; /* positive, of full length */
	BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
	bool set = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
	BN_free(number);
	return set;
}

static enum outcome
write_file(const char *directory, const char *name, mode_t mode, X509 *certificate, EVP_PKEY *key)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	snprintf(path, sizeof path, "%s/tls/%s", directory, name);
	snprintf(fresh, sizeof fresh, "%s/tls/%s.new", directory, name);
	enum outcome got = BROKEN;
	int fd = open(fresh, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, mode);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file) {
		bool written = certificate ? PEM_write_X509(file, certificate)
					   : PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
		written = fflush(file) == 0 && fsync(fd) == 0 && written;
		written = fclose(file) == 0 && written;
		if (written && rename(fresh, path) == 0)
			got = OK;
	}
	if (got != OK)
		log_line(LEVEL_FAILURE, "certificate: cannot write %s: %s", path, strerror(errno));
	return got;
}

static struct instant
instant_of(const ASN1_TIME *time)
{
	struct tm parts = { 0 };
	if (!ASN1_TIME_to_tm(time, &parts))
		return (struct instant){ 0 };
	return (struct instant){ (int64_t)timegm(&parts) * 1000 };
}
