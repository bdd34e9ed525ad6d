#include <assert.h>

int wire2c_main(int count, char **arguments);
#define main wire2c_main
#include "../../tools/wire2c.c"
#undef main
#include "generator_fuzz.h"

static struct source source;

/* What is accepted fits the head and makes all three outputs. */
static void
translate(void *context)
{
	(void)context;
	struct wire_table table = { 0 };
	struct source runtime;
	struct out outs[3] = { 0 };
	wire_read(&table, &source);
	source_of(&runtime, "message.js", "", 0);
	for (int i = 0; i < table.form_count; i++)
		assert(table.forms[i]->form != FORM_MESSAGE || table.forms[i]->most <= BODY_BYTES_MAX);
	wire_emit_header(&table, &outs[0]);
	wire_emit_code(&table, &outs[1]);
	wire_emit_script(&table, &runtime, &outs[2]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source_of(&source, "wire/fuzz.def", (const char *)data, size);
	(void)reader_try(translate, NULL);
	reader_forget();
	return 0;
}
