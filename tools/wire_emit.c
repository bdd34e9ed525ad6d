#include "wire2c.h"

#include <string.h>

/*
 * C: for each form a struct, a put and a take; for what travels whole also an
 * encode and a decode. The script gets the table itself: its runtime reads it.
 */
#define FOR_FORMS(table, form)                                                                               \
	for (int i_ = 0; i_ < (table)->form_count; i_++)                                                     \
		for (const struct wire_form_of *form = (table)->forms[i_]; form; form = NULL)

static void
emit_values(const struct wire_values *values, struct out *out)
{
	const char *name = upper(values->name);
	out_printf(out, "enum message_%s {\n", values->name);
	for (int i = 0; i < values->count; i++)
		out_printf(out, "\tMESSAGE_%s_%s,\n", name, upper(values->words[i]));
	out_printf(out, "\tMESSAGE_%s_WORDS,\n};\n", name);
	out_printf(out,
		"/* NULL when there is no such word. */\nconst char *message_%s_word(unsigned %s);\n\n",
		values->name, values->name);
}

static void
emit_field(const struct wire_field *field, struct out *out)
{
	switch (field->type) {
	case TYPE_NUMBER: out_printf(out, "\tuint%zu_t %s;\n", field->size * 8, field->name); break;
	case TYPE_SIGNED_NUMBER: out_printf(out, "\tint%zu_t %s;\n", field->size * 8, field->name); break;
	case TYPE_WORD: out_printf(out, "\tenum message_%s %s;\n", field->values->name, field->name); break;
	case TYPE_RECORD:
		out_printf(out, "\tstruct message_%s %s;\n", field->record->name, field->name);
		break;
	case TYPE_FIXED: out_printf(out, "\tuint8_t %s[%zu];\n", field->name, field->size); break;
	case TYPE_BYTES:
	case TYPE_TEXT:
		out_printf(out, "\tstruct message_bytes %s; /* at most %zu */\n", field->name, field->size);
		break;
	case TYPE_LIST:
		out_printf(out, "\tstruct message_%s_list %s; /* at most %zu */\n", field->record->name,
			field->name, field->size);
		break;
	}
}

static bool
is_whole(const struct wire_form_of *form)
{
	return form->form != FORM_RECORD;
}

static void
emit_form(const struct wire_form_of *form, struct out *out)
{
	const char *name = form->name;
	out_printf(out, "struct message_%s {\n", name);
	for (int i = 0; i < form->count; i++)
		emit_field(&form->fields[i], out);
	if (form->count == 0)
		out_printf(out, "\tuint8_t nothing; /* it has no fields */\n");
	out_printf(out, "};\n#define MESSAGE_%s_BYTES_MAX %zu\n", upper(name), form->most);
	if (form->label)
		out_printf(out, "#define MESSAGE_%s_LABEL \"%s\"\n", upper(name), form->label);
	if (form->form == FORM_RECORD)
		out_printf(out,
			"/* To write: at and count. Taken: count and bytes, for message_%s_take. */\n"
			"struct message_%s_list {\n\tconst struct message_%s *at;\n\tsize_t count;\n"
			"\tstruct message_bytes bytes;\n};\n",
			name, name, name);
	out_printf(out, "void message_%s_put(struct message_writer *out, const struct message_%s *from);\n",
		name, name);
	out_printf(out, "bool message_%s_take(struct message_bytes *rest, struct message_%s *to);\n", name,
		name);
	if (form->form == FORM_MESSAGE)
		out_printf(out,
			"bool message_%s_encode(struct message_writer *out, uint32_t sequence, uint64_t lease,\n"
			"\tconst struct message_%s *from);\n",
			name, name);
	if (is_whole(form))
		out_printf(out,
			"bool message_%s_decode(struct message_bytes bytes, struct message_%s *to);\n", name,
			name);
	out_printf(out, "\n");
}

/* F(name) for each message, or for each signed and sealed payload. */
static void
emit_each(const struct wire_table *table, bool messages, const char *macro, struct out *out)
{
	out_printf(out, "#define %s(F)", macro);
	FOR_FORMS(table, form)
	if (is_whole(form) && (form->form == FORM_MESSAGE) == messages)
		out_printf(out, " \\\n\tF(%s)", form->name);
	out_printf(out, "\n\n");
}

void
wire_emit_header(const struct wire_table *table, struct out *out)
{
	out_printf(out,
		"/* Made by tools/wire2c from wire/messages.def. */\n"
		"#ifndef WIRE_MESSAGES_H\n#define WIRE_MESSAGES_H\n\n#include \"wire/message.h\"\n\n");
	out_printf(out, "enum message_type {\n");
	FOR_FORMS(table, form)
	if (form->form == FORM_MESSAGE)
		out_printf(out, "\tMESSAGE_%s = %d,\n", upper(form->name), form->number);
	out_printf(out, "};\n\n");
	for (int i = 0; i < table->value_count; i++)
		emit_values(table->values[i], out);
	FOR_FORMS(table, form)
	emit_form(form, out);
	emit_each(table, true, "MESSAGE_EACH", out);
	emit_each(table, false, "MESSAGE_EACH_PAYLOAD", out);
	out_printf(out,
		"/* Head and fields of one whole message. False: no such type, not from this side, a\n"
		" * length that is not true or too much for the type: the connection is to be closed. */\n"
		"bool message_open(struct message_bytes bytes, enum message_side from, struct message_head *head,\n"
		"\tstruct message_bytes *fields);\n"
		"const char *message_name(unsigned type); /* NULL: no such type */\n"
		"size_t message_most(unsigned type);      /* bytes of its fields */\n\n#endif\n");
}

static void
emit_put(const struct wire_field *field, struct out *out)
{
	const char *name = field->name;
	switch (field->type) {
	case TYPE_NUMBER:
	case TYPE_SIGNED_NUMBER:
	case TYPE_WORD:
		out_printf(out, "\tmessage_put_uint(out, (uint64_t)from->%s, %zu);\n", name, field->size);
		break;
	case TYPE_RECORD:
		out_printf(out, "\tmessage_%s_put(out, &from->%s);\n", field->record->name, name);
		break;
	case TYPE_FIXED:
		out_printf(out, "\tmessage_put_raw(out, from->%s, %zu);\n", name, field->size);
		break;
	case TYPE_BYTES:
	case TYPE_TEXT:
		out_printf(out, "\tmessage_put_%s(out, from->%s, %zu);\n",
			field->type == TYPE_TEXT ? "text" : "bytes", name, field->size);
		break;
	case TYPE_LIST:
		out_printf(out, "\tif (from->%s.count > %zu)\n\t\tout->failed = true;\n", name, field->size);
		out_printf(out, "\tmessage_put_uint(out, from->%s.count, 2);\n", name);
		out_printf(out,
			"\tif (!from->%s.at)\n\t\tmessage_put_raw(out, from->%s.bytes.at, from->%s.bytes.length);\n",
			name, name, name);
		out_printf(out,
			"\tfor (size_t i = 0; from->%s.at && i < from->%s.count; i++)\n"
			"\t\tmessage_%s_put(out, &from->%s.at[i]);\n",
			name, name, field->record->name, name);
		break;
	}
}

static void
emit_take(const struct wire_field *field, struct out *out)
{
	const char *name = field->name;
	switch (field->type) {
	case TYPE_NUMBER:
	case TYPE_SIGNED_NUMBER:
		out_printf(out, "\tif (!message_take_uint(rest, &number, %zu))\n\t\treturn false;\n",
			field->size);
		out_printf(out, "\tto->%s = (%sint%zu_t)number;\n", name,
			field->type == TYPE_NUMBER ? "u" : "", field->size * 8);
		break;
	case TYPE_WORD:
		out_printf(out,
			"\tif (!message_take_uint(rest, &number, 1) || number >= MESSAGE_%s_WORDS)\n"
			"\t\treturn false;\n\tto->%s = (enum message_%s)number;\n",
			upper(field->values->name), name, field->values->name);
		break;
	case TYPE_RECORD:
		out_printf(out, "\tif (!message_%s_take(rest, &to->%s))\n\t\treturn false;\n",
			field->record->name, name);
		break;
	case TYPE_FIXED:
		out_printf(out,
			"\tif (!message_take_raw(rest, &raw, %zu))\n\t\treturn false;\n"
			"\tmemcpy(to->%s, raw, %zu);\n",
			field->size, name, field->size);
		break;
	case TYPE_BYTES:
	case TYPE_TEXT:
		out_printf(out, "\tif (!message_take_%s(rest, &to->%s, %zu))\n\t\treturn false;\n",
			field->type == TYPE_TEXT ? "text" : "bytes", name, field->size);
		break;
	case TYPE_LIST:
		out_printf(out,
			"\tif (!message_take_uint(rest, &number, 2) || number > %zu)\n\t\treturn false;\n",
			field->size);
		out_printf(out,
			"\tto->%s = (struct message_%s_list){ .count = (size_t)number, .bytes = *rest };\n",
			name, field->record->name);
		out_printf(out,
			"\tfor (size_t i = 0; i < to->%s.count; i++) {\n\t\tstruct message_%s item;\n"
			"\t\tif (!message_%s_take(rest, &item))\n\t\t\treturn false;\n\t}\n",
			name, field->record->name, field->record->name);
		out_printf(out, "\tto->%s.bytes.length -= rest->length;\n", name);
		break;
	}
}

static void
emit_form_code(const struct wire_form_of *form, struct out *out)
{
	const char *name = form->name;
	bool numbers = false, raw = false;
	for (int i = 0; i < form->count; i++) {
		enum wire_type type = form->fields[i].type;
		numbers |= type == TYPE_NUMBER || type == TYPE_SIGNED_NUMBER || type == TYPE_WORD ||
			type == TYPE_LIST;
		raw |= type == TYPE_FIXED;
	}
	out_printf(out,
		"void\nmessage_%s_put(struct message_writer *out, const struct message_%s *from)\n{\n", name,
		name);
	for (int i = 0; i < form->count; i++)
		emit_put(&form->fields[i], out);
	if (form->count == 0)
		out_printf(out, "\t(void)out;\n\t(void)from;\n");
	out_printf(out, "}\n\nbool\nmessage_%s_take(struct message_bytes *rest, struct message_%s *to)\n{\n",
		name, name);
	out_printf(out, "%s%s", numbers ? "\tuint64_t number;\n" : "", raw ? "\tconst uint8_t *raw;\n" : "");
	for (int i = 0; i < form->count; i++)
		emit_take(&form->fields[i], out);
	if (form->count == 0)
		out_printf(out, "\t(void)rest;\n\tto->nothing = 0;\n");
	out_printf(out, "\treturn true;\n}\n\n");
	if (form->form == FORM_MESSAGE)
		out_printf(out,
			"bool\nmessage_%s_encode(struct message_writer *out, uint32_t sequence, uint64_t lease,\n"
			"\tconst struct message_%s *from)\n{\n"
			"\tsize_t start = begin(out, %d, sequence, lease);\n\tmessage_%s_put(out, from);\n"
			"\treturn end(out, start);\n}\n\n",
			name, name, form->number, name);
	if (is_whole(form))
		out_printf(out,
			"bool\nmessage_%s_decode(struct message_bytes bytes, struct message_%s *to)\n{\n"
			"\treturn message_%s_take(&bytes, to) && bytes.length == 0;\n}\n\n",
			name, name, name);
}

static const char code_start[] =
	"/* Made by tools/wire2c from wire/messages.def. */\n"
	"#include \"wire/messages.h\"\n\n#include <string.h>\n\n"
	"static size_t\nbegin(struct message_writer *out, uint8_t type, uint32_t sequence, uint64_t lease)\n{\n"
	"\tsize_t start = out->length;\n"
	"\tmessage_put_head(out, &(struct message_head){ .type = type, .sequence = sequence, .lease = lease });\n"
	"\treturn start;\n}\n\n"
	"static bool\nend(struct message_writer *out, size_t start)\n{\n"
	"\tif (out->failed)\n\t\treturn false;\n"
	"\tsize_t length = out->length - start - MESSAGE_HEAD_BYTES;\n"
	"\tuint8_t *at = out->at + start + 2;\n"
	"\tat[0] = (uint8_t)(length >> 16);\n\tat[1] = (uint8_t)(length >> 8);\n\tat[2] = (uint8_t)length;\n"
	"\treturn true;\n}\n\n";

static const char code_open[] =
	"bool\nmessage_open(struct message_bytes bytes, enum message_side from, struct message_head *head,\n"
	"\tstruct message_bytes *fields)\n{\n"
	"\tif (!message_take_head(&bytes, head) || !message_name(head->type) || head->flags)\n\t\treturn false;\n"
	"\tif (!(messages[head->type].sides & (1u << from)) || head->length != bytes.length ||\n"
	"\t\tbytes.length > messages[head->type].most)\n\t\treturn false;\n"
	"\t*fields = bytes;\n\treturn true;\n}\n\n"
	"const char *\nmessage_name(unsigned type)\n{\n"
	"\treturn type < sizeof messages / sizeof messages[0] ? messages[type].name : NULL;\n}\n\n"
	"size_t\nmessage_most(unsigned type)\n{\n\treturn message_name(type) ? messages[type].most : 0;\n}\n";

void
wire_emit_code(const struct wire_table *table, struct out *out)
{
	out_printf(out, "%s", code_start);
	for (int i = 0; i < table->value_count; i++) {
		const struct wire_values *values = table->values[i];
		out_printf(out,
			"const char *\nmessage_%s_word(unsigned %s)\n{\n\tstatic const char *const words[] = {",
			values->name, values->name);
		for (int k = 0; k < values->count; k++)
			out_printf(out, " \"%s\",", values->words[k]);
		out_printf(out, " };\n\treturn %s < MESSAGE_%s_WORDS ? words[%s] : NULL;\n}\n\n",
			values->name, upper(values->name), values->name);
	}
	FOR_FORMS(table, form)
	emit_form_code(form, out);
	out_printf(out,
		"static const struct {\n\tconst char *name;\n\tunsigned sides;\n\tsize_t most;\n} messages[] = {\n");
	FOR_FORMS(table, form)
	if (form->form == FORM_MESSAGE)
		out_printf(out, "\t[%d] = { \"%s\", %u, %zu },\n", form->number, form->name, form->sides,
			form->most);
	out_printf(out, "};\n\n%s", code_open);
}

/* [name, type, size, record or values] */
static void
emit_script_field(const struct wire_field *field, struct out *out)
{
	static const char *const types[] = { "number", "signed", "word", "record", "fixed", "bytes", "text",
		"list" };
	const char *of = field->record ? field->record->name : field->values ? field->values->name : NULL;
	out_printf(out, "[\"%s\", \"%s\", %zu", field->name, types[field->type], field->size);
	if (of)
		out_printf(out, ", \"%s\"", of);
	out_printf(out, "], ");
}

void
wire_emit_script(const struct wire_table *table, struct source *runtime, struct out *out)
{
	out_printf(out, "// Made by tools/wire2c from wire/messages.def and wire/message.js.\n");
	out_printf(out, "export const values = {\n");
	for (int i = 0; i < table->value_count; i++) {
		out_printf(out, "\t%s: [", table->values[i]->name);
		for (int k = 0; k < table->values[i]->count; k++)
			out_printf(out, "%s\"%s\"", k ? ", " : "", table->values[i]->words[k]);
		out_printf(out, "],\n");
	}
	out_printf(out, "};\n\nconst forms = {\n");
	FOR_FORMS(table, form)
	{
		out_printf(out, "\t%s: { most: %zu, ", form->name, form->most);
		if (form->label)
			out_printf(out, "label: \"%s\", ", form->label);
		if (form->form == FORM_MESSAGE)
			out_printf(out, "number: %d, sides: %u, ", form->number, form->sides);
		out_printf(out, "fields: [");
		for (int i = 0; i < form->count; i++)
			emit_script_field(&form->fields[i], out);
		out_printf(out, "] },\n");
	}
	out_printf(out, "};\n\n");
	for (const char *line; (line = source_line(runtime));)
		out_printf(out, "%s\n", line);
}
