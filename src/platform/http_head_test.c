#include "platform/http_head.h"

#include "platform/limits.h"
#include "platform/test.h"

static void
test_paths(void **state)
{
	static const char *const fine[] = { "/", "/sign-in", "/lessons/7/2026-11-23/3", "/a/.well-known",
		"/caffè", "/a..b", "/a//b" };
	static const char *const not_fine[] = { "", "sign-in", "/..", "/a/../b", "/a/.", "/a\\b", "/a\nb",
		"/a\x7f", "/\xff", "/\xc0\xaf", "/\xed\xa0\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		assert_true(http_head_path_is_fine(text_of(fine[i])));
	for (size_t i = 0; i < sizeof(not_fine) / sizeof(not_fine[0]); i++)
		assert_false(http_head_path_is_fine(text_of(not_fine[i])));
	assert_false(http_head_path_is_fine(TEXT("/a\0b")));
}

static void
test_hosts(void **state)
{
	(void)state;
	assert_true(http_head_host_is_fine(TEXT("scuola.example:8443")));
	assert_true(http_head_host_is_fine(TEXT("[::1]:8443")));
	assert_false(http_head_host_is_fine(TEXT("")));
	assert_false(http_head_host_is_fine(TEXT("a,b")));
	assert_false(http_head_host_is_fine(TEXT("a/b")));
	assert_false(http_head_host_is_fine(TEXT("a\0b")));
}

static void
test_lengths(void **state)
{
	size_t length = 7;

	(void)state;
	assert_true(http_head_length(TEXT("0"), &length));
	assert_int_equal(length, 0);
	assert_true(http_head_length(TEXT("123456789012345"), &length));
	assert_int_equal(length, 123456789012345);
	assert_false(http_head_length(TEXT("1234567890123456"), &length));
	assert_false(http_head_length(TEXT(""), &length));
	assert_false(http_head_length(TEXT("-1"), &length));
	assert_false(http_head_length(TEXT("+1"), &length));
	assert_false(http_head_length(TEXT("5,5"), &length));
	assert_false(http_head_length(TEXT("0x10"), &length));
}

static void
test_query(void **state)
{
	struct arena *arena = arena_create(MIB);
	const struct text parts[] = { TEXT("name=D'Angelo & figli"), TEXT(""), TEXT("a=b=c"), TEXT("è") };

	(void)state;
	assert_int_equal(http_head_query(arena, NULL, 0).length, 0);
	struct text query = http_head_query(arena, parts, 4);
	assert_true(text_is(query, "name=D%27Angelo%20%26%20figli&&a=b%3Dc&%C3%A8"));
	arena_destroy(arena);
}

static void
test_cookies(void **state)
{
	struct text value;
	const struct text header = TEXT("theme=dark; __Host-sid=abc=1 ;x; __Host-sid=second");

	(void)state;
	assert_true(http_head_cookie(header, "__Host-sid", &value));
	assert_true(text_is(value, "abc=1"));
	assert_true(http_head_cookie(header, "theme", &value));
	assert_true(text_is(value, "dark"));
	assert_false(http_head_cookie(header, "x", &value));
	assert_false(http_head_cookie(header, "sid", &value));
	assert_false(http_head_cookie(TEXT(""), "sid", &value));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_cookies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
