/* Apart from the table of words, so that what a word needs can be used without it. */
#include "cli/command.h"

#include <stdarg.h>

void
command_say(const char *word, const char *format, ...)
{
	fprintf(stderr, "campanella %s: ", word);
	va_list arguments;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}
