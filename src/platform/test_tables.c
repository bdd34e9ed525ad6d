#include "platform/test_tables.h"

#include <assert.h>

#define COLUMNS(...)                                                                                         \
	.columns = (const struct table_column[]){ __VA_ARGS__ },                                             \
	.column_count = (int)(sizeof((const struct table_column[]){ __VA_ARGS__ }) /                         \
		sizeof(struct table_column))

const struct table tables[] = {
	{ .name = "schema_version",
		COLUMNS({ "number" }, { "name" }, { "checksum" }, { "applied_at" }),
		.key_columns = 1 },
	{ .name = "operation",
		COLUMNS({ "sequence" }, { "id" }, { "recorded_at" }, { "position" }, { "frame" }),
		.key_columns = 1 },
	{ .name = "attendance",
		COLUMNS({ "day" }, { "class" }, { "pupil" }, { "status" }, { "note" }),
		.key_columns = 3,
		.journalled = true },
	{ .name = "setting", COLUMNS({ "name" }, { "value" }), .key_columns = 1, .journalled = true },
	{ .name = "enrolled", COLUMNS({ "class" }, { "pupil" }), .key_columns = 2, .journalled = true },
	{ .name = "session", COLUMNS({ "token" }, { "seen_at" }), .key_columns = 1 },
};
const int table_count = sizeof(tables) / sizeof(tables[0]);

const struct schema_step test_steps[] = {
	{ 0, "0000-schema",
		"create table schema_version (number integer not null, name text not null,"
		"checksum blob not null, applied_at integer not null, primary key (number)) strict;" },
	{ 1, "0001-register",
		"create table attendance (day integer not null, class integer not null,"
		"pupil integer not null, status integer not null, note text default 'none',"
		"primary key (day, class, pupil)) strict, without rowid;"
		"create table setting (name text not null, value text not null, primary key (name)) strict;"
		"create table enrolled (class integer not null, pupil integer not null,"
		"primary key (class, pupil)) strict;" },
	{ 2, "0002-session",
		"create table session (token integer not null, seen_at integer not null,"
		"primary key (token)) strict;" },
	{ 3, "0003-operation",
		"create table operation (sequence integer not null, id integer not null,"
		"recorded_at integer not null, position integer not null, frame blob not null,"
		"primary key (sequence)) strict; create unique index operation_by_id on operation(id);" },
};
const int test_step_count = sizeof(test_steps) / sizeof(test_steps[0]);

const struct table *
test_table(const char *name)
{
	const struct table *table = table_named(text_of(name));
	assert(table);
	return table;
}

struct value
test_int(int64_t number)
{
	return (struct value){ .kind = VALUE_INT, .number = number };
}

struct value
test_text(const char *text)
{
	return (struct value){ .kind = VALUE_TEXT, .text = text_of(text) };
}

struct value
test_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}
