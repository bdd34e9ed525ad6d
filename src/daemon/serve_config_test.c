#include "daemon/serve_config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/test_folder.h"

static void
test_addresses_to_listen_on(void **state)
{
	(void)state;
	static const struct {
		const char *text, *address;
		int port;
	} good[] = { { "127.0.0.1:8443", "127.0.0.1", 8443 }, { "[::1]:0", "::1", 0 },
		{ "scuola.example:443", "scuola.example", 443 } };
	static const char *const bad[] = { "", ":", "8443", ":8443", "a:", "a:b", "a:65536", "a:-1", "::1:80",
		"[]:80", "a: 80" };
	struct serve_listen listen;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(serve_listen_parse(text_of(good[i].text), &listen));
		assert_string_equal(listen.address, good[i].address);
		assert_int_equal(listen.port, good[i].port);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(serve_listen_parse(text_of(bad[i]), &listen));
}

static void
test_school_conf(void **state)
{
	(void)state;
	char folder[64], path[96], expected[PROCESS_PATH_MAX + 16];
	struct process_start start;
	struct serve_listen listen, devices;
	test_folder_make(folder);
	assert_int_equal(serve_config_read(&start, &listen, &devices, folder, NULL), NOT_FOUND);
	snprintf(path, sizeof path, "%s/school.conf", folder);
	FILE *file = fopen(path, "w");
	fputs("journal /srv/second/journal\nhost scuola.example\nlisten 127.0.0.1:9000\n", file);
	fclose(file);
	assert_int_equal(serve_config_read(&start, &listen, &devices, folder, NULL), OK);
	assert_string_equal(start.journal_file, "/srv/second/journal");
	snprintf(expected, sizeof expected, "%s/tls/key.pem", start.directory);
	assert_string_equal(start.key_file, expected);
	assert_string_equal(start.host, "scuola.example");
	assert_int_equal(listen.port, 9000);
	assert_true(start.sandbox);
	assert_int_equal(serve_config_read(&start, &listen, &devices, folder, "[::1]:9001"),
		OK); /* the option wins */
	assert_int_equal(listen.port, 9001);
	serve_devices_beside(&devices, &listen); /* nothing was said: the next port */
	assert_string_equal(devices.address, "::1");
	assert_int_equal(devices.port, 9002);
	assert_true(start.devices_tls_1_2);

	file = fopen(path, "w");
	fputs("jurnal x\n", file); /* a misspelt key is no silent default */
	fclose(file);
	assert_int_equal(serve_config_read(&start, &listen, &devices, folder, NULL), INVALID);
	test_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_to_listen_on),
		cmocka_unit_test(test_school_conf),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
