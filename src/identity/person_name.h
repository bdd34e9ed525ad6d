#ifndef IDENTITY_PERSON_NAME_H
#define IDENTITY_PERSON_NAME_H

#include "platform/arena.h"
#include "platform/text.h"

/*
 * Names of people as files bring them: often all in capitals, always with
 * accents. Works on Latin letters; other scripts pass through unchanged.
 */

/* "DE FILIPPI" becomes "De Filippi", "D'ANGELO" "D'Angelo"; a name that has a
 * small letter is as its owner writes it and stays. Runs of spaces become one. */
struct text person_name_tidy(struct arena *arena, struct text name);
struct text person_name_small(struct arena *arena, struct text name); /* no capitals */
/* "Niccolò D'Angelo" becomes "niccolodangelo": a to z and 0 to 9 only. */
struct text person_name_plain(struct arena *arena, struct text name);
/* The order of a class list: family name, then given name, without accents. */
int person_name_compare(struct arena *scratch, struct text family_one, struct text given_one,
	struct text family_other, struct text given_other);

#endif
