#include "platform/route.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* One segment of paths that begin alike. */
struct node {
	struct text literal;                    /* empty: a parameter */
	struct node *first;                     /* of the next segment: literals, then the parameter */
	struct node *next;                      /* beside it */
	const struct route *routes[HTTP_OTHER]; /* that end here, by method */
};

struct segments {
	struct text at[ROUTE_SEGMENTS_MAX];
	int count;
};

struct router {
	struct node root;
	struct node *nodes;
	int node_count;
	char *names; /* of parameters, terminated */
	size_t names_used;
	const struct route *first;
	const char *(*parameter_names)[ROUTE_PARAMETERS_MAX]; /* per route */
};

static bool split(struct text path, struct segments *segments);
static void add(struct router *router, const struct route *route, int number);
static struct node *child(struct router *router, struct node *parent, struct text literal);
static struct text parameter_of(struct text segment);
static const struct node *walk(const struct node *node, const struct segments *segments, int depth,
	enum http_method method, bool any_method);
static void fill(const struct router *router, const struct route *route, const struct segments *segments,
	struct route_match *match);

struct router *
router_create(const struct route *routes, int count)
{
	struct router *router = calloc(1, sizeof(*router));
	size_t bytes = 0;

	for (int i = 0; i < count; i++)
		bytes += strlen(routes[i].path) + 1;
	assert(router);
	router->first = routes;
	router->nodes = calloc((size_t)count * ROUTE_SEGMENTS_MAX + 1, sizeof(*router->nodes));
	router->names = malloc(bytes + 1);
	router->parameter_names = calloc((size_t)count + 1, sizeof(*router->parameter_names));
	assert(router->nodes && router->names && router->parameter_names);
	for (int i = 0; i < count; i++)
		add(router, &routes[i], i);
	return router;
}

void
router_destroy(struct router *router)
{
	if (!router)
		return;
	free(router->nodes);
	free(router->names);
	free(router->parameter_names);
	free(router);
}

enum route_verdict
router_find(const struct router *router, enum http_method method, struct text path, struct route_match *match)
{
	struct segments segments;

	*match = (struct route_match){ 0 };
	if (!split(path, &segments))
		return ROUTE_NO_PATH;
	if (method != HTTP_OTHER) {
		const struct node *node = walk(&router->root, &segments, 0, method, false);
		if (node) {
			fill(router, node->routes[method], &segments, match);
			return ROUTE_FOUND;
		}
	}
	const struct node *other = walk(&router->root, &segments, 0, method, true);
	if (!other)
		return ROUTE_NO_PATH;
	match->route = other->routes[HTTP_GET] ? other->routes[HTTP_GET] : other->routes[HTTP_POST];
	return ROUTE_NO_METHOD;
}

static bool
split(struct text path, struct segments *segments)
{
	segments->count = 0;
	if (path.length == 0 || path.at[0] != '/')
		return false;
	if (path.length == 1)
		return true;
	struct text rest = { path.at + 1, path.length - 1 };
	bool more = true;
	while (more) {
		const char *slash = memchr(rest.at, '/', rest.length);
		more = slash != NULL;
		struct text segment = text_cut(&rest, '/');
		if (segment.length == 0 || segments->count == ROUTE_SEGMENTS_MAX)
			return false;
		segments->at[segments->count++] = segment;
	}
	return true;
}

static void
add(struct router *router, const struct route *route, int number)
{
	struct segments segments;
	struct node *node = &router->root;
	int parameters = 0;

	assert(route->method < HTTP_OTHER && route->handle);
	assert((!route->prepare && !route->foresee) || route->method == HTTP_POST);
	bool fine = split(text_of(route->path), &segments);
	assert(fine && "a route's path");
	for (int i = 0; i < segments.count; i++) {
		struct text name = parameter_of(segments.at[i]);
		if (name.length > 0) {
			assert(parameters < ROUTE_PARAMETERS_MAX);
			char *at = router->names + router->names_used;
			memcpy(at, name.at, name.length);
			at[name.length] = '\0';
			router->names_used += name.length + 1;
			router->parameter_names[number][parameters++] = at;
		}
		node = child(router, node, name.length > 0 ? (struct text){ 0 } : segments.at[i]);
	}
	assert(!node->routes[route->method] && "two routes answer the same requests");
	node->routes[route->method] = route;
}

static struct node *
child(struct router *router, struct node *parent, struct text literal)
{
	struct node **link = &parent->first;
	while (*link && !text_equal((*link)->literal, literal))
		link = &(*link)->next;
	if (*link)
		return *link;

	struct node *made = &router->nodes[router->node_count++];
	made->literal = literal;
	if (literal.length > 0) { /* before the parameter */
		made->next = parent->first;
		parent->first = made;
	} else {
		*link = made;
	}
	return made;
}

/* "day" of "{day}"; empty for a literal. */
static struct text
parameter_of(struct text segment)
{
	if (segment.length < 3 || segment.at[0] != '{' || segment.at[segment.length - 1] != '}')
		return (struct text){ 0 };
	return (struct text){ segment.at + 1, segment.length - 2 };
}

static const struct node *
walk(const struct node *node, const struct segments *segments, int depth, enum http_method method,
	bool any_method)
{
	if (depth == segments->count) {
		bool ends = any_method ? node->routes[HTTP_GET] || node->routes[HTTP_POST]
				       : node->routes[method] != NULL;
		return ends ? node : NULL;
	}
	for (const struct node *next = node->first; next; next = next->next) {
		if (next->literal.length > 0 && !text_equal(next->literal, segments->at[depth]))
			continue;
		const struct node *found = walk(next, segments, depth + 1, method, any_method);
		if (found)
			return found;
	}
	return NULL;
}

static void
fill(const struct router *router, const struct route *route, const struct segments *segments,
	struct route_match *match)
{
	struct segments pattern;

	match->route = route;
	(void)split(text_of(route->path), &pattern);
	for (int i = 0; i < pattern.count; i++) {
		if (parameter_of(pattern.at[i]).length == 0)
			continue;
		struct route_parameter *parameter = &match->parameters[match->parameter_count];
		parameter->name = router->parameter_names[route - router->first][match->parameter_count++];
		parameter->value = segments->at[i];
	}
}
