#ifndef PLATFORM_BUF_H
#define PLATFORM_BUF_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/text.h"

/*
 * Bytes to build, up to a named maximum. Failing is sticky: after it every put
 * does nothing and buf_ok says so, so that callers check once at the end.
 */
struct buf {
	char *at;
	size_t length;
	size_t room;
	size_t bytes_max;
	bool failed;
};

void buf_init(struct buf *buf, size_t bytes_max);
void buf_finish(struct buf *buf); /* frees; zero is fine */
void buf_clear(struct buf *buf);  /* keeps the room */

void buf_put(struct buf *buf, const void *bytes, size_t length);
void buf_put_text(struct buf *buf, struct text text);
void buf_put_byte(struct buf *buf, char byte);
void buf_put_u32(struct buf *buf, uint32_t value); /* big endian */
void buf_put_i64(struct buf *buf, int64_t value);  /* big endian */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_ok(const struct buf *buf);
struct text buf_text(const struct buf *buf); /* borrows until the next put */

#endif
