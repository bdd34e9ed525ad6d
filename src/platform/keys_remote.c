#include "platform/keys_ways.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/cell_cache.h"
#include "platform/channel.h"
#include "platform/crypt.h"
#include "platform/wire.h"

/* Web and jobs ask the keys process. Cells go in batches, as many to a frame
 * as fit; what was opened before is not asked again. */
struct keys_remote {
	struct keys keys;
	struct channel *channel;
	struct cell_cache *cache;
};

/* One frame to send and the answer to it. */
struct talk {
	struct buf ask;
	struct buf answer;
};

static void talk_begin(struct talk *talk, enum wire_number number, unsigned count);
static void talk_end(struct talk *talk);
static enum outcome ask_cells(struct keys_remote *remote, struct arena *arena, struct cell **cells,
	size_t count, enum wire_number number);
static enum outcome ask_batch(struct keys_remote *remote, struct arena *arena, struct cell **cells,
	size_t count, enum wire_number number);

static struct keys_remote *
remote_of(struct keys *keys)
{
	return (struct keys_remote *)keys;
}

static enum outcome
seal(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count)
{
	struct keys_remote *remote = remote_of((struct keys *)sealer);
	struct cell **all = arena_array(arena, struct cell *, count + 1);
	for (size_t i = 0; i < count; i++)
		all[i] = &cells[i];
	enum outcome got = ask_cells(remote, arena, all, count, WIRE_seal);
	if (got == OK)
		cell_cache_put(remote->cache, cells, count);
	return got;
}

static enum outcome
open_cells(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count)
{
	struct keys_remote *remote = remote_of((struct keys *)sealer);
	bool *found = arena_array(arena, bool, count + 1);
	if (cell_cache_find(remote->cache, arena, cells, count, found) == count)
		return OK;
	struct cell **missing = arena_array(arena, struct cell *, count + 1);
	size_t missed = 0;
	for (size_t i = 0; i < count; i++)
		if (!found[i])
			missing[missed++] = &cells[i];
	enum outcome got = ask_cells(remote, arena, missing, missed, WIRE_open);
	for (size_t i = 0; i < missed && got == OK; i++)
		cell_cache_put(remote->cache, missing[i], 1);
	return got;
}

static enum outcome
password_hash(struct keys *keys, struct arena *arena, struct text password, struct text *phc)
{
	struct talk talk;
	struct wire_password_hash_answer answer = { 0 };
	talk_begin(&talk, WIRE_password_hash, 1);
	wire_put_password_hash_ask(&talk.ask, &(struct wire_password_hash_ask){ password });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK && !wire_take_password_hash_answer(&rest, &answer))
		got = BROKEN;
	*phc = got == OK ? text_copy(arena, answer.phc) : (struct text){ 0 };
	talk_end(&talk);
	return got;
}

static enum outcome
password_check(struct keys *keys, struct text password, struct text phc, enum keys_verdict *verdict)
{
	struct talk talk;
	struct wire_password_check_answer answer = { 0 };
	talk_begin(&talk, WIRE_password_check, 1);
	wire_put_password_check_ask(&talk.ask, &(struct wire_password_check_ask){ password, phc });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK &&
		(!wire_take_password_check_answer(&rest, &answer) || answer.verdict < KEYS_WRONG ||
			answer.verdict > KEYS_RIGHT_REHASH))
		got = BROKEN;
	if (got == OK)
		*verdict = (enum keys_verdict)answer.verdict;
	talk_end(&talk);
	return got;
}

static enum outcome
mac(struct keys *keys, enum keys_mac which, struct text bytes, uint8_t digest[KEYS_MAC_BYTES])
{
	struct talk talk;
	struct wire_mac_answer answer = { 0 };
	talk_begin(&talk, WIRE_mac, 1);
	wire_put_mac_ask(&talk.ask, &(struct wire_mac_ask){ which, bytes });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK && (!wire_take_mac_answer(&rest, &answer) || answer.mac.length != KEYS_MAC_BYTES))
		got = BROKEN;
	if (got == OK)
		memcpy(digest, answer.mac.at, KEYS_MAC_BYTES);
	talk_end(&talk);
	return got;
}

static enum outcome
lend(struct keys *keys, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES])
{
	struct talk talk;
	struct wire_lend_answer answer = { 0 };
	talk_begin(&talk, WIRE_lend, 1);
	wire_put_lend_ask(&talk.ask, &(struct wire_lend_ask){ which });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK && (!wire_take_lend_answer(&rest, &answer) || answer.key.length != KEYS_LENT_BYTES))
		got = BROKEN;
	if (got == OK)
		memcpy(key, answer.key.at, KEYS_LENT_BYTES);
	talk_end(&talk);
	return got;
}

static enum outcome
sign(struct keys *keys, enum keys_sign which, struct text bytes, uint8_t signature[KEYS_SIGNATURE_BYTES])
{
	struct talk talk;
	struct wire_sign_answer answer = { 0 };
	talk_begin(&talk, WIRE_sign, 1);
	wire_put_sign_ask(&talk.ask, &(struct wire_sign_ask){ which, bytes });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK &&
		(!wire_take_sign_answer(&rest, &answer) || answer.signature.length != KEYS_SIGNATURE_BYTES))
		got = BROKEN;
	if (got == OK)
		memcpy(signature, answer.signature.at, KEYS_SIGNATURE_BYTES);
	talk_end(&talk);
	return got;
}

static enum outcome
sign_public(struct keys *keys, enum keys_sign which, uint8_t key[KEYS_SIGN_PUBLIC_BYTES])
{
	struct talk talk;
	struct wire_sign_public_answer answer = { 0 };
	talk_begin(&talk, WIRE_sign_public, 1);
	wire_put_sign_public_ask(&talk.ask, &(struct wire_sign_public_ask){ which });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	if (got == OK &&
		(!wire_take_sign_public_answer(&rest, &answer) ||
			answer.key.length != KEYS_SIGN_PUBLIC_BYTES))
		got = BROKEN;
	if (got == OK)
		memcpy(key, answer.key.at, KEYS_SIGN_PUBLIC_BYTES);
	talk_end(&talk);
	return got;
}

static enum outcome
destroy(struct keys *keys, int64_t subject)
{
	struct talk talk;
	talk_begin(&talk, WIRE_destroy, 1);
	wire_put_destroy_ask(&talk.ask, &(struct wire_destroy_ask){ subject });
	enum outcome got = channel_call(remote_of(keys)->channel, &talk.ask, &talk.answer);
	talk_end(&talk);
	cell_cache_forget(remote_of(keys)->cache, subject);
	return got;
}

static enum outcome
never_held(struct keys *keys)
{
	(void)keys; /* bulk work belongs to commands, which hold the store itself */
	return REFUSED;
}

static void
reconnected(struct keys *keys)
{
	channel_repeat(remote_of(keys)->channel);
}

static void
close_channel(struct keys *keys)
{
	channel_destroy(remote_of(keys)->channel);
	cell_cache_destroy(remote_of(keys)->cache);
	free(keys);
}

static const struct keys_ways ways = {
	.password_hash = password_hash,
	.password_check = password_check,
	.mac = mac,
	.lend = lend,
	.sign = sign,
	.sign_public = sign_public,
	.destroy = destroy,
	.hold = never_held,
	.release = never_held,
	.reconnected = reconnected,
	.close = close_channel,
};

static void
forget(void *context, int64_t subject)
{
	cell_cache_forget(context, subject);
}

enum outcome
keys_connect(struct keys **keys, int fd)
{
	struct keys_remote *remote = calloc(1, sizeof *remote);
	assert(remote);
	struct cell_cache *cache = cell_cache_create();
	*remote = (struct keys_remote){ { { seal, open_cells }, &ways }, channel_create(fd, forget, cache),
		cache };
	*keys = &remote->keys;
	return OK;
}

static void
talk_begin(struct talk *talk, enum wire_number number, unsigned count)
{
	talk->ask = wire_frame(number, count);
	buf_init(&talk->answer, WIRE_ANSWER_BYTES_MAX);
}

static void
talk_end(struct talk *talk)
{
	crypt_wipe(talk->ask.at, talk->ask.length);
	crypt_wipe(talk->answer.at, talk->answer.length);
	buf_finish(&talk->ask);
	buf_finish(&talk->answer);
}

static enum outcome
ask_cells(struct keys_remote *remote, struct arena *arena, struct cell **cells, size_t count,
	enum wire_number number)
{
	while (count > 0) {
		size_t bytes = WIRE_HEADER_BYTES, batch = 0;
		while (batch < count && batch < wire_items_max(number)) {
			const struct cell *cell = cells[batch];
			size_t length = number == WIRE_seal ? cell->open.length : cell->closed.length;
			if (length > WIRE_CELL_BYTES_MAX + (number == WIRE_seal ? 0 : SEAL_OVERHEAD))
				return INVALID;
			bytes += 8 + 8 + 4 + strlen(cell->column) + 4 + length;
			if (bytes > WIRE_ASK_BYTES_MAX)
				break;
			batch++;
		}
		assert(batch > 0); /* one cell always fits */
		enum outcome got = ask_batch(remote, arena, cells, batch, number);
		if (got != OK)
			return got;
		cells += batch;
		count -= batch;
	}
	return OK;
}

static enum outcome
ask_batch(struct keys_remote *remote, struct arena *arena, struct cell **cells, size_t count,
	enum wire_number number)
{
	struct talk talk;
	talk_begin(&talk, number, (unsigned)count);
	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = cells[i];
		struct text closed = { (const char *)cell->closed.at, cell->closed.length };
		if (number == WIRE_seal)
			wire_put_seal_ask(&talk.ask,
				&(struct wire_seal_ask){
					cell->subject, cell->row, text_of(cell->column), cell->open });
		else
			wire_put_open_ask(&talk.ask,
				&(struct wire_open_ask){
					cell->subject, cell->row, text_of(cell->column), closed });
	}
	enum outcome got = channel_call(remote->channel, &talk.ask, &talk.answer);
	struct text rest = buf_text(&talk.answer);
	for (size_t i = 0; i < count && got == OK; i++) {
		struct wire_seal_answer sealed;
		struct wire_open_answer opened;
		if (number == WIRE_seal && wire_take_seal_answer(&rest, &sealed)) {
			struct text copy = text_copy(arena, sealed.closed);
			cells[i]->closed = (struct bytes){ (const uint8_t *)copy.at, copy.length };
		} else if (number == WIRE_open && wire_take_open_answer(&rest, &opened)) {
			cells[i]->open = text_copy(arena, opened.open);
			cells[i]->gone = opened.gone != 0;
		} else {
			got = BROKEN;
		}
	}
	talk_end(&talk);
	return got;
}
