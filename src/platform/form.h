#ifndef PLATFORM_FORM_H
#define PLATFORM_FORM_H

#include "platform/arena.h"
#include "platform/text.h"

/* Fields of application/x-www-form-urlencoded, of a POST body or a query.
 * Values are valid UTF-8 with newlines as \n; anything else makes the whole
 * form INVALID. */
#define FORM_FIELDS_MAX 2000

struct form_field {
	struct text name;
	struct text value;
};
struct form {
	struct form_field *fields;
	size_t count;
};

enum outcome form_parse(struct form *form, struct arena *arena, struct text encoded) MUST_USE;
bool form_has(const struct form *form, const char *name);
struct text form_text(const struct form *form, const char *name); /* first; empty if absent */
bool form_int64(const struct form *form, const char *name, int64_t *value);

#endif
