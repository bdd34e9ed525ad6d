#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "platform/change.h"
#include "platform/db_sqlite.h"
#include "platform/table_sql.h"

/* Statements are prepared once per connection and kept. One that is still
 * running when it is wanted again (a query inside the loop over the same
 * query) gets a second one that goes with its cursor. */
#define STATEMENT_SQL_BYTES_MAX 16384

static struct statement *statement_find(struct db *db, const void *key, enum statement_purpose purpose);
static struct statement *statement_make(struct db *db, const void *key, enum statement_purpose purpose);
static enum outcome statement_prepare(struct db *db, struct statement *statement);
static enum outcome prepare(struct db *db, struct text sql, enum statement_rights rights,
	sqlite3_stmt **prepared);
static bool statement_keep(struct db *db, struct statement *statement);
static struct cursor *start(struct db *db, const void *key, enum statement_purpose purpose,
	const struct value *takes, int count);
static int bind(sqlite3_stmt *prepared, int number, const struct value *value);
static enum outcome apply_put(struct db *db, const struct table *table, const struct change *change);

struct cursor *
db_start(struct db *db, const struct query *query, const struct value *takes)
{
	return start(db, query, STATEMENT_QUERY, takes, query->takes);
}

static const struct query columns_stored = {
	.name = "columns_stored",
	.file = "platform/db_statement.c",
	.takes = 1,
	.gives = 2,
	.sqlite = "select name, pk from pragma_table_info(?1) order by cid",
};

struct cursor *
db_columns(struct db *db, const struct value *name)
{
	return start(db, &columns_stored, STATEMENT_OWN, name, 1);
}

static const struct query integrity = {
	.name = "integrity",
	.file = "platform/db_statement.c",
	.gives = 1,
	.sqlite = "pragma integrity_check(1)",
};

enum outcome
db_check(struct db *db)
{
	struct value verdict;
	bool good = false;
	struct cursor *cursor = start(db, &integrity, STATEMENT_OWN, NULL, 0);
	if (cursor_next(cursor)) {
		cursor_value(cursor, 0, &verdict);
		good = text_is(verdict.text, "ok");
	}
	enum outcome done = cursor_end(cursor);
	return done == OK && !good ? BROKEN : done;
}

struct cursor *
db_scan(struct db *db, const struct table *table)
{
	return start(db, table, STATEMENT_SCAN, NULL, 0);
}

bool
cursor_next(struct cursor *cursor)
{
	if (cursor->done)
		return false;
	/* A step may prepare again by itself, after a change of the schema. */
	cursor->db->rights = cursor->statement->rights;
	int result = sqlite3_step(cursor->statement->prepared);
	cursor->db->rights = RIGHTS_NONE;
	if (result == SQLITE_ROW)
		return true;
	cursor->done = true;
	cursor->state = db_outcome(cursor->db, result);
	return false;
}

void
cursor_value(struct cursor *cursor, int column, struct value *value)
{
	sqlite3_stmt *prepared = cursor->statement->prepared;
	assert(!cursor->done && column < sqlite3_column_count(prepared));
	*value = (struct value){ 0 };
	switch (sqlite3_column_type(prepared, column)) {
	case SQLITE_NULL: return;
	case SQLITE_INTEGER:
		value->kind = VALUE_INT;
		value->number = sqlite3_column_int64(prepared, column);
		return;
	case SQLITE_TEXT:
		value->kind = VALUE_TEXT;
		value->text.at = (const char *)sqlite3_column_text(prepared, column);
		value->text.length = (size_t)sqlite3_column_bytes(prepared, column);
		return;
	case SQLITE_BLOB: {
		/* The engine gives NULL for an empty one, which would read as none. */
		const void *at = sqlite3_column_blob(prepared, column);
		value->kind = VALUE_BYTES;
		value->bytes.at = at ? at : (const uint8_t *)"";
		value->bytes.length = (size_t)sqlite3_column_bytes(prepared, column);
		return;
	}
	default: assert(false && "a query gives a real number: no column of ours is one");
	}
}

enum outcome
cursor_end(struct cursor *cursor)
{
	struct statement *statement = cursor->statement;
	enum outcome state = cursor->state;
	if (statement->prepared) {
		sqlite3_reset(statement->prepared);
		sqlite3_clear_bindings(statement->prepared);
	}
	statement->running = false;
	if (!statement->kept) {
		sqlite3_finalize(statement->prepared);
		free(statement);
	}
	return state;
}

enum outcome
db_run_own(struct db *db, const struct query *query)
{
	struct cursor *cursor = start(db, query, STATEMENT_OWN, NULL, 0);
	(void)cursor_next(cursor);
	return cursor_end(cursor);
}

enum outcome
db_put(struct db *db, const struct table *table, const struct value *row)
{
	struct cursor *cursor = start(db, table, STATEMENT_PUT, row, table->column_count);
	(void)cursor_next(cursor);
	enum outcome done = cursor_end(cursor);
	if (done != OK || !table->journalled)
		return done;
	change_put(&db->changes, table, row);
	return buf_ok(&db->changes) ? OK : BROKEN;
}

enum outcome
db_drop(struct db *db, const struct table *table, const struct value *key)
{
	struct cursor *cursor = start(db, table, STATEMENT_DROP, key, table->key_columns);
	(void)cursor_next(cursor);
	enum outcome done = cursor_end(cursor);
	if (done == OK && sqlite3_changes64(db->engine) == 0)
		return NOT_FOUND;
	if (done != OK || !table->journalled)
		return done;
	change_drop(&db->changes, table, key);
	return buf_ok(&db->changes) ? OK : BROKEN;
}

enum outcome
db_apply(struct db *db, const struct change *change)
{
	const struct table *table = table_named(change->table);
	if (!table)
		return OK;
	if (change->kind == CHANGE_PUT)
		return apply_put(db, table, change);
	if (change->count != table->key_columns)
		return INVALID;
	struct cursor *cursor = start(db, table, STATEMENT_DROP, change->values, change->count);
	(void)cursor_next(cursor);
	return cursor_end(cursor);
}

void
db_statements_finish(struct db *db)
{
	for (size_t i = 0; i < db->statement_room; i++) {
		if (!db->statements[i])
			continue;
		assert(!db->statements[i]->running);
		sqlite3_finalize(db->statements[i]->prepared);
		free(db->statements[i]);
	}
	free(db->statements);
}

static struct cursor *
start(struct db *db, const void *key, enum statement_purpose purpose, const struct value *takes, int count)
{
	struct statement *statement = statement_find(db, key, purpose);
	if (!statement || statement->running)
		statement = statement_make(db, key, purpose);
	struct cursor *cursor = &statement->cursor;
	*cursor = (struct cursor){ .db = db, .statement = statement };
	statement->running = true;
	if (!statement->prepared)
		cursor->state = statement_prepare(db, statement);
	for (int i = 0; i < count && cursor->state == OK; i++)
		cursor->state = db_outcome(db, bind(statement->prepared, i + 1, &takes[i]));
	cursor->done = cursor->state != OK;
	return cursor;
}

/* Values are bound without a copy: they live until cursor_end. */
static int
bind(sqlite3_stmt *prepared, int number, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL: return sqlite3_bind_null(prepared, number);
	case VALUE_INT: return sqlite3_bind_int64(prepared, number, value->number);
	case VALUE_TEXT:
		return sqlite3_bind_text64(prepared, number, value->text.at ? value->text.at : "",
			value->text.length, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BYTES:
		return sqlite3_bind_blob64(prepared, number,
			value->bytes.at ? value->bytes.at : (const void *)"", value->bytes.length,
			SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static size_t
statement_slot(const struct db *db, const void *key, enum statement_purpose purpose)
{
	uint64_t mixed = ((uint64_t)(uintptr_t)key ^ (uint64_t)purpose) * 0x9e3779b97f4a7c15u;
	return (size_t)(mixed >> 32) & (db->statement_room - 1);
}

static struct statement *
statement_find(struct db *db, const void *key, enum statement_purpose purpose)
{
	if (db->statement_room == 0)
		return NULL;
	size_t slot = statement_slot(db, key, purpose);
	for (; db->statements[slot]; slot = (slot + 1) & (db->statement_room - 1))
		if (db->statements[slot]->key == key && db->statements[slot]->purpose == purpose)
			return db->statements[slot];
	return NULL;
}

static struct statement *
statement_make(struct db *db, const void *key, enum statement_purpose purpose)
{
	struct statement *statement = calloc(1, sizeof(*statement));
	assert(statement);
	statement->key = key;
	statement->purpose = purpose;
	if (!statement_find(db, key, purpose))
		statement->kept = statement_keep(db, statement);
	return statement;
}

static bool
statement_keep(struct db *db, struct statement *statement)
{
	if (db->statement_count * 2 >= db->statement_room) {
		size_t room = db->statement_room ? db->statement_room * 2 : 64;
		struct statement **before = db->statements,
				 **grown = calloc(room, sizeof(struct statement *));
		assert(grown);
		size_t room_before = db->statement_room;
		db->statements = grown;
		db->statement_room = room;
		db->statement_count = 0;
		for (size_t i = 0; i < room_before; i++)
			if (before[i])
				(void)statement_keep(db, before[i]);
		free(before);
	}
	size_t slot = statement_slot(db, statement->key, statement->purpose);
	while (db->statements[slot])
		slot = (slot + 1) & (db->statement_room - 1);
	db->statements[slot] = statement;
	db->statement_count++;
	return true;
}

static enum outcome
statement_prepare(struct db *db, struct statement *statement)
{
	const struct table *table = statement->key;
	struct buf sql;
	buf_init(&sql, STATEMENT_SQL_BYTES_MAX);
	statement->rights = RIGHTS_ROW;
	switch (statement->purpose) {
	case STATEMENT_QUERY:
	case STATEMENT_OWN:
		buf_put_text(&sql, text_of(((const struct query *)statement->key)->sqlite));
		statement->rights = statement->purpose == STATEMENT_OWN ? RIGHTS_OWN : RIGHTS_QUERY;
		break;
	case STATEMENT_PUT: table_put_sql(&sql, table, DIALECT_SQLITE); break;
	case STATEMENT_DROP: table_drop_sql(&sql, table, DIALECT_SQLITE); break;
	case STATEMENT_SCAN: table_scan_sql(&sql, table); break;
	}
	enum outcome prepared = !buf_ok(&sql)
		? BROKEN
		: prepare(db, buf_text(&sql), statement->rights, &statement->prepared);
	buf_finish(&sql);
	return prepared;
}

static enum outcome
prepare(struct db *db, struct text sql, enum statement_rights rights, sqlite3_stmt **prepared)
{
	db->rights = rights;
	int result = sqlite3_prepare_v3(db->engine, sql.at, (int)sql.length, SQLITE_PREPARE_PERSISTENT,
		prepared, NULL);
	db->rights = RIGHTS_NONE;
	return db_outcome(db, result);
}

/* Mostly the columns are today's, in today's order, and the kept statement
 * does. For the rest one is made for the columns that still exist. */
static enum outcome
apply_put(struct db *db, const struct table *table, const struct change *change)
{
	int columns[CHANGE_VALUES_MAX], count = 0, keys = 0;
	struct value values[CHANGE_VALUES_MAX];
	bool same = change->count == table->column_count;
	for (int i = 0; i < change->count; i++) {
		int column = i < table->column_count && text_is(change->names[i], table->columns[i].name)
			? i
			: -1;
		same = same && column == i;
		for (int c = 0; c < table->column_count && column < 0; c++)
			if (text_is(change->names[i], table->columns[c].name))
				column = c;
		if (column < 0)
			continue;
		keys += column < table->key_columns;
		columns[count] = column;
		values[count++] = change->values[i];
	}
	if (keys != table->key_columns)
		return INVALID;
	if (same) {
		struct cursor *cursor = start(db, table, STATEMENT_PUT, change->values, change->count);
		(void)cursor_next(cursor);
		return cursor_end(cursor);
	}
	struct buf sql;
	buf_init(&sql, STATEMENT_SQL_BYTES_MAX);
	table_put_some_sql(&sql, table, columns, count, DIALECT_SQLITE);
	sqlite3_stmt *prepared = NULL;
	enum outcome done = buf_ok(&sql) ? prepare(db, buf_text(&sql), RIGHTS_ROW, &prepared) : BROKEN;
	for (int i = 0; i < count && done == OK; i++)
		done = db_outcome(db, bind(prepared, i + 1, &values[i]));
	if (done == OK)
		done = db_outcome(db, sqlite3_step(prepared));
	sqlite3_finalize(prepared);
	buf_finish(&sql);
	return done;
}
