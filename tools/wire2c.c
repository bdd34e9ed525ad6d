/*
 * wire2c MESSAGES.def RUNTIME.js OUT.h OUT.c OUT.js
 *
 * The messages between device, server and viewer as C for wire/message.h and
 * as a module for browsers, both from one table, so that the sides cannot
 * differ. What cannot be told apart or does not fit the head is refused here.
 */
#include "wire2c.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_values(struct wire_table *table, struct source *source, const char *at);
static struct wire_form_of *read_form(struct wire_table *table, struct source *source, const char *word,
	const char *at);
static void read_field(const struct wire_table *table, struct wire_form_of *form, struct source *source,
	const char *at);
static void check_form(const struct wire_form_of *form);

/* The line without its comment; a label holds no number sign. */
static char *
without_comment(char *line)
{
	char *comment = strchr(line, '#');
	if (comment)
		*comment = '\0';
	return line;
}

void
wire_read(struct wire_table *table, struct source *source)
{
	struct wire_form_of *form = NULL;
	for (char *line; (line = source_line(source));) {
		const char *at = without_comment(line);
		bool inside = *at == '\t' || *at == ' ';
		skip_blanks(&at);
		if (!*at)
			continue;
		if (inside) {
			if (!form)
				fail(source_place(source), "a field stands under a record or a message");
			read_field(table, form, source, at);
			continue;
		}
		if (form)
			check_form(form);
		form = NULL;
		char *word = take_word(&at);
		if (strcmp(word, "values") == 0)
			read_values(table, source, at);
		else
			form = read_form(table, source, word, at);
	}
	if (form)
		check_form(form);
	if (table->form_count == 0)
		fail(source_place(source), "no message stands here");
}

static const struct wire_values *
find_values(const struct wire_table *table, const char *name)
{
	for (int i = 0; i < table->value_count; i++)
		if (strcmp(table->values[i]->name, name) == 0)
			return table->values[i];
	return NULL;
}

static const struct wire_form_of *
find_form(const struct wire_table *table, const char *name)
{
	for (int i = 0; i < table->form_count; i++)
		if (strcmp(table->forms[i]->name, name) == 0)
			return table->forms[i];
	return NULL;
}

/* A name that nothing else has: in C values and records share one space. */
static const char *
new_name(const struct wire_table *table, struct source *source, const char **at)
{
	const char *name = take_name(at);
	if (!name)
		fail(source_place(source), "a name is missing");
	if (find_values(table, name) || (find_form(table, name)))
		fail(source_place(source), "%s stands here twice", name);
	return name;
}

static void
read_values(struct wire_table *table, struct source *source, const char *at)
{
	struct wire_values *values = keep(sizeof *values);
	values->name = new_name(table, source, &at);
	for (const char *word; (word = take_word(&at));) {
		if (!is_name(word))
			fail(source_place(source), "%s is not a word", word);
		if (values->count == WORDS_MAX)
			fail(source_place(source), "%s has more than %d words", values->name, WORDS_MAX);
		for (int i = 0; i < values->count; i++)
			if (strcmp(values->words[i], word) == 0)
				fail(source_place(source), "%s stands in %s twice", word, values->name);
		values->words[values->count++] = word;
	}
	if (values->count == 0)
		fail(source_place(source), "%s has no words", values->name);
	table->values = grow(table->values, table->value_count, sizeof *table->values);
	table->values[table->value_count++] = values;
}

static long
take_number(struct source *source, const char **at, long most, const char *what)
{
	const char *word = take_word(at);
	char *end = NULL;
	long number = word ? strtol(word, &end, 10) : 0;
	if (!word || end == word || *end || number < 1 || number > most)
		fail(source_place(source), "%s is a number from 1 to %ld", what, most);
	return number;
}

static void
read_message(struct wire_table *table, struct wire_form_of *form, struct source *source, const char **at)
{
	const struct wire_values *sides = find_values(table, "side");
	if (!sides)
		fail(source_place(source), "`values side` must stand before the first message");
	const char *from = take_word(at);
	if (!from || strcmp(from, "from") != 0)
		fail(source_place(source), "%s does not say from whom it comes", form->name);
	for (const char *word; (word = take_word(at));) {
		int side = 0;
		while (side < sides->count && strcmp(sides->words[side], word) != 0)
			side++;
		if (side == sides->count)
			fail(source_place(source), "%s is no side", word);
		form->sides |= 1u << side;
	}
	if (!form->sides)
		fail(source_place(source), "%s does not say from whom it comes", form->name);
}

static void
read_label(struct wire_form_of *form, struct source *source, const char **at)
{
	char *label = take_word(at);
	size_t length = label ? strlen(label) : 0;
	if (length < 3 || label[0] != '"' || label[length - 1] != '"' ||
		strchr(label + 1, '"') != label + length - 1)
		fail(source_place(source), "%s needs its label in quotes", form->name);
	label[length - 1] = '\0';
	form->label = label + 1;
}

static struct wire_form_of *
read_form(struct wire_table *table, struct source *source, const char *word, const char *at)
{
	static const char *const words[] = { "record", "signed", "sealed", "message" };
	struct wire_form_of *form = keep(sizeof *form);
	int which = 0;
	while (which < 4 && strcmp(words[which], word) != 0)
		which++;
	if (which == 4)
		fail(source_place(source), "%s is not a word of this table", word);
	form->form = (enum wire_form)which;
	form->place = source_place(source);
	if (form->form == FORM_MESSAGE)
		form->number = (int)take_number(source, &at, MESSAGES_MAX, "a message");
	form->name = new_name(table, source, &at);
	if (form->form == FORM_MESSAGE)
		read_message(table, form, source, &at);
	if (form->form == FORM_SIGNED)
		read_label(form, source, &at);
	for (int i = 0; i < table->form_count; i++) {
		const struct wire_form_of *other = table->forms[i];
		if (form->number && other->number == form->number)
			fail(form->place, "%s has the number of %s", form->name, other->name);
		if (form->label && other->label && strcmp(form->label, other->label) == 0)
			fail(form->place, "%s has the label of %s: one signature would count for both",
				form->name, other->name);
	}
	table->forms = grow(table->forms, table->form_count, sizeof *table->forms);
	table->forms[table->form_count++] = form;
	return form;
}

/* Two bytes of length, three where the most does not fit in two. */
static size_t
with_length(size_t most)
{
	return most + (most > UINT16_MAX ? 3 : 2);
}

static size_t
read_type(const struct wire_table *table, struct wire_field *field, struct source *source, const char *word,
	const char **at)
{
	static const struct {
		const char *word;
		size_t size;
	} numbers[] = { { "u8", 1 }, { "u16", 2 }, { "u32", 4 }, { "u64", 8 }, { "i64", 8 } };
	for (size_t i = 0; i < 5; i++)
		if (strcmp(word, numbers[i].word) == 0) {
			field->type = word[0] == 'i' ? TYPE_SIGNED_NUMBER : TYPE_NUMBER;
			return field->size = numbers[i].size;
		}
	if (strcmp(word, "fixed") == 0) {
		field->type = TYPE_FIXED;
		return field->size = (size_t)take_number(source, at, 1024, "the bytes of a fixed field");
	}
	if (strcmp(word, "bytes") == 0 || strcmp(word, "text") == 0) {
		field->type = word[0] == 'b' ? TYPE_BYTES : TYPE_TEXT;
		field->size = (size_t)take_number(source, at, BODY_BYTES_MAX, "the most of a field");
		return with_length(field->size);
	}
	if (strcmp(word, "list") == 0) {
		const char *name = take_word(at);
		field->type = TYPE_LIST;
		field->record = name ? find_form(table, name) : NULL;
		if (field->record == table->forms[table->form_count - 1])
			fail(source_place(source), "%s cannot hold itself", name);
		if (!field->record || field->record->form != FORM_RECORD)
			fail(source_place(source), "%s is no record above this line", name ? name : "this");
		field->size = (size_t)take_number(source, at, UINT16_MAX, "the most of a list");
		return 2 + field->size * field->record->most;
	}
	field->values = find_values(table, word);
	field->record = find_form(table, word);
	if (field->record == table->forms[table->form_count - 1])
		fail(source_place(source), "%s cannot hold itself", word);
	if (field->values) {
		field->type = TYPE_WORD;
		return field->size = 1;
	}
	if (!field->record || field->record->form != FORM_RECORD)
		fail(source_place(source), "%s is no type", word);
	field->type = TYPE_RECORD;
	return field->record->most;
}

static void
read_field(const struct wire_table *table, struct wire_form_of *form, struct source *source, const char *at)
{
	const char *name = take_name(&at);
	const char *type = name ? take_word(&at) : NULL;
	if (!type)
		fail(source_place(source), "a field is a name and a type");
	if (form->count == FIELDS_MAX)
		fail(source_place(source), "%s has more than %d fields", form->name, FIELDS_MAX);
	for (int i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			fail(source_place(source), "%s stands in %s twice", name, form->name);
	if (strcmp(name_in_c(name), name) != 0)
		fail(source_place(source), "%s is a word of C", name);
	struct wire_field *field = &form->fields[form->count];
	field->name = name;
	form->most += read_type(table, field, source, type, &at);
	const char *more = take_word(&at);
	if (more)
		fail(source_place(source), "%s is too much here", more);
	form->count++;
}

static void
check_form(const struct wire_form_of *form)
{
	if (form->count == 0 && form->form != FORM_MESSAGE)
		fail(form->place, "%s has no fields", form->name);
	/* A sealed part and a record are bounded by the bytes of the message around them. */
	bool travels = form->form == FORM_MESSAGE || form->form == FORM_SIGNED;
	if (form->most > (travels ? BODY_BYTES_MAX : INT32_MAX))
		fail(form->place, "%s can be %zu bytes long, %d is the most", form->name, form->most,
			travels ? BODY_BYTES_MAX : INT32_MAX);
}

int
main(int count, char **arguments)
{
	if (count != 6) {
		fprintf(stderr, "usage: wire2c MESSAGES.def RUNTIME.js OUT.h OUT.c OUT.js\n");
		return 2;
	}
	struct source source, runtime;
	struct wire_table table = { 0 };
	source_open(&source, arguments[1]);
	wire_read(&table, &source);
	struct out outs[3] = { 0 };
	source_open(&runtime, arguments[2]);
	wire_emit_header(&table, &outs[0]);
	wire_emit_code(&table, &outs[1]);
	wire_emit_script(&table, &runtime, &outs[2]);
	for (int i = 0; i < 3; i++)
		out_save(&outs[i], arguments[3 + i]);
	reader_forget();
	return 0;
}
