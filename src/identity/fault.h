#ifndef IDENTITY_FAULT_H
#define IDENTITY_FAULT_H

#include "platform/arena.h"
#include "platform/text.h"

/*
 * What is wrong in a file that a school brought, and where. The whole file is
 * looked through before anything is said, so that one round of corrections is
 * enough (REG-77). Lines and columns count from 1; columns count characters.
 */
#define FAULTS_LISTED_MAX 500

struct fault {
	struct text file; /* as the person named it */
	int line;         /* 0: the whole file */
	int column;       /* 0: the whole line */
	struct text message;
};
struct faults {
	struct arena *arena;
	struct text file; /* the one being read */
	struct fault *at;
	size_t count;    /* listed */
	size_t unlisted; /* more of them, only counted */
};

void faults_init(struct faults *faults, struct arena *arena);
void fault_add(struct faults *faults, int line, int column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
size_t faults_found(const struct faults *faults);

#endif
