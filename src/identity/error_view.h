#ifndef IDENTITY_ERROR_VIEW_H
#define IDENTITY_ERROR_VIEW_H

#include "platform/page.h"

/*
 * One page for every outcome that is not OK: what happened, who decides, what
 * to do next. An unknown id and another family's id get the same words. Whoever
 * saved something that could not be stored finds it there, to send it again.
 */
struct error_field {
	struct text name;
	struct text value;
};
struct error_fields {
	struct error_field *at;
	size_t count;
};

struct error_view {
	enum outcome outcome;
	const char *why;  /* msgid of the handler's own reason; NULL when there is none */
	struct text back; /* where the person came from, own pages only; empty: the start */
	bool signed_in;
	/* A save that could not be written down: all of it, to be sent again as it
	 * was, and what was written in words, to be read. Empty otherwise. */
	struct text again;
	struct error_fields entered;
	struct error_fields words;
};

#endif
