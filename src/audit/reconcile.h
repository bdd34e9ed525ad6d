#ifndef AUDIT_RECONCILE_H
#define AUDIT_RECONCILE_H

#include "audit/journal.h"
#include "platform/db.h"

/*
 * Brings both copies to the same end, after a process died in the middle:
 *
 *   journal                 database             then
 *   ... n                   ... n                nothing to do
 *   ... n, n+1              ... n                n+1 is done again to the rows
 *   ... n, part of n+1      ... n                the part is cut off: nobody was answered
 *   ... n                   ... n, n+1           n+1 is appended from the database
 *   ... n, damage, m        any                  refused: verify has to look at it
 *   ... n                   ... another n        refused
 *   nothing of this school  any                  refused: other keys, or another school's file
 *
 * Under the journal's lock, outside a transaction. CONFLICT, with the reason
 * in why, when it refuses.
 */
enum outcome reconcile(struct db *db, struct journal *journal, const struct frame_key *key,
	struct journal_end *end, struct buf *why) MUST_USE;

#endif
