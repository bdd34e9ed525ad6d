#ifndef PLATFORM_CHANNEL_H
#define PLATFORM_CHANNEL_H

#include "platform/buf.h"
#include "platform/wire.h"

/*
 * The asking side of a socket pair to the keys process. Calls of many threads
 * are under way at once; one thread of the channel's own hands out the answers.
 * When the keys process was replaced, what is under way is asked again: every
 * message may be repeated without harm.
 */
struct channel;

#define CHANNEL_WAIT_SECONDS_MAX 30

/* forget is called, on the channel's thread, when the keys process says so. */
struct channel *channel_create(int fd, void (*forget)(void *context, int64_t subject), void *context);
void channel_destroy(struct channel *channel); /* nothing may be under way; NULL is fine */
void channel_repeat(struct channel *channel);

/* Sends the frame (its id is filled in) and waits. On OK, answer holds the
 * items' bytes, without the header. BROKEN when no answer comes. */
enum outcome channel_call(struct channel *channel, struct buf *frame, struct buf *answer) MUST_USE;

#endif
