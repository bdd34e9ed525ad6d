#ifndef PLATFORM_WIRE_H
#define PLATFORM_WIRE_H

#include "platform/buf.h"
#include "platform/text.h"

/*
 * The messages of wire/internal.def as C. Each gets a struct wire_NAME_ask, a
 * struct wire_NAME_answer, and for both a put (into a buffer) and a take (from
 * bytes, false when they do not fit the table). Taken bytes are borrowed.
 *
 *   frame := number u8 | outcome u8 | count u16 | id u64 | count items
 *
 * One frame is one datagram of a SOCK_SEQPACKET pair, so a reader that died in
 * the middle never leaves its successor between two frames.
 */
#define WIRE_HEADER_BYTES     12
#define WIRE_ASK_BYTES_MAX    (96 * 1024)  /* a client splits larger batches */
#define WIRE_ANSWER_BYTES_MAX (176 * 1024) /* sealing adds up to 40 bytes an item */
#define WIRE_CELL_BYTES_MAX   65536

/* TO_DEVICES and TO_WEB are told, not asked: nobody is answered. */
enum wire_asker { BY_WEB = 1, BY_JOBS = 2, BY_DEVICES = 4, TO_DEVICES = 8, TO_WEB = 16 };

enum wire_number {
#define NUMBER(name)
#define BYTES(name, most)
#define MESSAGE(number, name, askers, items, asks, answers) WIRE_##name = number,
#include "wire/internal.def"
#undef MESSAGE
#undef BYTES
#undef NUMBER
	WIRE_NUMBERS
};

#define NUMBER(name)      int64_t name;
#define BYTES(name, most) struct text name;
#define MESSAGE(number, name, askers, items, asks, answers)                                                  \
	struct wire_##name##_ask {                                                                           \
		asks                                                                                         \
	};                                                                                                   \
	struct wire_##name##_answer {                                                                        \
		answers                                                                                      \
	};                                                                                                   \
	void wire_put_##name##_ask(struct buf *buf, const struct wire_##name##_ask *item);                   \
	void wire_put_##name##_answer(struct buf *buf, const struct wire_##name##_answer *item);             \
	bool wire_take_##name##_ask(struct text *rest, struct wire_##name##_ask *item);                      \
	bool wire_take_##name##_answer(struct text *rest, struct wire_##name##_answer *item);
#include "wire/internal.def"
#undef MESSAGE
#undef BYTES
#undef NUMBER

struct wire_header {
	enum wire_number number;
	enum outcome outcome; /* OK in an ask; an answer other than OK has no items */
	unsigned count;
	uint64_t id;
};

/* Begins a frame to be asked or told, with its header; the caller finishes it. */
struct buf wire_frame(enum wire_number number, unsigned count);
void wire_put_header(struct buf *buf, const struct wire_header *header);
/* Moves rest to the first item. False: no such message, or more items than the table allows. */
bool wire_take_header(struct text *rest, struct wire_header *header);
unsigned wire_items_max(enum wire_number number);
unsigned wire_askers(enum wire_number number);
const char *wire_name(enum wire_number number);

#endif
