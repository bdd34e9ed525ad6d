#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include <limits.h>

#include "audit/frame.h"
#include "platform/db.h"
#include "platform/migrate.h"

/*
 * Compares the two copies: the frames one by one, and the rows with what the
 * operations, done again from the first on in a database beside, leave behind.
 * Names each difference by table, key, column and operation; never by what
 * stands in a column, which may be about a person.
 */
enum difference_kind {
	DIFFERENCE_JOURNAL_LACKS, /* this operation */
	DIFFERENCE_JOURNAL_DAMAGED,
	DIFFERENCE_JOURNAL_TAIL, /* an unfinished write after the last operation */
	DIFFERENCE_DATABASE_LACKS,
	DIFFERENCE_DATABASE_DAMAGED,
	DIFFERENCE_DATABASE_UNREADABLE,
	DIFFERENCE_FORK,        /* both copies have another operation under this number */
	DIFFERENCE_DROPPED,     /* of the copy that was not to stay: kept aside */
	DIFFERENCE_LOST,        /* neither copy has it */
	DIFFERENCE_ROW_MISSING, /* from the database */
	DIFFERENCE_ROW_EXTRA,   /* no operation made it */
	DIFFERENCE_CELL,
	DIFFERENCES,
};
const char *difference_word(enum difference_kind kind);     /* "row-missing" */
const char *difference_sentence(enum difference_kind kind); /* "the database lacks a row" */

struct difference {
	enum difference_kind kind;
	uint64_t operation; /* its number; of a row: the last one that wrote it; 0: none */
	const char *table;  /* NULL for those about operations */
	const char *column; /* of DIFFERENCE_CELL */
	struct text key;    /* "20000, 3, 17"; of DIFFERENCE_DROPPED: what it did, and when */
};

/* Both copies may have gone on separately from some operation on: the journal
 * was put back from a backup, say, and the school was served. Nobody but a
 * person can tell which of them is the school's; the other is then made again
 * from it, whole, and kept aside as it was. */
enum verify_from { VERIFY_FROM_BOTH, VERIFY_FROM_DATABASE, VERIFY_FROM_JOURNAL };

/* More of a kind than this are counted, not named. */
#define VERIFY_NAMED_MAX 1000

struct verify_options {
	const char *database_path;
	const char *journal_path;
	const char *scratch_path; /* a file that may be made and is removed again */
	const struct frame_key *key;
	const struct schema_step *steps;
	int step_count;
	struct disk *disk; /* NULL: the system's */
	struct instant now;
	/* Mend each copy from the other: the server must not be running. */
	bool repair;
	enum verify_from from; /* which one stays, if they went on separately */
	void (*found)(void *context, const struct difference *difference);
	void *context;
};
struct verify_summary {
	uint64_t operations;
	uint64_t rows;
	uint64_t differences[DIFFERENCES];
	uint64_t all; /* the sum of those */
	bool repaired;
	bool rebuilt;         /* the database was made anew from the journal; see repair.h */
	char aside[PATH_MAX]; /* where the copy that did not stay is kept; empty: both stayed */
};
/* OK whether or not there are differences. CONFLICT, with the reason in why,
 * when a repair was asked for and is not possible. */
enum outcome verify(const struct verify_options *options, struct verify_summary *summary,
	struct buf *why) MUST_USE;

#endif
