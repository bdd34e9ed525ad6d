#include <assert.h>
#include <stdlib.h>

#include "audit/frame.h"
#include "platform/change.h"

/*
 * Frames and what is in them, from bytes that anybody may have written. A
 * frame that is not authentic is refused before its payload is looked at, so
 * the payload and its changes are also read directly.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_changes(struct text changes)
{
	struct change change;
	enum outcome next;
	size_t before = changes.length;
	while ((next = change_next(&changes, &change)) == OK) {
		assert(changes.length < before);
		before = changes.length;
	}
	assert(next == NOT_FOUND || next == INVALID);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct frame_key key = { { 1 } };
	struct text bytes = { (const char *)data, size };
	struct frame frame;
	struct operation operation;
	struct buf plain;
	buf_init(&plain, FRAME_BYTES_MAX);
	if (frame_look(bytes, &frame) == OK) {
		assert(frame.whole.length <= size &&
			frame.whole.length >= FRAME_HEADER_SIZE + FRAME_TAG_SIZE);
		assert(frame_open(&frame, &key, &plain, &operation) != OK);
	}
	if (operation_look(bytes, &operation) == OK)
		read_changes(operation.changes);
	read_changes(bytes);
	buf_finish(&plain);
	return 0;
}
