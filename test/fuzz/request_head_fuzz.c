#include <assert.h>

#include "daemon/accept_language.h"
#include "daemon/origin.h"
#include "daemon/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Three header lines and a path: what the dispatcher reads before it knows who asks. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct router *router;
	struct text rest = { (const char *)data, size };
	struct http_request http = { .host = TEXT("s") };
	struct route_match match;

	if (!router)
		router = router_create(routes, route_count);
	http.origin = text_cut(&rest, '\n');
	http.referer = text_cut(&rest, '\n');
	http.accept_language = text_cut(&rest, '\n');
	if (origin_is_ours(&http) && http.origin.length + http.referer.length > 0)
		assert(text_starts(http.origin.length > 0 ? http.origin : http.referer, "https://"));
	assert(accept_language(http.accept_language, LANGUAGE_NL) < LANGUAGES);
	if (router_find(router, HTTP_GET, rest, &match) == ROUTE_FOUND) {
		assert(match.route->method == HTTP_GET);
		for (int i = 0; i < match.parameter_count; i++)
			assert(match.parameters[i].value.length > 0);
	}
	return 0;
}
