#include "agent/exact.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "agent/seal.h"

#define AT_ONCE 512 /* pixels */

/* What the library remembers is of the screen: it is wiped before it is given back. */
struct exact {
	z_stream stream;
};
struct piece {
	size_t bytes;
	_Alignas(16) uint8_t at[];
};

static void *
piece_take(void *nothing, unsigned count, unsigned bytes)
{
	(void)nothing;
	struct piece *piece = calloc(1, sizeof *piece + (size_t)count * bytes);
	if (!piece)
		return NULL;
	piece->bytes = (size_t)count * bytes;
	return piece->at;
}

static void
piece_give(void *nothing, void *at)
{
	(void)nothing;
	struct piece *piece = (struct piece *)(void *)((uint8_t *)at - offsetof(struct piece, at));
	seal_forget(piece->at, piece->bytes);
	free(piece);
}

/* A window of 8 KiB: letters repeat beside each other, not a screen further down. */
struct exact *
exact_create(void)
{
	struct exact *exact = calloc(1, sizeof *exact);
	if (!exact)
		return NULL;
	exact->stream.zalloc = piece_take;
	exact->stream.zfree = piece_give;
	if (deflateInit2(&exact->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -13, 4, Z_DEFAULT_STRATEGY) ==
		Z_OK)
		return exact;
	free(exact);
	return NULL;
}

void
exact_destroy(struct exact *exact)
{
	if (!exact)
		return;
	(void)deflateEnd(&exact->stream);
	free(exact);
}

/* Z_OK: all was taken, and there is room left. */
static int
take(z_stream *stream, uint8_t *bytes, size_t length, int flush)
{
	stream->next_in = bytes;
	stream->avail_in = (unsigned)length;
	int done = deflate(stream, flush);
	return done == Z_OK && stream->avail_out == 0 ? Z_BUF_ERROR : done;
}

size_t
exact_pack(struct exact *exact, const uint8_t *pixels, size_t stride, unsigned width, unsigned rows,
	uint8_t *to, size_t room)
{
	z_stream *stream = &exact->stream;
	uint8_t some[AT_ONCE * 3];
	bool fits = deflateReset(stream) == Z_OK;
	stream->next_out = to;
	stream->avail_out = room < UINT32_MAX ? (unsigned)room : UINT32_MAX;
	for (unsigned y = 0; y < rows && fits; y++, pixels += stride) {
		for (unsigned x = 0; x < width && fits;) {
			size_t length = 0;
			for (; x < width && length < sizeof some; x++, length += 3) {
				some[length] = pixels[x * 4 + 2];
				some[length + 1] = pixels[x * 4 + 1];
				some[length + 2] = pixels[x * 4];
			}
			fits = take(stream, some, length, Z_NO_FLUSH) == Z_OK;
		}
	}
	fits = fits && take(stream, some, 0, Z_FINISH) == Z_STREAM_END;
	seal_forget(some, sizeof some);
	return fits ? (size_t)(stream->next_out - to) : 0;
}
