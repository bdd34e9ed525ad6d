#include "identity/fault.h"

#include <stdarg.h>
#include <stdio.h>

#define MESSAGE_BYTES_MAX 400

void
faults_init(struct faults *faults, struct arena *arena)
{
	*faults = (struct faults){ .arena = arena };
	faults->at = arena_array(arena, struct fault, FAULTS_LISTED_MAX);
}

void
fault_add(struct faults *faults, int line, int column, const char *format, ...)
{
	if (faults->count == FAULTS_LISTED_MAX) {
		faults->unlisted++;
		return;
	}
	char message[MESSAGE_BYTES_MAX];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);

	faults->at[faults->count++] = (struct fault){
		.file = faults->file,
		.line = line,
		.column = column,
		.message = text_copy(faults->arena, text_of(message)),
	};
}

size_t
faults_found(const struct faults *faults)
{
	return faults->count + faults->unlisted;
}
