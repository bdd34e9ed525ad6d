#ifndef REGISTER_PRESENCE_H
#define REGISTER_PRESENCE_H

#include "platform/page.h"

/*
 * How one pupil stands in one hour or on one day, as the pages show it: one
 * letter that every school knows, one word, one colour. Colour never stands
 * alone. "Not called" is a state of its own and not a kind of present (REG-28).
 */
enum presence {
	PRESENCE_NOT_CALLED,
	PRESENCE_PRESENT, /* P */
	PRESENCE_ABSENT,  /* A */
	PRESENCE_LATE,    /* R: came in during the day */
	PRESENCE_EXIT,    /* U: left before the end */
	PRESENCE_AWAY,    /* F: out of class and present (REG-34) */
	PRESENCE_CLOSED,  /* no school that day; calendars only */
	PRESENCES
};

const char *presence_letter(enum presence presence);              /* "P"; empty when not called or closed */
const char *presence_word(enum presence presence);                /* msgid: "present" */
bool presence_parse(struct text letter, enum presence *presence); /* P A R U F; empty: not called */

/* Filters of the templates. */
void show_presence_letter(struct page *page, int64_t presence);
void show_presence_word(struct page *page, int64_t presence);

#endif
