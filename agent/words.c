#include "agent/words.h"

#include <stdio.h>
#include <string.h>

static const char *const sentences[WORDS][4] = {
#define WORD(word, en, it, nl, es) [WORD_##word] = { en, it, nl, es },
#include "agent/words.def"
#undef WORD
};

static int language;

void
words_language(const char *locale)
{
	static const char *const known[] = { "en", "it", "nl", "es" };
	language = 0;
	for (int i = 1; locale && i < 4; i++)
		if (strncmp(locale, known[i], 2) == 0)
			language = i;
}

void
words_print(char *to, size_t room, enum word word, const char *filled)
{
	const char *sentence = sentences[word][language], *hole = strstr(sentence, "%s");
	if (!hole)
		(void)snprintf(to, room, "%s", sentence);
	else
		(void)snprintf(to, room, "%.*s%s%s", (int)(hole - sentence), sentence, filled, hole + 2);
}
