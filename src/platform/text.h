#ifndef PLATFORM_TEXT_H
#define PLATFORM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/outcome.h"

struct arena;

/* Bytes to look at: not owned, not terminated. {0} is the empty text. */
struct text {
	const char *at;
	size_t length;
};

/* Ready-made HTML. Plain text cannot become this type except through the
 * page functions, so `| raw` in a template cannot be reached by input. */
struct html {
	struct text text;
};

/* Bytes to look at that are not text. */
struct bytes {
	const uint8_t *at;
	size_t length;
};

#define TEXT(literal)  ((struct text){ "" literal, sizeof(literal) - 1 })
#define TEXT_ARG(text) (int)(text).length, (text).at /* for "%.*s" */

struct text text_of(const char *terminated); /* borrows; NULL is empty */
bool text_is(struct text text, const char *terminated);
bool text_equal(struct text one, struct text other);
int text_compare(struct text one, struct text other); /* bytes, for sorting */
bool text_starts(struct text text, const char *prefix);
bool text_ends(struct text text, const char *suffix);
struct text text_clip(struct text text, size_t bytes_max); /* of UTF-8: no half letter at the end */
struct text text_trim(struct text text);                   /* ASCII white space, both ends */
/* What stands before the separator; rest moves behind it. Without a separator
 * all of it, and rest becomes {0}: its `at` tells "a," from "a". */
struct text text_cut(struct text *rest, char separator);
struct text text_copy(struct arena *arena, struct text text);
struct text text_join(struct arena *arena, struct text one, char between, struct text other);
char *text_terminated(struct arena *arena, struct text text);
struct text text_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool text_int64(struct text text, int64_t *value); /* whole decimal, nothing else */
bool text_is_utf8(struct text text);               /* valid, no NUL, no surrogates */
size_t text_code_points(struct text text);

#endif
