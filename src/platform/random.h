#ifndef PLATFORM_RANDOM_H
#define PLATFORM_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Chance comes in through here: the system's, or a seeded stream that a test
 * or the demo school can replay. Both may be used from any thread. */
struct random;

struct random *random_system(void);
struct random *random_seeded(uint64_t seed);
void random_destroy(struct random *random);

void random_fill(struct random *random, void *bytes, size_t length);
uint64_t random_below(struct random *random, uint64_t limit); /* unbiased, 0..limit-1 */
uint64_t random_serial(struct random *random);                /* counts up by one from a random start */

#endif
