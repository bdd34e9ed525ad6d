#include "platform/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "platform/arena.h"

static bool is_space(char byte);
static size_t utf8_sequence(const uint8_t *at, size_t room);

struct text
text_of(const char *terminated)
{
	return terminated ? (struct text){ terminated, strlen(terminated) } : (struct text){ 0 };
}

bool
text_is(struct text text, const char *terminated)
{
	return text_equal(text, text_of(terminated));
}

bool
text_equal(struct text one, struct text other)
{
	return one.length == other.length && (one.length == 0 || memcmp(one.at, other.at, one.length) == 0);
}

int
text_compare(struct text one, struct text other)
{
	size_t shared = one.length < other.length ? one.length : other.length;
	int order = shared ? memcmp(one.at, other.at, shared) : 0;
	if (order != 0)
		return order;
	return (one.length > other.length) - (one.length < other.length);
}

bool
text_starts(struct text text, const char *prefix)
{
	size_t length = strlen(prefix);
	return text.length >= length && (length == 0 || memcmp(text.at, prefix, length) == 0);
}

bool
text_ends(struct text text, const char *suffix)
{
	size_t length = strlen(suffix);
	return text.length >= length &&
		(length == 0 || memcmp(text.at + text.length - length, suffix, length) == 0);
}

struct text
text_clip(struct text text, size_t bytes_max)
{
	if (text.length <= bytes_max)
		return text;
	while (bytes_max > 0 && ((unsigned char)text.at[bytes_max] & 0xc0) == 0x80)
		bytes_max--;
	return (struct text){ text.at, bytes_max };
}

struct text
text_trim(struct text text)
{
	while (text.length && is_space(text.at[0])) {
		text.at++;
		text.length--;
	}
	while (text.length && is_space(text.at[text.length - 1]))
		text.length--;
	return text;
}

struct text
text_cut(struct text *rest, char separator)
{
	struct text whole = *rest;
	const char *found = whole.length ? memchr(whole.at, separator, whole.length) : NULL;
	if (!found) {
		*rest = (struct text){ 0 };
		return whole;
	}
	size_t length = (size_t)(found - whole.at);
	*rest = (struct text){ found + 1, whole.length - length - 1 };
	return (struct text){ whole.at, length };
}

struct text
text_copy(struct arena *arena, struct text text)
{
	return (struct text){ text_terminated(arena, text), text.length };
}

struct text
text_join(struct arena *arena, struct text one, char between, struct text other)
{
	char *joined = arena_take(arena, one.length + 1 + other.length, 1);
	if (one.length > 0)
		memcpy(joined, one.at, one.length);
	joined[one.length] = between;
	if (other.length > 0)
		memcpy(joined + one.length + 1, other.at, other.length);
	return (struct text){ joined, one.length + 1 + other.length };
}

char *
text_terminated(struct arena *arena, struct text text)
{
	char *copy = arena_take(arena, text.length + 1, 1);
	if (text.length)
		memcpy(copy, text.at, text.length);
	return copy;
}

struct text
text_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	assert(length >= 0);
	char *at = arena_take(arena, (size_t)length + 1, 1);
	vsnprintf(at, (size_t)length + 1, format, again);
	va_end(again);
	return (struct text){ at, (size_t)length };
}

bool
text_int64(struct text text, int64_t *value)
{
	bool negative = text.length && text.at[0] == '-';
	size_t i = negative ? 1 : 0;
	if (i == text.length)
		return false;
	int64_t result = 0; /* kept negative: its range is the wider one */
	for (; i < text.length; i++) {
		char byte = text.at[i];
		if (byte < '0' || byte > '9' || __builtin_mul_overflow(result, 10, &result) ||
			__builtin_sub_overflow(result, byte - '0', &result))
			return false;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, result, &result))
		return false;
	*value = result;
	return true;
}

bool
text_is_utf8(struct text text)
{
	const uint8_t *at = (const uint8_t *)text.at;
	for (size_t i = 0; i < text.length;) {
		size_t length = utf8_sequence(at + i, text.length - i);
		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

size_t
text_code_points(struct text text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++)
		count += ((uint8_t)text.at[i] & 0xc0) != 0x80;
	return count;
}

static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Length of the well-formed sequence here (Unicode, table 3-7); 0 if there is
 * none. Overlong forms and surrogates are shut out by the second byte's range. */
static size_t
utf8_sequence(const uint8_t *at, size_t room)
{
	uint8_t first = at[0], low = 0x80, high = 0xbf;
	size_t length;
	if (first < 0x80)
		return first != 0;
	if (first >= 0xc2 && first <= 0xdf)
		length = 2;
	else if (first >= 0xe0 && first <= 0xef)
		length = 3;
	else if (first >= 0xf0 && first <= 0xf4)
		length = 4;
	else
		return 0;
	if (first == 0xe0)
		low = 0xa0;
	else if (first == 0xed)
		high = 0x9f;
	else if (first == 0xf0)
		low = 0x90;
	else if (first == 0xf4)
		high = 0x8f;
	if (room < length || at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (at[i] < 0x80 || at[i] > 0xbf)
			return 0;
	return length;
}
