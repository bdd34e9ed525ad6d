#ifndef PLATFORM_UNICODE_H
#define PLATFORM_UNICODE_H

#include "platform/arena.h"
#include "platform/text.h"

/* What Unicode says about letters, from libunistring: a word typed on one
 * keyboard must be the same word when it is typed on another. */

/* Composed (NFC). Not UTF-8: the empty text, with at == NULL. */
struct text unicode_nfc(struct arena *arena, struct text text);
/* For comparing: composed, without the differences of capitals. */
struct text unicode_fold(struct arena *arena, struct text text);

enum unicode_class { UNICODE_UPPER, UNICODE_LOWER, UNICODE_OTHER_LETTER, UNICODE_DIGIT, UNICODE_SPECIAL };
/* The class of the first code point; rest moves behind it. text is valid UTF-8 and not empty. */
enum unicode_class unicode_next(struct text *rest);

#endif
