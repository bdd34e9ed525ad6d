#include "audit/journal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/log.h"

#define WINDOW_BYTES (1024 * 1024)

struct journal {
	int fd;
	const struct frame_key *key;
	struct disk *disk;
	bool locked;
	char path[];
};

static bool replaced(const struct journal *journal);
static bool load(struct journal_reader *reader, size_t length);
static struct text window(const struct journal_reader *reader);
static enum outcome look_here(struct journal_reader *reader);

enum outcome
journal_open(struct journal **out, const struct journal_options *options)
{
	size_t length = strlen(options->path);
	struct journal *journal = malloc(sizeof(*journal) + length + 1);
	*out = NULL;
	if (!journal)
		return BROKEN;
	*journal = (struct journal){ .key = options->key, .disk = options->disk };
	memcpy(journal->path, options->path, length + 1);
	journal->fd = journal->disk->open(journal->disk, journal->path, options->create);
	if (journal->fd >= 0 && options->create &&
		journal->disk->sync_folder(journal->disk, journal->path) != 0) {
		close(journal->fd);
		journal->fd = -1;
	}
	if (journal->fd < 0) {
		enum outcome outcome = errno == ENOENT ? NOT_FOUND : BROKEN;
		free(journal);
		return outcome;
	}
	*out = journal;
	return OK;
}

void
journal_close(struct journal *journal)
{
	if (!journal)
		return;
	assert(!journal->locked);
	close(journal->fd);
	free(journal);
}

enum outcome
journal_lock(struct journal *journal)
{
	assert(!journal->locked);
	for (;;) {
		if (flock(journal->fd, LOCK_EX) != 0) {
			if (errno == EINTR)
				continue;
			return BROKEN;
		}
		journal->locked = true;
		if (!replaced(journal))
			return OK;
		int fd = journal->disk->open(journal->disk, journal->path, false);
		journal_unlock(journal);
		if (fd < 0)
			return BROKEN;
		close(journal->fd);
		journal->fd = fd;
	}
}

void
journal_unlock(struct journal *journal)
{
	assert(journal->locked);
	journal->locked = false;
	flock(journal->fd, LOCK_UN);
}

int64_t
journal_size(struct journal *journal)
{
	return disk_size(journal->fd);
}

enum outcome
journal_append(struct journal *journal, int64_t position, struct text frames)
{
	assert(journal->locked);
	enum outcome got = disk_write_all(journal->disk, journal->fd, frames.at, frames.length, position);
	if (got != OK)
		log_line(LEVEL_FAILURE, "the journal cannot be written: %s", strerror(errno));
	return got;
}

enum outcome
journal_sync(struct journal *journal)
{
	return journal->disk->sync(journal->disk, journal->fd) == 0 ? OK : BROKEN;
}

enum outcome
journal_cut(struct journal *journal, int64_t position)
{
	assert(journal->locked);
	if (journal->disk->truncate(journal->disk, journal->fd, position) != 0)
		return BROKEN;
	return journal_sync(journal);
}

void
journal_reader_init(struct journal_reader *reader, struct journal *journal, const struct journal_end *start,
	int64_t limit)
{
	*reader = (struct journal_reader){ .journal = journal, .limit = limit };
	if (start) {
		reader->position = start->position;
		reader->chain = start->chain;
	}
	reader->window_at = reader->position;
	buf_init(&reader->window, FRAME_BYTES_MAX + WINDOW_BYTES);
	buf_init(&reader->plain, FRAME_BYTES_MAX);
}

void
journal_reader_finish(struct journal_reader *reader)
{
	buf_finish(&reader->window);
	buf_finish(&reader->plain);
}

enum outcome
journal_next(struct journal_reader *reader)
{
	if (reader->position >= reader->limit)
		return NOT_FOUND;
	enum outcome looked = look_here(reader);
	if (looked == OK && !frame_follows(&reader->frame, &reader->chain))
		return INVALID;
	if (looked != OK)
		return looked;
	frame_chain_on(&reader->chain, &reader->frame);
	reader->position += (int64_t)reader->frame.whole.length;
	return OK;
}

bool
journal_holds_whole(struct journal_reader *reader)
{
	int64_t left = reader->limit - reader->position;
	if (left < FRAME_HEADER_SIZE || !load(reader, FRAME_HEADER_SIZE))
		return false;
	size_t size = frame_claims(window(reader));
	return size > 0 && (int64_t)size <= left;
}

enum outcome
journal_search(struct journal_reader *reader, uint64_t sequence)
{
	while (reader->limit - reader->position >= FRAME_HEADER_SIZE) {
		if (!load(reader, FRAME_HEADER_SIZE))
			return BROKEN;
		struct text bytes = window(reader);
		const char *found = memmem(bytes.at, bytes.length, "CJ01", 4);
		if (!found) {
			reader->position += (int64_t)bytes.length - 3;
			continue;
		}
		reader->position += found - bytes.at;
		enum outcome looked = look_here(reader);
		if (looked == BROKEN)
			return BROKEN;
		if (looked == OK && reader->frame.sequence >= sequence) {
			frame_chain_on(&reader->chain, &reader->frame);
			reader->position += (int64_t)reader->frame.whole.length;
			return OK;
		}
		reader->position++;
	}
	return NOT_FOUND;
}

/* The journal was rebuilt under its name while we waited. */
static bool
replaced(const struct journal *journal)
{
	struct stat ours, named;
	if (fstat(journal->fd, &ours) != 0 || stat(journal->path, &named) != 0)
		return false;
	return ours.st_ino != named.st_ino || ours.st_dev != named.st_dev;
}

static struct text
window(const struct journal_reader *reader)
{
	size_t before = (size_t)(reader->position - reader->window_at);
	return (struct text){ reader->window.at + before, reader->window.length - before };
}

/* Sees to it that this many bytes from position on are in the window. */
static bool
load(struct journal_reader *reader, size_t length)
{
	int64_t window_end = reader->window_at + (int64_t)reader->window.length;
	if (reader->position >= reader->window_at && reader->position + (int64_t)length <= window_end)
		return true;
	int64_t left = reader->limit - reader->position;
	if (left < (int64_t)length)
		return false;
	size_t wanted = length > WINDOW_BYTES ? length : WINDOW_BYTES;
	if (left < (int64_t)wanted)
		wanted = (size_t)left;
	char *bytes = malloc(wanted);
	if (!bytes)
		return false;
	int64_t got = disk_read(reader->journal->fd, bytes, wanted, reader->position);
	buf_clear(&reader->window);
	reader->window_at = reader->position;
	if (got > 0)
		buf_put(&reader->window, bytes, (size_t)got);
	free(bytes);
	return buf_ok(&reader->window) && got >= (int64_t)length;
}

/* An authentic frame at position, whatever its place in the chain. The length
 * it claims is believed only as far as the file reaches. */
static enum outcome
look_here(struct journal_reader *reader)
{
	int64_t left = reader->limit - reader->position;
	if (left < FRAME_HEADER_SIZE)
		return INVALID;
	if (!load(reader, FRAME_HEADER_SIZE))
		return BROKEN;
	size_t size = frame_claims(window(reader));
	if (size == 0 || (int64_t)size > left)
		return INVALID;
	if (!load(reader, size))
		return BROKEN;
	enum outcome looked = frame_look(window(reader), &reader->frame);
	if (looked != OK)
		return looked;
	return frame_open(&reader->frame, reader->journal->key, &reader->plain, &reader->operation);
}
