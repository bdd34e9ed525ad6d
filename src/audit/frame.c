#include "audit/frame.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define PAYLOAD_VERSION 1
#define LENGTH_AT       4
#define SEQUENCE_AT     8
#define PREVIOUS_AT     16
#define NONCE_AT        48

static const char magic[4] = { 'C', 'J', '0', '1' };

_Static_assert(NONCE_AT + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == FRAME_HEADER_SIZE, "header");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == FRAME_TAG_SIZE, "tag");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(struct frame_key), "key");

static uint64_t number_at(const char *at, int size);
static void put_word(struct buf *out, struct text word);
static bool take_number(struct text *rest, int64_t *number);
static bool take_word(struct text *rest, struct text *word);

void
frame_put(struct buf *out, struct frame_chain *chain, const struct operation *operation,
	const struct frame_key *key, struct random *random)
{
	struct buf plain;
	uint8_t nonce[FRAME_HEADER_SIZE - NONCE_AT];
	size_t start = out->length;
	buf_init(&plain, FRAME_BYTES_MAX);
	operation_put(&plain, operation);
	struct text payload = buf_text(&plain);
	size_t sealed = payload.length + FRAME_TAG_SIZE;
	if (!buf_ok(&plain) || FRAME_HEADER_SIZE + sealed > FRAME_BYTES_MAX)
		out->failed = true;
	random_fill(random, nonce, sizeof(nonce));
	buf_put(out, magic, sizeof(magic));
	buf_put_u32(out, (uint32_t)sealed);
	buf_put_i64(out, (int64_t)(chain->sequence + 1));
	buf_put(out, chain->digest, FRAME_DIGEST_SIZE);
	buf_put(out, nonce, sizeof(nonce));
	buf_put_text(out, payload);
	static const uint8_t room_for_tag[FRAME_TAG_SIZE];
	buf_put(out, room_for_tag, sizeof(room_for_tag));
	if (buf_ok(out)) {
		unsigned char *frame = (unsigned char *)out->at + start;
		crypto_aead_xchacha20poly1305_ietf_encrypt(frame + FRAME_HEADER_SIZE, NULL,
			frame + FRAME_HEADER_SIZE, payload.length, frame, FRAME_HEADER_SIZE, NULL, nonce,
			key->bytes);
		crypto_generichash(chain->digest, FRAME_DIGEST_SIZE, frame, FRAME_HEADER_SIZE + sealed, NULL,
			0);
		chain->sequence++;
	}
	buf_finish(&plain);
}

size_t
frame_claims(struct text bytes)
{
	if (bytes.length < FRAME_HEADER_SIZE || memcmp(bytes.at, magic, sizeof(magic)) != 0)
		return 0;
	uint64_t sealed = number_at(bytes.at + LENGTH_AT, 4);
	if (sealed < FRAME_TAG_SIZE || sealed > FRAME_BYTES_MAX - FRAME_HEADER_SIZE)
		return 0;
	return FRAME_HEADER_SIZE + (size_t)sealed;
}

enum outcome
frame_look(struct text bytes, struct frame *frame)
{
	size_t size = frame_claims(bytes);
	if (size == 0 || size > bytes.length)
		return INVALID;
	frame->whole = (struct text){ bytes.at, size };
	frame->sequence = number_at(bytes.at + SEQUENCE_AT, 8);
	frame->previous = (const uint8_t *)bytes.at + PREVIOUS_AT;
	return frame->sequence == 0 || frame->sequence > INT64_MAX ? INVALID : OK;
}

bool
frame_follows(const struct frame *frame, const struct frame_chain *chain)
{
	return frame->sequence == chain->sequence + 1 &&
		memcmp(frame->previous, chain->digest, FRAME_DIGEST_SIZE) == 0;
}

void
frame_chain_on(struct frame_chain *chain, const struct frame *frame)
{
	chain->sequence = frame->sequence;
	crypto_generichash(chain->digest, FRAME_DIGEST_SIZE, (const unsigned char *)frame->whole.at,
		frame->whole.length, NULL, 0);
}

enum outcome
frame_open(const struct frame *frame, const struct frame_key *key, struct buf *plain,
	struct operation *operation)
{
	const unsigned char *at = (const unsigned char *)frame->whole.at;
	size_t sealed = frame->whole.length - FRAME_HEADER_SIZE;
	buf_clear(plain);
	buf_put(plain, at + FRAME_HEADER_SIZE, sealed); /* room, and then opened in place */
	if (!buf_ok(plain))
		return BROKEN;
	unsigned long long length;
	unsigned char *open = (unsigned char *)plain->at;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(open, &length, NULL, open, sealed, at,
		    FRAME_HEADER_SIZE, at + NONCE_AT, key->bytes) != 0)
		return INVALID;
	plain->length = (size_t)length;
	return operation_look(buf_text(plain), operation);
}

void
operation_put(struct buf *out, const struct operation *operation)
{
	buf_put_byte(out, PAYLOAD_VERSION);
	buf_put_i64(out, operation->id);
	buf_put_i64(out, operation->author);
	buf_put_i64(out, operation->event_at.ms);
	buf_put_i64(out, operation->recorded_at.ms);
	put_word(out, operation->role);
	put_word(out, operation->action);
	buf_put_text(out, operation->changes);
}

enum outcome
operation_look(struct text payload, struct operation *operation)
{
	if (payload.length == 0 || payload.at[0] != PAYLOAD_VERSION)
		return INVALID;
	payload.at++;
	payload.length--;
	if (!take_number(&payload, &operation->id) || !take_number(&payload, &operation->author) ||
		!take_number(&payload, &operation->event_at.ms) ||
		!take_number(&payload, &operation->recorded_at.ms) ||
		!take_word(&payload, &operation->role) || !take_word(&payload, &operation->action))
		return INVALID;
	operation->changes = payload;
	return OK;
}

static uint64_t
number_at(const char *at, int size)
{
	uint64_t number = 0;
	for (int i = 0; i < size; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static void
put_word(struct buf *out, struct text word)
{
	assert(word.length <= FRAME_WORD_MAX);
	buf_put_byte(out, (char)word.length);
	buf_put_text(out, word);
}

static bool
take_number(struct text *rest, int64_t *number)
{
	if (rest->length < 8)
		return false;
	*number = (int64_t)number_at(rest->at, 8);
	rest->at += 8;
	rest->length -= 8;
	return true;
}

static bool
take_word(struct text *rest, struct text *word)
{
	if (rest->length == 0 || rest->length - 1 < (unsigned char)rest->at[0])
		return false;
	*word = (struct text){ rest->at + 1, (unsigned char)rest->at[0] };
	rest->at += 1 + word->length;
	rest->length -= 1 + word->length;
	return true;
}
