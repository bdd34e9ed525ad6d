#ifndef PLATFORM_ARENA_H
#define PLATFORM_ARENA_H

#include <stddef.h>

/*
 * Memory that belongs to one request, one job or one file, and is given back
 * whole. Handlers contain no free. Running past the limit, or out of memory,
 * is our third kind of wrong: the process dies with a report.
 */
struct arena;

struct arena *arena_create(size_t bytes_max);
void arena_reset(struct arena *arena);   /* keeps the first block for the next use */
void arena_destroy(struct arena *arena); /* NULL is fine */

void *arena_take(struct arena *arena, size_t bytes, size_t align); /* zeroed */
void *arena_take_many(struct arena *arena, size_t count, size_t bytes, size_t align);

#define arena_new(arena, type) ((type *)arena_take((arena), sizeof(type), _Alignof(type)))
#define arena_array(arena, type, count)                                                                      \
	((type *)arena_take_many((arena), (count), sizeof(type), _Alignof(type)))

#endif
