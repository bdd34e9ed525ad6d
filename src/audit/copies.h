#ifndef AUDIT_COPIES_H
#define AUDIT_COPIES_H

#include "audit/journal.h"
#include "audit/operation.sql.h"
#include "platform/db.h"

/*
 * Both copies side by side, operation by operation. A frame counts as good
 * only if it is authentic, has the number that is due and follows the frame
 * before it; of two good ones the bytes must be the same.
 */
enum copy_state {
	COPY_GOOD,
	COPY_LACKS,   /* nothing there */
	COPY_DAMAGED, /* something else there: changed, moved, or rubbish before it */
};

struct copies {
	uint64_t sequence; /* the operation that is looked at */
	enum copy_state journal;
	enum copy_state database;
	bool fork;  /* both good, and not the same */
	bool known; /* at least one copy has it: frame and operation are set */
	struct frame frame;
	struct operation operation;
	int64_t position;   /* where the frame stands in a good journal */
	int64_t torn_bytes; /* at the end: what follows the journal's last frame */

	/* private */
	struct db *db; /* NULL: it cannot be read, and lacks everything */
	const struct frame_key *key;
	struct journal_reader reader;
	bool ahead;   /* reader.frame is a later one, found behind damage */
	bool rubbish; /* what was passed over to find it was not nothing */
	bool ended;
	struct arena *arena;
	struct operation_since_rows rows;
	size_t row;
	bool chain_lost; /* an operation is in neither: the next proves nothing about it */
	struct frame_chain chain;
	int64_t position_next;
	struct buf plain;
};

/* The journal is read up to limit. */
void copies_init(struct copies *copies, struct journal *journal, int64_t limit, struct db *db,
	const struct frame_key *key);
void copies_finish(struct copies *copies);
/* NOT_FOUND after the last operation of both. */
enum outcome copies_next(struct copies *copies) MUST_USE;

#endif
