#ifndef PLATFORM_HTTP_HEAD_H
#define PLATFORM_HTTP_HEAD_H

#include "platform/arena.h"
#include "platform/text.h"

/*
 * What of a request's head is judged by our own code, as plain functions:
 * the library splits the bytes, these say which of them we accept.
 */

/* A percent-decoded path: starts with "/", is UTF-8, has no control byte, no
 * backslash and no "." or ".." segment. */
bool http_head_path_is_fine(struct text path);

/* host or host:port as a browser writes it, IPv6 in brackets. */
bool http_head_host_is_fine(struct text host);

/* Decimal digits alone. A second content-length, a sign or a list is refused:
 * two readings of one length is how requests are smuggled. */
bool http_head_length(struct text value, size_t *length);

/* The library gives the query in decoded parts. This writes them back as
 * name=value&name=value, so that one form parser reads queries and bodies. */
struct text http_head_query(struct arena *arena, const struct text *parts, size_t count);

/* The first cookie of this name in a Cookie header; false if there is none. */
bool http_head_cookie(struct text header, const char *name, struct text *value);

#endif
