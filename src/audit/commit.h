#ifndef AUDIT_COMMIT_H
#define AUDIT_COMMIT_H

#include "audit/journal.h"
#include "platform/clock.h"
#include "platform/db.h"
#include "platform/migrate.h"
#include "platform/random.h"
#include "platform/writer.h"

/*
 * One school's two copies, and how they are written together:
 *
 *   lock the journal . begin . run each job in a savepoint . append and sync
 *   the frames . commit the database (synchronous=FULL) . unlock . answer
 *
 * An answer is given when both copies are durable, or BROKEN when neither has
 * it. Whoever dies on the way leaves a journal that is ahead of the database;
 * the next writer, in whatever process, brings it forward first (reconcile.h).
 *
 * A store is used by one thread at a time: the writer's in web, the main one
 * in a command. Another process has a store of its own on the same files.
 */
struct school_store;

struct school_store_options {
	const char *database_path;
	const char *journal_path;
	bool create;                     /* a new school; otherwise both must be there */
	const struct frame_key *key;     /* copied */
	struct sealer *sealer;           /* borrowed */
	struct disk *disk;               /* for the journal; NULL is the system's */
	struct clock *clock;             /* borrowed */
	struct random *random;           /* borrowed */
	const struct schema_step *steps; /* schema_steps */
	int step_count;
	bool checkpoints_beside; /* on a thread of their own: for who answers people */
	/* Called once, on the thread that commits, when the store is wounded: the
	 * process does well to answer what is under way and to start again. */
	void (*wounded)(void *context);
	void *wounded_context;
};
/* Opens, migrates, checks the columns against data.policy and reconciles.
 * When it refuses, why says what the operator must do. why may be NULL. */
enum outcome school_store_open(struct school_store **store, const struct school_store_options *options,
	struct buf *why) MUST_USE;
void school_store_close(struct school_store *store);    /* NULL is fine */
struct db *school_store_db(struct school_store *store); /* the writing connection */

/* Why nothing is written any more until this process starts again: a disk said
 * that something is on it and then that it is not. NULL: all is well. */
const char *school_store_wound(const struct school_store *store);

struct commit_job {
	struct writer_job job; /* first; its context goes to run as well */
	/* Anything but OK is rolled back, alone. */
	enum outcome (*run)(struct db *db, void *context);
	/* Who, what, when, with an id that is not on record yet (otherwise
	 * CONFLICT); read after run, changes are filled in. NULL for a job that
	 * writes no journalled table. */
	const struct operation *operation;
};
/* For struct writer_options: context is the store, every job a commit_job. */
void commit_group(void *store, struct writer_job **jobs, size_t count);

/* One job by itself, for commands: returns when it is durable. */
enum outcome commit_run(struct school_store *store, const struct operation *operation,
	enum outcome (*run)(struct db *db, void *context), void *context) MUST_USE;

#endif
