#ifndef PLATFORM_MIGRATE_H
#define PLATFORM_MIGRATE_H

#include "platform/db.h"

/*
 * The steps of schema/, in the program (made by tools/schema2c). Numbered,
 * forward only, each applied in a transaction of its own and remembered with
 * its checksum in schema_version.
 *
 * A step never changes rows of a journalled table: the second copy would not
 * hear of it. Such a change is an operation, made through the writer.
 */
struct schema_step {
	int number;
	const char *name; /* "0002-people" */
	const char *sql;
};
extern const struct schema_step schema_steps[];
extern const int schema_step_count;

/* Brings the database up to the last step. CONFLICT, with the reason in why,
 * when a newer program made it, when a step was changed after it was applied,
 * or when it is not a database of ours. why may be NULL. */
enum outcome migrate(struct db *db, const struct schema_step *steps, int count, struct instant now,
	struct buf *why) MUST_USE;

/* CONFLICT when a stored column is not declared in data.policy, or a declared
 * one is not stored; every one is named in why. */
enum outcome migrate_check(struct db *db, struct buf *why) MUST_USE;

#endif
