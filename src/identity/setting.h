#ifndef IDENTITY_SETTING_H
#define IDENTITY_SETTING_H

#include "platform/request.h"

/*
 * What the school has decided, by name. Every setting that exists stands in
 * one table in setting.c with its default and what may be put there; a name
 * that is not in it is our own mistake and aborts.
 */
struct text setting_text(struct request *req, const char *name);
int64_t setting_number(struct request *req, const char *name);
bool setting_is_yes(struct request *req, const char *name);

/* The same outside a request. */
struct text setting_read(struct db *db, struct arena *arena, const char *name);
/* The zone of the school's clock. */
enum zone setting_zone(struct db *db, struct arena *arena);
/* By how much a demo school's clock is moved, days and minutes together. */
#define SHIFT_DAY_MINUTES (24 * 60)
bool setting_clock_shift(struct db *db, struct arena *arena, int64_t *minutes);
/* INVALID when the table does not allow the value; `problem` then says why. */
enum outcome setting_write(struct db *db, struct arena *arena, const char *name, struct text value,
	const char **problem) MUST_USE;

struct setting_kind {
	const char *name;
	const char *standard; /* the value when nothing is stored */
	enum { SETTING_TEXT, SETTING_NUMBER, SETTING_YES_NO, SETTING_WORD } type;
	int64_t lowest, highest; /* numbers */
	const char *words;       /* "a b c" for words */
	const char *meaning;     /* msgid for the settings page and doctor */
};
extern const struct setting_kind setting_kinds[];
extern const int setting_kind_count;

#endif
