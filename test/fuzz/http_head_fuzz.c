#include <assert.h>
#include <string.h>

#include "platform/form.h"
#include "platform/http_head.h"
#include "platform/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An accepted path stays inside; a query written back reads as it was given. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	struct text whole = { (const char *)data, size };
	struct text value, rest = whole, parts[16];
	size_t count = 0, length;

	if (http_head_path_is_fine(whole))
		assert(whole.at[0] == '/' && text_is_utf8(whole) && !memchr(whole.at, '\\', size));
	if (http_head_host_is_fine(whole))
		assert(size <= 255 && !memchr(data, '/', size) && !memchr(data, '\0', size));
	if (http_head_length(whole, &length))
		assert(size <= 15);
	if (http_head_cookie(whole, "__Host-sid", &value))
		assert(value.length < size && !memchr(value.at, ';', value.length));

	while (rest.length > 0 && count < 16)
		parts[count++] = text_cut(&rest, '\n');
	struct form form;
	if (form_parse(&form, arena, http_head_query(arena, parts, count)) == OK) {
		for (size_t i = 0; i < form.count; i++)
			assert(text_is_utf8(form.fields[i].name) && text_is_utf8(form.fields[i].value));
	}
	arena_destroy(arena);
	return 0;
}
