#ifndef CLASSROOM_REFUSAL_H
#define CLASSROOM_REFUSAL_H

#include "platform/page.h"
#include "wire/messages.h"

/* Why there is no picture, in words a teacher can act on (CLS-25): msgids. */
const char *refusal_words(enum message_refusal code);
/* The code as it stands in logs and on the tile: "ELOC". */
const char *refusal_code(enum message_refusal code);

#endif
