#include "platform/change.h"

#include <assert.h>
#include <string.h>

static void put_name(struct buf *out, const char *name);
static void put_value(struct buf *out, const struct value *value);
static bool take(struct text *rest, size_t length, struct text *taken);
static bool take_byte(struct text *rest, unsigned *byte);
static bool take_name(struct text *rest, struct text *name);
static bool take_value(struct text *rest, struct value *value);

void
change_put(struct buf *out, const struct table *table, const struct value *row)
{
	assert(table->column_count > 0 && table->column_count <= CHANGE_VALUES_MAX);
	buf_put_byte(out, CHANGE_PUT);
	put_name(out, table->name);
	buf_put_byte(out, (char)table->column_count);
	for (int i = 0; i < table->column_count; i++) {
		put_name(out, table->columns[i].name);
		put_value(out, &row[i]);
	}
}

void
change_drop(struct buf *out, const struct table *table, const struct value *key)
{
	assert(table->key_columns > 0 && table->key_columns <= CHANGE_VALUES_MAX);
	buf_put_byte(out, CHANGE_DROP);
	put_name(out, table->name);
	buf_put_byte(out, (char)table->key_columns);
	for (int i = 0; i < table->key_columns; i++)
		put_value(out, &key[i]);
}

enum outcome
change_next(struct text *rest, struct change *change)
{
	unsigned kind, count;
	if (rest->length == 0)
		return NOT_FOUND;
	if (!take_byte(rest, &kind) || (kind != CHANGE_PUT && kind != CHANGE_DROP))
		return INVALID;
	change->kind = (enum change_kind)kind;
	if (!take_name(rest, &change->table) || !take_byte(rest, &count))
		return INVALID;
	if (count == 0 || count > CHANGE_VALUES_MAX)
		return INVALID;
	change->count = (int)count;
	for (int i = 0; i < change->count; i++) {
		change->names[i] = (struct text){ 0 };
		if (change->kind == CHANGE_PUT && !take_name(rest, &change->names[i]))
			return INVALID;
		if (!take_value(rest, &change->values[i]))
			return INVALID;
	}
	return OK;
}

static void
put_name(struct buf *out, const char *name)
{
	size_t length = strlen(name);
	assert(length > 0 && length < 256);
	buf_put_byte(out, (char)length);
	buf_put(out, name, length);
}

static void
put_value(struct buf *out, const struct value *value)
{
	buf_put_byte(out, (char)value->kind);
	switch (value->kind) {
	case VALUE_NULL: return;
	case VALUE_INT: buf_put_i64(out, value->number); return;
	case VALUE_TEXT:
		buf_put_u32(out, (uint32_t)value->text.length);
		buf_put_text(out, value->text);
		return;
	case VALUE_BYTES:
		buf_put_u32(out, (uint32_t)value->bytes.length);
		buf_put(out, value->bytes.at, value->bytes.length);
		return;
	}
	assert(false && "a value of no known kind");
}

static bool
take(struct text *rest, size_t length, struct text *taken)
{
	if (rest->length < length)
		return false;
	*taken = (struct text){ rest->at, length };
	rest->at += length;
	rest->length -= length;
	return true;
}

static bool
take_byte(struct text *rest, unsigned *byte)
{
	struct text taken;
	if (!take(rest, 1, &taken))
		return false;
	*byte = (unsigned char)taken.at[0];
	return true;
}

static bool
take_name(struct text *rest, struct text *name)
{
	unsigned length;
	return take_byte(rest, &length) && length > 0 && take(rest, length, name);
}

static uint64_t
number_of(struct text bytes)
{
	uint64_t number = 0;
	for (size_t i = 0; i < bytes.length; i++)
		number = number << 8 | (unsigned char)bytes.at[i];
	return number;
}

static bool
take_value(struct text *rest, struct value *value)
{
	unsigned kind;
	struct text taken;
	*value = (struct value){ 0 };
	if (!take_byte(rest, &kind) || kind > VALUE_BYTES)
		return false;
	value->kind = (enum value_kind)kind;
	if (value->kind == VALUE_NULL)
		return true;
	if (value->kind == VALUE_INT) {
		if (!take(rest, 8, &taken))
			return false;
		value->number = (int64_t)number_of(taken);
		return true;
	}
	if (!take(rest, 4, &taken) || !take(rest, (size_t)number_of(taken), &taken))
		return false;
	if (value->kind == VALUE_TEXT)
		value->text = taken;
	else
		value->bytes = (struct bytes){ (const uint8_t *)taken.at, taken.length };
	return true;
}
