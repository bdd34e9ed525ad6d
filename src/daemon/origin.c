#include "daemon/origin.h"

#include <strings.h>

static bool begins_with_ours(struct text address, struct text host, struct text *rest);

bool
origin_is_ours(const struct http_request *http)
{
	struct text rest;

	if (http->sec_fetch_site.length > 0 && !text_is(http->sec_fetch_site, "same-origin"))
		return false;
	if (http->origin.length > 0)
		return begins_with_ours(http->origin, http->host, &rest) && rest.length == 0;
	if (http->referer.length > 0)
		return begins_with_ours(http->referer, http->host, &rest) &&
			(rest.length == 0 || rest.at[0] == '/' || rest.at[0] == '?');
	return true;
}

static bool
begins_with_ours(struct text address, struct text host, struct text *rest)
{
	if (host.length == 0 || !text_starts(address, "https://"))
		return false;
	*rest = (struct text){ address.at + 8, address.length - 8 };
	if (rest->length < host.length || strncasecmp(rest->at, host.at, host.length) != 0)
		return false;
	rest->at += host.length;
	rest->length -= host.length;
	return true;
}
