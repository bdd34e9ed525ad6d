#include "platform/migrate.h"

#include <sodium.h>
#include <string.h>

#include "platform/query.h"

#define CHECKSUM_BYTES 32

static const struct query tables_stored = {
	.name = "tables_stored",
	.file = "platform/migrate.c",
	.gives = 1,
	.sqlite =
		"select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
};
static const struct query steps_applied = {
	.name = "steps_applied",
	.file = "platform/migrate.c",
	.gives = 3,
	.sqlite = "select number, name, checksum from schema_version order by number",
};
static const struct query step_remember = {
	.name = "step_remember",
	.file = "platform/migrate.c",
	.takes = 4,
	.writes = true,
	.sqlite = "insert into schema_version (number, name, checksum, applied_at) values (?1, ?2, ?3, ?4)",
};

static enum outcome has_versions(struct db *db, bool *versions, bool *others);
static enum outcome count_applied(struct db *db, const struct schema_step *steps, int count, int *applied,
	struct buf *why);
static enum outcome check_step(struct cursor *cursor, const struct schema_step *step, struct buf *why);
static enum outcome apply(struct db *db, const struct schema_step *step, struct instant now, struct buf *why);
static enum outcome check_table(struct db *db, struct text name, struct buf *why, bool *all);
static enum outcome check_missing(struct db *db, struct buf *why, bool *all);
static void say(struct buf *why, const char *before, struct text about, const char *after);

enum outcome
migrate(struct db *db, const struct schema_step *steps, int count, struct instant now, struct buf *why)
{
	bool versions = false, others = false;
	int applied = 0;
	enum outcome done = has_versions(db, &versions, &others);
	if (done == OK && !versions && others) {
		say(why, "this is not a database of Campanella: it has tables, but not ",
			TEXT("schema_version"), "");
		return CONFLICT;
	}
	if (done == OK && versions)
		done = count_applied(db, steps, count, &applied, why);
	for (int i = applied; i < count && done == OK; i++)
		done = apply(db, &steps[i], now, why);
	return done;
}

enum outcome
migrate_check(struct db *db, struct buf *why)
{
	bool all = true;
	struct value name;
	enum outcome done = OK;
	struct cursor *cursor = db_start(db, &tables_stored, NULL);
	while (done == OK && cursor_next(cursor)) {
		cursor_value(cursor, 0, &name);
		done = check_table(db, name.text, why, &all);
	}
	enum outcome ended = cursor_end(cursor);
	if (done == OK)
		done = ended;
	if (done == OK)
		done = check_missing(db, why, &all);
	return done == OK && !all ? CONFLICT : done;
}

static enum outcome
has_versions(struct db *db, bool *versions, bool *others)
{
	struct value name;
	struct cursor *cursor = db_start(db, &tables_stored, NULL);
	while (cursor_next(cursor)) {
		cursor_value(cursor, 0, &name);
		*(text_is(name.text, "schema_version") ? versions : others) = true;
	}
	return cursor_end(cursor);
}

static enum outcome
count_applied(struct db *db, const struct schema_step *steps, int count, int *applied, struct buf *why)
{
	enum outcome done = OK;
	struct cursor *cursor = db_start(db, &steps_applied, NULL);
	while (done == OK && cursor_next(cursor)) {
		done = check_step(cursor, *applied < count ? &steps[*applied] : NULL, why);
		(*applied)++;
	}
	enum outcome ended = cursor_end(cursor);
	return done == OK ? ended : done;
}

static void
checksum_of(const struct schema_step *step, uint8_t checksum[CHECKSUM_BYTES])
{
	crypto_generichash(checksum, CHECKSUM_BYTES, (const unsigned char *)step->sql, strlen(step->sql),
		NULL, 0);
}

/* The row under the cursor against the step that stands at its place. */
static enum outcome
check_step(struct cursor *cursor, const struct schema_step *step, struct buf *why)
{
	struct value number, name, checksum;
	uint8_t wanted[CHECKSUM_BYTES];
	cursor_value(cursor, 0, &number);
	cursor_value(cursor, 1, &name);
	cursor_value(cursor, 2, &checksum);
	if (!step || number.number < step->number) {
		say(why, "this database was made by a newer program: it has the schema step ", name.text,
			", which this one does not know");
		return CONFLICT;
	}
	if (number.number > step->number) {
		say(why, "the schema step ", text_of(step->name),
			" was never applied to this database, but a later one was");
		return CONFLICT;
	}
	checksum_of(step, wanted);
	if (checksum.bytes.length == CHECKSUM_BYTES && memcmp(checksum.bytes.at, wanted, CHECKSUM_BYTES) == 0)
		return OK;
	say(why, "the schema step ", text_of(step->name),
		" was changed after it had been applied to this database");
	return CONFLICT;
}

static enum outcome
apply(struct db *db, const struct schema_step *step, struct instant now, struct buf *why)
{
	uint8_t checksum[CHECKSUM_BYTES];
	checksum_of(step, checksum);
	struct value row[] = {
		{ .kind = VALUE_INT, .number = step->number },
		{ .kind = VALUE_TEXT, .text = text_of(step->name) },
		{ .kind = VALUE_BYTES, .bytes = { checksum, CHECKSUM_BYTES } },
		{ .kind = VALUE_INT, .number = now.ms },
	};
	enum outcome done = db_begin(db, true);
	if (done != OK)
		return done;
	done = db_script(db, text_of(step->sql));
	if (done == OK)
		done = query_run(db, &step_remember, row);
	if (done == OK)
		return db_commit(db);
	db_rollback(db);
	say(why, "the schema step ", text_of(step->name), " failed");
	return done;
}

static int
declared_column(const struct table *table, struct text name)
{
	for (int i = 0; i < table->column_count; i++)
		if (text_is(name, table->columns[i].name))
			return i;
	return -1;
}

/* Every column of a stored table is declared, and the key is the declared one. */
static enum outcome
check_table(struct db *db, struct text name, struct buf *why, bool *all)
{
	const struct table *table = table_named(name);
	struct value takes = { .kind = VALUE_TEXT, .text = name }, column, key;
	int found = 0, keys = 0;
	struct cursor *cursor = db_columns(db, &takes);
	while (cursor_next(cursor)) {
		cursor_value(cursor, 0, &column);
		cursor_value(cursor, 1, &key);
		int place = table ? declared_column(table, column.text) : -1;
		found += place >= 0;
		if (place >= 0 && key.number == (place < table->key_columns ? place + 1 : 0)) {
			keys += key.number > 0;
			continue;
		}
		if (why)
			buf_printf(why, "the column %.*s.%.*s is %s\n", TEXT_ARG(name), TEXT_ARG(column.text),
				place < 0 ? "stored but not declared in data.policy"
					  : "declared with another key");
		*all = false;
	}
	if (table && (found != table->column_count || keys != table->key_columns)) {
		say(why, "the table ", name, " lacks a column that data.policy declares");
		*all = false;
	}
	return cursor_end(cursor);
}

static enum outcome
check_missing(struct db *db, struct buf *why, bool *all)
{
	enum outcome done = OK;
	for (int i = 0; i < table_count && done == OK; i++) {
		struct value takes = { .kind = VALUE_TEXT, .text = text_of(tables[i].name) };
		struct cursor *cursor = db_columns(db, &takes);
		if (!cursor_next(cursor)) {
			say(why, "the table ", takes.text, " is declared in data.policy but not stored");
			*all = false;
		}
		done = cursor_end(cursor);
	}
	return done;
}

static void
say(struct buf *why, const char *before, struct text about, const char *after)
{
	if (why)
		buf_printf(why, "%s%.*s%s\n", before, TEXT_ARG(about), after);
}
