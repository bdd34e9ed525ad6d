#ifndef DAEMON_FRAME_SLOT_H
#define DAEMON_FRAME_SLOT_H

#include "platform/text.h"

/*
 * The one picture that is kept of a device: sealed, in memory that is never
 * swapped out and in no core dump, overwritten in place, wiped when it goes
 * (CLS-36). Nothing here can write a file (CLS-37). Ciphertext whose key dies
 * with the teacher's page, so it serves that page's reconnection and no other
 * reader (CLS-40).
 */
struct frame_slot {
	uint8_t *at;
	size_t length, room; /* room: whole pages */
	int64_t kept_ms;     /* since when, by the monotonic clock */
};

/* However long an hour is; a school may choose less, nobody more. */
#define FRAME_KEPT_MS_MAX ((int64_t)48 * 3600 * 1000)
#define FRAME_BYTES_MAX   (4 * 1024 * 1024 + 64 * 1024)

/* False: too long, or this system locks no more memory; then nothing is kept. */
bool frame_slot_put(struct frame_slot *slot, struct bytes bytes, int64_t now_ms);
struct bytes frame_slot_get(const struct frame_slot *slot); /* borrowed; empty for none */
void frame_slot_wipe(struct frame_slot *slot);              /* and gives the memory back */

#endif
