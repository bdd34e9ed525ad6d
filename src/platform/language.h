#ifndef PLATFORM_LANGUAGE_H
#define PLATFORM_LANGUAGE_H

#include <stdbool.h>

#include "platform/text.h"

/* The languages of the pages; the numbers stand in the accounts. */
enum language { LANGUAGE_EN, LANGUAGE_IT, LANGUAGE_NL, LANGUAGE_ES, LANGUAGES };

const char *language_tag(enum language language);  /* "it" */
const char *language_name(enum language language); /* "Italiano": for who reads nothing else */

/* "it", "nl-NL"; false when it is none of ours. */
bool language_of_tag(struct text tag, enum language *language);

#endif
