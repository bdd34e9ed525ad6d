#ifndef IDENTITY_ADULTHOOD_H
#define IDENTITY_ADULTHOOD_H

#include "platform/day.h"

/* 18 full years on that day; somebody born on 29 February comes of age on
 * 1 March of a common year (REG-49, EX-15). Computed, never stored. */
bool adult_on(struct day born, struct day day);
struct day adult_from(struct day born);

#endif
