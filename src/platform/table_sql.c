#include "platform/table_sql.h"

#include <assert.h>

#include "platform/change.h"

/* Names are quoted: a column may be called what a later engine reserves. */

static void put_columns(struct buf *out, const struct table *table, const int *columns, int count);
static void put_key_match(struct buf *out, const struct table *table, enum dialect dialect);

void
table_put_sql(struct buf *out, const struct table *table, enum dialect dialect)
{
	int columns[CHANGE_VALUES_MAX];
	assert(table->column_count <= CHANGE_VALUES_MAX);
	for (int i = 0; i < table->column_count; i++)
		columns[i] = i;
	table_put_some_sql(out, table, columns, table->column_count, dialect);
}

/* An upsert, not "insert or replace": replacing would delete the row first and
 * take with it what refers to it. */
void
table_put_some_sql(struct buf *out, const struct table *table, const int *columns, int count,
	enum dialect dialect)
{
	buf_printf(out, "insert into \"%s\" (", table->name);
	put_columns(out, table, columns, count);
	buf_printf(out, ") values (");
	for (int i = 0; i < count; i++)
		buf_printf(out, "%s%c%d", i ? ", " : "", dialect == DIALECT_SQLITE ? '?' : '$', i + 1);
	buf_printf(out, ") on conflict (");
	for (int i = 0; i < table->key_columns; i++)
		buf_printf(out, "%s\"%s\"", i ? ", " : "", table->columns[i].name);
	buf_printf(out, ") do ");
	bool first = true;
	for (int i = 0; i < count; i++) {
		if (columns[i] < table->key_columns)
			continue;
		const char *name = table->columns[columns[i]].name;
		buf_printf(out, "%s\"%s\" = excluded.\"%s\"", first ? "update set " : ", ", name, name);
		first = false;
	}
	if (first)
		buf_printf(out, "nothing");
}

void
table_drop_sql(struct buf *out, const struct table *table, enum dialect dialect)
{
	buf_printf(out, "delete from \"%s\"", table->name);
	put_key_match(out, table, dialect);
}

void
table_scan_sql(struct buf *out, const struct table *table)
{
	buf_printf(out, "select ");
	put_columns(out, table, NULL, table->column_count);
	buf_printf(out, " from \"%s\" order by ", table->name);
	put_columns(out, table, NULL, table->key_columns);
}

static void
put_columns(struct buf *out, const struct table *table, const int *columns, int count)
{
	for (int i = 0; i < count; i++)
		buf_printf(out, "%s\"%s\"", i ? ", " : "", table->columns[columns ? columns[i] : i].name);
}

static void
put_key_match(struct buf *out, const struct table *table, enum dialect dialect)
{
	assert(table->key_columns > 0);
	for (int i = 0; i < table->key_columns; i++)
		buf_printf(out, "%s\"%s\" = %c%d", i ? " and " : " where ", table->columns[i].name,
			dialect == DIALECT_SQLITE ? '?' : '$', i + 1);
}

const struct table *
table_named(struct text name)
{
	for (int i = 0; i < table_count; i++)
		if (text_is(name, tables[i].name))
			return &tables[i];
	return NULL;
}
