#include "classroom/signed_bytes.h"

#include <string.h>

#include "platform/crypt.h"

static struct text labelled(struct arena *arena, const char *label, struct message_bytes payload);

enum outcome
signed_bytes_make(struct keys *keys, enum keys_sign which, struct arena *arena, const char *label,
	const struct message_writer *payload, struct text *both)
{
	struct message_bytes bytes = message_written(payload);
	uint8_t signature[KEYS_SIGNATURE_BYTES];
	if (bytes.length == 0)
		return INVALID; /* a field is longer than the table allows */
	enum outcome got = keys_sign(keys, which, labelled(arena, label, bytes), signature);
	if (got != OK)
		return got;
	char *at = arena_take(arena, bytes.length + sizeof signature, 1);
	memcpy(at, bytes.at, bytes.length);
	memcpy(at + bytes.length, signature, sizeof signature);
	*both = (struct text){ at, bytes.length + sizeof signature };
	return OK;
}

enum outcome
signed_bytes_check(struct keys *keys, enum keys_sign which, struct arena *arena, const char *label,
	struct text both, struct message_bytes *payload)
{
	const uint8_t *signature;
	uint8_t key[KEYS_SIGN_PUBLIC_BYTES];
	if (!message_split_signed((struct message_bytes){ (const uint8_t *)both.at, both.length }, payload,
		    &signature))
		return INVALID;
	enum outcome got = keys_sign_public(keys, which, key);
	if (got != OK)
		return got;
	struct text signed_text = labelled(arena, label, *payload);
	return crypt_sign_check(key, (struct bytes){ (const uint8_t *)signed_text.at, signed_text.length },
		       signature)
		? OK
		: REFUSED;
}

struct message_bytes
signed_bytes_name(struct arena *arena, struct text name, size_t bytes_max)
{
	name = text_clip(name, bytes_max);
	uint8_t *clean = arena_take(arena, name.length + 1, 1);
	struct message_bytes said = { clean, name.length };
	for (size_t i = 0; i < name.length; i++) {
		uint8_t byte = (uint8_t)name.at[i];
		bool upper = i > 0 && (uint8_t)name.at[i - 1] == 0xc2 && byte >= 0x80 && byte < 0xa0;
		clean[i] = byte < 0x20 || byte == 0x7f || upper ? ' ' : byte;
		if (upper)
			clean[i - 1] = ' ';
	}
	for (size_t i = 0; i < said.length && !message_is_text(said); i++) /* no letters at all */
		if (clean[i] >= 0x80)
			clean[i] = '?';
	return said;
}

static struct text
labelled(struct arena *arena, const char *label, struct message_bytes payload)
{
	size_t room = strlen(label) + 1 + payload.length;
	struct message_writer out = message_writer(arena_take(arena, room, 1), room);
	message_put_signed(&out, label, payload);
	struct message_bytes bytes = message_written(&out);
	return (struct text){ (const char *)bytes.at, bytes.length };
}
