#ifndef DAEMON_LOOKS_ENDED_H
#define DAEMON_LOOKS_ENDED_H

#include "platform/clock.h"

/*
 * Ends of looks that are not on record yet. A disk that is full or a writer
 * that has too much to do takes them later: until then a family reads that
 * somebody looks who does not.
 */
struct look_end {
	int64_t lease; /* 0: every look that is open */
	int64_t frames;
	struct instant at;
};
struct looks_ended {
	struct look_end *at;
	size_t count, room;
};
typedef enum outcome look_writer(void *context, const struct look_end *end);

void looks_ended_put(struct looks_ended *ended, struct look_end end);
/* True when nothing waits any more. One that fails ends the attempt and makes
 * room for the others in the next. */
bool looks_ended_write(struct looks_ended *ended, look_writer *write, void *context);
void looks_ended_forget(struct looks_ended *ended);

#endif
