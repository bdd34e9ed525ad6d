#include <assert.h>

int sql2c_main(int count, char **arguments);
#define main sql2c_main
#include "../../tools/sql2c.c"
#undef main
#include "generator_fuzz.h"

static struct source source;

/* A file that is accepted has a statement, a put or a drop in every block, and
 * one that needs a subject is bound to it. */
static void
translate(void *context)
{
	(void)context;
	struct policy policy;
	struct sql_file file;
	struct out header = { 0 }, body = { 0 };
	small_policy(&policy);
	read_file(&policy, &file, &source);
	sql_file_check(&policy, &file);
	for (int i = 0; i < file.block_count; i++) {
		const struct block *block = &file.blocks[i];
		assert(block->table || block->everywhere.text);
		if (block_binds_subject(block))
			assert(strstr(block->everywhere.text, keep_printf("%c1", PARAMETER)));
	}
	emit_sql_header(&policy, &file, "fuzz/x.sql.h", &header);
	emit_sql_source(&policy, &file, &body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source_of(&source, "fuzz/x.sql", (const char *)data, size);
	(void)reader_try(translate, NULL);
	reader_forget();
	return 0;
}
