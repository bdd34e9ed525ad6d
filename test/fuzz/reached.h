#ifndef FUZZ_REACHED_H
#define FUZZ_REACHED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Which messages of wire/messages.def an input got through to: test/fuzz/run
 * asks over the seeds, and every one of them has to be told. Names are literals.
 */
#define REACHED_MAX 80
static const char *reached_names[REACHED_MAX];

static void
reached_print(void)
{
	for (int i = 0; i < REACHED_MAX && reached_names[i]; i++)
		fprintf(stderr, "reached %s\n", reached_names[i]);
}

static inline void
fuzz_reached(const char *name)
{
	static int count;
	if (count == 0 && getenv("FUZZ_REACHED"))
		(void)atexit(reached_print);
	for (int i = 0; i < count; i++)
		if (reached_names[i] == name)
			return;
	if (count < REACHED_MAX)
		reached_names[count++] = name;
}

#endif
