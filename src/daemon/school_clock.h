#ifndef DAEMON_SCHOOL_CLOCK_H
#define DAEMON_SCHOOL_CLOCK_H

#include <stdint.h>

#include "platform/outcome.h"

/* The settings clock.shift_days and clock.shift_minutes of DIR/school.db: a demo
 * school lives on its own day. Read once, before any process starts. */
enum outcome school_clock_shift(const char *directory, int64_t *minutes) MUST_USE;

#endif
