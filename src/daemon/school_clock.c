#include "daemon/school_clock.h"

#include <stdio.h>

#include "daemon/process.h"
#include "identity/setting.h"
#include "platform/limits.h"
#include "platform/log.h"

enum outcome
school_clock_shift(const char *directory, int64_t *minutes)
{
	char path[PROCESS_PATH_MAX + 16];
	snprintf(path, sizeof path, "%s/school.db", directory);
	struct db *db = NULL;
	struct arena *arena = arena_create(MIB);
	enum outcome got = db_open(&db, &(struct db_options){ .path = path, .read_only = true });
	*minutes = 0;
	if (got == OK) {
		(void)setting_clock_shift(db, arena, minutes); /* as it is stored, or not at all */
	} else {
		log_line(LEVEL_FAILURE, "%s cannot be opened: %s", path, outcome_word(got));
	}
	db_close(db);
	arena_destroy(arena);
	return got;
}
