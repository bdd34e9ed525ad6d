#ifndef CLI_DEMO_NAMES_H
#define CLI_DEMO_NAMES_H

#include <stdbool.h>

#include "platform/arena.h"
#include "platform/random.h"
#include "platform/text.h"

/* Invented people: family names are put together from syllables, so that they
 * sound like somewhere and belong to nobody in particular. */
struct text demo_family_name(struct random *random, struct arena *arena, bool *foreign);
struct text demo_given_name(struct random *random, bool foreign);

#endif
