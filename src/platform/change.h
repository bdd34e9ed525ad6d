#ifndef PLATFORM_CHANGE_H
#define PLATFORM_CHANGE_H

#include "platform/db.h"

/*
 * What one operation did to the stored rows, as bytes: the part of the second
 * copy from which the first can be made again.
 *
 *   change := kind u8 ('P' put, 'D' drop) | table (u8 length, bytes)
 *             | count u8 | count items
 *   item   := name (u8 length, bytes; in a put only) | value
 *   value  := kind u8 | INT: i64 big endian | TEXT, BYTES: u32 length, bytes
 *
 * A put carries every column with its name, a drop the key in its order: a
 * journal that an older schema wrote can still be read.
 */
enum change_kind { CHANGE_PUT = 'P', CHANGE_DROP = 'D' };
#define CHANGE_VALUES_MAX 64

struct change {
	enum change_kind kind;
	struct text table;
	int count;
	struct text names[CHANGE_VALUES_MAX]; /* of a put */
	struct value values[CHANGE_VALUES_MAX];
};

void change_put(struct buf *out, const struct table *table, const struct value *row);
void change_drop(struct buf *out, const struct table *table, const struct value *key);

/* Takes the next change off the front. NOT_FOUND at the end, INVALID when the
 * bytes are no changes. Texts borrow from the bytes. */
enum outcome change_next(struct text *rest, struct change *change) MUST_USE;

#endif
