#ifndef PLATFORM_LOG_H
#define PLATFORM_LOG_H

#include "platform/day.h"

/*
 * The operator's log: one line per event, with the instant, the level and the
 * process that says it. It never holds a person's name, a mark or a note: ids
 * only. What people must know goes to their page instead.
 */
enum log_level {
	LEVEL_INFO,    /* came up, went down, did a job */
	LEVEL_WARNING, /* somebody should look one of these days */
	LEVEL_FAILURE, /* a request or a process failed */
};

struct clock;

struct log_sink {
	const char *process; /* "web", "keys"; NULL leaves it out */
	struct clock *clock; /* NULL: the system's time */
	/* Takes one finished line, without newline. NULL: standard error. Any thread. */
	void (*line)(void *context, enum log_level level, const char *line);
	void *context;
};

/* Once, before the process starts threads. The sink is borrowed and must
 * outlive them; NULL goes back to plain standard error. */
void log_to(const struct log_sink *sink);

/* Control characters of the arguments become "?", so that no input can forge
 * a second line. */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
