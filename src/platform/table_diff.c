#include "platform/table_diff.h"

#include <string.h>

#include "platform/change.h"

struct side {
	struct cursor *cursor;
	bool row;
	struct value values[CHANGE_VALUES_MAX];
};

static void step(struct side *side, const struct table *table);
static int compare_values(const struct value *one, const struct value *other);
static int compare_bytes(const void *one, size_t one_length, const void *other, size_t other_length);
static int compare_keys(const struct side *one, const struct side *other, const struct table *table);
static const struct table_column *first_difference(const struct side *one, const struct side *other,
	const struct table *table);

enum outcome
table_diff(struct db *db_one, struct db *db_other, const struct table *table,
	enum outcome (*found)(void *context, const struct table_diff *diff), void *context, uint64_t *rows)
{
	struct side one = { .cursor = db_scan(db_one, table) },
		    other = { .cursor = db_scan(db_other, table) };
	enum outcome done = OK;
	step(&one, table);
	step(&other, table);
	while (done == OK && (one.row || other.row)) {
		int order = !other.row ? -1 : !one.row ? 1 : compare_keys(&one, &other, table);
		struct table_diff diff = { .table = table,
			.difference = order < 0 ? ROW_ONLY_IN_ONE
				: order > 0     ? ROW_ONLY_IN_OTHER
						: ROW_DIFFERS,
			.key = order > 0 ? other.values : one.values,
			.other = order < 0 ? NULL : other.values };
		if (order == 0)
			diff.column = first_difference(&one, &other, table);
		if (order != 0 || diff.column)
			done = found(context, &diff);
		*rows += order >= 0;
		if (order <= 0)
			step(&one, table);
		if (order >= 0)
			step(&other, table);
	}
	enum outcome end_one = cursor_end(one.cursor), end_other = cursor_end(other.cursor);
	return done != OK ? done : end_one != OK ? end_one : end_other;
}

static void
step(struct side *side, const struct table *table)
{
	side->row = cursor_next(side->cursor);
	for (int i = 0; side->row && i < table->column_count; i++)
		cursor_value(side->cursor, i, &side->values[i]);
}

static int
compare_keys(const struct side *one, const struct side *other, const struct table *table)
{
	int order = 0;
	for (int i = 0; i < table->key_columns && order == 0; i++)
		order = compare_values(&one->values[i], &other->values[i]);
	return order;
}

static const struct table_column *
first_difference(const struct side *one, const struct side *other, const struct table *table)
{
	for (int i = table->key_columns; i < table->column_count; i++)
		if (compare_values(&one->values[i], &other->values[i]) != 0)
			return &table->columns[i];
	return NULL;
}

/* The order in which the engine sorts. */
static int
compare_values(const struct value *one, const struct value *other)
{
	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	switch (one->kind) {
	case VALUE_INT: return (one->number > other->number) - (one->number < other->number);
	case VALUE_TEXT:
		return compare_bytes(one->text.at, one->text.length, other->text.at, other->text.length);
	case VALUE_BYTES:
		return compare_bytes(one->bytes.at, one->bytes.length, other->bytes.at, other->bytes.length);
	default: return 0;
	}
}

static int
compare_bytes(const void *one, size_t one_length, const void *other, size_t other_length)
{
	size_t shorter = one_length < other_length ? one_length : other_length;
	int order = shorter > 0 ? memcmp(one, other, shorter) : 0;
	return order ? order : (one_length > other_length) - (one_length < other_length);
}
