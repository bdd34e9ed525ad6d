#ifndef CLASSROOM_NETWORK_H
#define CLASSROOM_NETWORK_H

#include "platform/text.h"

/*
 * The networks of a site, as the school writes them: "192.0.2.0/24,
 * 2001:db8::/48". An address always has 16 bytes; IPv4 stands in ::ffff:0:0/96,
 * with 96 added to its prefix.
 */
struct network {
	uint8_t address[16];
	int prefix;
};

#define NETWORKS_MAX 64

bool network_parse(struct text text, struct network *network);
/* The next of a list; skips what is no network. False at the end. */
bool network_next(struct text *list, struct network *network);
bool network_holds(const struct network *network, const uint8_t address[16]);
bool networks_hold(struct text list, const uint8_t address[16]);
/* An address in print, as req->http->peer. */
bool network_address(struct text print, uint8_t address[16]);

/* The host of a Host header without its port; empty when it is not one that can
 * stand in a header, an address or a command line. */
struct text network_host(struct text header);

#endif
