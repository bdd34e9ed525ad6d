#ifndef PLATFORM_CONFIG_H
#define PLATFORM_CONFIG_H

#include <stdio.h>

#include "platform/arena.h"
#include "platform/text.h"

/*
 * DIR/school.conf: what a school's machine is told before it can ask a
 * database. One `key value` a line; `#` at the start of a line or after white
 * space begins a comment. A key stands once, and a key that nobody reads is a
 * fault: a misspelt limit must not be a silent default.
 */
#define CONFIG_LINES_MAX 1000

struct config_entry {
	struct text key; /* a-z 0-9 - _ . */
	struct text value;
	int line;
};
struct config {
	struct config_entry *entries;
	size_t count;
};
struct config_fault {
	int line;            /* 0: the whole file */
	const char *message; /* for the operator, in English */
	struct text about;
};

enum outcome config_parse(struct config *config, struct arena *arena, struct text text,
	struct config_fault *fault) MUST_USE;
/* NOT_FOUND, BROKEN, or as config_parse. */
enum outcome config_read(struct config *config, struct arena *arena, const char *path,
	struct config_fault *fault) MUST_USE;
/* INVALID when a key is not one of these; the list ends with NULL. */
enum outcome config_check(const struct config *config, const char *const *known,
	struct config_fault *fault) MUST_USE;

/* One line: what is wrong and where, as campanella WORD says it. */
void config_fault_print(FILE *out, const char *word, const char *path, const struct config_fault *fault);

bool config_has(const struct config *config, const char *key);
struct text config_text(const struct config *config, const char *key, const char *if_absent);
/* yes or no; INVALID when it is neither. */
enum outcome config_flag(const struct config *config, const char *key, bool if_absent, bool *value,
	struct config_fault *fault) MUST_USE;

#endif
