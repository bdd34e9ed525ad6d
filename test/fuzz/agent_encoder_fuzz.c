#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "agent/platform.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any pixels, any size, any room: a whole JPEG inside the room, or none (T8). */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct encoder *encoder;
	if (size < 4)
		return 0;
	if (!encoder)
		encoder = encoder_create();
	unsigned width = 1 + data[0], height = 1 + data[1];
	size_t room = (size_t)(data[2] << 8 | data[3]);
	uint8_t *pixels = calloc(height, (size_t)width * 4), *to = malloc(room ? room : 1);
	assert(encoder && pixels && to);
	size_t given = size - 4 < (size_t)width * height * 4 ? size - 4 : (size_t)width * height * 4;
	memcpy(pixels, data + 4, given);
	if (encoder_begin(encoder, width, height, to, room) &&
		encoder_rows(encoder, pixels, (size_t)width * 4, height)) {
		size_t length = encoder_end(encoder);
		assert(length <= room);
		assert(length == 0 ||
			(to[0] == 0xff && to[1] == 0xd8 && to[length - 2] == 0xff && to[length - 1] == 0xd9));
	}
	free(pixels);
	free(to);
	return 0;
}
