#include "schema_check.h"

#include <stdio.h>
#include <string.h>

/* What the migrations leave when they have all run, file by file. */
struct made_column {
	const char *name;
	const char *cell; /* integer, text, blob */
	bool not_null;
	struct place place;
};
struct made_table {
	const char *name;
	struct made_column *columns;
	int count;
	const char **key;
	int key_count;
	struct place place;
};
struct made {
	struct made_table *tables;
	int count;
};

/* One statement as its tokens: names, and every other byte on its own. */
struct token {
	const char *text;
	struct place place;
};
struct tokens {
	struct token *at;
	int count;
	int next;
};

static void statement(struct made *made, struct tokens *tokens);
static void create_table(struct made *made, struct tokens *tokens);
static void compare(const struct policy *policy, const struct made *made);

static void
tokens_add(struct tokens *tokens, char *text, struct place place)
{
	tokens->at = grow(tokens->at, tokens->count, sizeof(*tokens->at));
	tokens->at[tokens->count++] = (struct token){ text, place };
}

static void
read_schema(struct made *made, struct source *source)
{
	struct tokens tokens = { 0 };
	char *line;
	while ((line = source_line(source))) {
		const char *at = line;
		for (;;) {
			skip_blanks(&at);
			if (!*at || starts(at, "--"))
				break;
			char *name = take_name(&at);
			if (!name)
				name = keep_text(at++, 1);
			tokens_add(&tokens, name, source_place(source));
			if (strcmp(name, ";") == 0) {
				statement(made, &tokens);
				tokens = (struct tokens){ 0 };
			}
		}
	}
	if (tokens.count > 0)
		fail(tokens.at[0].place, "this statement has no \";\"");
}

static bool
token_is(const struct tokens *tokens, const char *text)
{
	return tokens->next < tokens->count && strcmp(tokens->at[tokens->next].text, text) == 0;
}

static bool
take(struct tokens *tokens, const char *text)
{
	bool is = token_is(tokens, text);
	tokens->next += is;
	return is;
}

static struct place
place_of(const struct tokens *tokens)
{
	int last = tokens->count - 1;
	return tokens->at[tokens->next < last ? tokens->next : last].place;
}

static const char *
need_name(struct tokens *tokens)
{
	if (tokens->next >= tokens->count || !is_name(tokens->at[tokens->next].text))
		fail(place_of(tokens), "a name was expected");
	return tokens->at[tokens->next++].text;
}

static struct made_table *
made_find(const struct made *made, const char *name)
{
	for (int i = 0; i < made->count; i++)
		if (strcmp(made->tables[i].name, name) == 0)
			return &made->tables[i];
	return NULL;
}

/* Everything that says nothing about tables or columns is passed over. */
static void
statement(struct made *made, struct tokens *tokens)
{
	struct place place = tokens->at[0].place;
	bool create = take(tokens, "create"), alter = !create && take(tokens, "alter");
	bool drop = !create && !alter && take(tokens, "drop");
	if ((!create && !alter && !drop) || !take(tokens, "table"))
		return;
	if (create) {
		create_table(made, tokens);
		return;
	}
	struct made_table *table = made_find(made, need_name(tokens));
	if (!table)
		fail(place, "no migration before this one made that table");
	if (drop) {
		*table = made->tables[--made->count];
	} else if (take(tokens, "add")) {
		take(tokens, "column");
		struct made_column column = { .name = need_name(tokens), .place = place };
		column.cell = need_name(tokens);
		column.not_null = take(tokens, "not") && take(tokens, "null");
		table->columns = grow(table->columns, table->count, sizeof(*table->columns));
		table->columns[table->count++] = column;
	} else {
		fail(place, "of alter table only \"add\" is understood");
	}
}

static void
key_of(struct made_table *table, struct tokens *tokens)
{
	if (!take(tokens, "key") || !take(tokens, "("))
		fail(place_of(tokens), "expected: primary key (COLUMN, ...)");
	do {
		table->key = grow(table->key, table->key_count, sizeof(*table->key));
		table->key[table->key_count++] = need_name(tokens);
	} while (take(tokens, ","));
	take(tokens, ")");
}

/* Up to the comma or bracket that ends a column. */
static void
skip_rest(struct tokens *tokens)
{
	int depth = 0;
	while (tokens->next < tokens->count &&
		(depth > 0 || (!token_is(tokens, ",") && !token_is(tokens, ")")))) {
		depth += token_is(tokens, "(") ? 1 : token_is(tokens, ")") ? -1 : 0;
		tokens->next++;
	}
}

static void
create_table(struct made *made, struct tokens *tokens)
{
	struct made_table table = { .place = place_of(tokens), .name = need_name(tokens) };
	if (made_find(made, table.name))
		fail(table.place, "table %s is made twice", table.name);
	if (!take(tokens, "("))
		fail(place_of(tokens), "expected: create table NAME (");
	do {
		if (take(tokens, "primary")) {
			key_of(&table, tokens);
		} else if (!token_is(tokens, "unique") && !token_is(tokens, "check") &&
			!token_is(tokens, "foreign")) {
			struct made_column column = { .place = place_of(tokens), .name = need_name(tokens) };
			column.cell = need_name(tokens);
			column.not_null = take(tokens, "not") && take(tokens, "null");
			table.columns = grow(table.columns, table.count, sizeof(*table.columns));
			table.columns[table.count++] = column;
		}
		skip_rest(tokens);
	} while (take(tokens, ","));
	made->tables = grow(made->tables, made->count, sizeof(*made->tables));
	made->tables[made->count++] = table;
}

static void
compare_column(const struct policy *policy, const struct made_table *table, const struct column *declared)
{
	const struct made_column *made = NULL;
	for (int i = 0; i < table->count && !made; i++)
		if (strcmp(table->columns[i].name, declared->name) == 0)
			made = &table->columns[i];
	if (!made)
		fail(declared->place, "the schema has no column %s.%s", table->name, declared->name);
	bool text = strcmp(declared->type, "text") == 0, bytes = strcmp(declared->type, "bytes") == 0;
	const char *cell = declared->subject || bytes ? "blob" : text ? "text" : "integer";
	if (strcmp(made->cell, cell) != 0)
		fail(made->place, "%s.%s is %s and must be %s, for data.policy says %s%s", table->name,
			made->name, made->cell, cell, declared->subject ? "sealed " : "", declared->type);
	bool never_null = type_is_id(declared->type) || strcmp(declared->type, "int") == 0 ||
		strcmp(declared->type, "flag") == 0 || list_find(policy, declared->type);
	if (never_null && !made->not_null)
		fail(made->place, "%s.%s must be \"not null\": %s has no null", table->name, made->name,
			declared->type);
}

static void
compare(const struct policy *policy, const struct made *made)
{
	for (int t = 0; t < made->count; t++) {
		const struct made_table *table = &made->tables[t];
		const struct table *declared = table_find(policy, table->name);
		if (!declared)
			fail(table->place, "table %s is not in data.policy", table->name);
		for (int c = 0; c < table->count; c++)
			if (!column_find(declared, table->columns[c].name))
				fail(table->columns[c].place,
					"%s.%s is not in data.policy: say what it is for", table->name,
					table->columns[c].name);
		for (int c = 0; c < declared->count; c++)
			compare_column(policy, table, &declared->columns[c]);
		bool same = table->key_count == declared->key_count;
		for (int k = 0; same && k < table->key_count; k++)
			same = strcmp(table->key[k], declared->columns[k].name) == 0;
		if (!same)
			fail(table->place, "the primary key of %s is not the key(...) of data.policy",
				table->name);
	}
	for (int t = 0; t < policy->table_count; t++)
		if (!made_find(made, policy->tables[t].name))
			fail(policy->tables[t].place, "no migration makes the table %s",
				policy->tables[t].name);
}

void
schema_check(const struct policy *policy, const char *const *paths, int count)
{
	struct made made = { 0 };
	for (int i = 0; i < count; i++) {
		struct source source;
		source_open(&source, paths[i]);
		read_schema(&made, &source);
	}
	compare(policy, &made);
	int columns = 0;
	for (int t = 0; t < made.count; t++)
		columns += made.tables[t].count;
	printf("%d tables, %d columns: the schema and data.policy agree\n", made.count, columns);
}
