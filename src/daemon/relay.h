#ifndef DAEMON_RELAY_H
#define DAEMON_RELAY_H

#include "platform/text.h"

/*
 * Bytes on their way out, written to every reader as they came (CLS-46). The
 * library wants room before them; the memory is wiped when the last one lets go.
 */
struct payload {
	int holders;
	size_t length;
	uint8_t *at; /* behind RELAY_ROOM_BYTES of room */
};
#define RELAY_ROOM_BYTES 64

struct payload *payload_make(struct bytes bytes); /* with one holder */
struct payload *payload_hold(struct payload *payload);
void payload_release(struct payload *payload); /* NULL is fine */

/*
 * One viewer's stream of one device (CLS-16): at most one picture waits. A
 * whole picture takes the place of what waits; pieces that come meanwhile are
 * lost, and so are all that follow until the next whole picture, which is then
 * asked for. Nothing is ever decoded.
 */
struct relay_lane {
	struct payload *waiting;
	bool lost; /* pieces are missing: only a whole picture makes sense now */
	bool asks; /* for a whole one, once what waits has been written */
};

/* True: it waits now (what waited before is gone). */
bool relay_offer(struct relay_lane *lane, struct payload *payload, bool whole);
/* What is to be written now, with its hold; NULL for nothing. *again: ask the
 * device for a whole picture. */
struct payload *relay_next(struct relay_lane *lane, bool *again);
void relay_clear(struct relay_lane *lane);

#endif
