#include "audit/copies.h"

#define BATCH_OPERATIONS 256
#define ARENA_BYTES_MAX  (1024u * 1024 * 1024)

static enum outcome look_in_journal(struct copies *copies, bool *usable);
static enum outcome search_journal(struct copies *copies);
static enum outcome load_rows(struct copies *copies);
static bool database_has_more(const struct copies *copies);
static bool look_in_database(struct copies *copies, struct frame *frame, struct operation *operation);
static void take(struct copies *copies, const struct frame *frame, const struct operation *operation);

void
copies_init(struct copies *copies, struct journal *journal, int64_t limit, struct db *db,
	const struct frame_key *key)
{
	*copies = (struct copies){ .db = db, .key = key, .arena = arena_create(ARENA_BYTES_MAX) };
	journal_reader_init(&copies->reader, journal, NULL, limit);
	buf_init(&copies->plain, FRAME_BYTES_MAX);
}

void
copies_finish(struct copies *copies)
{
	journal_reader_finish(&copies->reader);
	buf_finish(&copies->plain);
	arena_destroy(copies->arena);
}

enum outcome
copies_next(struct copies *copies)
{
	struct frame frame = { 0 };
	struct operation operation;
	bool usable;
	copies->sequence = copies->chain.sequence + 1;
	copies->known = copies->fork = false;
	enum outcome done = load_rows(copies);
	if (done == OK)
		done = look_in_journal(copies, &usable);
	if (done != OK)
		return done;
	bool database_usable = look_in_database(copies, &frame, &operation);
	if (usable)
		take(copies, &copies->reader.frame, &copies->reader.operation);
	else if (database_usable)
		take(copies, &frame, &operation);
	if (copies->known) {
		if (copies->ended && copies->journal == COPY_DAMAGED)
			copies->torn_bytes = 0; /* this operation's frame was there, and nobody's else */
		copies->fork = usable && database_usable && !text_equal(frame.whole, copies->frame.whole);
		return OK;
	}
	if (!copies->ahead && !database_has_more(copies))
		return NOT_FOUND;
	copies->chain.sequence = copies->sequence;
	copies->chain_lost = true;
	return OK;
}

static void
take(struct copies *copies, const struct frame *frame, const struct operation *operation)
{
	copies->known = true;
	copies->frame = *frame;
	copies->operation = *operation;
	copies->position = copies->position_next;
	copies->position_next += (int64_t)frame->whole.length;
	copies->chain_lost = false;
	frame_chain_on(&copies->chain, frame);
}

static bool
is_due(const struct copies *copies, const struct frame *frame)
{
	return copies->chain_lost ? frame->sequence == copies->sequence
				  : frame_follows(frame, &copies->chain);
}

static enum outcome
look_in_journal(struct copies *copies, bool *usable)
{
	struct journal_reader *reader = &copies->reader;
	*usable = false;
	copies->journal = copies->ended ? COPY_LACKS : COPY_GOOD;
	if (copies->ended)
		return OK;
	if (!copies->ahead) {
		enum outcome done = search_journal(copies);
		if (done != OK || copies->journal != COPY_GOOD)
			return done;
	}
	if (reader->frame.sequence > copies->sequence) {
		copies->ahead = true;
		copies->journal = copies->rubbish ? COPY_DAMAGED : COPY_LACKS;
		copies->rubbish = false; /* told once */
		return OK;
	}
	copies->ahead = false;
	*usable = is_due(copies, &reader->frame);
	if (!*usable || copies->rubbish)
		copies->journal = COPY_DAMAGED;
	return OK;
}

/* The next authentic frame with this number or a later one. */
static enum outcome
search_journal(struct copies *copies)
{
	struct journal_reader *reader = &copies->reader;
	int64_t before = reader->position;
	copies->rubbish = false;
	reader->chain = copies->chain;
	enum outcome done = journal_next(reader);
	if (done == OK)
		return OK;
	if (done == INVALID) {
		done = journal_search(reader, copies->sequence);
		copies->rubbish = reader->position - (int64_t)reader->frame.whole.length > before;
		if (done == OK)
			return OK;
	}
	if (done != NOT_FOUND)
		return done;
	copies->ended = true;
	copies->torn_bytes = reader->limit - before;
	copies->journal = copies->torn_bytes > 0 ? COPY_DAMAGED : COPY_LACKS;
	return OK;
}

static enum outcome
load_rows(struct copies *copies)
{
	if (!copies->db || copies->row < copies->rows.count)
		return OK;
	if (copies->rows.count > 0 && copies->rows.count < BATCH_OPERATIONS)
		return OK;
	arena_reset(copies->arena);
	copies->row = 0;
	return operation_since(copies->db, (int64_t)copies->sequence - 1, BATCH_OPERATIONS, copies->arena,
		&copies->rows);
}

static bool
database_has_more(const struct copies *copies)
{
	return copies->row < copies->rows.count;
}

static bool
look_in_database(struct copies *copies, struct frame *frame, struct operation *operation)
{
	copies->database = COPY_LACKS;
	if (!database_has_more(copies) || copies->rows.at[copies->row].sequence != (int64_t)copies->sequence)
		return false;
	const struct operation_since_row *row = &copies->rows.at[copies->row++];
	struct text bytes = { (const char *)row->frame.at, row->frame.length };
	copies->database = COPY_DAMAGED;
	if (frame_look(bytes, frame) != OK || frame->whole.length != bytes.length || !is_due(copies, frame) ||
		frame_open(frame, copies->key, &copies->plain, operation) != OK)
		return false;
	if (row->position == copies->position_next && row->id.v == operation->id)
		copies->database = COPY_GOOD;
	return true;
}
