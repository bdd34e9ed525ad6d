#include "platform/unicode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static struct text keep(struct arena *arena, uint8_t *made, size_t length);

struct text
unicode_nfc(struct arena *arena, struct text text)
{
	if (!text_is_utf8(text))
		return (struct text){ 0 };
	size_t length = 0;
	uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)text.at, text.length, NULL, &length);
	return keep(arena, made, length);
}

struct text
unicode_fold(struct arena *arena, struct text text)
{
	if (!text_is_utf8(text))
		return (struct text){ 0 };
	size_t length = 0;
	uint8_t *made = u8_casefold((const uint8_t *)text.at, text.length, NULL, UNINORM_NFC, NULL, &length);
	return keep(arena, made, length);
}

enum unicode_class
unicode_next(struct text *rest)
{
	ucs4_t point;
	int length = u8_mbtouc(&point, (const uint8_t *)rest->at, rest->length);
	assert(length > 0);
	*rest = (struct text){ rest->at + length, rest->length - (size_t)length };
	if (uc_is_general_category(point, UC_UPPERCASE_LETTER))
		return UNICODE_UPPER;
	if (uc_is_general_category(point, UC_LOWERCASE_LETTER))
		return UNICODE_LOWER;
	if (uc_is_general_category(point, UC_LETTER))
		return UNICODE_OTHER_LETTER;
	return uc_is_general_category(point, UC_DECIMAL_DIGIT_NUMBER) ? UNICODE_DIGIT : UNICODE_SPECIAL;
}

static struct text
keep(struct arena *arena, uint8_t *made, size_t length)
{
	assert(made);
	char *copy = arena_take(arena, length + 1, 1);
	memcpy(copy, made, length);
	free(made);
	return (struct text){ copy, length };
}
