#include "audit/reconcile.h"

#include <string.h>

#include "audit/operation.h"
#include "audit/operation.sql.h"
#include "platform/log.h"

#define ARENA_BYTES_MAX  (256u * 1024 * 1024)
#define BATCH_OPERATIONS 256
#define APPEND_BYTES     (1024 * 1024)

struct work {
	struct db *db;
	struct journal *journal;
	const struct frame_key *key;
	struct buf *why;
	struct arena *arena;
	struct operation_last_row last; /* of the database; sequence 0 when it has none */
	struct journal_reader reader;
	uint64_t rolled_forward;
};

static enum outcome find_start(struct work *work, int64_t size);
static enum outcome roll_forward(struct work *work);
static enum outcome roll_one(struct work *work, int *open);
static enum outcome cut_tail(struct work *work, int64_t size);
static enum outcome see_that_it_is_ours(struct work *work, bool whole);
static enum outcome append_missing(struct work *work);
static enum outcome append_batch(struct work *work, const struct operation_since_rows *rows,
	struct buf *frames);
static enum outcome refuse(struct work *work, const char *reason);

enum outcome
reconcile(struct db *db, struct journal *journal, const struct frame_key *key, struct journal_end *end,
	struct buf *why)
{
	struct work work = {
		.db = db, .journal = journal, .key = key, .why = why, .arena = arena_create(ARENA_BYTES_MAX)
	};
	int64_t size = journal_size(journal);
	enum outcome done = size < 0 ? BROKEN : operation_last(db, work.arena, &work.last);
	if (done == NOT_FOUND)
		work.last = (struct operation_last_row){ 0 };
	if (done == OK || done == NOT_FOUND) {
		done = find_start(&work, size);
		if (done == OK)
			done = roll_forward(&work);
		if (done == INVALID)
			done = cut_tail(&work, size);
		if (done == OK && (int64_t)work.reader.chain.sequence < work.last.sequence)
			done = append_missing(&work);
		*end = (struct journal_end){ work.reader.chain, work.reader.position };
		journal_reader_finish(&work.reader);
	}
	if (done == BROKEN)
		(void)refuse(&work, "a copy could not be read or written");
	arena_destroy(work.arena);
	return done;
}

/* Where the journal holds the database's last frame, byte for byte, all before
 * it is taken as read: start-up must not depend on the length of the journal.
 * Otherwise it is read from the beginning. */
static enum outcome
find_start(struct work *work, int64_t size)
{
	struct frame frame;
	struct journal_end start = { .position = work->last.position };
	struct text kept = { (const char *)work->last.frame.at, work->last.frame.length };
	journal_reader_init(&work->reader, work->journal, NULL, size);
	if (work->last.sequence == 0)
		return OK;
	if (frame_look(kept, &frame) != OK || frame.whole.length != kept.length ||
		(int64_t)frame.sequence != work->last.sequence)
		return refuse(work, "the database's last operation is damaged");
	start.chain.sequence = frame.sequence - 1;
	memcpy(start.chain.digest, frame.previous, FRAME_DIGEST_SIZE);
	journal_reader_finish(&work->reader);
	journal_reader_init(&work->reader, work->journal, &start, size);
	if (start.position >= 0 && journal_next(&work->reader) == OK &&
		text_equal(work->reader.frame.whole, kept))
		return OK;
	journal_reader_finish(&work->reader);
	journal_reader_init(&work->reader, work->journal, NULL, size);
	return OK;
}

/* OK at the journal's end, INVALID where its frames stop before that. */
static enum outcome
roll_forward(struct work *work)
{
	int open = 0;
	enum outcome done;
	while ((done = journal_next(&work->reader)) == OK) {
		done = roll_one(work, &open);
		if (done != OK)
			break;
	}
	if (open > 0 && (done == NOT_FOUND || done == INVALID)) {
		enum outcome committed = db_commit(work->db);
		if (committed != OK)
			done = committed;
	}
	if (db_in_transaction(work->db))
		db_rollback(work->db);
	if (work->rolled_forward > 0 && (done == NOT_FOUND || done == INVALID))
		log_line(LEVEL_WARNING, "journal: %llu operations done again up to %llu",
			(unsigned long long)work->rolled_forward,
			(unsigned long long)work->reader.chain.sequence);
	return done == NOT_FOUND ? OK : done;
}

static enum outcome
roll_one(struct work *work, int *open)
{
	const struct frame *frame = &work->reader.frame;
	if ((int64_t)frame->sequence < work->last.sequence)
		return OK;
	if ((int64_t)frame->sequence == work->last.sequence) {
		struct text kept = { (const char *)work->last.frame.at, work->last.frame.length };
		return text_equal(frame->whole, kept)
			? OK
			: refuse(work, "the two copies hold different operations under one number");
	}
	enum outcome done = *open == 0 ? db_begin(work->db, true) : OK;
	if (done == OK)
		done = operation_apply(work->db, &work->reader.operation);
	if (done == OK)
		done = operation_record(work->db, frame, &work->reader.operation,
			work->reader.position - (int64_t)frame->whole.length);
	if (done == OK && ++*open == BATCH_OPERATIONS) {
		*open = 0;
		done = db_commit(work->db);
	}
	if (done == CONFLICT || done == INVALID)
		return refuse(work, "an operation of the journal cannot be done again to the database");
	work->rolled_forward++;
	return done;
}

static enum outcome
cut_tail(struct work *work, int64_t size)
{
	struct journal_end here = { work->reader.chain, work->reader.position };
	bool whole = journal_holds_whole(&work->reader);
	enum outcome found = journal_search(&work->reader, here.chain.sequence + 1);
	journal_reader_finish(&work->reader);
	journal_reader_init(&work->reader, work->journal, &here, here.position);
	if (found == OK)
		return refuse(work, "the journal is damaged in the middle");
	if (found == NOT_FOUND)
		found = see_that_it_is_ours(work, whole);
	if (found != OK)
		return found;
	log_line(LEVEL_WARNING, "journal: %lld bytes of an unfinished write cut off after operation %llu",
		(long long)(size - here.position), (unsigned long long)here.chain.sequence);
	return journal_cut(work->journal, here.position);
}

/* To the keys of another school, or of another backup, a whole journal looks like one unfinished write; so
 * does the journal of another school to ours. Neither is cut. */
static enum outcome
see_that_it_is_ours(struct work *work, bool whole)
{
	struct frame frame;
	struct operation operation;
	struct text kept = { (const char *)work->last.frame.at, work->last.frame.length };
	if (work->last.sequence > 0 &&
		(frame_look(kept, &frame) != OK ||
			frame_open(&frame, work->key, &work->reader.plain, &operation) != OK))
		return refuse(work,
			"the keys in keys/ do not open this school's operations: are they another school's? "
			"Bring back its own");
	if (work->reader.chain.sequence == 0 && (work->last.sequence > 0 || whole))
		return refuse(work,
			"the second copy begins with no operation of this school: is it another school's "
			"(journal in school.conf)? Nothing of it was touched");
	return OK;
}

static enum outcome
append_missing(struct work *work)
{
	struct buf frames;
	buf_init(&frames, FRAME_BYTES_MAX + APPEND_BYTES);
	uint64_t before = work->reader.chain.sequence;
	enum outcome done = OK;
	while (done == OK && (int64_t)work->reader.chain.sequence < work->last.sequence) {
		struct operation_since_rows rows;
		struct arena *arena = arena_create(ARENA_BYTES_MAX);
		done = operation_since(work->db, (int64_t)work->reader.chain.sequence, BATCH_OPERATIONS,
			arena, &rows);
		if (done == OK)
			done = append_batch(work, &rows, &frames);
		arena_destroy(arena);
	}
	if (done == OK)
		done = journal_sync(work->journal);
	buf_finish(&frames);
	if (done == OK)
		log_line(LEVEL_WARNING, "journal: operations %llu to %lld appended from the database",
			(unsigned long long)before + 1, (long long)work->last.sequence);
	return done;
}

static enum outcome
append_batch(struct work *work, const struct operation_since_rows *rows, struct buf *frames)
{
	if (rows->count == 0)
		return refuse(work, "the database lacks operations in the middle");
	struct journal_end *end = &(struct journal_end){ work->reader.chain, work->reader.position };
	enum outcome done = OK;
	buf_clear(frames);
	for (size_t i = 0; i < rows->count && done == OK; i++) {
		struct frame frame;
		struct operation operation;
		struct text bytes = { (const char *)rows->at[i].frame.at, rows->at[i].frame.length };
		if (frame_look(bytes, &frame) != OK || !frame_follows(&frame, &end->chain) ||
			rows->at[i].position != end->position + (int64_t)frames->length ||
			frame_open(&frame, work->key, &work->reader.plain, &operation) != OK)
			return refuse(work, "the database's operations do not follow those of the journal");
		buf_put_text(frames, frame.whole);
		frame_chain_on(&end->chain, &frame);
		if (frames->length >= APPEND_BYTES || i + 1 == rows->count) {
			done = buf_ok(frames) ? journal_append(work->journal, end->position, buf_text(frames))
					      : BROKEN;
			end->position += (int64_t)frames->length;
			buf_clear(frames);
		}
	}
	work->reader.chain = end->chain;
	work->reader.position = end->position;
	return done;
}

static enum outcome
refuse(struct work *work, const char *reason)
{
	if (work->why)
		buf_printf(work->why, "%s; run campanella verify\n", reason);
	return CONFLICT;
}
