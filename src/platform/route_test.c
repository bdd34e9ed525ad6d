#include "platform/route.h"

#include "platform/test.h"

static enum outcome
nothing(struct request *req, struct reply *reply)
{
	(void)req;
	(void)reply;
	return OK;
}

static const struct route routes[] = {
	{ HTTP_GET, "/", "nothing", nothing, NULL, 0, 0 },
	{ HTTP_GET, "/lessons/{class}/{day}/{slot}", "nothing", nothing, NULL, 1, 0 },
	{ HTTP_POST, "/lessons/{class}/{day}/{slot}", "nothing", nothing, NULL, 2, 0 },
	{ HTTP_GET, "/pupils/{pupil}", "nothing", nothing, NULL, 3, 0 },
	{ HTTP_GET, "/pupils/new", "nothing", nothing, NULL, 4, 0 },
	{ HTTP_GET, "/pupils/{pupil}/looks", "nothing", nothing, NULL, 5, 0 },
	{ HTTP_POST, "/pupils/new/guardian", "nothing", nothing, NULL, 6, 0 },
};

static void
test_find(void **state)
{
	struct router *router = router_create(routes, sizeof(routes) / sizeof(routes[0]));
	struct route_match match;

	(void)state;
	assert_int_equal(router_find(router, HTTP_GET, TEXT("/"), &match), ROUTE_FOUND);
	assert_ptr_equal(match.route, &routes[0]);
	assert_int_equal(match.parameter_count, 0);

	assert_int_equal(router_find(router, HTTP_POST, TEXT("/lessons/7/2026-11-23/3"), &match),
		ROUTE_FOUND);
	assert_int_equal(match.route->verb, 2);
	assert_int_equal(match.parameter_count, 3);
	assert_string_equal(match.parameters[1].name, "day");
	assert_true(text_is(match.parameters[1].value, "2026-11-23"));
	assert_string_equal(match.parameters[2].name, "slot");

	/* The literal goes first, but a dead end there is not the end. */
	assert_int_equal(router_find(router, HTTP_GET, TEXT("/pupils/new"), &match), ROUTE_FOUND);
	assert_int_equal(match.route->verb, 4);
	assert_int_equal(router_find(router, HTTP_GET, TEXT("/pupils/new/looks"), &match), ROUTE_FOUND);
	assert_int_equal(match.route->verb, 5);
	assert_true(text_is(match.parameters[0].value, "new"));
	router_destroy(router);
}

static void
test_not_there(void **state)
{
	static const char *const missing[] = { "", "x", "//", "/lessons", "/lessons/", "/pupils/",
		"/pupils/1/", "/pupils//looks", "/pupils/1/looks/2", "/Pupils/1",
		"/1/2/3/4/5/6/7/8/9/10/11/12/13/14" };
	struct router *router = router_create(routes, sizeof(routes) / sizeof(routes[0]));
	struct route_match match;

	(void)state;
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		assert_int_equal(router_find(router, HTTP_GET, text_of(missing[i]), &match), ROUTE_NO_PATH);
		assert_null(match.route);
	}
	assert_int_equal(router_find(router, HTTP_POST, TEXT("/"), &match), ROUTE_NO_METHOD);
	assert_int_equal(router_find(router, HTTP_OTHER, TEXT("/pupils/3"), &match), ROUTE_NO_METHOD);
	assert_int_equal(router_find(router, HTTP_OTHER, TEXT("/x"), &match), ROUTE_NO_PATH);
	router_destroy(router);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
