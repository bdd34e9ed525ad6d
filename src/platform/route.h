#ifndef PLATFORM_ROUTE_H
#define PLATFORM_ROUTE_H

#include "platform/request.h"

/*
 * The map from a method and a path to a handler. The table comes from
 * routes.def; here it becomes a tree of path segments. A literal segment goes
 * before a parameter: "/pupils/new" is not "/pupils/{pupil}".
 */
struct route {
	enum http_method method;
	const char *path; /* "/lessons/{class}/{day}/{slot}" */
	const char *name; /* of the handler: "lesson_record"; the operation's word in the journal */
	handler *handle;
	preparer *prepare; /* NULL: none */
	int verb, thing;   /* what it needs, words of the policy: not read here */
	preparer *foresee; /* NULL: none */
};

#define ROUTE_SEGMENTS_MAX 12

/* The routes are borrowed. Two that answer the same requests, or one that is
 * not well formed, are our own mistake and abort. */
struct router;
struct router *router_create(const struct route *routes, int count);
void router_destroy(struct router *router); /* NULL is fine */

enum route_verdict {
	ROUTE_FOUND,
	ROUTE_NO_PATH,   /* 404 */
	ROUTE_NO_METHOD, /* 405: the path is known for another method */
};
struct route_match {
	const struct route *route;
	struct route_parameter parameters[ROUTE_PARAMETERS_MAX]; /* values borrowed from the path */
	int parameter_count;
};
/* Any thread. On ROUTE_NO_METHOD the match holds the other method's route. */
enum route_verdict router_find(const struct router *router, enum http_method method, struct text path,
	struct route_match *match);

#endif
