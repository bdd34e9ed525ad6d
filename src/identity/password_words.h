#ifndef IDENTITY_PASSWORD_WORDS_H
#define IDENTITY_PASSWORD_WORDS_H

#include <stddef.h>

/* Words that everybody tries first, small letters, in the languages of the
 * schools. Compared after capitals, the usual signs for letters and everything
 * that is no letter at both ends are gone. Put together for this project. */
extern const char *const password_words[];
extern const size_t password_word_count;

#endif
