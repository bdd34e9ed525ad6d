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
/* What lists of people are sorted by, with text_compare: family name, then given
 * name, without accents and capitals. */
struct text person_name_order(struct arena *arena, struct text family, struct text given);

#endif
