/*
 * sql2c: a .sql file becomes one typed C function per query.
 *
 *   sql2c --policy DIR IN.sql OUT.h OUT.c
 *   sql2c --policy DIR --registry OUT.c IN.sql...    queries[], every one
 *   sql2c --policy DIR --unguarded IN.sql...         prints what "needs nothing"
 *
 * A block is a header, "takes" and "gives", free comments, and the statement:
 *
 *   -- attendance_of_class: many, needs READ ATTENDANCE(day, status) of class
 *   -- takes day day
 *   -- gives attendance.pupil, person.family_name, attendance.status, count int
 *   select ... where attendance.class = :subject and attendance.day = :day;
 *
 * The subject comes from the grant and never from a parameter, so a query that
 * needs one and does not mention :subject is refused: it would show everybody.
 * "gives account.*" gives every column as struct account_record, which is what
 * account's put takes; the statement says "select account.*".
 * The statement stays copyable into sqlite3 or psql.
 */
#include "sql2c.h"

#include <stdio.h>
#include <string.h>

static void read_header(const struct policy *policy, struct block *block, const char *at);
static void read_needs(const struct policy *policy, struct block *block, const char **at);
static void read_items(const struct policy *policy, const struct sql_file *file, struct items *items,
	const char *at, struct place place, bool gives);

const char *const sql_shape_words[] = { "one", "many", "run", "put", "drop" };

/* "-- NAME: SHAPE" begins a block. */
static bool
is_header(const char *line)
{
	const char *at = line;
	if (!starts(at, "-- "))
		return false;
	at += 3;
	if (!take_name(&at) || *at != ':')
		return false;
	at++;
	const char *shape = take_name(&at);
	for (int i = 0; shape && i <= DROP; i++)
		if (strcmp(shape, sql_shape_words[i]) == 0)
			return true;
	return false;
}

static void
add_line(struct statement *statement, const char *line, struct place place)
{
	if (!statement->text)
		*statement = (struct statement){ line, place };
	else
		statement->text = keep_printf("%s\n%s", statement->text, line);
}

/* gives TABLE.*: every column, as the record that put takes. */
static bool
read_whole(const struct policy *policy, struct block *block, const char *at, struct place place)
{
	const char *name = take_name(&at);
	if (block->whole)
		fail(place, "%s gives %s.*, which stands alone", block->name, block->whole->name);
	if (!name || strcmp(at, ".*") != 0)
		return false;
	if (block->gives.count > 0)
		fail(place, "%s.* stands alone", name);
	block->whole = table_find(policy, name);
	if (!block->whole)
		fail(place, "\"%s\" is not a table (data.policy)", name);
	for (int i = 0; i < block->whole->count; i++) {
		const struct column *column = &block->whole->columns[i];
		block->gives.at = grow(block->gives.at, block->gives.count, sizeof(*block->gives.at));
		block->gives.at[block->gives.count++] = (struct item){
			.name = column->name,
			.type = column->type,
			.table = block->whole,
			.column = column,
			.place = place,
		};
	}
	return true;
}

/* A comment line of a block: takes, gives, or free. */
static void
read_comment(const struct policy *policy, struct sql_file *file, struct block *block, const char *line,
	struct place place)
{
	const char *at = line + 2;
	skip_blanks(&at);
	bool takes = starts(at, "takes "), gives = starts(at, "gives ");
	if ((takes || gives) && block->everywhere.text)
		fail(place, "\"%.5s\" must stand before the statement", at);
	if (gives && (block->shape == RUN || block->table))
		fail(place, "%s gives nothing: its shape is %s", block->name, sql_shape_words[block->shape]);
	if (takes && block->table)
		fail(place, "what %s takes follows from the table", block->name);
	if (gives && read_whole(policy, block, at + strlen("gives "), place))
		return;
	if (takes || gives) {
		read_items(policy, file, takes ? &block->takes : &block->gives, at + strlen("takes "), place,
			gives);
	} else if (!block->everywhere.text) {
		if (strstr(at, "*/"))
			fail(place, "\"*/\" would end the comment in the header");
		block->notes = grow(block->notes, block->note_count, sizeof(*block->notes));
		block->notes[block->note_count++] = at;
	}
}

static void
read_file(const struct policy *policy, struct sql_file *file, struct source *source)
{
	const size_t length = strlen(source->name);
	if (length < 5 || strcmp(source->name + length - 4, ".sql") != 0)
		fail((struct place){ source->name, 0 }, "not a .sql file");
	*file = (struct sql_file){ .stem = keep_text(source->name, length - 4) };
	struct block *block = NULL;
	struct statement *statement = NULL;
	char *line;
	while ((line = source_line(source))) {
		struct place place = source_place(source);
		const char *at = line;
		skip_blanks(&at);
		if (is_header(line)) {
			if (block)
				sql_block_finish(block);
			file->blocks = grow(file->blocks, file->block_count, sizeof(*file->blocks));
			block = &file->blocks[file->block_count++];
			*block = (struct block){ .place = place };
			read_header(policy, block, line + 3);
			for (int i = 0; i < file->block_count - 1; i++)
				if (strcmp(file->blocks[i].name, block->name) == 0)
					fail(place, "%s stands twice, first in line %d", block->name,
						file->blocks[i].place.line);
			statement = &block->everywhere;
		} else if (starts(at, "-- uses ") && !block) {
			file->uses = grow(file->uses, file->use_count, sizeof(*file->uses));
			file->uses[file->use_count++] = trimmed(at + strlen("-- uses "));
		} else if (starts(at, "-- on postgres") && block && block->everywhere.text) {
			statement = &block->postgres;
		} else if (starts(at, "--")) {
			if (block)
				read_comment(policy, file, block, at, place);
		} else if (*at) {
			if (!block)
				fail(place,
					"a statement needs a header: -- NAME: one|many|run|put|drop, needs ...");
			if (block->table)
				fail(place, "%s needs no statement: its shape is %s", block->name,
					sql_shape_words[block->shape]);
			add_line(statement, line, place);
		}
	}
	if (!block)
		fail(source_place(source), "no query stands here");
	sql_block_finish(block);
}

/* NAME: SHAPE [TABLE], needs ... */
static void
read_header(const struct policy *policy, struct block *block, const char *at)
{
	block->name = take_name(&at);
	at++;
	const char *shape = take_name(&at);
	while (strcmp(shape, sql_shape_words[block->shape]) != 0)
		block->shape++;
	if (block->shape >= PUT) {
		const char *table = take_name(&at);
		block->table = table ? table_find(policy, table) : NULL;
		if (!block->table)
			fail(block->place, "\"%s\" is not a table of data.policy", table ? table : at);
	}
	const char *needs = take_byte(&at, ',') ? take_name(&at) : NULL;
	if (!needs || strcmp(needs, "needs") != 0)
		fail(block->place,
			"expected \", needs VERB THING(FIELD, ...) of class|person|school\" or \", needs nothing\"");
	read_needs(policy, block, &at);
	skip_blanks(&at);
	if (*at)
		fail(block->place, "\"%s\" was not expected here", at);
}

/* Words of the policy stand in capitals here, as in routes.def and in C. */
static const struct word *
need_capital(const struct list *list, const char *name, struct place place)
{
	for (int i = 0; name && i < list->count; i++)
		if (strcmp(upper(list->words[i].name), name) == 0)
			return &list->words[i];
	fail(place, "\"%s\" is not a %s of roles.policy, in capitals", name ? name : "", list->name);
}

static void
read_needs(const struct policy *policy, struct block *block, const char **at)
{
	struct place place = block->place;
	const char *verb = take_name(at);
	if (verb && strcmp(verb, "nothing") == 0)
		return;
	block->verb = need_capital(&policy->lists[VERBS], verb, place);
	block->thing = need_capital(&policy->lists[THINGS], take_name(at), place);
	if (take_byte(at, '(')) {
		do {
			const char *field = take_name(at);
			if (!field || field_find(block->thing, field) < 0)
				fail(place, "\"%s\" is not a field of %s (roles.policy)", field ? field : *at,
					block->thing->name);
			block->fields = grow(block->fields, block->field_count, sizeof(*block->fields));
			block->fields[block->field_count++] = field;
		} while (take_byte(at, ','));
		if (!take_byte(at, ')'))
			fail(place, "\")\" is missing after the fields");
	}
	const char *of = take_name(at);
	const char *kind = of && strcmp(of, "of") == 0 ? take_name(at) : NULL;
	block->of = kind ? word_find(&policy->lists[SUBJECT_KINDS], kind) : NULL;
	if (!block->of || strcmp(kind, "any") == 0)
		fail(place, "expected \"of class\", \"of person\" or \"of school\"");
	bool school = strcmp(kind, "school") == 0;
	if (take_byte(at, '(')) {
		block->subject_column = take_name(at);
		if (!block->table || school)
			fail(place, "only put and drop name the column that holds the subject");
		const struct column *column = block->subject_column
			? column_find(block->table, block->subject_column)
			: NULL;
		if (!column || !type_is_id(column->type))
			fail(place, "\"%s\" is not an id column of %s",
				block->subject_column ? block->subject_column : *at, block->table->name);
		if (block->shape == DROP && column - block->table->columns >= block->table->key_count)
			fail(place, "\"%s\" is not in the key of %s", column->name, block->table->name);
		if (!take_byte(at, ')'))
			fail(place, "\")\" is missing after the column");
	} else if (block->table && !school) {
		fail(place, "say which column holds the subject: of %s(COLUMN)", kind);
	}
}

/* TABLE.COLUMN [by ITEM] [under ITEM] [as NAME], or NAME TYPE */
static void
read_item(const struct policy *policy, const struct sql_file *file, struct item *item, const char **at,
	bool gives)
{
	const char *start = *at;
	const char *first = take_dotted(at);
	if (!first)
		fail(item->place, "expected TABLE.COLUMN or NAME TYPE at \"%s\"", start);
	const char *dot = strchr(first, '.');
	if (dot) {
		const char *table = keep_text(first, (size_t)(dot - first));
		item->table = table_find(policy, table);
		if (!item->table)
			fail(item->place, "\"%s\" is not a table (data.policy)", table);
		item->column = column_find(item->table, dot + 1);
		if (!item->column)
			fail(item->place, "\"%s\" is not a column of %s (data.policy)", dot + 1, table);
		item->name = item->column->name;
		item->type = item->column->type;
	} else {
		item->name = first;
		item->type = take_name(at);
		if (!item->type)
			fail(item->place, "%s needs a type", first);
		if (!type_in_c(policy, item->type) && (file->use_count == 0 || type_is_id(item->type)))
			fail(item->place,
				"\"%s\" is not a type of data.policy, and no header is used that could bring it",
				item->type);
	}
	const char *word;
	while ((word = take_name(at))) {
		const char *value = take_name(at);
		const char **to = strcmp(word, "by") == 0 ? &item->by
			: strcmp(word, "under") == 0      ? &item->under
			: strcmp(word, "as") == 0         ? &item->name
							  : NULL;
		if (!to || !value)
			fail(item->place, "\"%s\": expected by, under or as with a name", word);
		if (to != &item->name && (!gives || !item->column || !item->column->subject))
			fail(item->place, "\"%s\" is for sealed columns that are given", word);
		*to = value;
	}
}

static void
read_items(const struct policy *policy, const struct sql_file *file, struct items *items, const char *at,
	struct place place, bool gives)
{
	static const char *const own_names[] = { "db", "grant", "arena", "rows" };
	do {
		struct item item = { .place = place };
		read_item(policy, file, &item, &at, gives);
		if (!gives && strcmp(item.name, "subject") == 0)
			fail(place, ":subject comes from the grant and is never taken");
		for (int i = 0; !gives && i < 4; i++)
			if (strcmp(item.name, own_names[i]) == 0)
				fail(place, "\"%s\" is a name of the function's own: use another with \"as\"",
					item.name);
		if (!gives && item.column && item.column->subject)
			fail(place, "%s is sealed: no statement can compare it", item.column->name);
		for (int i = 0; i < items->count; i++)
			if (strcmp(items->at[i].name, item.name) == 0)
				fail(place, "\"%s\" stands twice: give one another name with \"as\"",
					item.name);
		items->at = grow(items->at, items->count, sizeof(*items->at));
		items->at[items->count++] = item;
	} while (take_byte(&at, ','));
	skip_blanks(&at);
	if (*at)
		fail(place, "\"%s\" was not expected here", at);
}

bool
block_binds_subject(const struct block *block)
{
	return block->of && !block->table && strcmp(block->of->name, "school") != 0;
}

static void
registry(const struct policy *policy, char **paths, int count, const char *to)
{
	struct out externs = { 0 }, list = { 0 };
	const char **seen = NULL;
	int seen_count = 0;
	for (int i = 0; i < count; i++) {
		struct source source;
		struct sql_file file;
		source_open(&source, paths[i]);
		read_file(policy, &file, &source);
		for (int b = 0; b < file.block_count; b++) {
			const struct block *block = &file.blocks[b];
			for (int s = 0; s < seen_count; s++)
				if (strcmp(seen[s], block->name) == 0)
					fail(block->place, "another file has a query %s already",
						block->name);
			seen = grow(seen, seen_count, sizeof(*seen));
			seen[seen_count++] = block->name;
			if (block->table)
				continue;
			out_printf(&externs, "extern const struct query query_%s;\n", block->name);
			out_printf(&list, "\t&query_%s,\n", block->name);
		}
	}
	struct out out = { 0 };
	out_printf(&out,
		"/* Made by sql2c: every query there is. */\n#include \"platform/db.h\"\n\n%s\n"
		"const struct query *const queries[] = {\n%s\tNULL,\n};\n",
		externs.at ? externs.at : "", list.at ? list.at : "");
	out_save(&out, to);
}

/* What of whom a query without a grant shows or changes. */
static void
print_unguarded(const char *stem, const struct block *block)
{
	struct out shown = { 0 };
	out_put(&shown, "", 0);
	for (int i = 0; i < block->gives.count; i++) {
		const struct column *column = block->gives.at[i].column;
		const char *what = column && column->thing
			? keep_printf(" %s.%s", column->thing, column->field)
			: "";
		if (!strstr(shown.at, what))
			out_printf(&shown, "%s", what);
	}
	printf("%s: %s", stem, block->name);
	if (block->table)
		printf(", %s %s", sql_shape_words[block->shape], block->table->name);
	else if (block->shape == RUN)
		printf(", run");
	else if (shown.length > 0)
		printf(", gives%s", shown.at);
	putchar('\n');
}

/* For the reviewed list of test/policy: who takes no grant. */
static void
unguarded(const struct policy *policy, char **paths, int count)
{
	for (int i = 0; i < count; i++) {
		struct source source;
		struct sql_file file;
		source_open(&source, paths[i]);
		read_file(policy, &file, &source);
		for (int b = 0; b < file.block_count; b++)
			if (!file.blocks[b].thing)
				print_unguarded(file.stem, &file.blocks[b]);
	}
}

int
main(int count, char **arguments)
{
	bool list = count > 4 && strcmp(arguments[3], "--unguarded") == 0;
	bool all = count > 4 && strcmp(arguments[3], "--registry") == 0;
	if (count < 5 || strcmp(arguments[1], "--policy") != 0 || (!list && !all && count != 6)) {
		fprintf(stderr,
			"usage: sql2c --policy DIR IN.sql OUT.h OUT.c\n"
			"       sql2c --policy DIR --registry OUT.c IN.sql...\n"
			"       sql2c --policy DIR --unguarded IN.sql...\n");
		return 2;
	}
	struct policy policy;
	policy_read(&policy, arguments[2]);
	if (list) {
		unguarded(&policy, &arguments[4], count - 4);
	} else if (all) {
		registry(&policy, &arguments[5], count - 5, arguments[4]);
	} else {
		struct source source;
		struct sql_file file;
		struct out header = { 0 }, body = { 0 };
		source_open(&source, arguments[3]);
		read_file(&policy, &file, &source);
		sql_file_check(&policy, &file);
		emit_sql_header(&policy, &file, arguments[4], &header);
		emit_sql_source(&policy, &file, &body);
		out_save(&header, arguments[4]);
		out_save(&body, arguments[5]);
	}
	reader_forget();
	return 0;
}
