#ifndef DAEMON_SCHOOL_CLOCK_H
#define DAEMON_SCHOOL_CLOCK_H

#include "platform/outcome.h"

/* The setting clock.shift_days of DIR/school.db: a demo school lives on its
 * own day. Read once, before any process starts. */
enum outcome school_clock_shift(const char *directory, int *days) MUST_USE;

#endif
