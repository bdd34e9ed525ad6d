#ifndef AGENT_WORDS_H
#define AGENT_WORDS_H

#include <stddef.h>

enum word {
#define WORD(word, en, it, nl, es) WORD_##word,
#include "agent/words.def"
#undef WORD
	WORDS
};

/* it, nl, es by the first letters; English for all others. Once, at the start. */
void words_language(const char *locale);
/* The sentence with its %s filled in, UTF-8, cut at room. */
void words_print(char *to, size_t room, enum word word, const char *filled);

#endif
