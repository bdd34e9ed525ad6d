#include "platform/form.h"

static bool decode(struct arena *arena, struct text encoded, struct text *decoded);
static int hex_digit(char byte);
static const struct form_field *form_field(const struct form *form, const char *name);

enum outcome
form_parse(struct form *form, struct arena *arena, struct text encoded)
{
	*form = (struct form){ 0 };
	size_t count = 1;
	for (size_t i = 0; i < encoded.length; i++)
		count += encoded.at[i] == '&';
	if (count > FORM_FIELDS_MAX)
		return INVALID;

	struct form parsed = { .fields = arena_array(arena, struct form_field, count) };
	while (encoded.length) {
		struct text value = text_cut(&encoded, '&');
		if (value.length == 0)
			continue;
		struct form_field *field = &parsed.fields[parsed.count++];
		struct text name = text_cut(&value, '=');
		if (!decode(arena, name, &field->name) || !decode(arena, value, &field->value))
			return INVALID;
	}
	*form = parsed;
	return OK;
}

bool
form_has(const struct form *form, const char *name)
{
	return form_field(form, name) != NULL;
}

struct text
form_text(const struct form *form, const char *name)
{
	const struct form_field *field = form_field(form, name);
	return field ? field->value : (struct text){ 0 };
}

bool
form_int64(const struct form *form, const char *name, int64_t *value)
{
	return text_int64(form_text(form, name), value);
}

/* Browsers send a newline of a text area as %0D%0A; we keep \n alone, so that
 * a text that is only opened and saved stays equal. */
static bool
decode(struct arena *arena, struct text encoded, struct text *decoded)
{
	char *to = arena_take(arena, encoded.length + 1, 1);
	size_t length = 0;
	bool after_return = false;
	for (size_t i = 0; i < encoded.length; i++) {
		char byte = encoded.at[i];
		if (byte == '+') {
			byte = ' ';
		} else if (byte == '%') {
			if (encoded.length - i < 3)
				return false;
			int high = hex_digit(encoded.at[i + 1]), low = hex_digit(encoded.at[i + 2]);
			if (high < 0 || low < 0)
				return false;
			byte = (char)(high << 4 | low);
			i += 2;
		}
		if (byte == '\n' && after_return) {
			after_return = false;
			continue;
		}
		after_return = byte == '\r';
		to[length++] = after_return ? '\n' : byte;
	}
	*decoded = (struct text){ to, length };
	return text_is_utf8(*decoded);
}

static int
hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

static const struct form_field *
form_field(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (text_is(form->fields[i].name, name))
			return &form->fields[i];
	return NULL;
}
