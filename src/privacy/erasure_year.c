/*
 * The rows of a past school year, of every table whose columns data.policy puts
 * into the class "register": a table that is added there is cleared without a
 * line here. A row is of the year that it names, or whose class or group it
 * names, or in which its last day, or else its instant, lies. One whose last day
 * is open is still in use; and so is what has a state, such as a device.
 */
#include <string.h>

#include "platform/change.h"
#include "privacy/erasure.h"
#include "privacy/erasure.sql.h"

#define ROWS_MAX 500 /* in one operation */
#define DAY_MS   ((int64_t)24 * 3600 * 1000)

enum part { PART_YEAR, PART_CLASS, PART_SUBGROUP, PART_FIRST_DAY, PART_LAST_DAY, PART_INSTANT, PARTS };

struct part_columns {
	int at[PARTS]; /* place in the row, -1 */
};
struct past_year {
	struct school_year_id id;
	struct day first_day, last_day;
	struct classes_of_past_year_rows classes;
	struct subgroups_of_past_year_rows subgroups;
};

static enum outcome load_year(struct db *db, struct arena *arena, struct school_year_id id,
	struct past_year *year);
static bool columns_of(const struct table *table, struct part_columns *columns);
static bool is_of_year(const struct past_year *year, const struct part_columns *columns,
	const struct value *row);
static enum outcome find_keys(struct db *db, struct arena *arena, const struct past_year *year,
	const struct table *table, const struct part_columns *columns, size_t max, struct value *keys,
	size_t *count);

enum outcome
erasure_of_year(struct db *db, struct arena *arena, struct school_year_id id, uint64_t *rows, bool *more)
{
	struct past_year year;
	enum outcome got = load_year(db, arena, id, &year);
	size_t left = ROWS_MAX;
	for (const struct table *table = tables; got == OK && table < tables + table_count && left > 0;
		table++) {
		struct part_columns columns;
		if (!columns_of(table, &columns))
			continue;
		struct value *keys = arena_array(arena, struct value, left * (size_t)table->key_columns);
		size_t count;
		got = find_keys(db, arena, &year, table, &columns, left, keys, &count);
		for (size_t i = 0; got == OK && i < count; i++)
			got = db_drop(db, table, &keys[i * (size_t)table->key_columns]);
		left -= count;
		*rows += got == OK ? count : 0;
	}
	*more = got == OK && left == 0;
	return got;
}

enum outcome
erasure_year_has_rows(struct db *db, struct arena *arena, struct school_year_id id, bool *has)
{
	struct past_year year;
	enum outcome got = load_year(db, arena, id, &year);
	*has = false;
	for (const struct table *table = tables; got == OK && table < tables + table_count && !*has;
		table++) {
		struct part_columns columns;
		struct value key[CHANGE_VALUES_MAX];
		size_t count = 0;
		if (columns_of(table, &columns))
			got = find_keys(db, arena, &year, table, &columns, 1, key, &count);
		*has = count > 0;
	}
	return got;
}

static enum outcome
load_year(struct db *db, struct arena *arena, struct school_year_id id, struct past_year *year)
{
	struct past_year_row row;
	enum outcome got = past_year(db, id, arena, &row);
	if (got != OK)
		return got;
	*year = (struct past_year){ .id = id, .first_day = row.first_day, .last_day = row.last_day };
	got = classes_of_past_year(db, id, arena, &year->classes);
	return got == OK ? subgroups_of_past_year(db, id, arena, &year->subgroups) : got;
}

/* False for a table that is not of the class register, or of no year. */
static bool
columns_of(const struct table *table, struct part_columns *columns)
{
	*columns = (struct part_columns){ { -1, -1, -1, -1, -1, -1 } };
	bool kept_as_register = false, in_use = false;
	int place = 0;
	for (int i = 0; i < stored_column_count; i++) {
		const struct stored_column *column = &stored_columns[i];
		if (strcmp(column->table, table->name) != 0)
			continue;
		kept_as_register |= retentions[column->retention].from == KEPT_AFTER_YEAR;
		enum part part = PARTS;
		if (strcmp(column->type, "school_year_id") == 0)
			part = PART_YEAR;
		else if (strcmp(column->type, "class_id") == 0)
			part = PART_CLASS;
		else if (strcmp(column->type, "subgroup_id") == 0)
			part = PART_SUBGROUP;
		else if (strcmp(column->type, "day") == 0)
			part = columns->at[PART_FIRST_DAY] < 0 ? PART_FIRST_DAY : PART_LAST_DAY;
		else if (strcmp(column->type, "instant") == 0)
			part = PART_INSTANT;
		in_use |= text_ends(text_of(column->type), "_state");
		if (part != PARTS && columns->at[part] < 0)
			columns->at[part] = place;
		place++;
	}
	return table->journalled && kept_as_register &&
		(columns->at[PART_YEAR] >= 0 || columns->at[PART_CLASS] >= 0 ||
			columns->at[PART_SUBGROUP] >= 0 || columns->at[PART_FIRST_DAY] >= 0 ||
			(columns->at[PART_INSTANT] >= 0 && !in_use));
}

static bool
is_of_year(const struct past_year *year, const struct part_columns *columns, const struct value *row)
{
	if (columns->at[PART_YEAR] >= 0)
		return row[columns->at[PART_YEAR]].number == year->id.v;
	if (columns->at[PART_CLASS] >= 0) {
		for (size_t i = 0; i < year->classes.count; i++)
			if (row[columns->at[PART_CLASS]].number == year->classes.at[i].id.v)
				return true;
		return false;
	}
	if (columns->at[PART_SUBGROUP] >= 0) {
		for (size_t i = 0; i < year->subgroups.count; i++)
			if (row[columns->at[PART_SUBGROUP]].number == year->subgroups.at[i].id.v)
				return true;
		return false;
	}
	if (columns->at[PART_FIRST_DAY] < 0) {
		int64_t day = row[columns->at[PART_INSTANT]].number / DAY_MS;
		return day >= year->first_day.number && day <= year->last_day.number;
	}
	int place = columns->at[columns->at[PART_LAST_DAY] >= 0 ? PART_LAST_DAY : PART_FIRST_DAY];
	return row[place].kind == VALUE_INT && row[place].number >= year->first_day.number &&
		row[place].number <= year->last_day.number;
}

static enum outcome
find_keys(struct db *db, struct arena *arena, const struct past_year *year, const struct table *table,
	const struct part_columns *columns, size_t max, struct value *keys, size_t *count)
{
	struct value row[CHANGE_VALUES_MAX];
	struct cursor *cursor = db_scan(db, table);
	*count = 0;
	while (*count < max && cursor_next(cursor)) {
		for (int i = 0; i < table->column_count; i++)
			cursor_value(cursor, i, &row[i]);
		if (!is_of_year(year, columns, row))
			continue;
		for (int i = 0; i < table->key_columns; i++) {
			struct value *key = &keys[*count * (size_t)table->key_columns + (size_t)i];
			*key = row[i];
			key->text = text_copy(arena, row[i].text);
		}
		++*count;
	}
	return cursor_end(cursor);
}
