/*
 * policy2c: the files of policy/ become C.
 *
 *   policy2c --policy DIR POLICY.h POLICY.c RECORDS.h
 *   policy2c --policy DIR --check-schema SCHEMA.sql...
 *
 * policy.h   the words as enums, an id type per kind of thing, the rules, the
 *            retention, the stored columns
 * records.h  the closed lists, a struct per table
 *
 * What no rule allows stays refused, so a word that is misspelt must never
 * pass as a rule that simply never matches: every word is looked up.
 */
#include <stdio.h>
#include <string.h>

#include "policy_reader.h"
#include "schema_check.h"

struct rule {
	const struct word *role, *verb, *thing, *relation, *place, *purpose;
	unsigned char only[64]; /* by field; used when narrowed */
	bool narrowed, noted, shown, refuse;
	struct place at;
};

struct retention {
	const char *name, *from, *unit, *amount, *words, *why;
	struct place at;
};

struct rules {
	struct policy policy;
	struct rule *rules;
	int rule_count;
	struct retention *retentions;
	int retention_count;
};

static void read_access(struct rules *all, struct source *access);
static void read_retention(struct rules *all, struct source *retention);
static void check_rules(const struct rules *all);
static int retention_find(const struct rules *all, const char *name);
static void emit_header(const struct rules *all, struct out *out);
static void emit_records(const struct policy *policy, struct out *out);
static void emit_source(const struct rules *all, struct out *out);

static const struct list *
list_of(const struct rules *all, enum list_index index)
{
	return &all->policy.lists[index];
}

/* One rule: WHO MAY WHAT WHEN WHERE FOR [noted] [shown] [only FIELD...], or
 * "nobody MAY WHAT ...", which refuses it to everybody. */
static void
read_rule(struct rules *all, const struct words *words, struct place at)
{
	struct rule rule = { .at = at };
	if (words->count < 3)
		fail(at, "expected: who may what when where for [how]");
	rule.role = word_need(list_of(all, ROLES), words->at[0], at);
	rule.verb = word_need(list_of(all, VERBS), words->at[1], at);
	rule.thing = word_need(list_of(all, THINGS), words->at[2], at);
	rule.refuse = strcmp(rule.role->name, "nobody") == 0;
	if (rule.refuse && words->count == 3) {
		rule.relation = word_need(list_of(all, RELATIONS), "any", at);
		rule.place = word_need(list_of(all, PLACES), "any", at);
		rule.purpose = &list_of(all, PURPOSES)->words[0];
	} else if (words->count < 6) {
		fail(at, "expected when, where and for after \"%s\"", rule.thing->name);
	} else {
		rule.relation = word_need(list_of(all, RELATIONS), words->at[3], at);
		rule.place = word_need(list_of(all, PLACES), words->at[4], at);
		rule.purpose = word_need(list_of(all, PURPOSES), words->at[5], at);
	}
	for (int i = 6; i < words->count; i++) {
		const char *how = words->at[i];
		int field = rule.narrowed ? field_find(rule.thing, how) : -1;
		if (rule.narrowed && field < 0)
			fail(at, "\"%s\" is not a field of %s", how, rule.thing->name);
		if (rule.narrowed)
			rule.only[field] = 1;
		else if (strcmp(how, "noted") == 0)
			rule.noted = true;
		else if (strcmp(how, "shown") == 0)
			rule.shown = true;
		else if (strcmp(how, "only") == 0 && i + 1 < words->count)
			rule.narrowed = true;
		else
			fail(at, "\"%s\": expected noted, shown or only FIELD...", how);
	}
	all->rules = grow(all->rules, all->rule_count, sizeof(*all->rules));
	all->rules[all->rule_count++] = rule;
}

static void
read_access(struct rules *all, struct source *access)
{
	struct words words;
	while (words_next(access, &words))
		read_rule(all, &words, source_place(access));
	if (all->rule_count == 0)
		fail((struct place){ access->name, access->line }, "no rule stands here");
	check_rules(all);
}

static void
check_rules(const struct rules *all)
{
	for (int i = 0; i < all->rule_count; i++) {
		const struct rule *rule = &all->rules[i];
		for (int j = 0; j < i; j++) {
			const struct rule *before = &all->rules[j];
			if (rule->verb != before->verb || rule->thing != before->thing)
				continue;
			if (rule->refuse != before->refuse)
				fail(rule->at, "line %d says the contrary for %s %s", before->at.line,
					rule->verb->name, rule->thing->name);
			if (rule->role == before->role && rule->relation == before->relation &&
				rule->place == before->place)
				fail(rule->at, "line %d is about the same", before->at.line);
		}
	}
}

/* [hours|days|months|years N] [FROM]: how long, counted from what. */
static void
read_kept(struct retention *kept, const struct words *words)
{
	static const char *const units[] = { "hours", "days", "months", "years", NULL };
	static const char *const moments[] = { "after_year", "after_leaving",
		"after_last_child", /* with an amount */
		"while_in_use", "while_account_lives", "school_year", "school_year_or_six_months", NULL };
	int next = 2, last = words->count - 1, unit = 0, moment = 0;
	while (units[unit] && strcmp(words->at[next], units[unit]) != 0)
		unit++;
	if (units[unit]) {
		const char *number = words->at[3];
		if (last < 4 || strspn(number, "0123456789") != strlen(number) || strlen(number) > 6)
			fail(kept->at, "%s needs a number", units[unit]);
		while (*number == '0' && number[1])
			number++; /* would be octal in C */
		kept->unit = units[unit];
		kept->amount = number;
		next = 4;
	}
	if (next < last) {
		while (moments[moment] && strcmp(words->at[next], moments[moment]) != 0)
			moment++;
		if (!moments[moment] || (next == 4) != (moment < 3))
			fail(kept->at, "\"%s\": not a way to count the time", kept->words);
		kept->from = moments[moment];
		next++;
	}
	if (next != last)
		fail(kept->at, "\"%s\" was not expected here", words->at[next]);
}

/* class NAME ... "why" */
static void
read_retention(struct rules *all, struct source *source)
{
	struct words words;
	while (words_next(source, &words)) {
		struct retention kept = { .unit = "hours",
			.amount = "0",
			.from = "recording",
			.words = "",
			.at = source_place(source) };
		if (words.count < 4 || strcmp(words.at[0], "class") != 0 || !is_name(words.at[1]) ||
			words.at[words.count - 1][0] != '"')
			fail(kept.at, "expected: class NAME [hours|days|months|years N] [FROM] \"why\"");
		kept.name = words.at[1];
		kept.why = words.at[words.count - 1] + 1;
		for (int i = 2; i < words.count - 1; i++)
			kept.words = keep_printf("%s%s%s", kept.words, i > 2 ? " " : "", words.at[i]);
		read_kept(&kept, &words);
		if (retention_find(all, kept.name) >= 0)
			fail(kept.at, "class \"%s\" stands twice", kept.name);
		all->retentions = grow(all->retentions, all->retention_count, sizeof(*all->retentions));
		all->retentions[all->retention_count++] = kept;
	}
	for (int t = 0; t < all->policy.table_count; t++) {
		const struct table *table = &all->policy.tables[t];
		for (int c = 0; c < table->count; c++)
			if (retention_find(all, table->columns[c].retention) < 0)
				fail(table->columns[c].place, "\"%s\" is not a class of retention.policy",
					table->columns[c].retention);
	}
}

static int
retention_find(const struct rules *all, const char *name)
{
	for (int i = 0; i < all->retention_count; i++)
		if (strcmp(all->retentions[i].name, name) == 0)
			return i;
	return -1;
}

/* The number of words: ROLES, ATTENDANCE_STATUSES. */
static const char *
count_of(const struct list *list)
{
	size_t length = strlen(list->name);
	return keep_printf("%s%s", upper(list->name), list->name[length - 1] == 's' ? "ES" : "S");
}

static void
emit_enum(struct out *out, const struct list *list)
{
	out_printf(out, "enum %s {\n", list->name);
	for (int i = 0; i < list->count; i++)
		out_printf(out, "\t%s,\n", word_constant(list, &list->words[i]));
	out_printf(out, "\t%s\n};\n", count_of(list));
	out_printf(out,
		"const char *%s_word(enum %s value);\nbool %s_parse(struct text text, enum %s *value);\n\n",
		list->name, list->name, list->name, list->name);
}

static void
emit_fields(const struct rules *all, struct out *out)
{
	const struct list *things = list_of(all, THINGS);
	for (int t = 0; t < things->count; t++) {
		const struct word *thing = &things->words[t];
		char *name = upper(thing->name);
		for (int f = 0; f < thing->field_count; f++)
			out_printf(out, "#define FIELD_%s_%s (UINT64_C(1) << %d)\n", name,
				upper(thing->fields[f]), f);
		if (thing->field_count == 0)
			out_printf(out, "#define FIELDS_%s UINT64_C(0)\n", name);
		else
			out_printf(out, "#define FIELDS_%s (UINT64_MAX >> %d)\n", name,
				64 - thing->field_count);
	}
}

static void
emit_header(const struct rules *all, struct out *out)
{
	out_printf(out,
		"/* Made by policy2c from policy/. The order of the words is stored: only append. */\n"
		"#ifndef POLICY_H\n#define POLICY_H\n\n#include \"platform/text.h\"\n\nstruct arena;\n\n");
	for (int i = 0; i < FIRST_VALUES; i++)
		emit_enum(out, list_of(all, i));
	out_printf(out,
		"/* A type of its own per kind of thing: a teacher does not pass for a pupil's class. 0 is none. */\n");
	for (int i = 0; i < all->policy.id_count; i++)
		out_printf(out, "struct %s_id {\n\tint64_t v;\n};\n", all->policy.ids[i]);
	out_printf(out,
		"\nconst char *role_description(enum role role);\n"
		"int field_count(enum thing thing);\nconst char *field_word(enum thing thing, int field);\n"
		"uint64_t thing_fields(enum thing thing); /* all of them */\n"
		"struct text fields_text(struct arena *arena, enum thing thing, uint64_t fields); /* \"day, status\" */\n\n"
		"/* The fields of each thing as bits, and all of them. */\n");
	emit_fields(all, out);
	out_printf(out,
		"\n/* One line of access.policy. */\n"
		"struct rule {\n\tenum role role;\n\tenum verb verb;\n\tenum thing thing;\n\tenum relation relation;\n"
		"\tenum subject_kind subject; /* what the relation holds to */\n\tenum place place;\n"
		"\tenum purpose purpose;\n\tuint64_t fields; /* what may be seen */\n"
		"\tbool noted;      /* the look goes on the trail */\n\tbool shown;      /* the subject is told at that moment */\n"
		"\tbool refuse;     /* refused to everybody, on purpose */\n\tconst char *source; /* \"access.policy:12\" */\n};\n"
		"extern const struct rule rules[];\nextern const int rule_count;\n\n"
		"/* One line of retention.policy. */\n"
		"enum kept_from {\n\tKEPT_FROM_RECORDING,\n\tKEPT_AFTER_YEAR,\n\tKEPT_AFTER_LEAVING,\n\tKEPT_AFTER_LAST_CHILD,\n"
		"\tKEPT_WHILE_IN_USE,\n\tKEPT_WHILE_ACCOUNT_LIVES,\n\tKEPT_SCHOOL_YEAR,\n\tKEPT_SCHOOL_YEAR_OR_SIX_MONTHS,\n};\n"
		"enum kept_unit { KEPT_HOURS, KEPT_DAYS, KEPT_MONTHS, KEPT_YEARS };\n"
		"struct retention {\n\tconst char *name;\n\tenum kept_from from;\n\tenum kept_unit unit;\n\tint amount;\n"
		"\tconst char *words; /* as written */\n\tconst char *why;\n\tconst char *source;\n};\n"
		"extern const struct retention retentions[];\nextern const int retention_count;\n\n"
		"/* One column of data.policy. */\n"
		"struct stored_column {\n\tconst char *table;\n\tconst char *column;\n\tconst char *type;\n\tbool sealed;\n"
		"\tenum purpose purpose;\n\tconst char *basis;\n\tint retention; /* of retentions[] */\n"
		"\tint thing;     /* enum thing; -1: no rule shows it */\n\tint field;     /* of the thing */\n};\n"
		"extern const struct stored_column stored_columns[];\nextern const int stored_column_count;\n\n#endif\n");
}

static void
emit_records(const struct policy *policy, struct out *out)
{
	out_printf(out,
		"/* Made by policy2c from data.policy. */\n#ifndef RECORDS_H\n#define RECORDS_H\n\n"
		"#include \"platform/day.h\"\n#include \"platform/text.h\"\n#include \"policy.h\"\n\n");
	for (int i = FIRST_VALUES; i < policy->list_count; i++)
		emit_enum(out, &policy->lists[i]);
	out_printf(out, "/* The place of each table in tables[]. */\nenum table_index {\n");
	for (int t = 0; t < policy->table_count; t++)
		out_printf(out, "\tTABLE_%s,\n", upper(policy->tables[t].name));
	out_printf(out, "\tTABLES\n};\n\n");
	for (int t = 0; t < policy->table_count; t++) {
		const struct table *table = &policy->tables[t];
		out_printf(out, "struct %s_record {\n", table->name);
		for (int c = 0; c < table->count; c++)
			out_printf(out, "\t%s %s;%s\n", type_in_c(policy, table->columns[c].type),
				name_in_c(table->columns[c].name),
				table->columns[c].subject ? " /* sealed */" : "");
		out_printf(out, "};\n\n");
	}
	out_printf(out, "#endif\n");
}

static void
emit_list_source(struct out *out, const struct list *list)
{
	out_printf(out, "static const char *const %s_words[] = {\n", list->name);
	for (int i = 0; i < list->count; i++)
		out_printf(out, "\t\"%s\",\n", list->words[i].name);
	out_printf(out,
		"};\n\nconst char *\n%s_word(enum %s value)\n{\n\tassert((unsigned)value < %s);\n"
		"\treturn %s_words[value];\n}\n\n",
		list->name, list->name, count_of(list), list->name);
	out_printf(out,
		"bool\n%s_parse(struct text text, enum %s *value)\n{\n"
		"\tfor (int i = 0; i < %s; i++) {\n\t\tif (text_is(text, %s_words[i])) {\n"
		"\t\t\t*value = (enum %s)i;\n\t\t\treturn true;\n\t\t}\n\t}\n\treturn false;\n}\n\n",
		list->name, list->name, count_of(list), list->name, list->name);
}

static void
emit_words_source(const struct rules *all, struct out *out)
{
	for (int i = 0; i < all->policy.list_count; i++)
		emit_list_source(out, &all->policy.lists[i]);
	const struct list *roles = list_of(all, ROLES);
	const struct list *things = list_of(all, THINGS);
	out_printf(out,
		"const char *\nrole_description(enum role role)\n{\n\tstatic const char *const descriptions[] = {\n");
	for (int i = 0; i < roles->count; i++) {
		out_printf(out, "\t\t");
		out_literal(out, roles->words[i].why, strlen(roles->words[i].why));
		out_printf(out, ",\n");
	}
	out_printf(out,
		"\t};\n\tassert((unsigned)role < ROLES);\n\treturn descriptions[role];\n}\n\n"
		"static const struct {\n\tint count;\n\tconst char *const *words;\n} fields[] = {\n");
	for (int t = 0; t < things->count; t++) {
		const struct word *thing = &things->words[t];
		out_printf(out, "\t{ %d, ", thing->field_count);
		out_printf(out, thing->field_count == 0 ? "NULL" : "(const char *const[]){ ");
		for (int f = 0; f < thing->field_count; f++)
			out_printf(out, "\"%s\"%s", thing->fields[f],
				f + 1 < thing->field_count ? ", " : " }");
		out_printf(out, " },\n");
	}
	out_printf(out,
		"};\n\nint\nfield_count(enum thing thing)\n{\n\tassert((unsigned)thing < THINGS);\n"
		"\treturn fields[thing].count;\n}\n\nconst char *\nfield_word(enum thing thing, int field)\n{\n"
		"\tassert(field >= 0 && field < field_count(thing));\n\treturn fields[thing].words[field];\n}\n\n"
		"uint64_t\nthing_fields(enum thing thing)\n{\n"
		"\treturn field_count(thing) == 0 ? 0 : UINT64_MAX >> (64 - field_count(thing));\n}\n\n"
		"struct text\nfields_text(struct arena *arena, enum thing thing, uint64_t chosen)\n{\n"
		"\tstruct text text = TEXT(\"\");\n\tfor (int i = 0; i < field_count(thing); i++)\n"
		"\t\tif (chosen >> i & 1)\n\t\t\ttext = text_printf(arena, \"%%.*s%%s%%s\", TEXT_ARG(text),\n"
		"\t\t\t\ttext.length > 0 ? \", \" : \"\", field_word(thing, i));\n\treturn text;\n}\n\n");
}

static void
emit_rules_source(const struct rules *all, struct out *out)
{
	out_printf(out, "const struct rule rules[] = {\n");
	for (int i = 0; i < all->rule_count; i++) {
		const struct rule *rule = &all->rules[i];
		const struct list *kinds = list_of(all, SUBJECT_KINDS);
		char *thing = upper(rule->thing->name);
		out_printf(out, "\t{ %s, %s, %s, %s,\n\t\t%s, %s, %s,\n\t\t",
			word_constant(list_of(all, ROLES), rule->role),
			word_constant(list_of(all, VERBS), rule->verb), thing,
			word_constant(list_of(all, RELATIONS), rule->relation),
			word_constant(kinds, word_find(kinds, rule->relation->of)),
			word_constant(list_of(all, PLACES), rule->place),
			word_constant(list_of(all, PURPOSES), rule->purpose));
		const char *joint = "";
		for (int f = 0; rule->narrowed && f < rule->thing->field_count; f++)
			if (rule->only[f]) {
				out_printf(out, "%sFIELD_%s_%s", joint, thing, upper(rule->thing->fields[f]));
				joint = " | ";
			}
		if (!rule->narrowed)
			out_printf(out, "FIELDS_%s", thing);
		out_printf(out,
			",\n\t\t.noted = %d, .shown = %d, .refuse = %d, .source = \"access.policy:%d\" },\n",
			rule->noted, rule->shown, rule->refuse, rule->at.line);
	}
	out_printf(out, "};\nconst int rule_count = %d;\n\n", all->rule_count);

	out_printf(out, "const struct retention retentions[] = {\n");
	for (int i = 0; i < all->retention_count; i++) {
		const struct retention *kept = &all->retentions[i];
		out_printf(out, "\t{ \"%s\", KEPT_%s%s, KEPT_%s, %s, \"%s\", ", kept->name,
			strcmp(kept->from, "recording") == 0 ? "FROM_" : "", upper(kept->from),
			upper(kept->unit), kept->amount, kept->words);
		out_literal(out, kept->why, strlen(kept->why));
		out_printf(out, ", \"retention.policy:%d\" },\n", kept->at.line);
	}
	out_printf(out, "};\nconst int retention_count = %d;\n\n", all->retention_count);
}

static void
emit_tables_source(const struct rules *all, struct out *out)
{
	const struct policy *policy = &all->policy;
	int total = 0;
	out_printf(out, "const struct stored_column stored_columns[] = {\n");
	for (int t = 0; t < policy->table_count; t++)
		for (int c = 0; c < policy->tables[t].count; c++, total++) {
			const struct column *column = &policy->tables[t].columns[c];
			const struct list *things = list_of(all, THINGS);
			const struct word *thing = column->thing ? word_find(things, column->thing) : NULL;
			int kept = retention_find(all, column->retention);
			out_printf(out, "\t{ \"%s\", \"%s\", \"%s\", %d, %s, \"%s\", %d, %s, %d },\n",
				policy->tables[t].name, column->name, column->type, column->subject != NULL,
				upper(column->purpose), column->basis, kept,
				thing ? upper(thing->name) : "-1",
				thing ? field_find(thing, column->field) : 0);
		}
	out_printf(out, "};\nconst int stored_column_count = %d;\n\nconst struct table tables[] = {\n",
		total);
	for (int t = 0; t < policy->table_count; t++) {
		const struct table *table = &policy->tables[t];
		out_printf(out, "\t[TABLE_%s] = { \"%s\", (const struct table_column[]){\n",
			upper(table->name), table->name);
		for (int c = 0; c < table->count; c++)
			out_printf(out, "\t\t{ \"%s\", %d },\n", table->columns[c].name,
				table->columns[c].subject != NULL);
		out_printf(out, "\t}, %d, %d, %d },\n", table->count, table->key_count, table->journalled);
	}
	out_printf(out, "};\nconst int table_count = TABLES;\n");
}

static void
emit_source(const struct rules *all, struct out *out)
{
	out_printf(out,
		"/* Made by policy2c from policy/. */\n#include \"policy.h\"\n\n#include <assert.h>\n\n"
		"#include \"platform/db.h\"\n#include \"records.h\"\n\n");
	emit_words_source(all, out);
	emit_rules_source(all, out);
	emit_tables_source(all, out);
}

static void
rules_read(struct rules *all, const char *folder)
{
	struct source source;
	*all = (struct rules){ 0 };
	policy_read(&all->policy, folder);
	source_open(&source, keep_printf("%s/access.policy", folder));
	read_access(all, &source);
	source_open(&source, keep_printf("%s/retention.policy", folder));
	read_retention(all, &source);
}

int
main(int count, char **arguments)
{
	if (count < 5 || strcmp(arguments[1], "--policy") != 0) {
		fprintf(stderr,
			"usage: policy2c --policy DIR POLICY.h POLICY.c RECORDS.h\n"
			"       policy2c --policy DIR --check-schema SCHEMA.sql...\n");
		return 2;
	}
	struct rules all;
	rules_read(&all, arguments[2]);
	if (strcmp(arguments[3], "--check-schema") == 0) {
		schema_check(&all.policy, (const char *const *)&arguments[4], count - 4);
	} else {
		struct out header = { 0 }, source = { 0 }, records = { 0 };
		emit_header(&all, &header);
		emit_source(&all, &source);
		emit_records(&all.policy, &records);
		if (count != 6)
			fail((struct place){ "policy2c", 0 }, "three files to write are needed");
		out_save(&header, arguments[3]);
		out_save(&source, arguments[4]);
		out_save(&records, arguments[5]);
	}
	reader_forget();
	return 0;
}
