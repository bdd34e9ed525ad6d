#ifndef CLI_DEMO_COLOURING_H
#define CLI_DEMO_COLOURING_H

#include "platform/arena.h"

/*
 * A timetable without clashes. Every weekly hour ties a teacher to a class;
 * hours that share either must not fall together. By König's theorem as many
 * colours are enough as the busiest of them has hours, and the proof, swapping
 * along alternating paths, is the method.
 */
#define COLOURS_MAX 64

struct weekly_hour {
	int teacher;
	int class;
	int subject;
	int colour; /* found */
};
/* colours must be at least the hours of the busiest teacher and class. */
void hours_colour(struct weekly_hour *hours, int count, int teachers, int classes, int colours,
	struct arena *scratch);

#endif
