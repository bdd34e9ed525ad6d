#ifndef PRIVACY_ERASURE_H
#define PRIVACY_ERASURE_H

#include "audit/commit.h"
#include "platform/keys.h"
#include "privacy/retention.h"
#include "records.h"

/*
 * Deletes what has had its time. A person is erased by destroying the person's
 * key, which takes the names and the free text out of the database, its log,
 * the journal and every backup at once; then the rows go that may. What the
 * law keeps, the register of the lessons, stays with a number instead of a name.
 *
 * Everything is asked of the policy's classes: person, guardian (credential
 * goes with either) and register. The short classes are identity/clearing.h.
 */
struct erasure {
	const struct retention *kept; /* the class that says so */
	int64_t id;                   /* of the person, or of the school year */
	enum person_kind kind;        /* of a person */
	struct day since;             /* the last day of who left, of the last child, of the year */
	struct day due;               /* the first day without it */
};
struct erasures {
	struct erasure *at;
	size_t count;
};

/* Everything of which the end is in sight, by day; what is due is not after today. */
enum outcome erasure_look(struct db *db, struct arena *arena, struct day today,
	struct erasures *erasures) MUST_USE;

struct erasure_work {
	struct school_store *store;
	struct db *db; /* for looking, and for what is not journalled */
	struct keys *keys;
	struct arena *arena;
	struct random *random;
	struct instant now;
	struct day today;
	uint64_t rows; /* that went */
};
/* Erases one; when it fails, it is due again the next time. */
enum outcome erasure_do(struct erasure_work *work, const struct erasure *erasure) MUST_USE;

/* Of a past school year, so many rows at a time (erasure_year.c). More is set
 * while there is something left. Inside a job of the store. */
enum outcome erasure_of_year(struct db *db, struct arena *arena, struct school_year_id year, uint64_t *rows,
	bool *more) MUST_USE;
/* Whether anything of the class register is left of it. */
enum outcome erasure_year_has_rows(struct db *db, struct arena *arena, struct school_year_id year,
	bool *has) MUST_USE;

#endif
