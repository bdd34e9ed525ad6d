#include "platform/keys.h"

#include "platform/keys_ways.h"

struct sealer *
keys_sealer(struct keys *keys)
{
	return &keys->sealer;
}

enum outcome
keys_password_hash(struct keys *keys, struct arena *arena, struct text password, struct text *phc)
{
	if (password.length > KEYS_PASSWORD_BYTES_MAX)
		return INVALID;
	return keys->ways->password_hash(keys, arena, password, phc);
}

enum outcome
keys_password_check(struct keys *keys, struct text password, struct text phc, enum keys_verdict *verdict)
{
	*verdict = KEYS_WRONG;
	if (password.length > KEYS_PASSWORD_BYTES_MAX || phc.length >= KEYS_PHC_BYTES_MAX)
		return INVALID;
	return keys->ways->password_check(keys, password, phc, verdict);
}

enum outcome
keys_mac(struct keys *keys, enum keys_mac which, struct text bytes, uint8_t mac[KEYS_MAC_BYTES])
{
	if (bytes.length > KEYS_MAC_TEXT_BYTES_MAX)
		return INVALID;
	return keys->ways->mac(keys, which, bytes, mac);
}

enum outcome
keys_lend(struct keys *keys, enum keys_lent which, uint8_t key[KEYS_LENT_BYTES])
{
	return keys->ways->lend(keys, which, key);
}

enum outcome
keys_sign(struct keys *keys, enum keys_sign which, struct text bytes, uint8_t signature[KEYS_SIGNATURE_BYTES])
{
	if (bytes.length > KEYS_SIGNED_BYTES_MAX)
		return INVALID;
	return keys->ways->sign(keys, which, bytes, signature);
}

enum outcome
keys_sign_public(struct keys *keys, enum keys_sign which, uint8_t key[KEYS_SIGN_PUBLIC_BYTES])
{
	return keys->ways->sign_public(keys, which, key);
}

enum outcome
keys_destroy(struct keys *keys, int64_t subject)
{
	return keys->ways->destroy(keys, subject);
}

enum outcome
keys_hold(struct keys *keys)
{
	return keys->ways->hold(keys);
}

enum outcome
keys_release(struct keys *keys)
{
	return keys->ways->release(keys);
}

void
keys_reconnected(struct keys *keys)
{
	keys->ways->reconnected(keys);
}

void
keys_close(struct keys *keys)
{
	if (keys)
		keys->ways->close(keys);
}
