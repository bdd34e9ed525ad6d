#include "register/named_in_text.h"

#include <string.h>

static struct text find_word(struct text text, struct text word);
static bool is_letter(unsigned char byte);
static bool same_letters(const char *one, const char *other, size_t length);

struct text
name_in_text(struct text text, struct text family_name, struct text given_name)
{
	struct text names[] = { family_name, given_name };
	for (int i = 0; i < 2; i++) {
		while (names[i].length > 0) {
			struct text word = text_cut(&names[i], ' ');
			struct text found = text_code_points(word) < 3 ? (struct text){ 0 }
								       : find_word(text, word);
			if (found.length > 0)
				return found;
		}
	}
	return (struct text){ 0 };
}

static struct text
find_word(struct text text, struct text word)
{
	for (size_t i = 0; i + word.length <= text.length; i++) {
		if (i > 0 && is_letter((unsigned char)text.at[i - 1]))
			continue;
		size_t end = i + word.length;
		if (end < text.length && is_letter((unsigned char)text.at[end]))
			continue;
		if (same_letters(text.at + i, word.at, word.length))
			return (struct text){ text.at + i, word.length };
	}
	return (struct text){ 0 };
}

/* Every byte of a letter beyond ASCII counts as a letter: é does not end a word. */
static bool
is_letter(unsigned char byte)
{
	return byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool
same_letters(const char *one, const char *other, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char a = (unsigned char)one[i], b = (unsigned char)other[i];
		if (a != b && !(((a ^ b) == 0x20 && is_letter(a) && a < 0x80)))
			return false;
	}
	return true;
}
