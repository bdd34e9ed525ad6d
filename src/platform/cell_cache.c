#include "platform/cell_cache.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "platform/crypt.h"

#define PLACES (CELL_CACHE_CELLS_MAX * 2) /* half full at most; a power of two */

struct place {
	uint64_t digest[2]; /* of all that the cell is; 0 0 is a forgotten one */
	int64_t subject;
	uint32_t offset;
	uint32_t length;
	bool used;
};
struct half {
	struct place places[PLACES];
	char texts[CELL_CACHE_BYTES_MAX];
	size_t count;
	size_t bytes;
};
struct cell_cache {
	pthread_mutex_t lock;
	uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
	struct half *halves[2]; /* young, old */
};

static struct half *half_make(void);
static void half_wipe(struct half *half);
static void half_forget(struct half *half, int64_t subject);
static bool digest_of(const struct cell_cache *cache, const struct cell *cell, uint64_t digest[2]);
static struct place *place_of(struct half *half, const uint64_t digest[2]);
static void put(struct cell_cache *cache, const uint64_t digest[2], int64_t subject, struct text open);

struct cell_cache *
cell_cache_create(void)
{
	struct cell_cache *cache = calloc(1, sizeof *cache);
	assert(cache);
	pthread_mutex_init(&cache->lock, NULL);
	crypt_begin();
	crypt_random(cache->key, sizeof cache->key);
	cache->halves[0] = half_make();
	cache->halves[1] = half_make();
	return cache;
}

void
cell_cache_destroy(struct cell_cache *cache)
{
	if (!cache)
		return;
	for (int i = 0; i < 2; i++) {
		half_wipe(cache->halves[i]);
		munmap(cache->halves[i], sizeof(struct half));
	}
	crypt_wipe(cache->key, sizeof cache->key);
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

size_t
cell_cache_find(struct cell_cache *cache, struct arena *arena, struct cell *cells, size_t count, bool *found)
{
	size_t hits = 0;
	pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < count; i++) {
		uint64_t digest[2];
		found[i] = false;
		if (!digest_of(cache, &cells[i], digest))
			continue;
		struct half *half = cache->halves[0];
		struct place *place = place_of(half, digest);
		if (!place->used) {
			half = cache->halves[1];
			place = place_of(half, digest);
		}
		if (!place->used)
			continue;
		struct text open = { half->texts + place->offset, place->length };
		char *copy = arena_take(arena, open.length + 1, 1);
		memcpy(copy, open.at, open.length);
		cells[i].open = (struct text){ copy, open.length };
		cells[i].gone = false;
		found[i] = true;
		hits++;
		if (half == cache->halves[1]) /* still wanted: it moves to the young half */
			put(cache, digest, cells[i].subject, cells[i].open);
	}
	pthread_mutex_unlock(&cache->lock);
	return hits;
}

void
cell_cache_put(struct cell_cache *cache, const struct cell *cells, size_t count)
{
	pthread_mutex_lock(&cache->lock);
	for (size_t i = 0; i < count; i++) {
		uint64_t digest[2];
		if (!cells[i].gone && digest_of(cache, &cells[i], digest))
			put(cache, digest, cells[i].subject, cells[i].open);
	}
	pthread_mutex_unlock(&cache->lock);
}

void
cell_cache_forget(struct cell_cache *cache, int64_t subject)
{
	pthread_mutex_lock(&cache->lock);
	for (int i = 0; i < 2; i++) {
		if (subject == 0)
			half_wipe(cache->halves[i]);
		else
			half_forget(cache->halves[i], subject);
	}
	pthread_mutex_unlock(&cache->lock);
}

/* Zero pages until they are used, and never in a core dump. */
static struct half *
half_make(void)
{
	struct half *half = mmap(NULL, sizeof *half, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		0);
	assert(half != MAP_FAILED);
	(void)madvise(half, sizeof *half, MADV_DONTDUMP);
	return half;
}

static void
half_wipe(struct half *half)
{
	crypt_wipe(half->texts, half->bytes);
	crypt_wipe(half->places, sizeof half->places);
	half->count = half->bytes = 0;
}

static void
half_forget(struct half *half, int64_t subject)
{
	for (size_t i = 0; i < PLACES; i++) {
		struct place *place = &half->places[i];
		if (!place->used || place->subject != subject)
			continue;
		crypt_wipe(half->texts + place->offset, place->length);
		place->digest[0] = place->digest[1] = 0; /* stays used: others may lie behind it */
	}
}

static bool
digest_of(const struct cell_cache *cache, const struct cell *cell, uint64_t digest[2])
{
	uint8_t all[16 + 96 + CELL_CACHE_CLOSED_BYTES_MAX];
	size_t column = strlen(cell->column) + 1;
	if (cell->closed.length < CRYPT_OVERHEAD || cell->closed.length > CELL_CACHE_CLOSED_BYTES_MAX ||
		column > 96)
		return false;
	memcpy(all, &cell->subject, 8);
	memcpy(all + 8, &cell->row, 8);
	memcpy(all + 16, cell->column, column);
	memcpy(all + 16 + column, cell->closed.at, cell->closed.length);
	crypto_shorthash_siphashx24((uint8_t *)digest, all, 16 + column + cell->closed.length, cache->key);
	return true;
}

static struct place *
place_of(struct half *half, const uint64_t digest[2])
{
	for (size_t at = digest[0];; at++) {
		struct place *place = &half->places[at & (PLACES - 1)];
		if (!place->used || (place->digest[0] == digest[0] && place->digest[1] == digest[1]))
			return place;
	}
}

static void
put(struct cell_cache *cache, const uint64_t digest[2], int64_t subject, struct text open)
{
	struct half *young = cache->halves[0];
	if (place_of(young, digest)->used)
		return;
	if (young->count == CELL_CACHE_CELLS_MAX || open.length > CELL_CACHE_BYTES_MAX - young->bytes) {
		half_wipe(cache->halves[1]);
		cache->halves[0] = cache->halves[1];
		cache->halves[1] = young;
		young = cache->halves[0];
	}
	struct place *place = place_of(young, digest);
	*place = (struct place){ { digest[0], digest[1] }, subject, (uint32_t)young->bytes,
		(uint32_t)open.length, true };
	if (open.length > 0)
		memcpy(young->texts + young->bytes, open.at, open.length);
	young->bytes += open.length;
	young->count++;
}
