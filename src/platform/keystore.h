#ifndef PLATFORM_KEYSTORE_H
#define PLATFORM_KEYSTORE_H

#include "platform/keys.h"

/*
 * DIR/keys: the master key (a file of 32 bytes, mode 0600) and keys.db, where
 * every other key lies wrapped by it. One key per subject: whoever destroys it
 * erases the subject everywhere, in every copy and backup of the database.
 * Neither file ever goes into a backup of the database.
 *
 * Only the keys process and commands of the operator open it. Any thread.
 */
struct keystore;

/* Makes DIR/keys with fresh keys; CONFLICT when there is one already. */
enum outcome keystore_make(const char *directory) MUST_USE;
/* NOT_FOUND: no key store; REFUSED: the master key can be read by others;
 * BROKEN: the files do not fit together. */
enum outcome keystore_open(struct keystore **store, const char *directory) MUST_USE;
void keystore_close(struct keystore *store); /* wipes; NULL is fine */

/* Cells of struct sealer. Sealing for a destroyed subject is a CONFLICT. */
enum outcome keystore_seal_cells(struct keystore *store, struct arena *arena, struct cell *cells,
	size_t count) MUST_USE;
enum outcome keystore_open_cells(struct keystore *store, struct arena *arena, struct cell *cells,
	size_t count) MUST_USE;

enum outcome keystore_destroy(struct keystore *store, int64_t subject) MUST_USE;
enum outcome keystore_hold(struct keystore *store) MUST_USE;
enum outcome keystore_release(struct keystore *store) MUST_USE;
size_t keystore_subjects(struct keystore *store);   /* living ones */
uint64_t keystore_erasures(struct keystore *store); /* destroyed ones, by whomever */

/* About 40 ms each; these two need no lock and run beside everything else. */
enum outcome keystore_password_hash(struct keystore *store, struct text password,
	char phc[KEYS_PHC_BYTES_MAX]) MUST_USE;
enum keys_verdict keystore_password_check(struct keystore *store, struct text password, struct text phc);

void keystore_mac(struct keystore *store, enum keys_mac which, struct text bytes,
	uint8_t mac[KEYS_MAC_BYTES]);
void keystore_lend(struct keystore *store, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES]);
void keystore_sign(struct keystore *store, enum keys_sign which, struct text bytes,
	uint8_t signature[KEYS_SIGNATURE_BYTES]);
void keystore_sign_public(struct keystore *store, enum keys_sign which, uint8_t key[KEYS_SIGN_PUBLIC_BYTES]);

#endif
