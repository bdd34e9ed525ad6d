#ifndef DAEMON_ORIGIN_H
#define DAEMON_ORIGIN_H

#include "platform/http.h"

/*
 * Does this POST come from a page of our own? Browsers say where a form stood
 * (Sec-Fetch-Site, Origin, or at least Referer) and a foreign page cannot
 * change what they say. A request that says nothing comes from no browser of today;
 * whoever is signed in still needs the form's token.
 */
bool origin_is_ours(const struct http_request *http);

#endif
