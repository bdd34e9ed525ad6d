#include "daemon/keys_desk.h"

#include <assert.h>

#include "platform/log.h"

typedef enum outcome answerer(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer);

static answerer answer_seal, answer_open, answer_password_hash, answer_password_check, answer_mac,
	answer_lend, answer_sign, answer_sign_public, answer_destroy;

static answerer *const answerers[WIRE_NUMBERS] = {
	[WIRE_seal] = answer_seal,
	[WIRE_open] = answer_open,
	[WIRE_password_hash] = answer_password_hash,
	[WIRE_password_check] = answer_password_check,
	[WIRE_mac] = answer_mac,
	[WIRE_lend] = answer_lend,
	[WIRE_sign] = answer_sign,
	[WIRE_sign_public] = answer_sign_public,
	[WIRE_destroy] = answer_destroy,
};

static void put_outcome(struct buf *answer, struct wire_header header, enum outcome outcome);
static bool may_lend(enum wire_asker asker, struct text items);

void
keys_desk_answer(struct keystore *store, enum wire_asker asker, struct text frame, struct arena *arena,
	struct buf *answer)
{
	struct wire_header header = { 0 };
	if (!wire_take_header(&frame, &header)) {
		log_line(LEVEL_FAILURE, "keys: a frame that is none");
		return; /* without an id there is nobody to answer */
	}
	if (!(wire_askers(header.number) & asker) || !answerers[header.number]) {
		log_line(LEVEL_FAILURE, "keys: refused %s to %s", wire_name(header.number),
			asker == BY_WEB            ? "web"
				: asker == BY_JOBS ? "jobs"
						   : "devices");
		put_outcome(answer, header, REFUSED);
		return;
	}
	header.outcome = OK;
	wire_put_header(answer, &header);
	enum outcome got = header.number == WIRE_lend && !may_lend(asker, frame)
		? REFUSED
		: answerers[header.number](store, arena, frame, header.count, answer);
	if (got == OK && !buf_ok(answer))
		got = BROKEN;
	if (got != OK)
		put_outcome(answer, header, got);
}

bool
keys_desk_is_slow(struct text frame)
{
	struct wire_header header;
	return wire_take_header(&frame, &header) &&
		(header.number == WIRE_password_hash || header.number == WIRE_password_check);
}

void
keys_desk_busy(struct text frame, struct buf *answer)
{
	struct wire_header header;
	if (wire_take_header(&frame, &header))
		put_outcome(answer, header, BUSY);
}

static void
put_outcome(struct buf *answer, struct wire_header header, enum outcome outcome)
{
	buf_clear(answer);
	header.outcome = outcome;
	header.count = 0;
	wire_put_header(answer, &header);
}

/* The time's seed is the devices process's alone, and it gets no other. */
static bool
may_lend(enum wire_asker asker, struct text items)
{
	struct wire_lend_ask item;
	return wire_take_lend_ask(&items, &item) && (item.which == KEYS_LENT_TIME) == (asker == BY_DEVICES);
}

/* The whole frame is read before anything is done: half a batch is none. */
static enum outcome
answer_seal(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	struct cell *cells = arena_array(arena, struct cell, count + 1);
	for (unsigned i = 0; i < count; i++) {
		struct wire_seal_ask item;
		if (!wire_take_seal_ask(&items, &item))
			return INVALID;
		cells[i] = (struct cell){ .subject = item.subject,
			.row = item.row,
			.column = text_terminated(arena, item.column),
			.open = item.open };
	}
	if (items.length > 0)
		return INVALID;
	enum outcome got = keystore_seal_cells(store, arena, cells, count);
	for (unsigned i = 0; i < count && got == OK; i++)
		wire_put_seal_answer(answer,
			&(struct wire_seal_answer){
				{ (const char *)cells[i].closed.at, cells[i].closed.length } });
	return got;
}

static enum outcome
answer_open(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	struct cell *cells = arena_array(arena, struct cell, count + 1);
	for (unsigned i = 0; i < count; i++) {
		struct wire_open_ask item;
		if (!wire_take_open_ask(&items, &item))
			return INVALID;
		cells[i] = (struct cell){ .subject = item.subject,
			.row = item.row,
			.column = text_terminated(arena, item.column),
			.closed = { (const uint8_t *)item.closed.at, item.closed.length } };
	}
	if (items.length > 0)
		return INVALID;
	enum outcome got = keystore_open_cells(store, arena, cells, count);
	for (unsigned i = 0; i < count && got == OK; i++)
		wire_put_open_answer(answer, &(struct wire_open_answer){ cells[i].gone, cells[i].open });
	return got;
}

static enum outcome
answer_password_hash(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_password_hash_ask item;
	if (count != 1 || !wire_take_password_hash_ask(&items, &item) || items.length > 0)
		return INVALID;
	char phc[KEYS_PHC_BYTES_MAX];
	enum outcome got = keystore_password_hash(store, item.password, phc);
	if (got == OK)
		wire_put_password_hash_answer(answer, &(struct wire_password_hash_answer){ text_of(phc) });
	return got;
}

static enum outcome
answer_password_check(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_password_check_ask item;
	if (count != 1 || !wire_take_password_check_ask(&items, &item) || items.length > 0)
		return INVALID;
	wire_put_password_check_answer(answer,
		&(struct wire_password_check_answer){
			keystore_password_check(store, item.password, item.phc) });
	return OK;
}

static enum outcome
answer_mac(struct keystore *store, struct arena *arena, struct text items, unsigned count, struct buf *answer)
{
	(void)arena;
	for (unsigned i = 0; i < count; i++) {
		struct wire_mac_ask item;
		uint8_t mac[KEYS_MAC_BYTES];
		if (!wire_take_mac_ask(&items, &item) || item.which < 0 || item.which >= KEYS_MACS)
			return INVALID;
		keystore_mac(store, (enum keys_mac)item.which, item.bytes, mac);
		wire_put_mac_answer(answer, &(struct wire_mac_answer){ { (const char *)mac, sizeof mac } });
	}
	return items.length > 0 ? INVALID : OK;
}

static enum outcome
answer_lend(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_lend_ask item;
	uint8_t key[KEYS_LENT_BYTES];
	if (count != 1 || !wire_take_lend_ask(&items, &item) || items.length > 0 || item.which < 0 ||
		item.which >= KEYS_LENTS)
		return INVALID;
	keystore_lend(store, (enum keys_lent)item.which, key);
	wire_put_lend_answer(answer, &(struct wire_lend_answer){ { (const char *)key, sizeof key } });
	return OK;
}

static enum outcome
answer_sign(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_sign_ask item;
	uint8_t signature[KEYS_SIGNATURE_BYTES];
	if (count != 1 || !wire_take_sign_ask(&items, &item) || items.length > 0 || item.which < 0 ||
		item.which >= KEYS_SIGNS)
		return INVALID;
	keystore_sign(store, (enum keys_sign)item.which, item.bytes, signature);
	wire_put_sign_answer(answer,
		&(struct wire_sign_answer){ { (const char *)signature, sizeof signature } });
	return OK;
}

static enum outcome
answer_sign_public(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_sign_public_ask item;
	uint8_t key[KEYS_SIGN_PUBLIC_BYTES];
	if (count != 1 || !wire_take_sign_public_ask(&items, &item) || items.length > 0 || item.which < 0 ||
		item.which >= KEYS_SIGNS)
		return INVALID;
	keystore_sign_public(store, (enum keys_sign)item.which, key);
	wire_put_sign_public_answer(answer,
		&(struct wire_sign_public_answer){ { (const char *)key, sizeof key } });
	return OK;
}

static enum outcome
answer_destroy(struct keystore *store, struct arena *arena, struct text items, unsigned count,
	struct buf *answer)
{
	(void)arena;
	struct wire_destroy_ask item;
	if (count != 1 || !wire_take_destroy_ask(&items, &item) || items.length > 0)
		return INVALID;
	enum outcome got = keystore_destroy(store, item.subject);
	if (got == OK)
		wire_put_destroy_answer(answer, &(struct wire_destroy_answer){ item.subject });
	return got;
}
