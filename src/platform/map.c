#include "platform/map.h"

#include <assert.h>
#include <string.h>

#define FIRST_ROOM 64

static struct map_entry *place_of(const struct map *map, struct text key);
static void grow(struct map *map);

void
map_init(struct map *map, struct arena *arena)
{
	*map = (struct map){ .arena = arena, .room = FIRST_ROOM };
	map->entries = arena_array(arena, struct map_entry, FIRST_ROOM);
}

void *
map_find(const struct map *map, struct text key)
{
	return place_of(map, key)->thing;
}

void
map_put(struct map *map, struct text key, void *thing)
{
	assert(thing);
	if ((map->count + 1) * 4 > map->room * 3)
		grow(map);
	struct map_entry *entry = place_of(map, key);
	map->count += !entry->thing;
	*entry = (struct map_entry){ key, thing };
}

void *
map_find_number(const struct map *map, int64_t number)
{
	return map_find(map, (struct text){ (const char *)&number, sizeof number });
}

void
map_put_number(struct map *map, int64_t number, void *thing)
{
	struct text key = { (const char *)&number, sizeof number };
	map_put(map, text_copy(map->arena, key), thing);
}

/* FNV-1a. Keys come from the school's own files and database; a file made to
 * collide slows down the import of the one who made it. */
static struct map_entry *
place_of(const struct map *map, struct text key)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < key.length; i++)
		hash = (hash ^ (unsigned char)key.at[i]) * 0x100000001b3u;
	size_t at = (size_t)(hash ^ hash >> 32) & (map->room - 1);
	while (map->entries[at].thing && !text_equal(map->entries[at].key, key))
		at = (at + 1) & (map->room - 1);
	return &map->entries[at];
}

static void
grow(struct map *map)
{
	struct map old = *map;
	map->room *= 2;
	map->entries = arena_array(map->arena, struct map_entry, map->room);
	for (size_t i = 0; i < old.room; i++)
		if (old.entries[i].thing)
			*place_of(map, old.entries[i].key) = old.entries[i];
}
