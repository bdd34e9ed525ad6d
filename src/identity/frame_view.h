#ifndef IDENTITY_FRAME_VIEW_H
#define IDENTITY_FRAME_VIEW_H

#include "platform/page.h"
#include "policy.h"

/*
 * What stands around every page: who looks, where they can go, the bell, and
 * the sentence that looks are on record. No name ever stands in the title or
 * in an address (R28).
 */
struct frame_item {
	struct text path;
	const char *label; /* msgid */
	const char *icon;  /* name in icons.svg */
	bool current;
};
struct frame_items {
	struct frame_item *at;
	size_t count;
};

struct frame_view {
	struct text language;      /* "it" */
	const char *language_name; /* "Italiano" */
	struct text here;          /* path of this page, to come back to it; empty: to the start */
	const char *title;         /* msgid */
	struct text school;
	struct text version; /* of the files in /web: a new one is a new address */
	bool signed_in;
	struct text person; /* "Lucia Ferraresi"; a guardian has no name: then the role stands there */
	enum role role;
	bool several_roles;  /* a way to /role */
	struct text session; /* opaque, differs per session's person: a replay must not change hands */
	struct instant now;  /* the school's clock: a device's own may be wrong */
	int64_t idle_minutes;
	struct text stay; /* path that says "still here" to the session; empty: none */
	struct frame_items items;
	bool bell; /* a lesson opens this page: the brass line runs */
	struct instant bell_from;
	struct instant bell_until;
	int64_t bell_seconds; /* the whole hour */
	int64_t bell_passed;
	struct text notice; /* path of the privacy notice; empty when there is none yet */
};

void show_message(struct page *page, const char *msgid); /* {{ item.label | message }} */

#endif
