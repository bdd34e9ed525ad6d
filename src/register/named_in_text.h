#ifndef REGISTER_NAMED_IN_TEXT_H
#define REGISTER_NAMED_IN_TEXT_H

#include "platform/text.h"

/*
 * Does a text that families will read hold a pupil's name (REG-3)? A family or
 * given name of at least three letters, as a word of its own, whatever its
 * capitals. Gives the part of the text that matched; empty when there is none.
 * It asks a teacher to look twice; it is no filter to rely on.
 */
struct text name_in_text(struct text text, struct text family_name, struct text given_name);

#endif
