#include "audit/commit.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/operation.h"
#include "audit/operation.sql.h"
#include "audit/reconcile.h"
#include "platform/checkpointer.h"
#include "platform/log.h"

#define ARENA_BYTES_MAX (1024u * 1024)
#define GROUP_BYTES_MAX (4 * (size_t)FRAME_BYTES_MAX)

struct school_store {
	struct school_store_options options;
	struct frame_key key;
	struct db *db;
	struct checkpointer *checkpointer;
	struct journal *journal;
	struct arena *arena;
	struct journal_end end; /* of both copies, as far as this process knows */
	struct buf frames;      /* of the group being made */
	const char *wound;
};

static enum outcome open_copies(struct school_store *store, struct buf *why);
static void say_unopened(const struct school_store_options *options, const char *what, const char *path,
	const char *mend, struct buf *why);
static enum outcome meet(struct school_store *store, struct buf *why);
static enum outcome group_begin(struct school_store *store);
static enum outcome group_finish(struct school_store *store, const struct journal_end *end);
static bool copies_stand_at_end(struct school_store *store);
static enum outcome job_run(struct school_store *store, struct commit_job *job, struct journal_end *end);
static enum outcome job_record(struct school_store *store, const struct commit_job *job,
	struct journal_end *end);
static void wound(struct school_store *store, const char *why);

enum outcome
school_store_open(struct school_store **out, const struct school_store_options *options, struct buf *why)
{
	struct school_store *store = calloc(1, sizeof(*store));
	*out = NULL;
	if (!store)
		return BROKEN;
	store->options = *options;
	if (!store->options.disk)
		store->options.disk = disk_system();
	store->key = *options->key;
	store->arena = arena_create(ARENA_BYTES_MAX);
	buf_init(&store->frames, GROUP_BYTES_MAX);
	enum outcome opened = open_copies(store, why);
	if (opened == OK)
		opened = meet(store, why);
	if (opened == OK && options->checkpoints_beside)
		opened = checkpointer_create(&store->checkpointer, options->database_path);
	if (store->checkpointer)
		db_tell_of_log(store->db, checkpointer_wake, store->checkpointer);
	if (opened != OK && why && !why->length && store->db)
		buf_printf(why, "%s", db_problem(store->db));
	if (opened == OK)
		*out = store;
	else
		school_store_close(store);
	return opened;
}

void
school_store_close(struct school_store *store)
{
	if (!store)
		return;
	checkpointer_destroy(store->checkpointer);
	db_close(store->db);
	journal_close(store->journal);
	buf_finish(&store->frames);
	arena_destroy(store->arena);
	explicit_bzero(&store->key, sizeof(store->key));
	free(store);
}

struct db *
school_store_db(struct school_store *store)
{
	return store->db;
}

const char *
school_store_wound(const struct school_store *store)
{
	return store->wound;
}

void
commit_group(void *context, struct writer_job **jobs, size_t count)
{
	struct school_store *store = context;
	enum outcome begun = group_begin(store);
	if (begun != OK) {
		for (size_t i = 0; i < count; i++)
			jobs[i]->outcome = begun;
		return;
	}
	struct journal_end end = store->end;
	for (size_t i = 0; i < count; i++)
		jobs[i]->outcome = job_run(store, (struct commit_job *)jobs[i], &end);
	if (group_finish(store, &end) == OK)
		return;
	for (size_t i = 0; i < count; i++)
		jobs[i]->outcome = BROKEN;
}

enum outcome
commit_run(struct school_store *store, const struct operation *operation,
	enum outcome (*run)(struct db *db, void *context), void *context)
{
	struct commit_job job = { .job = { .context = context }, .run = run, .operation = operation };
	struct writer_job *jobs[] = { &job.job };
	commit_group(store, jobs, 1);
	return job.job.outcome;
}

static enum outcome
open_copies(struct school_store *store, struct buf *why)
{
	const struct school_store_options *options = &store->options;
	enum outcome done = db_open(&store->db,
		&(struct db_options){ .path = options->database_path,
			.create = options->create,
			.sealer = options->sealer });
	if (done != OK) {
		say_unopened(options, "database", options->database_path,
			"campanella verify says what is lost, with --repair it is made again from the journal",
			why);
		return done;
	}
	done = journal_open(&store->journal,
		&(struct journal_options){ .path = options->journal_path,
			.create = options->create,
			.key = &store->key,
			.disk = options->disk });
	if (done != OK)
		say_unopened(options, "journal", options->journal_path,
			"is its disk mounted? If it is gone, campanella verify --repair writes it again from "
			"the database",
			why);
	if (done == OK)
		done = migrate(store->db, options->steps, options->step_count, clock_now(options->clock),
			why);
	if (done == OK)
		done = migrate_check(store->db, why);
	return done;
}

/* Not errno: what the engine left in it may be about another file. */
static void
say_unopened(const struct school_store_options *options, const char *what, const char *path, const char *mend,
	struct buf *why)
{
	if (!why)
		return;
	bool reached = access(path, R_OK | W_OK) == 0;
	buf_printf(why, "the %s %s cannot be opened: %s; %s\n", what, path,
		reached ? "what is in it cannot be read" : strerror(errno),
		options->create                      ? "its folder must be there and this user's"
			: reached || errno == ENOENT ? mend
						     : "run this as the user that owns the school's folder");
}

static enum outcome
meet(struct school_store *store, struct buf *why)
{
	enum outcome done = journal_lock(store->journal);
	if (done != OK)
		return done;
	done = reconcile(store->db, store->journal, &store->key, &store->end, why);
	journal_unlock(store->journal);
	return done;
}

static enum outcome
group_begin(struct school_store *store)
{
	if (store->wound || journal_lock(store->journal) != OK)
		return BROKEN;
	buf_clear(&store->frames);
	arena_reset(store->arena);
	enum outcome begun = db_begin(store->db, true);
	if (begun == OK && copies_stand_at_end(store))
		return OK;
	if (begun == OK) {
		/* Another process wrote meanwhile, or died while it did. */
		db_rollback(store->db);
		begun = reconcile(store->db, store->journal, &store->key, &store->end, NULL);
		if (begun == CONFLICT)
			wound(store, "the two copies do not agree; run campanella verify");
		if (begun == OK)
			begun = db_begin(store->db, true);
		if (begun == OK && copies_stand_at_end(store))
			return OK;
		db_rollback(store->db);
	}
	journal_unlock(store->journal);
	return begun == BUSY ? BUSY : BROKEN;
}

static bool
copies_stand_at_end(struct school_store *store)
{
	struct operation_end_row row = { 0 };
	enum outcome got = operation_end(store->db, store->arena, &row);
	return (got == OK || got == NOT_FOUND) && row.sequence == (int64_t)store->end.chain.sequence &&
		row.position_after == store->end.position &&
		journal_size(store->journal) == store->end.position;
}

/*
 *   append  fails            the part is cut off; nothing happened
 *   sync    fails            cut off, and wounded: what the disk holds is unknown
 *   commit  fails, disk full cut off; the engine rolled back
 *   commit  fails otherwise  cut off, and wounded: the write-ahead log may hold it
 *   cutting off fails        wounded; at the next start the journal is ahead
 */
static enum outcome
group_finish(struct school_store *store, const struct journal_end *end)
{
	bool written = store->frames.length > 0;
	enum outcome done = db_in_transaction(store->db) && buf_ok(&store->frames) ? OK : BROKEN;
	if (done == OK && written) {
		done = journal_append(store->journal, store->end.position, buf_text(&store->frames));
		if (done == OK && journal_sync(store->journal) != OK) {
			wound(store, "the journal could not be synced");
			done = BROKEN;
		}
	}
	if (done == OK) {
		done = db_commit(store->db);
		if (done != OK && db_doubtful(store->db))
			wound(store, "the database could not be committed");
	}
	if (done == OK) {
		store->end = *end;
	} else {
		const char
			*problem = db_problem(store->db); /* empty when the journal failed: it has said why */
		log_line(LEVEL_FAILURE, "writer: a group was rolled back%s%s", problem[0] ? ": " : "",
			problem);
		db_rollback(store->db);
		if (written && journal_cut(store->journal, store->end.position) != OK)
			wound(store, "the journal could not be cut back");
	}
	journal_unlock(store->journal);
	return done;
}

static enum outcome
job_run(struct school_store *store, struct commit_job *job, struct journal_end *end)
{
	if (db_savepoint(store->db) != OK)
		return BROKEN;
	db_changes_clear(store->db);
	enum outcome done = job->run(store->db, job->job.context);
	struct journal_end after = *end;
	size_t frames_before = store->frames.length;
	if (done == OK && db_changes(store->db).length > 0)
		done = job_record(store, job, &after);
	if (done == OK)
		done = db_release(store->db);
	if (done == OK) {
		db_changes_clear(store->db); /* they are in the frame */
		*end = after;
		return OK;
	}
	db_rollback_to(store->db);
	store->frames.length = frames_before;
	store->frames.failed = false;
	return done;
}

static enum outcome
job_record(struct school_store *store, const struct commit_job *job, struct journal_end *end)
{
	struct frame frame;
	assert(job->operation && job->operation->id != 0);
	struct operation operation = *job->operation;
	size_t before = store->frames.length;
	operation.changes = db_changes(store->db);
	frame_put(&store->frames, &end->chain, &operation, &store->key, store->options.random);
	if (!buf_ok(&store->frames))
		return BROKEN;
	struct text bytes = { store->frames.at + before, store->frames.length - before };
	enum outcome looked = frame_look(bytes, &frame);
	assert(looked == OK);
	int64_t position = end->position;
	end->position += (int64_t)bytes.length;
	return operation_record(store->db, &frame, &operation, position);
}

static void
wound(struct school_store *store, const char *why)
{
	bool first = store->wound == NULL;
	store->wound = why;
	if (first && store->options.wounded)
		store->options.wounded(store->options.wounded_context);
	log_line(LEVEL_FAILURE, "writer: nothing is written until this process starts again: %s", why);
}
