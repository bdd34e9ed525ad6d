#include "cli/json.h"

#include <assert.h>
#include <stdio.h>

void
json_print(json_t *document)
{
	assert(document);
	json_dumpf(document, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(document);
}

/* Text of the database is UTF-8; what is not becomes empty. */
json_t *
json_text(struct text text)
{
	json_t *string = json_stringn(text.length ? text.at : "", text.length);
	return string ? string : json_string("");
}
