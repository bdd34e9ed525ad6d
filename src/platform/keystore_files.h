#ifndef PLATFORM_KEYSTORE_FILES_H
#define PLATFORM_KEYSTORE_FILES_H

#include <sqlite3.h>

#include "platform/crypt.h"

/* The two files of DIR/keys, as keystore.c wants them. Nobody else includes this. */
#define WRAPPED_KEY_BYTES    (CRYPT_KEY_BYTES + CRYPT_OVERHEAD)
#define CELL_BOUND_BYTES_MAX 96 /* the column's name and the row */

struct wrapped_key {
	const char *name;
	uint8_t closed[WRAPPED_KEY_BYTES];
};

/* Both files, durable, or neither: the master key comes last. */
enum outcome keystore_files_make(const char *directory, const uint8_t master[CRYPT_KEY_BYTES],
	const struct wrapped_key *keys, int count) MUST_USE;
enum outcome keystore_files_master(const char *directory, uint8_t master[CRYPT_KEY_BYTES]) MUST_USE;
enum outcome keystore_files_open(const char *directory, sqlite3 **db) MUST_USE;
enum outcome keystore_files_other(sqlite3 *db, struct wrapped_key *key) MUST_USE;

#endif
