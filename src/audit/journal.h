#ifndef AUDIT_JOURNAL_H
#define AUDIT_JOURNAL_H

#include "audit/frame.h"
#include "platform/disk.h"

/*
 * The second copy: a file of frames, only ever appended to, best on another
 * disk than the database. Every process that writes (web, jobs, a command)
 * holds the lock of the file while it does, and looks first where the end is.
 *
 * What stands after the last whole, authentic frame is a torn tail if nothing
 * authentic comes after it: a write that never finished and was never answered.
 * If something does, the file is damaged, and only verify touches it.
 */
struct journal;

struct journal_options {
	const char *path;
	bool create;
	const struct frame_key *key; /* borrowed */
	struct disk *disk;
};
enum outcome journal_open(struct journal **journal, const struct journal_options *options) MUST_USE;
void journal_close(struct journal *journal); /* NULL is fine */

/* Waits for the other processes. A file that was replaced under its name
 * meanwhile is opened anew. */
enum outcome journal_lock(struct journal *journal) MUST_USE;
void journal_unlock(struct journal *journal);

/* Where a copy ends: the last frame, and the first byte after it. */
struct journal_end {
	struct frame_chain chain;
	int64_t position;
};
int64_t journal_size(struct journal *journal); /* -1 on failure */

/* Under the lock. BROKEN: the file may hold a part; cut it back. */
enum outcome journal_append(struct journal *journal, int64_t position, struct text frames) MUST_USE;
enum outcome journal_sync(struct journal *journal) MUST_USE;
enum outcome journal_cut(struct journal *journal, int64_t position) MUST_USE; /* and syncs */

/* Reads frames one after the other. */
struct journal_reader {
	struct journal *journal;
	int64_t position; /* of the next frame */
	int64_t limit;    /* nothing behind it is looked at */
	struct frame_chain chain;
	struct buf window; /* bytes from window_at on */
	int64_t window_at;
	struct buf plain;
	struct frame frame; /* the current one; borrows from the window */
	struct operation operation;
};
void journal_reader_init(struct journal_reader *reader, struct journal *journal,
	const struct journal_end *start, int64_t limit);
void journal_reader_finish(struct journal_reader *reader);
/* The next frame: OK and it follows the chain, which moves on. NOT_FOUND at
 * the limit, INVALID when no authentic frame that follows stands here. */
enum outcome journal_next(struct journal_reader *reader) MUST_USE;
/* Whether a frame stands at position that is as long as it says, authentic or not. */
bool journal_holds_whole(struct journal_reader *reader);
/* From position on, the next authentic frame with at least this sequence,
 * wherever it stands; it becomes the current one and the chain follows it. */
enum outcome journal_search(struct journal_reader *reader, uint64_t sequence) MUST_USE;

#endif
