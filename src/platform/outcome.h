#ifndef PLATFORM_OUTCOME_H
#define PLATFORM_OUTCOME_H

/*
 * The one vocabulary of results for the whole program. Every outcome has one
 * HTTP status and one exit code, in the table of outcome.c and nowhere else.
 *
 *   INVALID, REFUSED, NOT_FOUND, CONFLICT   theirs: say what to do
 *   BUSY, BROKEN                            the world's: try again
 *   our own mistakes                        assert, which stays on in release
 */
enum outcome {
	OK,
	NOT_FOUND, /* not there, or not theirs: the two look alike from outside */
	REFUSED,   /* known, but not theirs to do; put on the trail */
	INVALID,   /* the input is wrong; the form says where */
	CONFLICT,  /* somebody else was first, or the state forbids it */
	BUSY,      /* a bounded queue is full; try again in a moment */
	BROKEN,    /* disk, network or another process failed */
	OUTCOMES
};

#define MUST_USE __attribute__((warn_unused_result))

int outcome_http_status(enum outcome outcome);
int outcome_exit_code(enum outcome outcome);
const char *outcome_word(enum outcome outcome);

#endif
