#include "wire/message.h"

#include <string.h>

struct message_writer
message_writer(void *at, size_t room)
{
	return (struct message_writer){ .at = at, .room = room };
}

void
message_put_raw(struct message_writer *out, const void *at, size_t length)
{
	if (out->failed || length > out->room - out->length) {
		out->failed = true;
		return;
	}
	if (length)
		memcpy(out->at + out->length, at, length);
	out->length += length;
}

void
message_put_uint(struct message_writer *out, uint64_t value, int bytes)
{
	uint8_t big_endian[8];
	for (int i = 0; i < bytes; i++)
		big_endian[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
	message_put_raw(out, big_endian, (size_t)bytes);
}

bool
message_take_raw(struct message_bytes *rest, const uint8_t **at, size_t length)
{
	if (rest->length < length)
		return false;
	*at = rest->at;
	if (length)
		*rest = (struct message_bytes){ rest->at + length, rest->length - length };
	return true;
}

bool
message_take_uint(struct message_bytes *rest, uint64_t *value, int bytes)
{
	const uint8_t *at;
	if (!message_take_raw(rest, &at, (size_t)bytes))
		return false;
	*value = 0;
	for (int i = 0; i < bytes; i++)
		*value = *value << 8 | at[i];
	return true;
}

static int
length_bytes(size_t most)
{
	return most > UINT16_MAX ? 3 : 2;
}

void
message_put_bytes(struct message_writer *out, struct message_bytes bytes, size_t most)
{
	if (bytes.length > most)
		out->failed = true;
	message_put_uint(out, bytes.length, length_bytes(most));
	message_put_raw(out, bytes.at, bytes.length);
}

bool
message_take_bytes(struct message_bytes *rest, struct message_bytes *bytes, size_t most)
{
	uint64_t length;
	if (!message_take_uint(rest, &length, length_bytes(most)) || length > most)
		return false;
	bytes->length = (size_t)length;
	return message_take_raw(rest, &bytes->at, bytes->length);
}

void
message_put_text(struct message_writer *out, struct message_bytes text, size_t most)
{
	if (!message_is_text(text))
		out->failed = true;
	message_put_bytes(out, text, most);
}

bool
message_take_text(struct message_bytes *rest, struct message_bytes *text, size_t most)
{
	return message_take_bytes(rest, text, most) && message_is_text(*text);
}

/* How many bytes follow the first one of a character; -1 when it cannot be first. */
static int
bytes_after(uint8_t first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first < 0xe0)
		return 1;
	if (first >= 0xe0 && first < 0xf0)
		return 2;
	return first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

bool
message_is_text(struct message_bytes text)
{
	static const uint32_t shortest[] = { 0, 0x80, 0x800, 0x10000 };
	for (size_t i = 0; i < text.length; i++) {
		uint8_t first = text.at[i];
		int after = bytes_after(first);
		if (after < 0 || (size_t)after >= text.length - i)
			return false;
		uint32_t character = after == 0 ? first : first & (0x3fu >> after);
		for (int k = 0; k < after; k++) {
			uint8_t next = text.at[++i];
			if ((next & 0xc0) != 0x80)
				return false;
			character = character << 6 | (next & 0x3f);
		}
		if (character < shortest[after] || character > 0x10ffff ||
			(character >= 0xd800 && character < 0xe000))
			return false;
		if ((character < 0x20 && character != '\n') || (character >= 0x7f && character < 0xa0))
			return false;
	}
	return true;
}

void
message_put_head(struct message_writer *out, const struct message_head *head)
{
	message_put_uint(out, head->type, 1);
	message_put_uint(out, head->flags, 1);
	message_put_uint(out, head->length, 3);
	message_put_uint(out, head->sequence, 4);
	message_put_uint(out, head->lease, 8);
}

bool
message_take_head(struct message_bytes *rest, struct message_head *head)
{
	uint64_t type, flags, length, sequence;
	if (!message_take_uint(rest, &type, 1) || !message_take_uint(rest, &flags, 1) ||
		!message_take_uint(rest, &length, 3) || !message_take_uint(rest, &sequence, 4) ||
		!message_take_uint(rest, &head->lease, 8))
		return false;
	head->type = (uint8_t)type;
	head->flags = (uint8_t)flags;
	head->length = (uint32_t)length;
	head->sequence = (uint32_t)sequence;
	return true;
}

void
message_put_signed(struct message_writer *out, const char *label, struct message_bytes payload)
{
	message_put_raw(out, label, strlen(label) + 1);
	message_put_raw(out, payload.at, payload.length);
}

bool
message_split_signed(struct message_bytes both, struct message_bytes *payload, const uint8_t **signature)
{
	if (both.length < MESSAGE_SIGNATURE_BYTES)
		return false;
	*payload = (struct message_bytes){ both.at, both.length - MESSAGE_SIGNATURE_BYTES };
	*signature = both.at + payload->length;
	return true;
}
