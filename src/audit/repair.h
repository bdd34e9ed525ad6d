#ifndef AUDIT_REPAIR_H
#define AUDIT_REPAIR_H

#include "audit/copies.h"
#include "platform/table_diff.h"

/*
 * The mending half of verify, under the journal's lock:
 *
 *   a frame is bad in the journal    a new journal is written from the good ones, beside,
 *                                    synced, and takes the old one's name
 *   a frame is bad in the database   its row is replaced
 *   a row is not as the operations   put or dropped, as they say
 *   the database cannot be read      the one made beside takes its name; what is not
 *                                    journalled (sessions, the trail) is carried over as
 *                                    far as it can be read; the old file stays as
 *                                    NAME.damaged
 */

/* Writes path.new from what is known of each operation. */
enum outcome repair_journal_write(struct copies *copies, struct disk *disk, const char *path) MUST_USE;
/* Gives it the name. */
enum outcome repair_journal_replace(struct disk *disk, const char *path) MUST_USE;

/* Inside a write transaction of db. */
enum outcome repair_operations(struct copies *copies, struct db *db) MUST_USE;
enum outcome repair_row(struct db *db, const struct table_diff *diff) MUST_USE;

/* Carries over what is not journalled; how many rows. Stops at the first
 * unreadable row of each table. Where there is no database any more: from path.damaged. */
enum outcome repair_carry_over(const char *database_path, struct db *made, uint64_t *rows) MUST_USE;
/* The old file stays as `aside`; NULL: as path.damaged. */
enum outcome repair_database_replace(struct disk *disk, const char *made_path, const char *path,
	const char *aside) MUST_USE;

#endif
