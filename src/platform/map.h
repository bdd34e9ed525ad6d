#ifndef PLATFORM_MAP_H
#define PLATFORM_MAP_H

#include "platform/arena.h"
#include "platform/text.h"

/* Finds things again by a key of bytes. Lives in an arena, only grows; keys
 * are borrowed. */
struct map_entry {
	struct text key;
	void *thing;
};
struct map {
	struct arena *arena;
	struct map_entry *entries;
	size_t room; /* a power of two */
	size_t count;
};

void map_init(struct map *map, struct arena *arena);
void *map_find(const struct map *map, struct text key);      /* NULL: not there */
void map_put(struct map *map, struct text key, void *thing); /* replaces */
/* The same by a number; the key is copied. */
void *map_find_number(const struct map *map, int64_t number);
void map_put_number(struct map *map, int64_t number, void *thing);

#endif
