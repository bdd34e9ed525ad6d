#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <jansson.h>

#include "platform/text.h"

/* What `--json` prints: one document, then a newline. Takes the reference. */
void json_print(json_t *document);
json_t *json_text(struct text text);

#endif
