#include <assert.h>

int po2c_main(int count, char **arguments);
#define main po2c_main
#include "../../tools/po2c.c"
#undef main
#include "generator_fuzz.h"

static struct source source;

/* A translation that is accepted uses no value its message lacks. */
static void
translate(void *context)
{
	(void)context;
	struct catalogue catalogue = { .language = "it" };
	struct out out = { 0 };
	catalogue_read(&catalogue, &source);
	for (int i = 0; i < catalogue.count; i++) {
		const struct entry *entry = &catalogue.entries[i];
		assert((values_of(entry->said[0]) & ~values_of(entry->id)) == 0);
	}
	emit(&catalogue, 1, &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source_of(&source, "fuzz/it.po", (const char *)data, size);
	(void)reader_try(translate, NULL);
	reader_forget();
	return 0;
}
