#include "daemon/routes.h"

#include "policy.h"

/* A handler is declared by its line; one that does not exist does not link. */
#define GET(path, handle, verb, thing) handler handle;
#define POST(path, handle, verb, thing) handler handle;
#define POST_PREPARED(path, prepare, handle, verb, thing) preparer prepare; handler handle;
#include "routes.def"
#undef GET
#undef POST
#undef POST_PREPARED

#define GET(path, handle, verb, thing) { HTTP_GET, path, #handle, handle, NULL, verb, thing },
#define POST(path, handle, verb, thing) { HTTP_POST, path, #handle, handle, NULL, verb, thing },
#define POST_PREPARED(path, prepare, handle, verb, thing) \
	{ HTTP_POST, path, #handle, handle, prepare, verb, thing },
const struct route routes[] = {
#include "routes.def"
};

const int route_count = sizeof(routes) / sizeof(routes[0]);
