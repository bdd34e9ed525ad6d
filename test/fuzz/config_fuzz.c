#include <assert.h>

#include "platform/config.h"
#include "platform/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What config_parse accepts has distinct keys with values; a fault has words. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	struct config config;
	struct config_fault fault = { 0 };
	if (config_parse(&config, arena, (struct text){ (const char *)data, size }, &fault) == OK) {
		for (size_t i = 0; i < config.count; i++) {
			const struct config_entry *entry = &config.entries[i];
			const char *key = text_terminated(arena, entry->key);
			bool flag;
			assert(entry->line > 0 && entry->key.length && entry->value.length);
			assert(text_equal(config_text(&config, key, ""), entry->value));
			(void)!config_flag(&config, key, false, &flag, &fault);
		}
	} else {
		assert(config.count == 0 && fault.message);
	}
	arena_destroy(arena);
	return 0;
}
