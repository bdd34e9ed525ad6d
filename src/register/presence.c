#include "register/presence.h"

/* The order is enum presence's. R and U are the letters on paper since
 * ritardo and uscita; the words are translated, the letters are not. */
static const struct {
	const char *letter;
	const char *word;
} states[PRESENCES] = {
	[PRESENCE_NOT_CALLED] = { "", TR("not called") },
	[PRESENCE_PRESENT] = { "P", TR("present") },
	[PRESENCE_ABSENT] = { "A", TR("absent") },
	[PRESENCE_LATE] = { "R", TR("late entry") },
	[PRESENCE_EXIT] = { "U", TR("early exit") },
	[PRESENCE_AWAY] = { "F", TR("out of class") },
	[PRESENCE_CLOSED] = { "", TR("no school") },
};

const char *
presence_letter(enum presence presence)
{
	return states[presence].letter;
}

const char *
presence_word(enum presence presence)
{
	return states[presence].word;
}

bool
presence_parse(struct text letter, enum presence *presence)
{
	for (enum presence at = PRESENCE_NOT_CALLED; at <= PRESENCE_AWAY; at++) {
		if (text_is(letter, states[at].letter)) {
			*presence = at;
			return true;
		}
	}
	return false;
}

void
show_presence_letter(struct page *page, int64_t presence)
{
	page_put_terminated(page, presence_letter((enum presence)presence));
}

void
show_presence_word(struct page *page, int64_t presence)
{
	page_tr(page, presence_word((enum presence)presence));
}
