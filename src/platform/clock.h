#ifndef PLATFORM_CLOCK_H
#define PLATFORM_CLOCK_H

#include "platform/day.h"

/*
 * Time comes in through here, so that a test can say "after 2 years".
 * Wall time and monotonic time are both kept; clock_now never runs backwards
 * inside one process, so a step back cannot re-open access.
 */
struct clock;

struct clock *clock_system(void);
/* The system clock moved: a demo school lives on its own day and hour. */
struct clock *clock_shifted(int64_t minutes);
/* Reads the instant from a shared file that the test moves (test builds of the
 * stories; a decimal number of ms, re-read at each call). */
struct clock *clock_from_file(const char *path);
struct clock *clock_fixed(struct instant start);
void clock_set(struct clock *clock, struct instant now); /* fixed clocks only */
void clock_destroy(struct clock *clock);

struct instant clock_now(struct clock *clock);

#endif
