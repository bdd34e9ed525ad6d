#ifndef DAEMON_DEVICES_FIXTURE_H
#define DAEMON_DEVICES_FIXTURE_H

#include "daemon/devices_hub.h"

/*
 * The devices process without a network: what the library, the connections and
 * the way to web would do is counted here. Everything else is the real thing.
 */
extern struct devices_heard {
	int said;                         /* to devices and pages, in the queue of their line */
	uint8_t last;                     /* of them: which message */
	int written;                      /* to pages, past it */
	int pictures;                     /* of those, what is no message of our own */
	int told[64];                     /* to web, by number */
	struct wire_device_here_ask here; /* the last of them */
	struct wire_view_ended_ask ended;
} heard;
extern uint8_t seen_certificate[32];

#endif
