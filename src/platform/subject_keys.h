#ifndef PLATFORM_SUBJECT_KEYS_H
#define PLATFORM_SUBJECT_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* The opened subject keys in locked memory that no core dump holds: a table
 * from subject to key. Not for several threads. */
struct subject_keys;

enum subject_key_state { SUBJECT_KEY_UNKNOWN, SUBJECT_KEY_LIVES, SUBJECT_KEY_DESTROYED };

struct subject_keys *subject_keys_create(void);
void subject_keys_destroy(struct subject_keys *keys); /* wipes; NULL is fine */
void subject_keys_clear(struct subject_keys *keys);   /* wipes */
void subject_keys_put(struct subject_keys *keys, int64_t subject, const uint8_t *key); /* NULL: destroyed */
enum subject_key_state subject_keys_find(const struct subject_keys *keys, int64_t subject, uint8_t key[32]);
size_t subject_keys_living(const struct subject_keys *keys);
size_t subject_keys_destroyed(const struct subject_keys *keys);

#endif
