#include <string.h>

#include "sql2c.h"

/*
 * What can be told of a block when all of it has been read: that its statement
 * only does what its shape may, that sealed cells come with what opens them,
 * that it shows no field its grant does not name.
 */
static void check_sealed_items(struct block *block);
static void check_fields(const struct block *block);
static void number_parameters(const struct block *block, struct statement *statement);
static void spell_out_whole(const struct table *table, struct statement *statement);

/* run may only touch what has no second copy: put and drop write the journal. */
static void
check_statement(const struct policy *policy, const struct block *block, const struct statement *statement)
{
	const char *at = statement->text;
	const char *first = take_name(&at);
	bool reads = first && (strcmp(first, "select") == 0 || strcmp(first, "with") == 0);
	if (block->shape != RUN) {
		if (!reads)
			fail(statement->place, "a query of the shape %s begins with select or with",
				sql_shape_words[block->shape]);
		return;
	}
	const char *second = NULL;
	if (first && strcmp(first, "update") == 0)
		second = take_name(&at);
	else if (first && (strcmp(first, "insert") == 0 || strcmp(first, "delete") == 0) &&
		(second = take_name(&at)) &&
		strcmp(second, strcmp(first, "insert") == 0 ? "into" : "from") == 0)
		second = take_name(&at);
	else
		fail(statement->place,
			"a statement of the shape run begins with insert into, update or delete from");
	const struct table *table = second ? table_find(policy, second) : NULL;
	if (!table)
		fail(statement->place, "\"%s\" is not a table (data.policy)", second ? second : "");
	if (table->journalled)
		fail(statement->place,
			"%s is journalled: write it with put and drop, so that both copies agree",
			table->name);
}

void
sql_file_check(const struct policy *policy, const struct sql_file *file)
{
	for (int i = 0; i < file->block_count; i++) {
		struct block *block = &file->blocks[i];
		if (block->everywhere.text)
			check_statement(policy, block, &block->everywhere);
		if (block->postgres.text)
			check_statement(policy, block, &block->postgres);
	}
}

/* All that can be told when the block has ended. */
void
sql_block_finish(struct block *block)
{
	if (block->table)
		return;
	if (!block->everywhere.text)
		fail(block->place, "%s has no statement", block->name);
	if (block->shape != RUN && block->gives.count == 0)
		fail(block->place, "%s must say what it gives", block->name);
	check_sealed_items(block);
	check_fields(block);
	if (block->whole)
		spell_out_whole(block->whole, &block->everywhere);
	if (block->whole && block->postgres.text)
		spell_out_whole(block->whole, &block->postgres);
	number_parameters(block, &block->everywhere);
	if (block->postgres.text)
		number_parameters(block, &block->postgres);
}

/* TABLE.* becomes its columns in the order of data.policy, which is that of the
 * record; the database's own order may be another after a migration. */
static void
spell_out_whole(const struct table *table, struct statement *statement)
{
	const char *whole = keep_printf("%s.*", table->name);
	const char *at = strstr(statement->text, whole);
	if (!at || strstr(at + 1, whole))
		fail(statement->place, "\"%s\" is given and must stand in the statement, once", whole);
	struct out out = { 0 };
	out_put(&out, statement->text, (size_t)(at - statement->text));
	for (int i = 0; i < table->count; i++)
		out_printf(&out, "%s%s.%s", i > 0 ? ", " : "", table->name, table->columns[i].name);
	out_printf(&out, "%s", at + strlen(whole));
	statement->text = out.at;
}

static int
item_named(const struct items *items, const char *name)
{
	for (int i = 0; i < items->count; i++)
		if (strcmp(items->at[i].name, name) == 0)
			return i;
	return -1;
}

static int
item_of_column(const struct items *items, const struct table *table, const char *column)
{
	for (int i = 0; i < items->count; i++)
		if (items->at[i].table == table && strcmp(items->at[i].column->name, column) == 0)
			return i;
	return -1;
}

/* A sealed cell opens only with its row and its subject: both must be given. */
static void
check_sealed_items(struct block *block)
{
	struct items *gives = &block->gives;
	for (int i = 0; i < gives->count; i++) {
		struct item *item = &gives->at[i];
		if (!item->column || !item->column->subject)
			continue;
		const struct column *column = item->column;
		const char *under = item->under;
		if (!under && item->by && strcmp(column->subject, column->row) == 0)
			under = item->by;
		item->by_item = item->by ? item_named(gives, item->by)
					 : item_of_column(gives, item->table, column->row);
		item->under_item = under ? item_named(gives, under)
					 : item_of_column(gives, item->table, column->subject);
		if (item->by_item < 0)
			fail(item->place, "%s.%s is sealed: give its row %s.%s, or name it with \"by\"",
				item->table->name, column->name, item->table->name, column->row);
		if (item->under_item < 0)
			fail(item->place,
				"%s.%s is sealed: give its subject %s.%s, or name it with \"under\"",
				item->table->name, column->name, item->table->name, column->subject);
		if (!type_is_id(gives->at[item->by_item].type) ||
			!type_is_id(gives->at[item->under_item].type))
			fail(item->place, "%s.%s is sealed: its row and subject are ids", item->table->name,
				column->name);
	}
}

/* What is given of the thing must be among the fields that are needed. */
static void
check_fields(const struct block *block)
{
	if (!block->thing || block->field_count == 0)
		return;
	for (int i = 0; i < block->gives.count; i++) {
		const struct item *item = &block->gives.at[i];
		if (!item->column || !item->column->thing ||
			strcmp(item->column->thing, block->thing->name) != 0)
			continue;
		if (type_is_id(item->type))
			continue; /* an id alone tells nothing, and rows need it */
		int f = 0;
		while (f < block->field_count && strcmp(block->fields[f], item->column->field) != 0)
			f++;
		if (f == block->field_count)
			fail(item->place, "%s.%s shows the %s of %s, which \"needs\" does not name",
				item->table->name, item->column->name, item->column->field,
				block->thing->name);
	}
}

/* :name becomes PARAMETER and its number. Quoted text and "::" stay. */
static void
number_parameters(const struct block *block, struct statement *statement)
{
	struct out out = { 0 };
	int subject = block_binds_subject(block);
	bool used[65] = { false };
	struct place place = statement->place;
	out_put(&out, "", 0);
	if (block->takes.count > 63)
		fail(place, "%s takes more than 63 values", block->name);
	const char *at = statement->text;
	char quote = 0;
	for (; *at && !(*at == ';' && !quote); at++) {
		place.line += *at == '\n';
		const char *name_at = at + 1;
		if (quote || *at == '\'' || *at == '"') {
			if (quote == 0)
				quote = *at;
			else if (*at == quote)
				quote = 0;
		} else if (*at == ':' && at[1] == ':') {
			out_put(&out, at++, 1);
		} else if (*at == '-' && at[1] == '-') {
			at += strcspn(at, "\n") - 1;
			continue;
		} else if (*at == '?' || *at == '$') {
			fail(place, "parameters have names, as in :day");
		} else if (*at == ':' && at[1] != ' ') {
			const char *name = take_name(&name_at);
			int number = name ? item_named(&block->takes, name) + subject + 1 : 0;
			if (name && strcmp(name, "subject") == 0 && subject)
				number = 1;
			else if (!name || number == subject)
				fail(place, ":%s is not taken", name ? name : "");
			used[number] = true;
			out_printf(&out, "%c%d", PARAMETER, number);
			at = name_at - 1;
			continue;
		}
		out_put(&out, at, 1);
	}
	if (*at != ';' || quote)
		fail(place, "the statement has no \";\" at its end");
	if (*trimmed(at + 1))
		fail(place, "one block holds one statement, and the \";\" ends it");
	if (subject && !used[1])
		fail(statement->place, "%s must be bound to :subject, or it shows everybody's", block->name);
	for (int i = 0; i < block->takes.count; i++)
		if (!used[i + subject + 1])
			fail(block->takes.at[i].place, ":%s is taken and not used", block->takes.at[i].name);
	statement->text = out.at;
}
