#include "classroom/device_presence.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PRESENCE_BUCKETS 1024

struct entry {
	struct entry *next;
	struct device_id device;
	struct present_device present;
};

struct device_presence {
	pthread_mutex_t lock;
	int devices_port;
	bool has_time_key, has_certificate, self_signed;
	uint8_t time_key[32], certificate[32];
	size_t count;
	struct entry *buckets[PRESENCE_BUCKETS];
};

static struct entry **place_of(struct device_presence *presence, struct device_id device);

struct device_presence *
presence_create(int devices_port)
{
	struct device_presence *presence = calloc(1, sizeof *presence);
	assert(presence);
	presence->devices_port = devices_port;
	pthread_mutex_init(&presence->lock, NULL);
	return presence;
}

void
presence_destroy(struct device_presence *presence)
{
	if (!presence)
		return;
	presence_forget(presence);
	pthread_mutex_destroy(&presence->lock);
	free(presence);
}

int
presence_port(const struct device_presence *presence)
{
	return presence->devices_port;
}

void
presence_arrives(struct device_presence *presence, struct device_id device,
	const struct present_device *present)
{
	pthread_mutex_lock(&presence->lock);
	struct entry **place = place_of(presence, device);
	if (!*place) {
		*place = calloc(1, sizeof **place);
		assert(*place);
		(*place)->device = device;
		presence->count++;
	}
	(*place)->present = *present;
	pthread_mutex_unlock(&presence->lock);
}

void
presence_leaves(struct device_presence *presence, struct device_id device)
{
	pthread_mutex_lock(&presence->lock);
	struct entry **place = place_of(presence, device), *gone = *place;
	if (gone) {
		*place = gone->next;
		presence->count--;
		free(gone);
	}
	pthread_mutex_unlock(&presence->lock);
}

void
presence_forget(struct device_presence *presence)
{
	pthread_mutex_lock(&presence->lock);
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		while (presence->buckets[i]) {
			struct entry *gone = presence->buckets[i];
			presence->buckets[i] = gone->next;
			free(gone);
		}
	presence->count = 0;
	pthread_mutex_unlock(&presence->lock);
}

bool
presence_find(struct device_presence *presence, struct device_id device, struct present_device *present)
{
	if (!presence)
		return false;
	pthread_mutex_lock(&presence->lock);
	struct entry *found = *place_of(presence, device);
	if (found)
		*present = found->present;
	pthread_mutex_unlock(&presence->lock);
	return found != NULL;
}

struct device_id
presence_only_at(struct device_presence *presence, const uint8_t address[16])
{
	struct device_id only = { 0 };
	int found = 0;
	if (!presence)
		return only;
	pthread_mutex_lock(&presence->lock);
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		for (struct entry *entry = presence->buckets[i]; entry; entry = entry->next)
			if (memcmp(entry->present.address, address, 16) == 0) {
				only = entry->device;
				found++;
			}
	pthread_mutex_unlock(&presence->lock);
	return found == 1 ? only : (struct device_id){ 0 };
}

struct device_id *
presence_all(struct device_presence *presence, size_t *count)
{
	pthread_mutex_lock(&presence->lock);
	struct device_id *all = calloc(presence->count + 1, sizeof *all);
	assert(all);
	*count = 0;
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		for (struct entry *entry = presence->buckets[i]; entry; entry = entry->next)
			all[(*count)++] = entry->device;
	pthread_mutex_unlock(&presence->lock);
	return all;
}

void
presence_put_time_key(struct device_presence *presence, const uint8_t key[32])
{
	pthread_mutex_lock(&presence->lock);
	memcpy(presence->time_key, key, sizeof presence->time_key);
	presence->has_time_key = true;
	pthread_mutex_unlock(&presence->lock);
}

bool
presence_time_key(struct device_presence *presence, uint8_t key[32])
{
	pthread_mutex_lock(&presence->lock);
	memcpy(key, presence->time_key, sizeof presence->time_key);
	bool known = presence->has_time_key;
	pthread_mutex_unlock(&presence->lock);
	return known;
}

void
presence_put_certificate(struct device_presence *presence, const uint8_t digest[32], bool self_signed)
{
	pthread_mutex_lock(&presence->lock);
	memcpy(presence->certificate, digest, sizeof presence->certificate);
	presence->has_certificate = true;
	presence->self_signed = self_signed;
	pthread_mutex_unlock(&presence->lock);
}

bool
presence_certificate(struct device_presence *presence, uint8_t digest[32], bool *self_signed)
{
	pthread_mutex_lock(&presence->lock);
	memcpy(digest, presence->certificate, sizeof presence->certificate);
	*self_signed = presence->self_signed;
	bool known = presence->has_certificate;
	pthread_mutex_unlock(&presence->lock);
	return known;
}

static struct entry **
place_of(struct device_presence *presence, struct device_id device)
{
	struct entry **place = &presence->buckets[(uint64_t)device.v % PRESENCE_BUCKETS];
	while (*place && (*place)->device.v != device.v)
		place = &(*place)->next;
	return place;
}
