#ifndef TOOLS_MESSAGES_FOUND_H
#define TOOLS_MESSAGES_FOUND_H

#include "reader.h"

/* A text of the program that people read, where it was found first. */
struct found {
	const char *id;
	const char *plural; /* NULL: there is none */
	struct place place;
};
struct founds {
	struct found *at;
	int count;
};

/*
 * Adds what one source file says: tr, trn and title of a template; TR("...")
 * and TRN("...", "...") of C. A text that is there already is not added again.
 */
void messages_find(struct founds *founds, const char *path);

#endif
