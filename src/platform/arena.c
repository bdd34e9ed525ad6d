#include "platform/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "platform/limits.h"
#include "platform/log.h"

/*
 * A list of blocks, the newest first; each is at least twice the one before,
 * so that a large page costs a handful of malloc calls. The oldest block stays
 * when the arena is reset: a worker's next request starts warm.
 *
 * Under AddressSanitizer what was not taken is poisoned, so that a pointer
 * that outlives its request is caught by the tests.
 */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define poison(at, length)   ASAN_POISON_MEMORY_REGION(at, length)
#define unpoison(at, length) ASAN_UNPOISON_MEMORY_REGION(at, length)
#else
#define poison(at, length)   ((void)(at), (void)(length))
#define unpoison(at, length) ((void)(at), (void)(length))
#endif

struct block {
	struct block *older;
	size_t room;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *newest;
	size_t bytes_max;
	size_t used; /* asked for, with the gaps of alignment */
};

static void *block_take(struct block *block, size_t bytes, size_t align, size_t *cost);
static struct block *block_create(size_t room, struct block *older);
static void block_destroy(struct block *block);
static _Noreturn void give_up(const char *what, size_t bytes, size_t bytes_max);

struct arena *
arena_create(size_t bytes_max)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		give_up("out of memory", sizeof *arena, bytes_max);
	arena->bytes_max = bytes_max;
	return arena;
}

void
arena_reset(struct arena *arena)
{
	struct block *block = arena->newest;
	while (block && block->older) {
		struct block *older = block->older;
		block_destroy(block);
		block = older;
	}
	arena->newest = block;
	arena->used = 0;
	if (block) {
		block->used = 0;
		poison(block->bytes, block->room);
	}
}

void
arena_destroy(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	if (arena->newest)
		block_destroy(arena->newest);
	free(arena);
}

void *
arena_take(struct arena *arena, size_t bytes, size_t align)
{
	assert(align && (align & (align - 1)) == 0 && align <= alignof(max_align_t));
	size_t cost = 0;
	void *at = arena->newest ? block_take(arena->newest, bytes, align, &cost) : NULL;
	if (!at) {
		if (bytes > arena->bytes_max)
			give_up("past the limit", bytes, arena->bytes_max);
		size_t room = arena->newest ? arena->newest->room * 2 : ARENA_FIRST_BLOCK_BYTES;
		if (room > ARENA_BLOCK_BYTES_MAX)
			room = ARENA_BLOCK_BYTES_MAX;
		if (room < bytes)
			room = bytes;
		arena->newest = block_create(room, arena->newest);
		at = block_take(arena->newest, bytes, align, &cost);
	}
	arena->used += cost;
	if (arena->used > arena->bytes_max)
		give_up("past the limit", bytes, arena->bytes_max);
	return memset(at, 0, bytes);
}

void *
arena_take_many(struct arena *arena, size_t count, size_t bytes, size_t align)
{
	size_t total;
	if (__builtin_mul_overflow(count, bytes, &total))
		give_up("past the limit", SIZE_MAX, arena->bytes_max);
	return arena_take(arena, total, align);
}

static void *
block_take(struct block *block, size_t bytes, size_t align, size_t *cost)
{
	size_t start = (block->used + align - 1) & ~(align - 1);
	if (start > block->room || bytes > block->room - start)
		return NULL;
	*cost = start + bytes - block->used;
	block->used = start + bytes;
	unpoison(block->bytes + start, bytes);
	return block->bytes + start;
}

static struct block *
block_create(size_t room, struct block *older)
{
	struct block *block = malloc(sizeof *block + room);
	if (!block)
		give_up("out of memory", room, 0);
	*block = (struct block){ .older = older, .room = room };
	poison(block->bytes, room);
	return block;
}

static void
block_destroy(struct block *block)
{
	unpoison(block->bytes, block->room);
	free(block);
}

static _Noreturn void
give_up(const char *what, size_t bytes, size_t bytes_max)
{
	log_line(LEVEL_FAILURE, "arena: %s: %zu bytes asked, limit %zu", what, bytes, bytes_max);
	abort();
}
