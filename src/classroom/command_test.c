/* CLS-45: what a teacher types is a site, or nothing is sent. */
#include "classroom/command.h"

#include <string.h>

#include "platform/test.h"

static void
is(const char *typed, const char *wanted)
{
	struct arena *arena = arena_create(1 << 16);
	struct text got = command_domain(arena, text_of(typed));
	assert_int_equal(got.length, strlen(wanted));
	if (got.length > 0)
		assert_memory_equal(got.at, wanted, got.length);
	arena_destroy(arena);
}

static void
cls_45_sites_as_people_type_them(void **state)
{
	(void)state;
	is("it.wikipedia.org", "it.wikipedia.org");
	is("  GeoGebra.org ", "geogebra.org");
	is("https://www.geogebra.org/classic?x=1", "www.geogebra.org");
	is("http://example.org:8080/", "example.org");
	is("*.example.org", "example.org");
}

static void
cls_45_what_is_no_site(void **state)
{
	(void)state;
	static const char *const none[] = { "", "wikipedia", "a b.org", ".org", "org.", "a..b", "-a.org",
		"x@y.org", "*", "exa\nmple.org", "<script>.org", "file:///etc/passwd" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		is(none[i], "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cls_45_sites_as_people_type_them),
		cmocka_unit_test(cls_45_what_is_no_site),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
