#include "identity/tax_code.h"

#include <ctype.h>

#define TAX_CODE_LENGTH 16

static int odd_value(char character);
static int even_value(char character);

struct text
tax_code_tidy(struct arena *arena, struct text code)
{
	char *tidy = arena_array(arena, char, code.length + 1);
	size_t length = 0;
	for (size_t i = 0; i < code.length; i++)
		if (!isspace((unsigned char)code.at[i]))
			tidy[length++] = (char)toupper((unsigned char)code.at[i]);
	return (struct text){ tidy, length };
}

bool
tax_code_is_plausible(struct text tidy)
{
	if (tidy.length != TAX_CODE_LENGTH)
		return true;
	for (int i = 0; i < TAX_CODE_LENGTH; i++) {
		bool upper = tidy.at[i] >= 'A' && tidy.at[i] <= 'Z';
		if (!upper && !(tidy.at[i] >= '0' && tidy.at[i] <= '9'))
			return false;
		if (!upper && (i < 6 || i == TAX_CODE_LENGTH - 1))
			return true; /* sixteen characters, but of the school's own making */
	}
	int sum = 0;
	for (int i = 0; i < TAX_CODE_LENGTH - 1; i++)
		sum += i % 2 == 0 ? odd_value(tidy.at[i]) : even_value(tidy.at[i]);
	return tidy.at[TAX_CODE_LENGTH - 1] == 'A' + sum % 26;
}

/* The first, third, ... character (D.M. 23/12/1976). Digits count as A to J. */
static int
odd_value(char character)
{
	static const char values[26] = {
		1,
		0,
		5,
		7,
		9,
		13,
		15,
		17,
		19,
		21,
		2,
		4,
		18,
		20,
		11,
		3,
		6,
		8,
		12,
		14,
		16,
		10,
		22,
		25,
		24,
		23,
	};
	return values[even_value(character)];
}

static int
even_value(char character)
{
	return character <= '9' ? character - '0' : character - 'A';
}
