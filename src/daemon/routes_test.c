#include "daemon/routes.h"

#include <stdio.h>
#include <string.h>

#include "platform/test.h"

/* "/lessons/{class}/{day}" -> "/lessons/x1/x2": what somebody could ask for. */
static void
make_address(const char *path, char *address)
{
	int number = 0;
	while (*path) {
		if (*path == '{') {
			address += sprintf(address, "x%d", ++number);
			path = strchr(path, '}') + 1;
		} else {
			*address++ = *path++;
		}
	}
	*address = '\0';
}

/* Every line of routes.def is reached by an address made from it, and by no
 * other line; router_create has already refused two equal ones. */
static void
test_every_route(void **state)
{
	struct router *router = router_create(routes, route_count);

	(void)state;
	for (int i = 0; i < route_count; i++) {
		char address[512], number[8];
		struct route_match match;
		make_address(routes[i].path, address);
		assert_int_equal(router_find(router, routes[i].method, text_of(address), &match),
			ROUTE_FOUND);
		if (match.route != &routes[i])
			fail_msg("%s is shadowed by %s", routes[i].path, match.route->path);
		for (int p = 0; p < match.parameter_count; p++) {
			sprintf(number, "x%d", p + 1);
			assert_true(text_is(match.parameters[p].value, number));
		}
	}
	router_destroy(router);
}

/* A handler is reached from one line. */
static void
test_handlers_are_used_once(void **state)
{
	(void)state;
	for (int i = 0; i < route_count; i++) {
		for (int j = 0; j < i; j++) {
			if (routes[i].handle == routes[j].handle)
				fail_msg("%s stands in two lines", routes[i].name);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_route),
		cmocka_unit_test(test_handlers_are_used_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
