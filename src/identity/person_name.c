#include "identity/person_name.h"

#include <stdint.h>
#include <string.h>

static uint32_t next_point(struct text name, size_t *at);
static size_t put_point(char *out, uint32_t point);
static uint32_t small(uint32_t point);
static const char *plain_letters(uint32_t point);

struct text
person_name_tidy(struct arena *arena, struct text name)
{
	bool has_small = false;
	for (size_t at = 0; at < name.length;) {
		uint32_t point = next_point(name, &at);
		has_small |= (point >= 'a' && point <= 'z') || (point >= 0xDF && point <= 0xFF);
	}
	char *out = arena_array(arena, char, name.length * 4 + 1);
	size_t length = 0;
	bool begins = true;
	for (size_t at = 0; at < name.length;) {
		uint32_t point = next_point(name, &at);
		if (point == ' ' && (length == 0 || out[length - 1] == ' '))
			continue;
		length += put_point(out + length, has_small || begins ? point : small(point));
		begins = point == ' ' || point == '\'' || point == '-' || point == 0x2019;
	}
	while (length && out[length - 1] == ' ')
		length--;
	return (struct text){ out, length };
}

struct text
person_name_small(struct arena *arena, struct text name)
{
	char *out = arena_array(arena, char, name.length * 4 + 1);
	size_t length = 0;
	for (size_t at = 0; at < name.length;)
		length += put_point(out + length, small(next_point(name, &at)));
	return (struct text){ out, length };
}

struct text
person_name_plain(struct arena *arena, struct text name)
{
	char *out = arena_array(arena, char, name.length * 2 + 1);
	size_t length = 0;
	for (size_t at = 0; at < name.length;) {
		uint32_t point = small(next_point(name, &at));
		if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')) {
			out[length++] = (char)point;
			continue;
		}
		for (const char *letter = plain_letters(point); *letter; letter++)
			out[length++] = *letter;
	}
	return (struct text){ out, length };
}

struct text
person_name_order(struct arena *arena, struct text family, struct text given)
{
	return text_printf(arena, "%.*s\t%.*s", TEXT_ARG(person_name_plain(arena, family)),
		TEXT_ARG(person_name_plain(arena, given)));
}

/* The text is valid UTF-8: the CSV reader and the form reader see to that. */
static uint32_t
next_point(struct text name, size_t *at)
{
	unsigned char first = (unsigned char)name.at[(*at)++];
	int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
	uint32_t point = more ? first & (0x3Fu >> more) : first;
	while (more-- > 0 && *at < name.length)
		point = point << 6 | ((unsigned char)name.at[(*at)++] & 0x3F);
	return point;
}

static size_t
put_point(char *out, uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3F));
	out[2] = (char)(0x80 | (point >> 6 & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

static uint32_t
small(uint32_t point)
{
	if (point >= 'A' && point <= 'Z')
		return point + 32;
	if (point >= 0xC0 && point <= 0xDE && point != 0xD7)
		return point + 32;
	/* Latin Extended-A stands in pairs, capital first: even up to U+0137 and
	 * from U+014A to U+0177, odd in the two runs between. */
	bool odd_run = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
	bool even_run = (point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177);
	if ((even_run && point % 2 == 0) || (odd_run && point % 2 == 1))
		return point + 1;
	return point;
}

static const char *
plain_letters(uint32_t point)
{
	static const struct {
		uint32_t first, last;
		const char *letters;
	} table[] = {
		{ 0xDF, 0xDF, "ss" },
		{ 0xE0, 0xE5, "a" },
		{ 0xE6, 0xE6, "ae" },
		{ 0xE7, 0xE7, "c" },
		{ 0xE8, 0xEB, "e" },
		{ 0xEC, 0xEF, "i" },
		{ 0xF0, 0xF0, "d" },
		{ 0xF1, 0xF1, "n" },
		{ 0xF2, 0xF6, "o" },
		{ 0xF8, 0xF8, "o" },
		{ 0xF9, 0xFC, "u" },
		{ 0xFD, 0xFD, "y" },
		{ 0xFE, 0xFE, "th" },
		{ 0xFF, 0xFF, "y" },
		{ 0x100, 0x105, "a" },
		{ 0x106, 0x10D, "c" },
		{ 0x10E, 0x111, "d" },
		{ 0x112, 0x11B, "e" },
		{ 0x11C, 0x123, "g" },
		{ 0x124, 0x127, "h" },
		{ 0x128, 0x131, "i" },
		{ 0x132, 0x133, "ij" },
		{ 0x134, 0x135, "j" },
		{ 0x136, 0x138, "k" },
		{ 0x139, 0x142, "l" },
		{ 0x143, 0x14B, "n" },
		{ 0x14C, 0x151, "o" },
		{ 0x152, 0x153, "oe" },
		{ 0x154, 0x159, "r" },
		{ 0x15A, 0x161, "s" },
		{ 0x162, 0x167, "t" },
		{ 0x168, 0x173, "u" },
		{ 0x174, 0x175, "w" },
		{ 0x176, 0x178, "y" },
		{ 0x179, 0x17E, "z" },
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (point >= table[i].first && point <= table[i].last)
			return table[i].letters;
	return "";
}
