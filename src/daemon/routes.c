#include "daemon/routes.h"

#include "policy.h"

/* A handler is declared by its line; one that does not exist does not link. */
#define GET(path, handle, verb, thing)  handler handle;
#define POST(path, handle, verb, thing) handler handle;
#define POST_PREPARED(path, prepare, handle, verb, thing)                                                    \
	preparer prepare;                                                                                    \
	handler handle;
#define POST_FORESEEN POST_PREPARED
#include "routes.def"
#undef GET
#undef POST
#undef POST_PREPARED
#undef POST_FORESEEN

#define GET(path, handle, verb, thing)  { HTTP_GET, path, #handle, handle, NULL, verb, thing, NULL },
#define POST(path, handle, verb, thing) { HTTP_POST, path, #handle, handle, NULL, verb, thing, NULL },
#define POST_PREPARED(path, prepare, handle, verb, thing)                                                    \
	{ HTTP_POST, path, #handle, handle, prepare, verb, thing, NULL },
#define POST_FORESEEN(path, foresee, handle, verb, thing)                                                    \
	{ HTTP_POST, path, #handle, handle, NULL, verb, thing, foresee },
const struct route routes[] = {
#include "routes.def"
};

const int route_count = sizeof(routes) / sizeof(routes[0]);
