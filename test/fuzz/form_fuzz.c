#include <assert.h>

#include "platform/form.h"
#include "platform/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What form_parse accepts is UTF-8 with \n newlines, and it never grows. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	struct form form;
	if (form_parse(&form, arena, (struct text){ (const char *)data, size }) == OK) {
		size_t total = 0;
		for (size_t i = 0; i < form.count; i++) {
			struct text value = form.fields[i].value;
			assert(text_is_utf8(form.fields[i].name) && text_is_utf8(value));
			for (size_t j = 0; j < value.length; j++)
				assert(value.at[j] != '\r' && value.at[j] != '\0');
			total += form.fields[i].name.length + value.length;
			int64_t number;
			(void)form_int64(&form, "n", &number);
		}
		assert(total <= size && form.count <= FORM_FIELDS_MAX);
	} else {
		assert(form.count == 0);
	}
	arena_destroy(arena);
	return 0;
}
