#ifndef IDENTITY_ACTIVATION_H
#define IDENTITY_ACTIVATION_H

#include "platform/day.h"
#include "platform/keys.h"
#include "platform/random.h"

/*
 * One-time activation codes (ID-7): the office hands one over, its owner types
 * it once and chooses a password. Three groups of four, from letters and
 * digits that nobody mixes up: 60 bits from the system's chance. Stored only
 * as a keyed digest, so that a copy of the database opens no account.
 */
#define ACTIVATION_DAYS      14
#define ACTIVATION_CODE_SIZE 15 /* "7QKD-9MXT-4WHP" and its end */

void activation_make(struct random *random, char code[ACTIVATION_CODE_SIZE]);
/* account.activation of a code as typed: any case, with or without dashes and
 * spaces. INVALID when it cannot be a code. */
enum outcome activation_digest(struct keys *keys, struct arena *arena, struct text typed,
	struct text *digest) MUST_USE;
/* account.activation_ends of a code given out now. */
struct instant activation_ends(struct instant now);

#endif
