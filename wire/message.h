#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Under the code that wire2c makes of messages.def: bytes to read and a room
 * of fixed size to write into. Nothing here allocates and nothing of src/ is
 * used, so that agent/ can be read, built and reviewed alone, on Windows too.
 *
 * What is taken is borrowed from the bytes it was taken from.
 */
struct message_bytes {
	const uint8_t *at;
	size_t length;
};

struct message_writer {
	uint8_t *at;
	size_t length, room;
	bool failed; /* did not fit, or a field was longer than the table allows */
};

#define MESSAGE_HEAD_BYTES      17
#define MESSAGE_SIGNATURE_BYTES 64

struct message_head {
	uint8_t type; /* enum message_type */
	uint8_t flags;
	uint32_t length;
	uint32_t sequence;
	uint64_t lease;
};

/* Bits of message_hello.can: what a device can show and do (CLS-10). */
enum message_can {
	MESSAGE_CAN_SCREEN = 1,
	MESSAGE_CAN_TAB = 2,  /* picture of the active tab */
	MESSAGE_CAN_TABS = 4, /* list of tabs; close and open */
	MESSAGE_CAN_LOCK = 8,
	MESSAGE_CAN_MESSAGE = 16,
	MESSAGE_CAN_FOCUS = 32,
	MESSAGE_CAN_HAND = 64,
	MESSAGE_CAN_OPEN = 128,        /* open a page */
	MESSAGE_CAN_ORDERS_ONLY = 256, /* said by the server of a device on long poll, by no device */
};

struct message_writer message_writer(void *at, size_t room);
static inline struct message_bytes
message_written(const struct message_writer *out)
{
	return (struct message_bytes){ out->at, out->failed ? 0 : out->length };
}

void message_put_uint(struct message_writer *out, uint64_t value, int bytes);
void message_put_raw(struct message_writer *out, const void *at, size_t length);
bool message_take_uint(struct message_bytes *rest, uint64_t *value, int bytes);
bool message_take_raw(struct message_bytes *rest, const uint8_t **at, size_t length);

/* A length of 2 bytes, or 3 where most does not fit in 2, then the bytes. */
void message_put_bytes(struct message_writer *out, struct message_bytes bytes, size_t most);
bool message_take_bytes(struct message_bytes *rest, struct message_bytes *bytes, size_t most);
/* The same for text, which must be UTF-8 without control characters other than new lines. */
void message_put_text(struct message_writer *out, struct message_bytes text, size_t most);
bool message_take_text(struct message_bytes *rest, struct message_bytes *text, size_t most);
bool message_is_text(struct message_bytes text);

void message_put_head(struct message_writer *out, const struct message_head *head);
/* The head alone, whatever its type; message_open of messages.h also checks it. */
bool message_take_head(struct message_bytes *rest, struct message_head *head);

/* LABEL, a zero byte, the payload: what is signed. */
void message_put_signed(struct message_writer *out, const char *label, struct message_bytes payload);
/* payload | signature, as it travels. */
bool message_split_signed(struct message_bytes both, struct message_bytes *payload,
	const uint8_t **signature);

static inline struct message_bytes
message_text(const char *text)
{
	struct message_bytes bytes = { (const uint8_t *)text, 0 };
	while (text && text[bytes.length])
		bytes.length++;
	return bytes;
}

#endif
