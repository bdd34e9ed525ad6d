#include "platform/buf.h"

#include <endian.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/log.h"

#define BUF_FIRST_ROOM     256
#define BUF_STEEP_ROOM_MAX (64 * 1024) /* up to there it grows fourfold: a page is copied seldom */

static bool make_room(struct buf *buf, size_t more);

void
buf_init(struct buf *buf, size_t bytes_max)
{
	*buf = (struct buf){ .bytes_max = bytes_max };
}

void
buf_finish(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf){ 0 };
}

void
buf_clear(struct buf *buf)
{
	buf->length = 0;
	buf->failed = false;
}

void
buf_put(struct buf *buf, const void *bytes, size_t length)
{
	if (length == 0 || !make_room(buf, length))
		return;
	memcpy(buf->at + buf->length, bytes, length);
	buf->length += length;
}

void
buf_put_text(struct buf *buf, struct text text)
{
	buf_put(buf, text.at, text.length);
}

void
buf_put_byte(struct buf *buf, char byte)
{
	buf_put(buf, &byte, 1);
}

void
buf_put_u32(struct buf *buf, uint32_t value)
{
	value = htobe32(value);
	buf_put(buf, &value, sizeof value);
}

void
buf_put_i64(struct buf *buf, int64_t value)
{
	uint64_t wire = htobe64((uint64_t)value);
	buf_put(buf, &wire, sizeof wire);
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	char brief[256];
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(brief, sizeof brief, format, arguments);
	va_end(arguments);
	if (length < 0) {
		buf->failed = true;
	} else if ((size_t)length < sizeof brief) {
		buf_put(buf, brief, (size_t)length);
	} else if (make_room(buf, (size_t)length)) {
		/* The terminator has room of its own: the text may fill buf to the brim. */
		vsnprintf(buf->at + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}

bool
buf_ok(const struct buf *buf)
{
	return !buf->failed;
}

struct text
buf_text(const struct buf *buf)
{
	return (struct text){ buf->at, buf->length };
}

static bool
make_room(struct buf *buf, size_t more)
{
	if (buf->failed || more > buf->bytes_max - buf->length) {
		buf->failed = true;
		return false;
	}
	size_t needed = buf->length + more;
	if (needed <= buf->room)
		return true;
	size_t room = buf->room == 0 ? BUF_FIRST_ROOM : buf->room * (buf->room < BUF_STEEP_ROOM_MAX ? 4 : 2);
	if (room < needed)
		room = needed;
	if (room > buf->bytes_max)
		room = buf->bytes_max;
	char *at = realloc(buf->at, room + 1); /* for the terminator of buf_printf */
	if (!at) {
		log_line(LEVEL_FAILURE, "buf: out of memory: %zu bytes", room);
		abort();
	}
	buf->at = at;
	buf->room = room;
	return true;
}
