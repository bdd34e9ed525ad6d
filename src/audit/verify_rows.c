#include "audit/verify_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/change.h"

/*
 * A row is known by the bytes of a drop of it (table and key), found through a
 * small hash table. Only so many are named; the rest is counted.
 */
#define SLOTS           4096
#define ARENA_BYTES_MAX (16u * 1024 * 1024)
_Static_assert(SLOTS > 2 * VERIFY_NAMED_MAX, "room in the table");

struct row {
	const struct table *table;
	const struct table_column *column;
	enum difference_kind kind;
	uint64_t operation;
	struct text name; /* the drop */
	struct text key;  /* in print */
};

struct verify_rows {
	struct arena *arena;
	struct buf name;
	struct row rows[VERIFY_NAMED_MAX];
	size_t count;
	uint64_t unnamed[DIFFERENCES];
	uint16_t slots[SLOTS]; /* place in rows, plus one */
};

static size_t find_slot(const struct verify_rows *rows, struct text name);
static struct text print_key(struct arena *arena, const struct table *table, const struct value *key);
static bool key_of(const struct table *table, const struct change *change, struct value *key);

struct verify_rows *
verify_rows_create(void)
{
	struct verify_rows *rows = calloc(1, sizeof(*rows));
	assert(rows);
	rows->arena = arena_create(ARENA_BYTES_MAX);
	buf_init(&rows->name, FRAME_BYTES_MAX);
	return rows;
}

void
verify_rows_destroy(struct verify_rows *rows)
{
	if (!rows)
		return;
	arena_destroy(rows->arena);
	buf_finish(&rows->name);
	free(rows);
}

enum outcome
verify_rows_note(void *context, const struct table_diff *diff)
{
	static const enum difference_kind kinds[] = {
		[ROW_ONLY_IN_ONE] = DIFFERENCE_ROW_EXTRA,
		[ROW_ONLY_IN_OTHER] = DIFFERENCE_ROW_MISSING,
		[ROW_DIFFERS] = DIFFERENCE_CELL,
	};
	struct verify_rows *rows = context;
	enum difference_kind kind = kinds[diff->difference];
	if (rows->count == VERIFY_NAMED_MAX) {
		rows->unnamed[kind]++;
		return OK;
	}
	buf_clear(&rows->name);
	change_drop(&rows->name, diff->table, diff->key);
	struct row *row = &rows->rows[rows->count++];
	*row = (struct row){ .table = diff->table,
		.column = diff->column,
		.kind = kind,
		.name = text_copy(rows->arena, buf_text(&rows->name)),
		.key = print_key(rows->arena, diff->table, diff->key) };
	rows->slots[find_slot(rows, row->name)] = (uint16_t)rows->count;
	return OK;
}

size_t
verify_rows_count(const struct verify_rows *rows)
{
	return rows->count;
}

void
verify_rows_see(struct verify_rows *rows, uint64_t sequence, const struct operation *operation)
{
	struct text rest = operation->changes;
	struct change change;
	while (change_next(&rest, &change) == OK) {
		struct value key[CHANGE_VALUES_MAX];
		const struct table *table = table_named(change.table);
		if (!table || !key_of(table, &change, key))
			continue;
		buf_clear(&rows->name);
		change_drop(&rows->name, table, key);
		uint16_t place = rows->slots[find_slot(rows, buf_text(&rows->name))];
		if (place > 0)
			rows->rows[place - 1].operation = sequence;
	}
}

void
verify_rows_report(const struct verify_rows *rows, const struct verify_options *options,
	struct verify_summary *summary)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->rows[i];
		struct difference difference = { .kind = row->kind,
			.operation = row->operation,
			.table = row->table->name,
			.column = row->column ? row->column->name : NULL,
			.key = row->key };
		summary->differences[row->kind]++;
		summary->all++;
		if (options->found)
			options->found(options->context, &difference);
	}
	for (int kind = 0; kind < DIFFERENCES; kind++) {
		summary->differences[kind] += rows->unnamed[kind];
		summary->all += rows->unnamed[kind];
	}
}

/* FNV-1a. Nobody gains by making rows collide here. */
static size_t
find_slot(const struct verify_rows *rows, struct text name)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < name.length; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * 0x100000001b3u;
	size_t slot = (size_t)(hash ^ hash >> 32) % SLOTS;
	while (rows->slots[slot] > 0 && !text_equal(rows->rows[rows->slots[slot] - 1].name, name))
		slot = (slot + 1) % SLOTS;
	return slot;
}

static struct text
print_key(struct arena *arena, const struct table *table, const struct value *key)
{
	struct buf out;
	buf_init(&out, 4096);
	for (int i = 0; i < table->key_columns; i++) {
		buf_printf(&out, "%s", i > 0 ? ", " : "");
		if (key[i].kind == VALUE_INT)
			buf_printf(&out, "%lld", (long long)key[i].number);
		else if (key[i].kind == VALUE_TEXT)
			buf_put_text(&out, key[i].text);
		else
			buf_printf(&out, "(%zu bytes)", key[i].bytes.length);
	}
	struct text print = text_copy(arena, buf_text(&out));
	buf_finish(&out);
	return print;
}

static bool
key_of(const struct table *table, const struct change *change, struct value *key)
{
	if (change->kind == CHANGE_DROP) {
		memcpy(key, change->values, (size_t)change->count * sizeof(*key));
		return change->count == table->key_columns;
	}
	int found = 0;
	for (int i = 0; i < change->count; i++)
		for (int k = 0; k < table->key_columns; k++)
			if (text_is(change->names[i], table->columns[k].name)) {
				key[k] = change->values[i];
				found++;
			}
	return found == table->key_columns;
}
