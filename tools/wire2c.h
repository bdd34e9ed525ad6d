#ifndef TOOLS_WIRE2C_H
#define TOOLS_WIRE2C_H

#include "reader.h"

/* wire/messages.def as read: the words of the language stand at its top. */
enum wire_form { FORM_RECORD, FORM_SIGNED, FORM_SEALED, FORM_MESSAGE };
enum wire_type {
	TYPE_NUMBER,
	TYPE_SIGNED_NUMBER,
	TYPE_WORD,
	TYPE_RECORD,
	TYPE_FIXED,
	TYPE_BYTES,
	TYPE_TEXT,
	TYPE_LIST
};

#define WORDS_MAX      32
#define FIELDS_MAX     32
#define MESSAGES_MAX   255
#define BODY_BYTES_MAX 0xffffff /* the head's length is a u24 */

struct wire_values {
	const char *name;
	const char *words[WORDS_MAX];
	int count;
};

struct wire_field {
	const char *name;
	enum wire_type type;
	size_t size;                       /* bytes of a number or fixed, most of bytes, text and list */
	const struct wire_values *values;  /* of TYPE_WORD */
	const struct wire_form_of *record; /* of TYPE_RECORD and TYPE_LIST */
};

/* A record, or something that is one: signed, sealed, a message. */
struct wire_form_of {
	enum wire_form form;
	const char *name;
	const char *label; /* of FORM_SIGNED */
	int number;        /* of FORM_MESSAGE */
	unsigned sides;    /* of FORM_MESSAGE: bit per word of `values side` */
	size_t most;       /* bytes */
	struct place place;
	struct wire_field fields[FIELDS_MAX];
	int count;
};

struct wire_table {
	struct wire_values **values;
	int value_count;
	struct wire_form_of **forms;
	int form_count;
};

void wire_read(struct wire_table *table, struct source *source);
void wire_emit_header(const struct wire_table *table, struct out *out);
void wire_emit_code(const struct wire_table *table, struct out *out);
void wire_emit_script(const struct wire_table *table, struct source *runtime, struct out *out);

#endif
