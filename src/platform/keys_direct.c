#include "platform/keys_ways.h"

#include <assert.h>
#include <stdlib.h>

#include "platform/keystore.h"

/* A command of the operator holds the key store itself. */
struct keys_direct {
	struct keys keys;
	struct keystore *store;
};

static struct keystore *
store_of(struct keys *keys)
{
	return ((struct keys_direct *)keys)->store;
}

static enum outcome
seal(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count)
{
	return keystore_seal_cells(store_of((struct keys *)sealer), arena, cells, count);
}

static enum outcome
open_cells(struct sealer *sealer, struct arena *arena, struct cell *cells, size_t count)
{
	return keystore_open_cells(store_of((struct keys *)sealer), arena, cells, count);
}

static enum outcome
password_hash(struct keys *keys, struct arena *arena, struct text password, struct text *phc)
{
	char hashed[KEYS_PHC_BYTES_MAX];
	enum outcome got = keystore_password_hash(store_of(keys), password, hashed);
	*phc = got == OK ? text_copy(arena, text_of(hashed)) : (struct text){ 0 };
	return got;
}

static enum outcome
password_check(struct keys *keys, struct text password, struct text phc, enum keys_verdict *verdict)
{
	*verdict = keystore_password_check(store_of(keys), password, phc);
	return OK;
}

static enum outcome
mac(struct keys *keys, enum keys_mac which, struct text bytes, uint8_t digest[KEYS_MAC_BYTES])
{
	keystore_mac(store_of(keys), which, bytes, digest);
	return OK;
}

static enum outcome
lend(struct keys *keys, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES])
{
	keystore_lend(store_of(keys), which, key);
	return OK;
}

static enum outcome
sign(struct keys *keys, enum keys_sign which, struct text bytes, uint8_t signature[KEYS_SIGNATURE_BYTES])
{
	keystore_sign(store_of(keys), which, bytes, signature);
	return OK;
}

static enum outcome
sign_public(struct keys *keys, enum keys_sign which, uint8_t key[KEYS_SIGN_PUBLIC_BYTES])
{
	keystore_sign_public(store_of(keys), which, key);
	return OK;
}

static enum outcome
destroy(struct keys *keys, int64_t subject)
{
	return keystore_destroy(store_of(keys), subject);
}

static enum outcome
hold(struct keys *keys)
{
	return keystore_hold(store_of(keys));
}

static enum outcome
release(struct keys *keys)
{
	return keystore_release(store_of(keys));
}

static void
reconnected(struct keys *keys)
{
	(void)keys; /* nobody stands in between */
}

static void
close_store(struct keys *keys)
{
	keystore_close(store_of(keys));
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
	.hold = hold,
	.release = release,
	.reconnected = reconnected,
	.close = close_store,
};

enum outcome
keys_open(struct keys **keys, const char *directory)
{
	*keys = NULL;
	struct keystore *store;
	enum outcome got = keystore_open(&store, directory);
	if (got != OK)
		return got;
	struct keys_direct *direct = calloc(1, sizeof *direct);
	assert(direct);
	*direct = (struct keys_direct){ { { seal, open_cells }, &ways }, store };
	*keys = &direct->keys;
	return OK;
}
