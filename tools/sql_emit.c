#include <string.h>

#include "sql2c.h"

/*
 * The C of each query. What all have in common stands in platform/query.h; a
 * function made here only names its cells and their types.
 */
static void prototype(const struct policy *policy, const struct block *block, struct out *out);
static void emit_query(const struct sql_file *file, const struct block *block, struct out *out);
static void emit_reader(const struct policy *policy, const struct block *block, struct out *out);
static void emit_grant(const struct block *block, struct out *out);
static void emit_fetch(const struct policy *policy, const struct block *block, struct out *out);
static void emit_put(const struct policy *policy, const struct block *block, struct out *out);
static void emit_drop(const struct policy *policy, const struct block *block, struct out *out);

static const char *
c_type(const struct policy *policy, const char *type)
{
	const char *known = type_in_c(policy, type);
	return known ? known : keep_printf("enum %s", type); /* of a header the file uses */
}

/* A value made of an expression of this type. */
static const char *
value_of(const char *type, const char *expression)
{
	static const char *const own[] = { "day", "minute", "instant", "text", "bytes" };
	for (int i = 0; i < 5; i++)
		if (strcmp(type, own[i]) == 0)
			return keep_printf("value_of_%s(%s)", type, expression);
	return keep_printf("value_of_int(%s%s)", expression, type_is_id(type) ? ".v" : "");
}

/* An expression that reads cell i as this type. */
static const char *
fetch_of(const struct policy *policy, const char *type, int i)
{
	static const char *const own[] = { "day", "minute", "instant", "text", "bytes" };
	for (int k = 0; k < 5; k++)
		if (strcmp(type, own[k]) == 0)
			return keep_printf("fetch_%s(fetch, %d)", type, i);
	if (strcmp(type, "int") == 0)
		return keep_printf("fetch_int(fetch, %d)", i);
	if (strcmp(type, "flag") == 0)
		return keep_printf("fetch_int(fetch, %d) != 0", i);
	if (type_is_id(type))
		return keep_printf("(%s){ fetch_int(fetch, %d) }", c_type(policy, type), i);
	return keep_printf("(%s)fetch_int(fetch, %d)", c_type(policy, type), i);
}

/* The struct of a row: one of the query's own, or the table's record. */
static const char *
row_type(const struct block *block)
{
	return block->whole ? keep_printf("struct %s_record", block->whole->name)
			    : keep_printf("struct %s_row", block->name);
}

void
emit_sql_header(const struct policy *policy, const struct sql_file *file, const char *path, struct out *out)
{
	const char *guard = guard_of(path);
	out_printf(out,
		"/* Made by sql2c from %s.sql. */\n#ifndef %s\n#define %s\n\n#include \"platform/db.h\"\n"
		"#include \"records.h\"\n",
		file->stem, guard, guard);
	for (int i = 0; i < file->use_count; i++)
		out_printf(out, "#include \"%s\"\n", file->uses[i]);
	out_printf(out, "\nstruct grant;\n");
	for (int b = 0; b < file->block_count; b++) {
		const struct block *block = &file->blocks[b];
		out_printf(out, "\n");
		for (int i = 0; i < block->note_count; i++)
			out_printf(out, "%s %s%s\n", i == 0 ? "/*" : " *", block->notes[i],
				i + 1 == block->note_count ? " */" : "");
		if (block->gives.count > 0 && !block->whole) {
			out_printf(out, "struct %s_row {\n", block->name);
			for (int i = 0; i < block->gives.count; i++)
				out_printf(out, "\t%s %s;\n", c_type(policy, block->gives.at[i].type),
					name_in_c(block->gives.at[i].name));
			out_printf(out, "};\n");
		}
		if (block->shape == MANY)
			out_printf(out, "struct %s_rows {\n\t%s *at;\n\tsize_t count;\n};\n", block->name,
				row_type(block));
		out_printf(out, "enum outcome ");
		prototype(policy, block, out);
		out_printf(out, " MUST_USE;\n");
	}
	out_printf(out, "\n#endif\n");
}

void
emit_sql_source(const struct policy *policy, const struct sql_file *file, struct out *out)
{
	out_printf(out,
		"/* Made by sql2c from %s.sql. */\n#include \"%s.sql.h\"\n\n#include \"platform/query.h\"\n"
		"#include \"privacy/grant.h\"\n",
		file->stem, file->stem);
	for (int b = 0; b < file->block_count; b++) {
		const struct block *block = &file->blocks[b];
		out_printf(out, "\n");
		if (block->shape == PUT) {
			emit_put(policy, block, out);
		} else if (block->shape == DROP) {
			emit_drop(policy, block, out);
		} else {
			emit_query(file, block, out);
			if (block->gives.count > 0)
				emit_reader(policy, block, out);
			emit_fetch(policy, block, out);
		}
	}
}

/* NAME(struct db *db, ...), without an end. */
static void
prototype(const struct policy *policy, const struct block *block, struct out *out)
{
	out_printf(out, "%s(struct db *db", block->name);
	if (block->thing)
		out_printf(out, ", const struct grant *grant");
	for (int i = 0; i < block->takes.count; i++)
		out_printf(out, ", %s %s", c_type(policy, block->takes.at[i].type),
			name_in_c(block->takes.at[i].name));
	for (int i = 0; block->shape == DROP && i < block->table->key_count; i++)
		out_printf(out, ", %s %s", c_type(policy, block->table->columns[i].type),
			name_in_c(block->table->columns[i].name));
	if (block->shape == ONE)
		out_printf(out, ", struct arena *arena, %s *row", row_type(block));
	else if (block->shape == MANY)
		out_printf(out, ", struct arena *arena, struct %s_rows *rows", block->name);
	else if (block->shape == PUT)
		out_printf(out, ", struct arena *arena, const struct %s_record *record", block->table->name);
	out_printf(out, ")");
}

/* The statement as a C string, a line of it a line. */
static void
emit_statement(const char *text, char mark, struct out *out)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		size_t whole = length + (text[length] == '\n');
		char *line = keep_text(text, whole);
		for (char *at = line; *at; at++)
			if (*at == PARAMETER)
				*at = mark;
		out_printf(out, "\n\t\t");
		out_literal(out, line, whole);
		text += whole;
	}
}

static void
emit_query(const struct sql_file *file, const struct block *block, struct out *out)
{
	out_printf(out,
		"extern const struct query query_%s;\nconst struct query query_%s = {\n\t.name = \"%s\",\n"
		"\t.file = \"%s.sql:%d\",\n\t.sqlite =",
		block->name, block->name, block->name, file->stem, block->place.line);
	emit_statement(block->everywhere.text, '?', out);
	out_printf(out, ",\n\t.postgres =");
	emit_statement(block->postgres.text ? block->postgres.text : block->everywhere.text, '$', out);
	out_printf(out, ",\n\t.takes = %d,\n\t.gives = %d,\n\t.writes = %d,\n};\n\n",
		block->takes.count + block_binds_subject(block), block->gives.count, block->shape == RUN);
}

/* Sealed cells come last: they need the row and subject that were read. */
static void
emit_reader(const struct policy *policy, const struct block *block, struct out *out)
{
	const struct items *gives = &block->gives;
	out_printf(out, "static void\n%s_read(struct fetch *fetch, %s *row)\n{\n", block->name,
		row_type(block));
	for (int i = 0; i < gives->count; i++)
		if (!gives->at[i].column || !gives->at[i].column->subject)
			out_printf(out, "\trow->%s = %s;\n", name_in_c(gives->at[i].name),
				fetch_of(policy, gives->at[i].type, i));
	for (int i = 0; i < gives->count; i++) {
		const struct item *item = &gives->at[i];
		if (item->column && item->column->subject)
			out_printf(out,
				"\tfetch_sealed(fetch, %d, offsetof(%s, %s), row->%s.v, row->%s.v,\n"
				"\t\t\"%s.%s\");\n",
				i, row_type(block), name_in_c(item->name),
				name_in_c(gives->at[item->under_item].name),
				name_in_c(gives->at[item->by_item].name), item->table->name,
				item->column->name);
	}
	out_printf(out, "}\n\n");
}

static void
emit_start(const struct policy *policy, const struct block *block, struct out *out)
{
	out_printf(out, "enum outcome\n");
	prototype(policy, block, out);
	out_printf(out, "\n{\n");
	emit_grant(block, out);
}

static void
emit_grant(const struct block *block, struct out *out)
{
	if (!block->thing)
		return;
	const char *thing = upper(block->thing->name);
	out_printf(out, "\tgrant_require(grant, %s, %s, SUBJECT_%s, ", upper(block->verb->name), thing,
		upper(block->of->name));
	for (int i = 0; i < block->field_count; i++)
		out_printf(out, "%sFIELD_%s_%s", i > 0 ? " | " : "", thing, upper(block->fields[i]));
	if (block->field_count == 0)
		out_printf(out, "FIELDS_%s", thing);
	out_printf(out, ");\n");
}

static void
emit_fetch(const struct policy *policy, const struct block *block, struct out *out)
{
	emit_start(policy, block, out);
	const char *takes = "NULL";
	if (block->takes.count + block_binds_subject(block) > 0) {
		takes = "takes";
		out_printf(out, "\tconst struct value takes[] = {\n");
		if (block_binds_subject(block))
			out_printf(out, "\t\tvalue_of_int(grant_subject(grant)),\n");
		for (int i = 0; i < block->takes.count; i++)
			out_printf(out, "\t\t%s,\n",
				value_of(block->takes.at[i].type, name_in_c(block->takes.at[i].name)));
		out_printf(out, "\t};\n");
	}
	if (block->shape == RUN) {
		out_printf(out, "\treturn query_run(db, &query_%s, %s);\n}\n", block->name, takes);
		return;
	}
	out_printf(out,
		"\tstruct fetch fetch;\n\tfetch_start(&fetch, db, arena, &query_%s, %s, sizeof(%s));\n",
		block->name, takes, row_type(block));
	if (block->shape == ONE) {
		out_printf(out,
			"\t%s *first = fetch_row(&fetch);\n\tif (first)\n\t\t%s_read(&fetch, first);\n"
			"\tenum outcome got = fetch_end(&fetch);\n\tif (got == OK && fetch.count == 0)\n\t\treturn NOT_FOUND;\n"
			"\tif (got == OK)\n\t\t*row = *(const %s *)fetch.rows;\n\treturn got;\n}\n",
			row_type(block), block->name, row_type(block));
	} else {
		out_printf(out,
			"\t%s *row;\n\twhile ((row = fetch_row(&fetch)))\n\t\t%s_read(&fetch, row);\n"
			"\tenum outcome got = fetch_end(&fetch);\n\trows->at = fetch.rows;\n\trows->count = fetch.count;\n"
			"\treturn got;\n}\n",
			row_type(block), block->name);
	}
}

static int
column_index(const struct table *table, const char *name)
{
	return (int)(column_find(table, name) - table->columns);
}

static void
emit_put(const struct policy *policy, const struct block *block, struct out *out)
{
	const struct table *table = block->table;
	emit_start(policy, block, out);
	if (block->subject_column)
		out_printf(out, "\tgrant_require_subject(grant, record->%s.v);\n",
			name_in_c(block->subject_column));
	out_printf(out, "\tstruct value row[] = {\n");
	int sealed = 0;
	for (int i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		out_printf(out, "\t\t%s,\n",
			value_of(column->type, keep_printf("record->%s", name_in_c(column->name))));
		sealed += column->subject != NULL;
	}
	out_printf(out, "\t};\n");
	if (sealed > 0)
		out_printf(out, "\tstatic const struct sealed_column sealed[] = {\n");
	for (int i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		if (column->subject)
			out_printf(out, "\t\t{ %d, %d, %d, \"%s.%s\" },\n", i,
				column_index(table, column->subject), column_index(table, column->row),
				table->name, column->name);
	}
	if (sealed > 0)
		out_printf(out, "\t};\n");
	out_printf(out, "\treturn query_put(db, arena, &tables[TABLE_%s], row, %s, %d);\n}\n",
		upper(table->name), sealed > 0 ? "sealed" : "NULL", sealed);
}

static void
emit_drop(const struct policy *policy, const struct block *block, struct out *out)
{
	const struct table *table = block->table;
	emit_start(policy, block, out);
	if (block->subject_column)
		out_printf(out, "\tgrant_require_subject(grant, %s.v);\n", name_in_c(block->subject_column));
	out_printf(out, "\tconst struct value key[] = {\n");
	for (int i = 0; i < table->key_count; i++)
		out_printf(out, "\t\t%s,\n",
			value_of(table->columns[i].type, name_in_c(table->columns[i].name)));
	out_printf(out, "\t};\n\treturn db_drop(db, &tables[TABLE_%s], key);\n}\n", upper(table->name));
}
