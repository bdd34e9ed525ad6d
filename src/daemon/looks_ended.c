#include "daemon/looks_ended.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
looks_ended_put(struct looks_ended *ended, struct look_end end)
{
	if (ended->count == ended->room) {
		ended->room = ended->room > 0 ? 2 * ended->room : 16;
		ended->at = realloc(ended->at, ended->room * sizeof *ended->at);
		assert(ended->at);
	}
	ended->at[ended->count++] = end;
}

bool
looks_ended_write(struct looks_ended *ended, look_writer *write, void *context)
{
	while (ended->count > 0) {
		struct look_end first = ended->at[0];
		enum outcome got = write(context, &first);
		ended->count--;
		memmove(ended->at, ended->at + 1, ended->count * sizeof *ended->at);
		if (got == OK || got == NOT_FOUND)
			continue;
		looks_ended_put(ended, first);
		return false;
	}
	return true;
}

void
looks_ended_forget(struct looks_ended *ended)
{
	free(ended->at);
	*ended = (struct looks_ended){ 0 };
}
