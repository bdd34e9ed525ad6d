#include "platform/wire.h"

#include <assert.h>

static const struct {
	const char *name;
	unsigned askers;
	unsigned items_max;
} messages[WIRE_NUMBERS] = {
#define NUMBER(name)
#define BYTES(name, most)
#define MESSAGE(number, name, askers, items, asks, answers) [number] = { #name, askers, items },
#include "wire/internal.def"
#undef MESSAGE
#undef BYTES
#undef NUMBER
};

static void put_text(struct buf *buf, struct text text, size_t most);
static bool take_u8(struct text *rest, unsigned *value);
static bool take_number(struct text *rest, int64_t *value);
static bool take_text(struct text *rest, struct text *text, size_t most);

#define NUMBER(name)      buf_put_i64(buf, item->name);
#define BYTES(name, most) put_text(buf, item->name, most);
#define MESSAGE(number, name, askers, items, asks, answers)                                                  \
	void wire_put_##name##_ask(struct buf *buf, const struct wire_##name##_ask *item)                    \
	{                                                                                                    \
		asks                                                                                         \
	}                                                                                                    \
	void wire_put_##name##_answer(struct buf *buf, const struct wire_##name##_answer *item)              \
	{                                                                                                    \
		answers                                                                                      \
	}
#include "wire/internal.def"
#undef MESSAGE
#undef BYTES
#undef NUMBER

#define NUMBER(name)      &&take_number(rest, &item->name)
#define BYTES(name, most) &&take_text(rest, &item->name, most)
#define MESSAGE(number, name, askers, items, asks, answers)                                                  \
	bool wire_take_##name##_ask(struct text *rest, struct wire_##name##_ask *item)                       \
	{                                                                                                    \
		return true asks;                                                                            \
	}                                                                                                    \
	bool wire_take_##name##_answer(struct text *rest, struct wire_##name##_answer *item)                 \
	{                                                                                                    \
		return true answers;                                                                         \
	}
#include "wire/internal.def"
#undef MESSAGE
#undef BYTES
#undef NUMBER

struct buf
wire_frame(enum wire_number number, unsigned count)
{
	struct buf frame;
	buf_init(&frame, WIRE_ASK_BYTES_MAX);
	wire_put_header(&frame, &(struct wire_header){ .number = number, .count = count });
	return frame;
}

void
wire_put_header(struct buf *buf, const struct wire_header *header)
{
	assert(header->count <= UINT16_MAX);
	buf_put_byte(buf, (char)header->number);
	buf_put_byte(buf, (char)header->outcome);
	buf_put_byte(buf, (char)(header->count >> 8));
	buf_put_byte(buf, (char)(header->count & 0xff));
	buf_put_i64(buf, (int64_t)header->id);
}

bool
wire_take_header(struct text *rest, struct wire_header *header)
{
	unsigned number, outcome, high, low;
	int64_t id;
	if (!take_u8(rest, &number) || !take_u8(rest, &outcome) || !take_u8(rest, &high) ||
		!take_u8(rest, &low) || !take_number(rest, &id))
		return false;
	unsigned count = high << 8 | low;
	if (number >= WIRE_NUMBERS || !messages[number].name || outcome >= OUTCOMES ||
		count > messages[number].items_max)
		return false;
	*header = (struct wire_header){ (enum wire_number)number, (enum outcome)outcome, count,
		(uint64_t)id };
	return true;
}

unsigned
wire_items_max(enum wire_number number)
{
	return messages[number].items_max;
}

unsigned
wire_askers(enum wire_number number)
{
	return messages[number].askers;
}

const char *
wire_name(enum wire_number number)
{
	return messages[number].name;
}

static void
put_text(struct buf *buf, struct text text, size_t most)
{
	assert(text.length <= most); /* callers check what comes from outside */
	buf_put_u32(buf, (uint32_t)text.length);
	buf_put_text(buf, text);
}

static bool
take_u8(struct text *rest, unsigned *value)
{
	if (rest->length < 1)
		return false;
	*value = (uint8_t)rest->at[0];
	*rest = (struct text){ rest->at + 1, rest->length - 1 };
	return true;
}

static bool
take_number(struct text *rest, int64_t *value)
{
	if (rest->length < 8)
		return false;
	uint64_t number = 0;
	for (int i = 0; i < 8; i++)
		number = number << 8 | (uint8_t)rest->at[i];
	*value = (int64_t)number;
	*rest = (struct text){ rest->at + 8, rest->length - 8 };
	return true;
}

static bool
take_text(struct text *rest, struct text *text, size_t most)
{
	if (rest->length < 4)
		return false;
	size_t length = 0;
	for (int i = 0; i < 4; i++)
		length = length << 8 | (uint8_t)rest->at[i];
	if (length > most || length > rest->length - 4)
		return false;
	*text = (struct text){ rest->at + 4, length };
	*rest = (struct text){ rest->at + 4 + length, rest->length - 4 - length };
	return true;
}
