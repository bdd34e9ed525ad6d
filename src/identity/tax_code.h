#ifndef IDENTITY_TAX_CODE_H
#define IDENTITY_TAX_CODE_H

#include "platform/arena.h"
#include "platform/text.h"

/*
 * The Italian tax code, only ever used to recognise a person again and never
 * stored. Codes compare in upper case without spaces (ID-24). A school may use
 * a number of its own for a pupil who has no code yet: those have no check
 * character to be wrong.
 */
struct text tax_code_tidy(struct arena *arena, struct text code);
/* True unless it has the sixteen-character shape and a wrong check character. */
bool tax_code_is_plausible(struct text tidy);

#endif
