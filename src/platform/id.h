#ifndef PLATFORM_ID_H
#define PLATFORM_ID_H

#include "platform/day.h"
#include "platform/random.h"

/* 63-bit ids that grow with time: milliseconds since 2020 in the upper 42
 * bits, 21 random bits below. Never 0, never negative. */
int64_t id_make(struct instant now, struct random *random);

#endif
