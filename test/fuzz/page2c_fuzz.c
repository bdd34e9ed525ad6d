#include <assert.h>

int page2c_main(int count, char **arguments);
#define main page2c_main
#include "../../tools/page2c.c"
#undef main
#include "generator_fuzz.h"

static struct source source;

/* What is accepted closes all it opens, in the template and in C. */
static void
whole_template(void *context)
{
	(void)context;
	struct template template = { .path = "fuzz/x.html" };
	struct out body = { 0 }, header = { 0 };
	template_to_c(&template, &source, &body, &header);
	assert(template.open_count == 0 && template.depth == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source_of(&source, "fuzz/x.html", (const char *)data, size);
	(void)reader_try(whole_template, NULL);
	reader_forget();
	return 0;
}
