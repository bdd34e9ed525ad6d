#ifndef CLI_SCHOOL_H
#define CLI_SCHOOL_H

#include <limits.h>

#include "audit/commit.h"
#include "platform/config.h"
#include "platform/keys.h"

/*
 * A school's folder, opened by a command of the operator: both copies, the
 * keys, and the school's own day. Says on standard error what is wrong and
 * what to do about it.
 *
 *   DIR/school.conf  school.db  journal  keys/  tls/
 */
#define SCHOOL_JOURNAL "journal"

struct school {
	const char *word; /* of the command, for messages */
	char directory[PATH_MAX];
	char database[PATH_MAX];
	char journal[PATH_MAX];
	char certificate[PATH_MAX];
	char certificate_key[PATH_MAX];
	char clock_file[PATH_MAX]; /* test builds only; empty otherwise */
	struct arena *arena;
	struct config config;
	struct keys *keys;
	struct clock *clock;       /* the school's own day */
	struct clock *store_clock; /* what the store was opened with, where that differs */
	struct random *random;
	struct school_store *store;
	struct db *db; /* of the store */
	enum zone zone;
	int64_t shift_minutes; /* a demo school lives on its own day */
	struct day today;
	struct minute time;
};

enum outcome school_open(struct school *school, const char *word, const char *directory) MUST_USE;
/* The paths and school.conf alone; nothing is opened. */
enum outcome school_look(struct school *school, const char *word, const char *directory) MUST_USE;
/* What must be in place before the copies can be made or opened. */
enum outcome school_open_store(struct school *school, bool create) MUST_USE;
void school_close(struct school *school); /* a zero one is fine */

/* One operation in both copies, or in none; says why when it fails. */
enum outcome school_commit(struct school *school, const char *action,
	enum outcome (*run)(struct school *school, void *context), void *context) MUST_USE;
int64_t school_new_id(struct school *school);
struct instant school_now(struct school *school);

/* Everybody and every class, as they stand on that day: see roster_load. */
struct roster;
enum outcome school_roster(struct school *school, struct day day, struct roster *roster) MUST_USE;

/* For what ended with BROKEN while it read: the line that says so, and what to do. */
void school_say_unread(const struct school *school);

/* The whole of a file, into the school's arena. INVALID when it is larger. */
enum outcome school_read_file(const char *word, struct arena *arena, const char *path, size_t bytes_max,
	struct text *bytes) MUST_USE;
/* Readable by its owner alone; must not be there yet. */
enum outcome school_write_file(const char *word, const char *path, struct text bytes) MUST_USE;

#endif
