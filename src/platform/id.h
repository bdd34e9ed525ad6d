#ifndef PLATFORM_ID_H
#define PLATFORM_ID_H

#include "platform/day.h"
#include "platform/random.h"

/*
 * 63-bit ids that grow with time: milliseconds since 2020 in the upper 42
 * bits, and below them 21 bits that count up from a random start. Counting,
 * and not drawing, because one import makes a thousand ids in the same
 * millisecond, and a thousand draws out of 2^21 collide one time in five.
 * Never 0, never negative.
 */
int64_t id_make(struct instant now, struct random *random);
/* No id made at that instant or later is smaller. */
int64_t id_from(struct instant instant);

#endif
