#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/identity.h"
#include "agent/seal.h"

static char folder[] = "/tmp/campanella-identity.XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) && seal_start() ? 0 : -1;
}

static int
remove_folder(void **state)
{
	static const char *const names[] = { "key", "state", "views.log" };
	char path[128];
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	return rmdir(folder);
}

static void
test_a_key_comes_back_and_is_private(void **state)
{
	(void)state;
	struct identity identity = { .host = "school.example",
		.port = 8444,
		.device = UINT64_C(12345678901234567890),
		.pinned = true,
		.school = "Istituto Esempio" };
	struct identity again;
	struct stat is;
	char path[128];
	memset(identity.seed, 7, 32);
	memset(identity.certificate, 9, 32);
	assert_true(identity_save(&identity, folder));
	assert_true(identity_load(&again, folder));
	assert_int_equal(again.port, 8444);
	assert_true(again.device == identity.device && again.pinned);
	assert_memory_equal(again.seed, identity.seed, 32);
	assert_memory_equal(again.certificate, identity.certificate, 32);
	assert_string_equal(again.school, "Istituto Esempio");
	(void)snprintf(path, sizeof path, "%s/key", folder);
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0600);
	/* A key that others can read is not used. */
	assert_int_equal(chmod(path, 0640), 0);
	assert_false(identity_load(&again, folder));
}

static void
test_addresses_of_schools(void **state)
{
	(void)state;
	static const char *const good[] = { "https://school.example", "school.example:8444",
		"https://[::1]:1/" };
	static const char *const bad[] = { "http://school.example", "https://", "https://a b", "https://a:0",
		"https://a:70000", "https://a/path", "https://user@a", "https://[::1", "ftp://a" };
	char host[64];
	int port;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(address_parse(good[i], host, sizeof host, &port));
	assert_string_equal(host, "::1");
	assert_int_equal(port, 1);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(address_parse(bad[i], host, sizeof host, &port));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_key_comes_back_and_is_private),
		cmocka_unit_test(test_addresses_of_schools),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
