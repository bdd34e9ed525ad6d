#ifndef AUDIT_OPERATION_H
#define AUDIT_OPERATION_H

#include "audit/frame.h"
#include "platform/db.h"

/* The database's own copy of the frames, in the table operation. */

/* Adds the frame as it was appended at this position of the journal. CONFLICT
 * when an operation with this id is on record already. */
enum outcome operation_record(struct db *db, const struct frame *frame, const struct operation *operation,
	int64_t position) MUST_USE;

/* Does again to the rows what the operation did. */
enum outcome operation_apply(struct db *db, const struct operation *operation) MUST_USE;

#endif
