#include "platform/language.h"

#include <strings.h>

static const struct {
	const char *tag, *name;
} languages[LANGUAGES] = {
	[LANGUAGE_EN] = { "en", "English" },
	[LANGUAGE_IT] = { "it", "Italiano" },
	[LANGUAGE_NL] = { "nl", "Nederlands" },
	[LANGUAGE_ES] = { "es", "Español" },
};

const char *
language_tag(enum language language)
{
	return languages[language].tag;
}

const char *
language_name(enum language language)
{
	return languages[language].name;
}

bool
language_of_tag(struct text tag, enum language *language)
{
	struct text primary = text_cut(&tag, '-');

	for (int i = 0; i < LANGUAGES; i++) {
		if (primary.length == 2 && strncasecmp(primary.at, languages[i].tag, 2) == 0) {
			*language = (enum language)i;
			return true;
		}
	}
	return false;
}
