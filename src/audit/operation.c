#include "audit/operation.h"

#include "audit/operation.sql.h"
#include "platform/change.h"

enum outcome
operation_record(struct db *db, const struct frame *frame, const struct operation *operation,
	int64_t position)
{
	struct bytes bytes = { (const uint8_t *)frame->whole.at, frame->whole.length };
	return operation_add(db, (int64_t)frame->sequence, (struct operation_id){ operation->id },
		operation->recorded_at, position, bytes);
}

enum outcome
operation_apply(struct db *db, const struct operation *operation)
{
	struct text rest = operation->changes;
	struct change change;
	enum outcome done;
	while ((done = change_next(&rest, &change)) == OK) {
		done = db_apply(db, &change);
		if (done != OK)
			return done;
	}
	return done == NOT_FOUND ? OK : done;
}
