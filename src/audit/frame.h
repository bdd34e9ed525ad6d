#ifndef AUDIT_FRAME_H
#define AUDIT_FRAME_H

#include "platform/buf.h"
#include "platform/day.h"
#include "platform/random.h"

/*
 * One register operation, as it stands in both copies, byte for byte:
 *
 *   magic "CJ01" | length u32 | sequence u64 | previous 32 | nonce 24
 *   | sealed payload, length bytes (the last 16 are its tag)
 *
 * XChaCha20-Poly1305 under the journal key, with everything before the payload
 * as associated data. previous is the digest of the whole frame before it, 0
 * for the first: a frame that was changed, dropped, repeated or moved is seen.
 */
#define FRAME_HEADER_SIZE 72
#define FRAME_TAG_SIZE    16
#define FRAME_DIGEST_SIZE 32
#define FRAME_BYTES_MAX   (65u * 1024 * 1024)
#define FRAME_WORD_MAX    255

struct frame_key {
	uint8_t bytes[32];
};

/* The last frame of a copy; zero before the first. */
struct frame_chain {
	uint64_t sequence;
	uint8_t digest[FRAME_DIGEST_SIZE];
};

/* Who did what to the register, when it happened and when it was recorded.
 * A roll call that was queued on a phone without a line happened earlier. */
struct operation {
	int64_t id;
	int64_t author;     /* account; 0 for a job of the school's own machine */
	struct text role;   /* "teacher" */
	struct text action; /* "lesson_record" */
	struct instant event_at;
	struct instant recorded_at;
	struct text changes; /* platform/change.h */
};

struct frame {
	struct text whole; /* all its bytes */
	uint64_t sequence;
	const uint8_t *previous;
};

/* Seals the operation as the next frame of the chain, which moves on. */
void frame_put(struct buf *out, struct frame_chain *chain, const struct operation *operation,
	const struct frame_key *key, struct random *random);

/* How many bytes the frame that begins here claims; 0 if none begins here. */
size_t frame_claims(struct text bytes);
/* Looks at the frame at the front of the bytes. INVALID when there is no whole one. */
enum outcome frame_look(struct text bytes, struct frame *frame) MUST_USE;
bool frame_follows(const struct frame *frame, const struct frame_chain *chain);
void frame_chain_on(struct frame_chain *chain, const struct frame *frame);
/* INVALID when it is not authentic. The operation's texts borrow from plain. */
enum outcome frame_open(const struct frame *frame, const struct frame_key *key, struct buf *plain,
	struct operation *operation) MUST_USE;

/* The payload alone, before it is sealed. */
void operation_put(struct buf *out, const struct operation *operation);
enum outcome operation_look(struct text payload, struct operation *operation) MUST_USE;

#endif
