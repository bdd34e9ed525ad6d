#include "platform/certificate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* R71: TLS from the first minute, before anybody has bought a certificate. */
static void
test_a_certificate_of_its_own(void **state)
{
	(void)state;
	char directory[] = "/tmp/certificate-test-XXXXXX", certificate[96], key[96], folder[96];
	assert_non_null(mkdtemp(directory));
	snprintf(certificate, sizeof certificate, "%s/tls/certificate.pem", directory);
	snprintf(key, sizeof key, "%s/tls/key.pem", directory);
	snprintf(folder, sizeof folder, "%s/tls", directory);
	struct instant now = { 1795305600000 };
	struct certificate_facts facts;
	assert_int_equal(certificate_look(certificate, key, &facts), NOT_FOUND);
	assert_int_equal(certificate_make(directory, "scuola,DNS:evil.example", now), INVALID);
	assert_int_equal(certificate_make(directory, "scuola.example", now), OK);
	assert_int_equal(certificate_make(directory, "192.0.2.7", now), OK); /* again: replaced */

	struct stat status;
	assert_int_equal(stat(key, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(certificate_look(certificate, key, &facts), OK);
	assert_true(facts.self_signed);
	assert_int_equal((facts.not_after.ms - facts.not_before.ms) / 86400000, CERTIFICATE_DAYS);
	assert_true(facts.not_before.ms < now.ms && facts.not_after.ms > now.ms);
	assert_int_equal(certificate_look(key, key, &facts), INVALID);

	char command[256]; /* a second opinion on what it is for */
	snprintf(command, sizeof command,
		"openssl x509 -in %s -noout -checkip 192.0.2.7 | grep -q 'does match'", certificate);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof command,
		"openssl x509 -in %s -noout -checkhost localhost | grep -q 'does match'", certificate);
	assert_int_equal(system(command), 0);
	remove(certificate);
	remove(key);
	remove(folder);
	remove(directory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_certificate_of_its_own) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
