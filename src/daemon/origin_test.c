#include "daemon/origin.h"

#include "daemon/accept_language.h"
#include "platform/test.h"

static bool
ours(const char *site, const char *origin, const char *referer)
{
	struct http_request http = {
		.host = TEXT("scuola.example:8443"),
		.sec_fetch_site = text_of(site),
		.origin = text_of(origin),
		.referer = text_of(referer),
	};
	return origin_is_ours(&http);
}

static void
test_origin(void **state)
{
	const char *own = "https://scuola.example:8443";

	(void)state;
	assert_true(ours("same-origin", own, ""));
	assert_true(ours("", own, ""));
	assert_true(ours("", "https://SCUOLA.example:8443", ""));
	assert_true(ours("", "", "https://scuola.example:8443/lessons/1"));
	assert_true(ours("same-origin", "", ""));
	assert_true(ours("", "", ""));

	assert_false(ours("cross-site", own, ""));
	assert_false(ours("same-site", "", ""));
	assert_false(ours("none", "", ""));
	assert_false(ours("", "null", ""));
	assert_false(ours("", "http://scuola.example:8443", ""));
	assert_false(ours("", "https://scuola.example", ""));
	assert_false(ours("", "https://scuola.example:8443.evil.example", ""));
	assert_false(ours("", "https://evil.example", "https://scuola.example:8443/"));
	assert_false(ours("", "", "https://scuola.example:84431/"));
	assert_false(ours("", "", "https://evil.example/https://scuola.example:8443/"));
}

static void
test_language(void **state)
{
	(void)state;
	assert_int_equal(accept_language(TEXT(""), LANGUAGE_IT), LANGUAGE_IT);
	assert_int_equal(accept_language(TEXT("nl-NL,nl;q=0.9,en;q=0.8"), LANGUAGE_IT), LANGUAGE_NL);
	assert_int_equal(accept_language(TEXT("de, es;q=0.3, en;q=0.4"), LANGUAGE_IT), LANGUAGE_EN);
	assert_int_equal(accept_language(TEXT("de-DE,fr"), LANGUAGE_IT), LANGUAGE_IT);
	assert_int_equal(accept_language(TEXT("en;q=0, es;q=0.001"), LANGUAGE_IT), LANGUAGE_ES);
	assert_int_equal(accept_language(TEXT("IT-it;q=1.000"), LANGUAGE_EN), LANGUAGE_IT);
	assert_int_equal(accept_language(TEXT(",;,;q,en;q=9,en;q=x,en;q="), LANGUAGE_IT), LANGUAGE_IT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
