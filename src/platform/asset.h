#ifndef PLATFORM_ASSET_H
#define PLATFORM_ASSET_H

#include "platform/text.h"

/*
 * The files of web/ that pages load: style, scripts, type, icons. Compiled
 * into the program (tools/embed.c), so that nothing is read from disk and
 * nothing comes from elsewhere. Served at /web/NAME.
 */
struct asset {
	const char *name; /* "style.css" */
	const char *content_type;
	const char *etag; /* quoted; changes with the bytes */
	struct bytes content;
};
extern const struct asset assets[];
extern const int asset_count;
/* Of all of them together: stands behind "?" in addresses, so that those can be
 * kept by browsers for good. */
extern const char assets_version[];

const struct asset *asset_find(struct text name); /* NULL: there is none */

#endif
