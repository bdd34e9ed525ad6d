#include "audit/repair.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/operation.h"
#include "platform/change.h"

#define WRITE_BYTES (1024 * 1024)

static enum outcome flush(struct disk *disk, int fd, struct buf *frames, int64_t *position);
static enum outcome carry_table(struct db *damaged, struct db *made, const struct table *table,
	uint64_t *rows);
static bool path_put(char path[PATH_MAX], const char *name, const char *ending);
static enum outcome move_aside(struct disk *disk, const char *path, const char *aside, const char *part);

enum outcome
repair_journal_write(struct copies *copies, struct disk *disk, const char *path)
{
	char path_new[PATH_MAX];
	struct buf frames;
	int64_t position = 0;
	if (!path_put(path_new, path, ".new"))
		return BROKEN;
	(void)unlink(path_new);
	int fd = disk->open(disk, path_new, true);
	if (fd < 0)
		return BROKEN;
	buf_init(&frames, FRAME_BYTES_MAX + WRITE_BYTES);
	enum outcome done;
	while ((done = copies_next(copies)) == OK) {
		buf_put_text(&frames, copies->frame.whole);
		if (frames.length >= WRITE_BYTES)
			done = flush(disk, fd, &frames, &position);
		if (done != OK)
			break;
	}
	if (done == NOT_FOUND)
		done = flush(disk, fd, &frames, &position);
	if (done == OK && disk->sync(disk, fd) != 0)
		done = BROKEN;
	buf_finish(&frames);
	close(fd);
	return done;
}

enum outcome
repair_journal_replace(struct disk *disk, const char *path)
{
	char path_new[PATH_MAX];
	if (!path_put(path_new, path, ".new") || disk->rename(disk, path_new, path) != 0)
		return BROKEN;
	return disk->sync_folder(disk, path) == 0 ? OK : BROKEN;
}

enum outcome
repair_operations(struct copies *copies, struct db *db)
{
	enum outcome done;
	while ((done = copies_next(copies)) == OK) {
		if (copies->database == COPY_GOOD)
			continue;
		done = operation_forget(db, (int64_t)copies->sequence);
		if (done == OK)
			done = operation_record(db, &copies->frame, &copies->operation, copies->position);
		if (done != OK)
			return done;
	}
	return done == NOT_FOUND ? OK : done;
}

enum outcome
repair_row(struct db *db, const struct table_diff *diff)
{
	if (diff->other)
		return db_put(db, diff->table, diff->other);
	return db_drop(db, diff->table, diff->key);
}

enum outcome
repair_carry_over(const char *database_path, struct db *made, uint64_t *rows)
{
	struct db *damaged;
	char aside[PATH_MAX];
	*rows = 0;
	/* A repair was killed between the two names: all there was stands under the second. */
	if (access(database_path, F_OK) != 0 && path_put(aside, database_path, ".damaged"))
		database_path = aside;
	if (db_open(&damaged, &(struct db_options){ .path = database_path, .read_only = true }) != OK)
		return OK;
	enum outcome done = OK;
	for (const struct table *table = tables; table < tables + table_count && done == OK; table++)
		if (!table->journalled && strcmp(table->name, "operation") != 0 &&
			strcmp(table->name, "schema_version") != 0)
			done = carry_table(damaged, made, table, rows);
	db_close(damaged);
	return done;
}

enum outcome
repair_database_replace(struct disk *disk, const char *made_path, const char *path, const char *aside)
{
	char damaged[PATH_MAX];
	if (!aside && !path_put(damaged, path, ".damaged"))
		return BROKEN;
	aside = aside ? aside : damaged;
	int fd = open(made_path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return BROKEN;
	int synced = disk->sync(disk, fd);
	close(fd);
	if (synced != 0)
		return BROKEN;
	enum outcome done = move_aside(disk, path, aside, "-wal");
	if (done == OK)
		done = move_aside(disk, path, aside, "-shm");
	if (done == OK)
		done = move_aside(disk, path, aside, "");
	if (done == OK && disk->rename(disk, made_path, path) != 0)
		done = BROKEN;
	return done == OK && disk->sync_folder(disk, path) == 0 ? OK : BROKEN;
}

static enum outcome
flush(struct disk *disk, int fd, struct buf *frames, int64_t *position)
{
	if (!buf_ok(frames))
		return BROKEN;
	enum outcome done = disk_write_all(disk, fd, frames->at, frames->length, *position);
	*position += (int64_t)frames->length;
	buf_clear(frames);
	return done;
}

/* What cannot be read any more is lost with the damaged file: no failure. */
static enum outcome
carry_table(struct db *damaged, struct db *made, const struct table *table, uint64_t *rows)
{
	struct value row[CHANGE_VALUES_MAX];
	enum outcome done = OK;
	struct cursor *cursor = db_scan(damaged, table);
	while (done == OK && cursor_next(cursor)) {
		for (int i = 0; i < table->column_count; i++)
			cursor_value(cursor, i, &row[i]);
		done = db_put(made, table, row);
		*rows += done == OK;
	}
	if (cursor_end(cursor) != OK)
		return done;
	return done;
}

static bool
path_put(char path[PATH_MAX], const char *name, const char *ending)
{
	int length = snprintf(path, PATH_MAX, "%s%s", name, ending);
	return length > 0 && length < PATH_MAX;
}

static enum outcome
move_aside(struct disk *disk, const char *path, const char *aside, const char *part)
{
	char from[PATH_MAX], to[PATH_MAX];
	if (!path_put(from, path, part) || !path_put(to, aside, part))
		return BROKEN;
	return disk->rename(disk, from, to) == 0 || errno == ENOENT ? OK : BROKEN;
}
