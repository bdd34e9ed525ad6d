#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "agent/page.h"

static bool
is_web(const char *address)
{
	return page_is_web(address, strlen(address));
}

static void
https_and_nothing_else(void **state)
{
	(void)state;
	assert_true(is_web("https://it.wikipedia.org/wiki/Po"));
	assert_true(is_web("https://example.org/a?b=c&d=(e);f#g"));
	assert_true(is_web("https://192.0.2.7:8443/"));
	assert_true(is_web("https://perché.example/"));
	static const char *const refused[] = { "", "https://", "https://a", "http://example.org/",
		"HTTPS://example.org/", "file:///etc/passwd", "javascript:alert(1)", "-https://example.org",
		"https:///etc", "https://-x.example/", "https://example.org/ --help",
		"https://example.org/\"", "https://example.org/'", "https://example.org/`id`",
		"https://example.org/\n", "https://example.org/\x7f", "https://example.org/a|b",
		"https://example.org\\x", "https://[::1]/", "https://example.org/<b>" };
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(is_web(refused[i]));
	assert_false(page_is_web("https://example.org/\0x", 22));
}

static void
not_without_end(void **state)
{
	char address[PAGE_BYTES_MAX + 2];
	(void)state;
	memset(address, 'a', sizeof address);
	memcpy(address, "https://", 8);
	assert_true(page_is_web(address, PAGE_BYTES_MAX));
	assert_false(page_is_web(address, PAGE_BYTES_MAX + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(https_and_nothing_else),
		cmocka_unit_test(not_without_end) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
