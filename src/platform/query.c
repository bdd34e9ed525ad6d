#include "platform/query.h"

#include <assert.h>
#include <string.h>

static enum outcome fetch_open(struct fetch *fetch);
static enum outcome seal(struct db *db, struct arena *arena, struct cell *cells, size_t count);

struct value
value_of_int(int64_t number)
{
	return (struct value){ .kind = VALUE_INT, .number = number };
}

struct value
value_of_day(struct day day)
{
	if (day_equal(day, DAY_NONE))
		return (struct value){ .kind = VALUE_NULL };
	return value_of_int(day.number);
}

struct value
value_of_minute(struct minute minute)
{
	if (minute.number == MINUTE_NONE.number)
		return (struct value){ .kind = VALUE_NULL };
	return value_of_int(minute.number);
}

struct value
value_of_instant(struct instant instant)
{
	if (instant.ms == 0)
		return (struct value){ .kind = VALUE_NULL };
	return value_of_int(instant.ms);
}

struct value
value_of_text(struct text text)
{
	if (!text.at)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_TEXT, .text = text };
}

struct value
value_of_bytes(struct bytes bytes)
{
	if (!bytes.at)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_BYTES, .bytes = bytes };
}

/* An array of the arena, doubled: what it leaves behind goes with the arena. */
static void *
doubled(struct arena *arena, const void *array, size_t count, size_t *room, size_t each)
{
	*room = count == 0 ? 16 : count * 2;
	void *bigger = arena_take(arena, *room * each, _Alignof(max_align_t));
	if (count > 0)
		memcpy(bigger, array, count * each);
	return bigger;
}

void
fetch_start(struct fetch *fetch, struct db *db, struct arena *arena, const struct query *query,
	const struct value *takes, size_t row_bytes)
{
	*fetch = (struct fetch){ .db = db, .arena = arena, .row_bytes = row_bytes };
	fetch->cursor = db_start(db, query, takes);
}

void *
fetch_row(struct fetch *fetch)
{
	if (!fetch->cursor || !cursor_next(fetch->cursor))
		return NULL;
	if (fetch->count == fetch->room)
		fetch->rows = doubled(fetch->arena, fetch->rows, fetch->count, &fetch->room,
			fetch->row_bytes);
	return (char *)fetch->rows + fetch->count++ * fetch->row_bytes;
}

int64_t
fetch_int(struct fetch *fetch, int column)
{
	struct value value = { 0 };
	cursor_value(fetch->cursor, column, &value);
	assert(value.kind == VALUE_INT || value.kind == VALUE_NULL);
	return value.kind == VALUE_NULL ? 0 : value.number;
}

struct day
fetch_day(struct fetch *fetch, int column)
{
	struct value value = { 0 };
	cursor_value(fetch->cursor, column, &value);
	return value.kind == VALUE_INT ? (struct day){ (int32_t)value.number } : DAY_NONE;
}

struct minute
fetch_minute(struct fetch *fetch, int column)
{
	struct value value = { 0 };
	cursor_value(fetch->cursor, column, &value);
	return value.kind == VALUE_INT ? (struct minute){ (int16_t)value.number } : MINUTE_NONE;
}

struct instant
fetch_instant(struct fetch *fetch, int column)
{
	return (struct instant){ fetch_int(fetch, column) };
}

/* An empty text keeps an address, so that it is not taken for none. */
struct text
fetch_text(struct fetch *fetch, int column)
{
	struct value value = { 0 };
	cursor_value(fetch->cursor, column, &value);
	if (value.kind == VALUE_NULL)
		return (struct text){ 0 };
	assert(value.kind == VALUE_TEXT);
	return value.text.length == 0 ? TEXT("") : text_copy(fetch->arena, value.text);
}

struct bytes
fetch_bytes(struct fetch *fetch, int column)
{
	struct value value = { 0 };
	cursor_value(fetch->cursor, column, &value);
	if (value.kind == VALUE_NULL)
		return (struct bytes){ 0 };
	assert(value.kind == VALUE_BYTES);
	uint8_t *copy = arena_take(fetch->arena, value.bytes.length + 1, 1);
	if (value.bytes.length > 0)
		memcpy(copy, value.bytes.at, value.bytes.length);
	return (struct bytes){ copy, value.bytes.length };
}

void
fetch_sealed(struct fetch *fetch, int column, size_t offset, int64_t subject, int64_t row, const char *name)
{
	struct bytes closed = fetch_bytes(fetch, column);
	if (!closed.at)
		return;
	if (fetch->cell_count == fetch->cell_room) {
		size_t room;
		fetch->cells = doubled(fetch->arena, fetch->cells, fetch->cell_count, &room,
			sizeof(*fetch->cells));
		fetch->cell_places = doubled(fetch->arena, fetch->cell_places, fetch->cell_count, &room,
			sizeof(*fetch->cell_places));
		fetch->cell_room = room;
	}
	fetch->cells[fetch->cell_count] = (struct cell){
		.subject = subject, .row = row, .column = name, .closed = closed
	};
	fetch->cell_places[fetch->cell_count++] = (fetch->count - 1) * fetch->row_bytes + offset;
}

enum outcome
fetch_end(struct fetch *fetch)
{
	enum outcome outcome = fetch->cursor ? cursor_end(fetch->cursor) : BROKEN;
	if (outcome == OK && fetch->cell_count > 0)
		outcome = fetch_open(fetch);
	if (outcome != OK) {
		fetch->rows = NULL;
		fetch->count = 0;
	}
	return outcome;
}

static enum outcome
fetch_open(struct fetch *fetch)
{
	struct sealer *sealer = db_sealer(fetch->db);
	assert(sealer);
	enum outcome outcome = sealer->open(sealer, fetch->arena, fetch->cells, fetch->cell_count);
	if (outcome != OK)
		return outcome;
	for (size_t i = 0; i < fetch->cell_count; i++)
		memcpy((char *)fetch->rows + fetch->cell_places[i], &fetch->cells[i].open,
			sizeof(struct text));
	return OK;
}

enum outcome
query_run(struct db *db, const struct query *query, const struct value *takes)
{
	struct cursor *cursor = db_start(db, query, takes);
	if (!cursor)
		return BROKEN;
	while (cursor_next(cursor))
		;
	return cursor_end(cursor);
}

enum outcome
query_put(struct db *db, struct arena *arena, const struct table *table, struct value *row,
	const struct sealed_column *sealed, int count)
{
	assert(count <= SEALED_COLUMNS_MAX);
	struct cell cells[SEALED_COLUMNS_MAX];
	int where[SEALED_COLUMNS_MAX];
	size_t used = 0;
	for (int i = 0; i < count; i++) {
		const struct sealed_column *column = &sealed[i];
		if (row[column->column].kind == VALUE_NULL)
			continue;
		where[used] = column->column;
		cells[used++] = (struct cell){ .subject = row[column->subject].number,
			.row = row[column->row].number,
			.column = column->name,
			.open = row[column->column].text };
	}
	enum outcome outcome = seal(db, arena, cells, used);
	if (outcome != OK)
		return outcome;
	for (size_t i = 0; i < used; i++)
		row[where[i]] = value_of_bytes(cells[i].closed);
	return db_put(db, table, row);
}

static enum outcome
seal(struct db *db, struct arena *arena, struct cell *cells, size_t count)
{
	size_t found = 0;
	for (; found < count; found++) {
		const struct cell *ahead = db_find_ahead(db, &cells[found]);
		if (!ahead)
			break;
		cells[found].closed = ahead->closed;
	}
	if (found == count)
		return OK;
	struct sealer *sealer = db_sealer(db);
	assert(sealer);
	return sealer->seal(sealer, arena, cells + found, count - found);
}
