#include "platform/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "platform/clock.h"
#include "platform/limits.h"

/*
 * The one thing that is known to the whole process without being passed
 * around: where its lines go. An assert that fails deep in a parser has no
 * argument to bring it along.
 */
static const struct log_sink *sink;

static const char *const level_words[] = { "info", "warning", "failure" };

static struct instant log_now(void);

void
log_to(const struct log_sink *new_sink)
{
	sink = new_sink;
}

void
log_line(enum log_level level, const char *format, ...)
{
	char line[LOG_LINE_BYTES_MAX];
	struct instant now = log_now();
	time_t seconds = (time_t)(now.ms / 1000);
	struct tm parts;
	gmtime_r(&seconds, &parts);
	size_t length = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &parts);
	const char *process = sink && sink->process ? sink->process : "";
	length += (size_t)snprintf(line + length, sizeof line - length,
		".%03dZ %s%s%.32s: ", (int)(now.ms % 1000), level_words[level], *process ? " " : "", process);

	va_list arguments;
	va_start(arguments, format);
	int wanted = vsnprintf(line + length, sizeof line - length - 1, format, arguments);
	va_end(arguments);
	if (wanted < 0)
		return;
	size_t end = strlen(line);
	for (size_t i = length; i < end; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';

	if (sink && sink->line) {
		sink->line(sink->context, level, line);
		return;
	}
	line[end++] = '\n';
	/* One write, so that lines of several processes do not mix. */
	if (write(STDERR_FILENO, line, end) < 0)
		return; /* nobody left to tell */
}

static struct instant
log_now(void)
{
	return clock_now(sink && sink->clock ? sink->clock : clock_system());
}
