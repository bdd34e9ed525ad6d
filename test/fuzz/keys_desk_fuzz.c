/* A taken-over web process may send the keys process anything. */
#include <stdlib.h>
#include <unistd.h>

#include "daemon/keys_desk.h"
#include "silence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct keystore *store;

static void
open_store(void)
{
	fuzz_silence();
	static char directory[] = "/tmp/keys-fuzz-XXXXXX";
	if (!mkdtemp(directory) || keystore_make(directory) != OK || keystore_open(&store, directory) != OK ||
		keystore_hold(store) != OK)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	struct text frame = { (const char *)data, size };
	if (!arena) {
		arena = arena_create(16 << 20);
		open_store();
	}
	if (size > WIRE_ASK_BYTES_MAX || keys_desk_is_slow(frame))
		return 0;
	struct buf answer;
	buf_init(&answer, WIRE_ANSWER_BYTES_MAX);
	keys_desk_answer(store, size % 2 ? BY_WEB : BY_JOBS, frame, arena, &answer);
	struct text rest = buf_text(&answer);
	struct wire_header header;
	if (answer.length > 0 && !wire_take_header(&rest, &header))
		abort();
	buf_finish(&answer);
	arena_reset(arena);
	return 0;
}
