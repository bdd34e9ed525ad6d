/*
 * What the machine asks for at the least, measured in the same run as what it
 * is compared with. No line of the school is run here.
 *
 *   floor sync FOLDER BYTES SECONDS   BYTES to the end of two files and a sync
 *                                     of both, again and again: count, p50 and p99 in ms
 *   floor hash COUNT                  COUNT passwords hashed, on every processor:
 *                                     seconds
 */
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "platform/crypt.h"

#define SYNCS_MAX 100000

static double
seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
by_size(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;
	return (a > b) - (a < b);
}

static int
append(int folder, const char *name)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd < 0 || unlinkat(folder, name, 0) != 0)
		exit(1);
	return fd;
}

static int
sync_two_files(const char *path, size_t bytes, double limit)
{
	static double waits[SYNCS_MAX];
	int folder = open(path, O_RDONLY | O_DIRECTORY);
	if (folder < 0 || bytes == 0)
		return 1;
	int files[] = { append(folder, "floor-1"), append(folder, "floor-2") };
	char *written = malloc(bytes);
	memset(written, 'x', bytes);
	double began = seconds();
	size_t count = 0;
	while (count < SYNCS_MAX && seconds() - began < limit) {
		double start = seconds();
		for (int i = 0; i < 2; i++)
			if (write(files[i], written, bytes) != (ssize_t)bytes || fdatasync(files[i]) != 0)
				return 1;
		waits[count++] = seconds() - start;
	}
	free(written);
	qsort(waits, count, sizeof(*waits), by_size);
	printf("%zu %.3f %.3f\n", count, waits[count / 2] * 1e3, waits[count * 99 / 100] * 1e3);
	return 0;
}

static atomic_int hashes_left;

static void *
hash_some(void *context)
{
	(void)context;
	while (atomic_fetch_sub(&hashes_left, 1) > 0) {
		char stored[crypto_pwhash_STRBYTES];
		if (crypto_pwhash_str_alg(stored, "Ginestra", 8, CRYPT_PASSWORD_PASSES,
			    CRYPT_PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
			exit(1);
	}
	return NULL;
}

static int
hash_passwords(int count)
{
	pthread_t threads[64];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int many = processors > 64 ? 64 : (int)processors;
	if (sodium_init() < 0)
		return 1;
	hashes_left = count;
	double began = seconds();
	for (int i = 0; i < many; i++)
		if (pthread_create(&threads[i], NULL, hash_some, NULL) != 0)
			return 1;
	for (int i = 0; i < many; i++)
		pthread_join(threads[i], NULL);
	printf("%.3f\n", seconds() - began);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "sync") == 0)
		return sync_two_files(argv[2], (size_t)atol(argv[3]), atof(argv[4]));
	if (argc == 3 && strcmp(argv[1], "hash") == 0)
		return hash_passwords(atoi(argv[2]));
	fprintf(stderr, "usage: floor sync FOLDER BYTES SECONDS | floor hash COUNT\n");
	return 2;
}
