#include <assert.h>
#include <stdio.h>
#include <unistd.h>

#include "audit/journal.h"
#include "platform/buf.h"

/*
 * A whole journal file of anybody's bytes, read as start-up and verify read
 * it. So that more than the first frame is reached, some of the input becomes
 * authentic frames: a byte 0 to 3 that leads says how many stand before it.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct frame_key key = { { 1 } };

static void
write_file(const char *path, const uint8_t *data, size_t size)
{
	struct random *random = random_seeded(1);
	struct frame_chain chain = { 0 };
	struct buf bytes;
	buf_init(&bytes, 1024 * 1024);
	for (int frames = size > 0 ? data[0] & 3 : 0; frames > 0; frames--) {
		struct operation operation = { .id = frames, .role = TEXT("r"), .action = TEXT("a") };
		frame_put(&bytes, &chain, &operation, &key, random);
	}
	if (size > 0)
		buf_put(&bytes, data + 1, size - 1);
	FILE *file = fopen(path, "w");
	assert(file && fwrite(bytes.at, 1, bytes.length, file) == bytes.length);
	fclose(file);
	buf_finish(&bytes);
	random_destroy(random);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	struct journal *journal;
	struct journal_reader reader;
	snprintf(path, sizeof(path), "/dev/shm/campanella-fuzz-%d", (int)getpid());
	write_file(path, data, size);
	enum outcome done = journal_open(&journal,
		&(struct journal_options){ .path = path, .key = &key, .disk = disk_system() });
	assert(done == OK);
	int64_t length = journal_size(journal);
	journal_reader_init(&reader, journal, NULL, length);
	while ((done = journal_next(&reader)) == OK)
		assert(reader.position <= length);
	assert(done == NOT_FOUND || done == INVALID);
	if (done == INVALID) {
		done = journal_search(&reader, reader.chain.sequence + 1);
		assert(done == OK || done == NOT_FOUND);
	}
	journal_reader_finish(&reader);
	journal_close(journal);
	unlink(path);
	return 0;
}
