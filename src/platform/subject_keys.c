#include "platform/subject_keys.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define PLACES_FIRST 1024 /* a power of two */

struct place {
	int64_t subject;
	uint8_t state; /* enum subject_key_state; 0 is an empty place */
	uint8_t key[32];
};
struct subject_keys {
	struct place *places;
	size_t room; /* a power of two */
	size_t used;
	size_t living;
};

static struct place *place_of(const struct subject_keys *keys, int64_t subject);
static struct place *places_make(size_t room);
static void grow(struct subject_keys *keys);

struct subject_keys *
subject_keys_create(void)
{
	struct subject_keys *keys = sodium_malloc(sizeof *keys);
	assert(keys);
	*keys = (struct subject_keys){ .places = places_make(PLACES_FIRST), .room = PLACES_FIRST };
	return keys;
}

void
subject_keys_destroy(struct subject_keys *keys)
{
	if (!keys)
		return;
	sodium_free(keys->places);
	sodium_free(keys);
}

void
subject_keys_clear(struct subject_keys *keys)
{
	sodium_memzero(keys->places, keys->room * sizeof *keys->places);
	keys->used = keys->living = 0;
}

void
subject_keys_put(struct subject_keys *keys, int64_t subject, const uint8_t *key)
{
	if ((keys->used + 1) * 2 > keys->room)
		grow(keys);
	struct place *place = place_of(keys, subject);
	if (place->state == SUBJECT_KEY_UNKNOWN)
		keys->used++;
	if (place->state == SUBJECT_KEY_LIVES)
		keys->living--;
	place->subject = subject;
	if (key) {
		memcpy(place->key, key, sizeof place->key);
		place->state = SUBJECT_KEY_LIVES;
		keys->living++;
	} else {
		sodium_memzero(place->key, sizeof place->key);
		place->state = SUBJECT_KEY_DESTROYED;
	}
}

enum subject_key_state
subject_keys_find(const struct subject_keys *keys, int64_t subject, uint8_t key[32])
{
	const struct place *place = place_of(keys, subject);
	if (place->state == SUBJECT_KEY_LIVES)
		memcpy(key, place->key, sizeof place->key);
	return place->state;
}

size_t
subject_keys_living(const struct subject_keys *keys)
{
	return keys->living;
}

size_t
subject_keys_destroyed(const struct subject_keys *keys)
{
	return keys->used - keys->living;
}

/* The subject's place, or the empty one where it would stand. */
static struct place *
place_of(const struct subject_keys *keys, int64_t subject)
{
	/* Ids are time-ordered with random low bits; the product spreads them. */
	uint64_t hash = (uint64_t)subject * 0x9e3779b97f4a7c15u;
	for (size_t at = hash >> 32;; at++) {
		struct place *place = &keys->places[at & (keys->room - 1)];
		if (place->state == SUBJECT_KEY_UNKNOWN || place->subject == subject)
			return place;
	}
}

static struct place *
places_make(size_t room)
{
	struct place *places = sodium_allocarray(room, sizeof *places);
	assert(places);
	sodium_memzero(places, room * sizeof *places);
	return places;
}

static void
grow(struct subject_keys *keys)
{
	struct subject_keys larger = { places_make(keys->room * 2), keys->room * 2, keys->used,
		keys->living };
	for (size_t i = 0; i < keys->room; i++)
		if (keys->places[i].state != SUBJECT_KEY_UNKNOWN)
			*place_of(&larger, keys->places[i].subject) = keys->places[i];
	sodium_free(keys->places);
	*keys = larger;
}
