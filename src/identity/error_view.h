#ifndef IDENTITY_ERROR_VIEW_H
#define IDENTITY_ERROR_VIEW_H

#include "platform/page.h"

/*
 * One page for every outcome that is not OK: what happened, who decides, what
 * to do next. An unknown id and another family's id get the same words.
 */
struct error_view {
	enum outcome outcome;
	const char *why;   /* msgid of the handler's own reason; NULL when there is none */
	struct text back;  /* where the person came from, own pages only; empty: the start */
	bool signed_in;
};

#endif
