#ifndef AGENT_STILL_MACHINE_H
#define AGENT_STILL_MACHINE_H

#include "agent/platform.h"

/*
 * platform.h of a machine that is not there, for tests and fuzz targets: its
 * clock stands until the test moves it, its screen is memory, its notice is seen
 * as soon as something is said. link.c is left to the test: that is what it looks at.
 */
#define STILL_WALL       INT64_C(1795509000000)
#define STILL_WIDTH_MAX  200
#define STILL_HEIGHT_MAX 120

struct still {
	int64_t now; /* monotonic; the wall clock is STILL_WALL ahead of it */
	unsigned width, height;
	int64_t ready_takes; /* ms in which the display does not answer who asks for the notice */
	bool notice;         /* it is seen */
	int panels, strips;  /* opened; asked for */
	uint32_t pixels[STILL_WIDTH_MAX * STILL_HEIGHT_MAX];
};
extern struct still still;

void still_begin(void);

#endif
