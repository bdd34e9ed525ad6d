#ifndef PLATFORM_SEAL_H
#define PLATFORM_SEAL_H

#include "platform/text.h"

/*
 * Sealed columns. A sealed cell is stored only as XChaCha20-Poly1305 under its
 * subject's key: nonce (24) | ciphertext | tag (16). Associated data binds it
 * to its column name and row id, so a cell moved elsewhere does not open.
 * The keys live in another process; this is the door to it.
 */
struct cell {
	int64_t subject;    /* whose key */
	int64_t row;        /* id of the row it stands in */
	const char *column; /* "person.family_name" */
	struct bytes closed;
	struct text open;
	bool gone; /* the subject's key was destroyed: open is empty */
};

#define SEAL_OVERHEAD 40

struct sealer {
	/* Both work on a whole batch: one message to the keys process.
	 * Results are copied into the arena. A cell that fails authentication
	 * is BROKEN for the whole batch. */
	enum outcome (*seal)(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count);
	enum outcome (*open)(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count);
};

#endif
