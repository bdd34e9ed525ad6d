#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "agent/exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The very pixels come back out of fewer bytes than the room. */
static void
look_exactly(const uint8_t *pixels, unsigned count, const uint8_t *to, size_t length, size_t room)
{
	static uint8_t open[256 * 256 * 3];
	z_stream stream = { .next_in = (uint8_t *)(uintptr_t)to,
		.avail_in = (unsigned)length,
		.next_out = open,
		.avail_out = sizeof open };
	assert(length < room);
	assert(inflateInit2(&stream, -15) == Z_OK && inflate(&stream, Z_FINISH) == Z_STREAM_END);
	assert(stream.total_out == (size_t)count * 3 && stream.avail_in == 0);
	inflateEnd(&stream);
	for (unsigned i = 0; i < count; i++)
		for (unsigned k = 0; k < 3; k++)
			assert(open[i * 3 + k] == pixels[i * 4 + 2 - k]);
}

/* Any pixels, any size, any room: a whole JPEG or all the pixels inside the room, or none (T8). */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct encoder *encoder;
	static struct exact *exact;
	if (size < 4)
		return 0;
	if (!encoder)
		encoder = encoder_create(), exact = exact_create();
	unsigned width = 1 + data[0], height = 1 + data[1];
	size_t room = (size_t)(data[2] << 8 | data[3]);
	uint8_t *pixels = calloc(height, (size_t)width * 4), *to = malloc(room ? room : 1);
	assert(encoder && exact && pixels && to);
	size_t given = size - 4 < (size_t)width * height * 4 ? size - 4 : (size_t)width * height * 4;
	memcpy(pixels, data + 4, given);
	if (encoder_begin(encoder, width, height, to, room) &&
		encoder_rows(encoder, pixels, (size_t)width * 4, height)) {
		size_t length = encoder_end(encoder);
		assert(length <= room);
		assert(length == 0 ||
			(to[0] == 0xff && to[1] == 0xd8 && to[length - 2] == 0xff && to[length - 1] == 0xd9));
	}
	size_t length = exact_pack(exact, pixels, (size_t)width * 4, width, height, to, room);
	if (length)
		look_exactly(pixels, width * height, to, length, room);
	free(pixels);
	free(to);
	return 0;
}
