#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reached.h"
#include "wire/messages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each form has one way to be written: what decodes is put again byte for byte. */
#define FORM(name)                                                                                           \
	static void try_##name(struct message_bytes bytes, uint8_t *room)                                    \
	{                                                                                                    \
		struct message_##name taken;                                                                 \
		if (!message_##name##_decode(bytes, &taken))                                                 \
			return;                                                                              \
		fuzz_reached(#name);                                                                         \
		struct message_writer out = message_writer(room, bytes.length);                              \
		message_##name##_put(&out, &taken);                                                          \
		assert(!out.failed && out.length == bytes.length);                                           \
		assert(bytes.length == 0 || memcmp(room, bytes.at, bytes.length) == 0);                      \
	}
MESSAGE_EACH(FORM)
MESSAGE_EACH_PAYLOAD(FORM)
#undef FORM

static void (*const tries[])(struct message_bytes, uint8_t *) = {
#define FORM(name) try_##name,
	MESSAGE_EACH(FORM) MESSAGE_EACH_PAYLOAD(FORM)
#undef FORM
};

/* The first byte chooses the form, the second the side; the rest is what was received. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct message_bytes bytes = { data + 2, size - 2 }, fields;
	struct message_head head;
	uint8_t *room = malloc(size);
	assert(room);
	tries[data[0] % (sizeof tries / sizeof tries[0])](bytes, room);
	if (message_open(bytes, (enum message_side)(data[1] % MESSAGE_SIDE_WORDS), &head, &fields))
		assert(head.length == fields.length && message_name(head.type));
	free(room);
	return 0;
}
