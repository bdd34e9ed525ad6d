#ifndef PLATFORM_QUERY_H
#define PLATFORM_QUERY_H

#include "platform/db.h"

/*
 * What sql2c's output calls: values for a statement's parameters, rows into
 * the arena, and sealed cells opened or sealed in one batch, because each
 * batch is a message to the process that holds the keys.
 *
 * A type's "none" is stored as null and comes back as none: DAY_NONE,
 * MINUTE_NONE, instant 0, a text or bytes without an address. A number, a flag,
 * an id or a word of a list is never null in a table; the null of an outer
 * join reads as 0.
 */
struct value value_of_int(int64_t number);
struct value value_of_day(struct day day);
struct value value_of_minute(struct minute minute);
struct value value_of_instant(struct instant instant);
struct value value_of_text(struct text text);
struct value value_of_bytes(struct bytes bytes);

/* A running query and the rows it has given so far. */
struct fetch {
	struct db *db;
	struct arena *arena;
	struct cursor *cursor;
	size_t row_bytes;
	void *rows;
	size_t count, room;
	/* Sealed cells, and where in the rows their text goes: rows may still move. */
	struct cell *cells;
	size_t *cell_places;
	size_t cell_count, cell_room;
};

void fetch_start(struct fetch *fetch, struct db *db, struct arena *arena, const struct query *query,
	const struct value *takes, size_t row_bytes);
/* The next row, zeroed, to be filled by the readers below; NULL after the last. */
void *fetch_row(struct fetch *fetch);
int64_t fetch_int(struct fetch *fetch, int column);
struct day fetch_day(struct fetch *fetch, int column);
struct minute fetch_minute(struct fetch *fetch, int column);
struct instant fetch_instant(struct fetch *fetch, int column);
struct text fetch_text(struct fetch *fetch, int column);   /* copied into the arena */
struct bytes fetch_bytes(struct fetch *fetch, int column); /* copied into the arena */
/* The text at this offset of the row follows when all rows are there. */
void fetch_sealed(struct fetch *fetch, int column, size_t offset, int64_t subject, int64_t row,
	const char *name);
/* Opens what was sealed. When it fails there are no rows. */
enum outcome fetch_end(struct fetch *fetch) MUST_USE;

enum outcome query_run(struct db *db, const struct query *query, const struct value *takes) MUST_USE;

/* One sealed column of a table: its place in the row, and those of its subject and row id. */
struct sealed_column {
	int column;
	int subject;
	int row;
	const char *name;
};
#define SEALED_COLUMNS_MAX 16
/* Seals in place what of the row is not none, and puts it. */
enum outcome query_put(struct db *db, struct arena *arena, const struct table *table, struct value *row,
	const struct sealed_column *sealed, int count) MUST_USE;

#endif
