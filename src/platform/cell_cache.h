#ifndef PLATFORM_CELL_CACHE_H
#define PLATFORM_CELL_CACHE_H

#include "platform/arena.h"
#include "platform/seal.h"

/*
 * Cells that this process has opened or sealed lately, so that the second look
 * at a class costs no message to the keys process. A cell is found only when
 * its subject, row, column and every sealed byte are the same: what would not
 * have opened is not found either. Bounded; the older half is wiped when the
 * younger is full. Any thread.
 */
struct cell_cache;

#define CELL_CACHE_CELLS_MAX        32768             /* in each half */
#define CELL_CACHE_BYTES_MAX        (2 * 1024 * 1024) /* opened text, in each half */
#define CELL_CACHE_CLOSED_BYTES_MAX 1024              /* longer cells are not kept */

struct cell_cache *cell_cache_create(void);
void cell_cache_destroy(struct cell_cache *cache); /* wipes; NULL is fine */

/* Marks what it opened by putting the text; found[i] says which. Returns how many were found. */
size_t cell_cache_find(struct cell_cache *cache, struct arena *arena, struct cell *cells, size_t count,
	bool *found);
void cell_cache_put(struct cell_cache *cache, const struct cell *cells, size_t count);
void cell_cache_forget(struct cell_cache *cache, int64_t subject); /* 0: everything */

#endif
