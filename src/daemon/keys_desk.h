#ifndef DAEMON_KEYS_DESK_H
#define DAEMON_KEYS_DESK_H

#include "platform/keystore.h"
#include "platform/wire.h"

/*
 * Where the keys process answers: one frame in, one frame out. What is not in
 * wire/internal.def for this asker is REFUSED, what does not fit is INVALID,
 * and neither touches a key. No state of its own: any thread.
 */
void keys_desk_answer(struct keystore *store, enum wire_asker asker, struct text frame, struct arena *arena,
	struct buf *answer);

/* A password to hash: belongs behind the queue, not between people's names. */
bool keys_desk_is_slow(struct text frame);
/* The answer when that queue is full. */
void keys_desk_busy(struct text frame, struct buf *answer);

#endif
