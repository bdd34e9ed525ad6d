#include "policy_reader.h"

#include <string.h>

static void read_word(struct policy *policy, struct source *source, const struct words *words);
static void read_values(struct policy *policy, struct source *source, const struct words *words);
static void read_table(struct policy *policy, struct source *source, const struct words *words,
	struct words *key);
static void read_column(struct policy *policy, struct source *source, const struct words *words);
static void check_key(const struct table *table, const struct words *key);
static void check_sealed(const struct policy *policy, const struct table *table);
static void check_constants(const struct policy *policy);

static const struct {
	const char *name;
	const char *prefix;
} fixed_lists[FIRST_VALUES] = {
	[ROLES] = { "role", "ROLE" },
	[VERBS] = { "verb", "" },
	[THINGS] = { "thing", "" },
	[RELATIONS] = { "relation", "" },
	[PURPOSES] = { "purpose", "" },
	[PLACES] = { "place", "PLACE" },
	[SUBJECT_KINDS] = { "subject_kind", "SUBJECT" },
};
static const char *const subject_kinds[] = { "any", "person", "class", "school" };

static const struct {
	const char *name;
	const char *in_c;
} plain_types[] = {
	{ "int", "int64_t" },
	{ "flag", "bool" },
	{ "day", "struct day" },
	{ "minute", "struct minute" },
	{ "instant", "struct instant" },
	{ "text", "struct text" },
	{ "bytes", "struct bytes" },
};

/* The grounds of art. 6(1) GDPR; there are no others. */
static const char *const bases[] = {
	"consent",
	"contract",
	"legal_obligation",
	"vital_interest",
	"public_task",
	"legitimate_interest",
};

#define LENGTH(array) (int)(sizeof(array) / sizeof(*(array)))

void
policy_read(struct policy *policy, const char *folder)
{
	struct source source;
	source_open(&source, keep_printf("%s/roles.policy", folder));
	policy_read_roles(policy, &source);
	source_open(&source, keep_printf("%s/data.policy", folder));
	policy_read_data(policy, &source);
}

static void
list_add(struct list *list, const struct word *word)
{
	const struct word *before = word_find(list, word->name);
	if (before)
		fail(word->place, "%s \"%s\" stands twice, first in line %d", list->name, word->name,
			before->place.line);
	list->words = grow(list->words, list->count, sizeof(*list->words));
	list->words[list->count++] = *word;
}

static struct list *
policy_add_list(struct policy *policy, const char *name, const char *prefix, struct place place)
{
	policy->lists = grow(policy->lists, policy->list_count, sizeof(*policy->lists));
	struct list *list = &policy->lists[policy->list_count++];
	*list = (struct list){ .name = name, .prefix = prefix, .place = place };
	return list;
}

void
policy_read_roles(struct policy *policy, struct source *roles)
{
	*policy = (struct policy){ 0 };
	for (int i = 0; i < FIRST_VALUES; i++)
		policy_add_list(policy, fixed_lists[i].name, fixed_lists[i].prefix,
			(struct place){ roles->name, 1 });
	for (int i = 0; i < LENGTH(subject_kinds); i++)
		list_add(&policy->lists[SUBJECT_KINDS], &(struct word){ .name = subject_kinds[i] });
	struct words words;
	while (words_next(roles, &words))
		read_word(policy, roles, &words);
	for (int i = 0; i < FIRST_VALUES; i++)
		if (policy->lists[i].count == 0)
			fail((struct place){ roles->name, roles->line }, "no %s is declared",
				policy->lists[i].name);
}

/* role NAME "..." | verb NAME | thing NAME [fields F...] | relation NAME of KIND |
 * purpose NAME | place NAME */
static void
read_word(struct policy *policy, struct source *source, const struct words *words)
{
	struct place place = source_place(source);
	int which = 0;
	while (which < SUBJECT_KINDS && strcmp(words->at[0], fixed_lists[which].name) != 0)
		which++;
	if (which == SUBJECT_KINDS)
		fail(place, "\"%s\": a line begins with role, verb, thing, relation, purpose or place",
			words->at[0]);
	if (words->count < 2 || !is_name(words->at[1]))
		fail(place, "%s needs a name of letters, digits and _", words->at[0]);

	struct word word = { .name = words->at[1], .place = place };
	int used = 2;
	if (which == ROLES) {
		if (words->count < 3 || words->at[2][0] != '"')
			fail(place, "role %s needs a description in quotes", word.name);
		word.why = words->at[2] + 1;
		used = 3;
	} else if (which == RELATIONS) {
		if (words->count < 4 || strcmp(words->at[2], "of") != 0)
			fail(place, "relation %s needs \"of any\", \"of person\" or \"of class\"", word.name);
		word.of = word_need(&policy->lists[SUBJECT_KINDS], words->at[3], place)->name;
		used = 4;
	} else if (which == THINGS && words->count > 2 && strcmp(words->at[2], "fields") == 0) {
		for (used = 3; used < words->count; used++) {
			if (!is_name(words->at[used]))
				fail(place, "\"%s\" is not a name", words->at[used]);
			if (field_find(&word, words->at[used]) >= 0)
				fail(place, "field \"%s\" stands twice", words->at[used]);
			word.fields = grow(word.fields, word.field_count, sizeof(*word.fields));
			word.fields[word.field_count++] = words->at[used];
		}
		if (word.field_count == 0 || word.field_count > 64)
			fail(place, "thing %s has %d fields; 1 to 64 are possible", word.name,
				word.field_count);
	}
	if (used < words->count)
		fail(place, "\"%s\" was not expected here", words->at[used]);
	list_add(&policy->lists[which], &word);
}

void
policy_read_data(struct policy *policy, struct source *data)
{
	struct words words, key = { 0 };
	struct table *open = NULL;
	while (words_next(data, &words)) {
		bool column = words.indented;
		if (!column && open)
			check_key(open, &key);
		if (column && !open)
			fail(source_place(data), "a column stands before any table");
		if (column) {
			read_column(policy, data, &words);
		} else if (strcmp(words.at[0], "values") == 0) {
			read_values(policy, data, &words);
			open = NULL;
		} else if (strcmp(words.at[0], "table") == 0) {
			read_table(policy, data, &words, &key);
			open = &policy->tables[policy->table_count - 1];
		} else {
			fail(source_place(data), "\"%s\": expected values, table, or an indented column",
				words.at[0]);
		}
	}
	if (open)
		check_key(open, &key);
	if (policy->table_count == 0)
		fail((struct place){ data->name, data->line }, "no table is declared");
	for (int i = 0; i < policy->table_count; i++)
		check_sealed(policy, &policy->tables[i]);
	check_constants(policy);
}

/* values NAME PREFIX word... */
static void
read_values(struct policy *policy, struct source *source, const struct words *words)
{
	struct place place = source_place(source);
	if (words->count < 4)
		fail(place, "expected: values NAME PREFIX word...");
	for (int i = 1; i < words->count; i++)
		if (!is_name(words->at[i]))
			fail(place, "\"%s\" is not a name", words->at[i]);
	if (type_in_c(policy, words->at[1]))
		fail(place, "the type \"%s\" exists already", words->at[1]);
	struct list *list = policy_add_list(policy, words->at[1], words->at[2], place);
	for (int i = 3; i < words->count; i++)
		list_add(list, &(struct word){ .name = words->at[i], .place = place });
}

/* table NAME [journalled] key(COLUMN, ...) */
static void
read_table(struct policy *policy, struct source *source, const struct words *words, struct words *key)
{
	struct place place = source_place(source);
	struct table table = { .place = place };
	int next = 1;
	if (next < words->count && is_name(words->at[next]))
		table.name = words->at[next++];
	if (next < words->count && strcmp(words->at[next], "journalled") == 0) {
		table.journalled = true;
		next++;
	}
	if (!table.name || next + 1 != words->count || !starts(words->at[next], "key("))
		fail(place, "expected: table NAME [journalled] key(COLUMN, ...)");
	const struct table *before = table_find(policy, table.name);
	if (before)
		fail(place, "table \"%s\" stands twice, first in line %d", table.name, before->place.line);

	const char *at = words->at[next] + strlen("key(");
	*key = (struct words){ 0 };
	do {
		char *name = take_name(&at);
		if (!name)
			fail(place, "key(...) holds names of columns");
		key->at = grow(key->at, key->count, sizeof(*key->at));
		key->at[key->count++] = name;
	} while (take_byte(&at, ','));
	if (!take_byte(&at, ')') || *at)
		fail(place, "key(...) holds names of columns, parted by commas");
	table.key_count = key->count;
	policy->tables = grow(policy->tables, policy->table_count, sizeof(*policy->tables));
	policy->tables[policy->table_count++] = table;
}

/* sealed(subject=COLUMN,row=COLUMN) */
static void
read_sealed(struct column *column, const char *at)
{
	at += strlen("sealed(");
	for (int i = 0; i < 2; i++) {
		char *what = take_name(&at);
		char *name = what && take_byte(&at, '=') ? take_name(&at) : NULL;
		if (name && strcmp(what, "subject") == 0)
			column->subject = name;
		else if (name && strcmp(what, "row") == 0)
			column->row = name;
		if (i == 0 && !take_byte(&at, ','))
			break;
	}
	if (!column->subject || !column->row || !take_byte(&at, ')') || *at)
		fail(column->place, "expected: sealed(subject=COLUMN,row=COLUMN)");
}

/* NAME TYPE [sealed(...)] PURPOSE BASIS RETENTION THING.FIELD */
static void
read_column(struct policy *policy, struct source *source, const struct words *words)
{
	struct table *table = &policy->tables[policy->table_count - 1];
	struct column column = { .place = source_place(source) };
	bool sealed = words->count > 2 && starts(words->at[2], "sealed(");
	int rest = sealed ? 3 : 2;
	if (words->count != rest + 4)
		fail(column.place,
			"expected: COLUMN TYPE [sealed(...)] PURPOSE BASIS RETENTION THING.FIELD (or -)");
	column.name = words->at[0];
	column.type = words->at[1];
	if (!is_name(column.name))
		fail(column.place, "\"%s\" is not a name", column.name);
	if (column_find(table, column.name))
		fail(column.place, "column \"%s\" of %s stands twice", column.name, table->name);
	if (type_is_id(column.type)) {
		const char *name = keep_text(column.type, strlen(column.type) - strlen("_id"));
		int i = 0;
		while (i < policy->id_count && strcmp(policy->ids[i], name) != 0)
			i++;
		if (i == policy->id_count) {
			policy->ids = grow(policy->ids, policy->id_count, sizeof(*policy->ids));
			policy->ids[policy->id_count++] = name;
		}
	}
	if (!type_in_c(policy, column.type))
		fail(column.place, "\"%s\" is not a type", column.type);
	if (sealed)
		read_sealed(&column, words->at[2]);

	column.purpose = word_need(&policy->lists[PURPOSES], words->at[rest], column.place)->name;
	column.basis = words->at[rest + 1];
	int basis = 0;
	while (basis < LENGTH(bases) && strcmp(column.basis, bases[basis]) != 0)
		basis++;
	if (basis == LENGTH(bases))
		fail(column.place, "\"%s\" is not a ground of art. 6 GDPR", column.basis);
	column.retention = words->at[rest + 2];
	const char *shown = words->at[rest + 3];
	const char *dot = strchr(shown, '.');
	if (dot) {
		const struct word *thing = word_need(&policy->lists[THINGS],
			keep_text(shown, (size_t)(dot - shown)), column.place);
		if (field_find(thing, dot + 1) < 0)
			fail(column.place, "\"%s\" is not a field of %s (roles.policy)", dot + 1,
				thing->name);
		column.thing = thing->name;
		column.field = dot + 1;
	} else if (strcmp(shown, "-") != 0) {
		fail(column.place, "\"%s\": expected THING.FIELD or -", shown);
	}
	table->columns = grow(table->columns, table->count, sizeof(*table->columns));
	table->columns[table->count++] = column;
}

/* The store takes the first columns as the key, so they must stand first. */
static void
check_key(const struct table *table, const struct words *key)
{
	for (int i = 0; i < key->count; i++)
		if (i >= table->count || strcmp(table->columns[i].name, key->at[i]) != 0)
			fail(table->place,
				"the columns of key(...) must be the first of %s, in this order: \"%s\" is not",
				table->name, key->at[i]);
}

static void
check_sealed(const struct policy *policy, const struct table *table)
{
	for (int i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];
		if (!column->subject)
			continue;
		const char *const names[] = { column->subject, column->row };
		for (int n = 0; n < 2; n++) {
			const struct column *id = column_find(table, names[n]);
			if (!id || !type_is_id(id->type))
				fail(column->place, "\"%s\" is not an id column of %s", names[n],
					table->name);
		}
		if (strcmp(column->type, "text") != 0)
			fail(column->place, "only text can be sealed, and %s is %s", column->name,
				type_in_c(policy, column->type));
	}
}

/* Two words of different lists that give one constant would not compile. */
static void
check_constants(const struct policy *policy)
{
	const char **seen = NULL;
	const struct list **whose = NULL;
	int count = 0;
	for (int l = 0; l < policy->list_count; l++) {
		const struct list *list = &policy->lists[l];
		for (int w = 0; w < list->count; w++) {
			const char *constant = word_constant(list, &list->words[w]);
			for (int i = 0; i < count; i++)
				if (strcmp(seen[i], constant) == 0)
					fail(list->words[w].place,
						"%s \"%s\" would be %s, which a %s is already", list->name,
						list->words[w].name, constant, whose[i]->name);
			seen = grow(seen, count, sizeof(*seen));
			whose = grow(whose, count, sizeof(*whose));
			whose[count] = list;
			seen[count++] = constant;
		}
	}
}

const struct word *
word_find(const struct list *list, const char *name)
{
	for (int i = 0; i < list->count; i++)
		if (strcmp(list->words[i].name, name) == 0)
			return &list->words[i];
	return NULL;
}

const struct word *
word_need(const struct list *list, const char *name, struct place place)
{
	const struct word *word = word_find(list, name);
	if (!word) {
		struct out known = { 0 };
		for (int i = 0; i < list->count; i++)
			out_printf(&known, "%s%s", i > 0 ? " " : "", list->words[i].name);
		fail(place, "\"%s\" is not a %s (%s)", name, list->name,
			known.at ? known.at : "none is declared");
	}
	return word;
}

const char *
word_constant(const struct list *list, const struct word *word)
{
	if (strcmp(list->name, "relation") == 0 && strcmp(word->name, "any") == 0)
		return "RELATION_ANY";
	if (!*list->prefix)
		return upper(word->name);
	return keep_printf("%s_%s", list->prefix, upper(word->name));
}

int
field_find(const struct word *thing, const char *name)
{
	for (int i = 0; i < thing->field_count; i++)
		if (strcmp(thing->fields[i], name) == 0)
			return i;
	return -1;
}

const struct list *
list_find(const struct policy *policy, const char *name)
{
	for (int i = 0; i < policy->list_count; i++)
		if (strcmp(policy->lists[i].name, name) == 0)
			return &policy->lists[i];
	return NULL;
}

const struct table *
table_find(const struct policy *policy, const char *name)
{
	for (int i = 0; i < policy->table_count; i++)
		if (strcmp(policy->tables[i].name, name) == 0)
			return &policy->tables[i];
	return NULL;
}

const struct column *
column_find(const struct table *table, const char *name)
{
	for (int i = 0; i < table->count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

bool
type_is_id(const char *type)
{
	size_t length = strlen(type);
	return length > strlen("_id") && strcmp(type + length - strlen("_id"), "_id") == 0 && is_name(type);
}

const char *
type_in_c(const struct policy *policy, const char *type)
{
	for (int i = 0; i < LENGTH(plain_types); i++)
		if (strcmp(plain_types[i].name, type) == 0)
			return plain_types[i].in_c;
	for (int i = 0; i < policy->id_count; i++)
		if (strcmp(keep_printf("%s_id", policy->ids[i]), type) == 0)
			return keep_printf("struct %s", type);
	return list_find(policy, type) ? keep_printf("enum %s", type) : NULL;
}

bool
words_next(struct source *source, struct words *words)
{
	char *line;
	while ((line = source_line(source))) {
		*words = (struct words){ .indented = *line == ' ' || *line == '\t' };
		const char *at = line;
		for (;;) {
			while (*at == ' ' || *at == '\t' || *at == ',')
				at++;
			if (!*at || *at == '#')
				break;
			const char *start = at;
			const char *end;
			if (*at == '"') {
				end = strchr(at + 1, '"');
				if (!end)
					fail(source_place(source), "this quote is not closed");
				at = end + 1;
			} else {
				int depth = 0;
				for (; *at && *at != '#' && (depth > 0 || !strchr(" \t,", *at)); at++)
					depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
				end = at;
			}
			words->at = grow(words->at, words->count, sizeof(*words->at));
			words->at[words->count++] = keep_text(start, (size_t)(end - start));
		}
		if (words->count > 0)
			return true;
	}
	return false;
}
