#include "platform/random.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "platform/log.h"

/*
 * A seeded stream is ChaCha20 under a key made of the seed: the same bytes on
 * every machine and compiler, which is what a demo school and a failing test
 * need to be replayed. It is for them alone; nothing secret is drawn from it.
 */
#define BLOCK_BYTES   64
#define STREAM_BLOCKS 16

struct random {
	bool seeded;
	pthread_mutex_t lock; /* of what follows; seeded streams only */
	unsigned char key[crypto_stream_chacha20_KEYBYTES];
	uint64_t next_block;
	unsigned char ready[STREAM_BLOCKS * BLOCK_BYTES];
	size_t left; /* at the end of ready */
	_Atomic uint64_t serial;
};

static struct random the_system;
static pthread_once_t system_once = PTHREAD_ONCE_INIT;

static void start_sodium(void);
static void start_system(void);
static void refill(struct random *random);

struct random *
random_system(void)
{
	pthread_once(&system_once, start_system);
	return &the_system;
}

struct random *
random_seeded(uint64_t seed)
{
	start_sodium();
	struct random *random = calloc(1, sizeof *random);
	if (!random) {
		log_line(LEVEL_FAILURE, "random: out of memory");
		abort();
	}
	random->seeded = true;
	pthread_mutex_init(&random->lock, NULL);
	for (int i = 0; i < 8; i++)
		random->key[i] = (unsigned char)(seed >> (8 * i));
	uint64_t start;
	random_fill(random, &start, sizeof start);
	atomic_store(&random->serial, start);
	return random;
}

void
random_destroy(struct random *random)
{
	if (!random || !random->seeded)
		return;
	pthread_mutex_destroy(&random->lock);
	free(random);
}

void
random_fill(struct random *random, void *bytes, size_t length)
{
	if (!random->seeded) {
		randombytes_buf(bytes, length);
		return;
	}
	unsigned char *to = bytes;
	pthread_mutex_lock(&random->lock);
	while (length > 0) {
		if (random->left == 0)
			refill(random);
		size_t now = length < random->left ? length : random->left;
		memcpy(to, random->ready + sizeof random->ready - random->left, now);
		random->left -= now;
		to += now;
		length -= now;
	}
	pthread_mutex_unlock(&random->lock);
}

uint64_t
random_below(struct random *random, uint64_t limit)
{
	assert(limit > 0);
	/* Draws under 2^64 mod limit would favour the small numbers. */
	uint64_t reject_below = (0 - limit) % limit;
	unsigned char bytes[8];
	uint64_t drawn;
	do {
		random_fill(random, bytes, sizeof bytes);
		drawn = 0;
		for (int i = 0; i < 8; i++)
			drawn |= (uint64_t)bytes[i] << (8 * i);
	} while (drawn < reject_below);
	return drawn % limit;
}

uint64_t
random_serial(struct random *random)
{
	return atomic_fetch_add(&random->serial, 1);
}

static void
start_sodium(void)
{
	if (sodium_init() < 0) {
		log_line(LEVEL_FAILURE, "random: libsodium does not start");
		abort();
	}
}

static void
start_system(void)
{
	start_sodium();
	uint64_t start;
	randombytes_buf(&start, sizeof start);
	atomic_store(&the_system.serial, start);
}

static void
refill(struct random *random)
{
	static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
	memset(random->ready, 0, sizeof random->ready);
	crypto_stream_chacha20_xor_ic(random->ready, random->ready, sizeof random->ready, nonce,
		random->next_block, random->key);
	random->next_block += STREAM_BLOCKS;
	random->left = sizeof random->ready;
}
