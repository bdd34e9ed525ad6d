#ifndef CLASSROOM_SIGNED_BYTES_H
#define CLASSROOM_SIGNED_BYTES_H

#include "platform/keys.h"
#include "wire/messages.h"

/*
 * What a device believes is signed: the payload, and behind it 64 bytes of
 * Ed25519 over its label and itself. The keys process signs; web never has the
 * key.
 */
enum outcome signed_bytes_make(struct keys *keys, enum keys_sign which, struct arena *arena,
	const char *label, const struct message_writer *payload, struct text *both) MUST_USE;
/* Was this signed by us? Gives the payload. */
enum outcome signed_bytes_check(struct keys *keys, enum keys_sign which, struct arena *arena,
	const char *label, struct text both, struct message_bytes *payload) MUST_USE;
/* A name as devices take it, at most this many bytes: whole letters of one line. The
 * register has names that somebody pasted; one of them is no reason for a dark wall. */
struct message_bytes signed_bytes_name(struct arena *arena, struct text name, size_t bytes_max);

#endif
