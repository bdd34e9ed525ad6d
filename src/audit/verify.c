#include "audit/verify.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/operation.h"
#include "audit/repair.h"
#include "audit/verify_rows.h"

static const struct {
	const char *word;
	const char *sentence;
} words[DIFFERENCES] = {
	[DIFFERENCE_JOURNAL_LACKS] = { "journal-lacks", "the journal lacks an operation" },
	[DIFFERENCE_JOURNAL_DAMAGED] = { "journal-damaged", "the journal is damaged" },
	[DIFFERENCE_JOURNAL_TAIL] = { "journal-tail", "the journal ends with an unfinished write" },
	[DIFFERENCE_DATABASE_LACKS] = { "database-lacks", "the database lacks an operation" },
	[DIFFERENCE_DATABASE_DAMAGED] = { "database-damaged",
		"the database's copy of an operation is damaged" },
	[DIFFERENCE_DATABASE_UNREADABLE] = { "database-unreadable", "the database cannot be read" },
	[DIFFERENCE_FORK] = { "fork", "the copies hold different operations under one number" },
	[DIFFERENCE_DROPPED] = { "dropped", "was only in the copy that did not stay" },
	[DIFFERENCE_LOST] = { "lost", "neither copy holds an operation" },
	[DIFFERENCE_ROW_MISSING] = { "row-missing", "the database lacks a row" },
	[DIFFERENCE_ROW_EXTRA] = { "row-extra", "the database has a row that no operation made" },
	[DIFFERENCE_CELL] = { "cell", "the database holds something else in a column" },
};

struct run {
	const struct verify_options *options;
	struct verify_summary *summary;
	struct buf *why;
	struct disk *disk;
	struct journal *journal;
	int64_t limit;      /* of the journal; 0: it is not looked at */
	uint64_t fork;      /* the first operation that the copies do not share; 0: none */
	bool journal_ours;  /* some operation of it is good */
	struct db *db;      /* a snapshot; NULL when it cannot be read */
	struct db *scratch; /* the rows as the operations leave them */
	struct verify_rows *rows;
};

static enum outcome reach(struct run *run);
static enum outcome reach_file(struct run *run, const char *what, const char *path);
static enum outcome pin(struct run *run);
static enum outcome open_database(struct run *run);
static enum outcome open_scratch(struct run *run);
static enum outcome know_one(struct run *run);
static enum outcome compare_operations(struct run *run);
static enum outcome replay(struct run *run, const struct copies *copies);
static void note_operation(struct run *run, const struct copies *copies);
static void note(struct run *run, enum difference_kind kind, uint64_t operation);
static enum outcome compare_rows(struct run *run);
static enum outcome number_rows(struct run *run);
static enum outcome repair(struct run *run);
static enum outcome choose_copy(struct run *run);
static enum outcome name_dropped(struct run *run, int64_t limit, struct db *db);
static enum outcome replay_chosen(struct run *run);
static void name_aside(struct run *run, const char *path);
static enum outcome keep_journal_aside(struct run *run);
static enum outcome repair_database(struct run *run);
static enum outcome rebuild_database(struct run *run);
static enum outcome row_repair(void *db, const struct table_diff *diff);
static enum outcome refuse(struct run *run, const char *reason);
static void say_why(struct run *run);

const char *
difference_word(enum difference_kind kind)
{
	assert(kind < DIFFERENCES);
	return words[kind].word;
}

const char *
difference_sentence(enum difference_kind kind)
{
	assert(kind < DIFFERENCES);
	return words[kind].sentence;
}

/* Without a repair the lock is only held until both copies are pinned at the
 * same operation: a running school goes on. */
enum outcome
verify(const struct verify_options *options, struct verify_summary *summary, struct buf *why)
{
	struct run run = { .options = options,
		.summary = summary,
		.why = why,
		.disk = options->disk ? options->disk : disk_system() };
	*summary = (struct verify_summary){ 0 };
	enum outcome done = reach(&run);
	if (done != OK)
		return done;
	done = journal_lock(run.journal);
	if (done == OK) {
		done = pin(&run);
		if (!options->repair)
			journal_unlock(run.journal);
		if (done == OK)
			done = know_one(&run);
		if (done == OK)
			done = open_scratch(&run);
		if (done == OK)
			done = compare_operations(&run);
		if (done == OK && run.db)
			done = compare_rows(&run);
		if (done == OK && options->repair && summary->all > 0)
			done = repair(&run);
		if (options->repair)
			journal_unlock(run.journal);
	}
	if (done != OK)
		say_why(&run);
	verify_rows_destroy(run.rows);
	db_close(run.db);
	db_close(run.scratch);
	journal_close(run.journal);
	(void)unlink(options->scratch_path);
	return done;
}

/* What this user may not open is not damaged: no copy is made again for that. */
static enum outcome
reach(struct run *run)
{
	const struct verify_options *options = run->options;
	char log[PATH_MAX];
	snprintf(log, sizeof log, "%s-wal", options->database_path);
	enum outcome done = reach_file(run, "database", options->database_path);
	if (done == OK)
		done = reach_file(run, "database's log", log);
	if (done == OK)
		done = reach_file(run, "journal", options->journal_path);
	if (done != OK ||
		journal_open(&run->journal,
			&(struct journal_options){ .path = options->journal_path,
				.create = options->repair,
				.key = options->key,
				.disk = run->disk }) == OK)
		return done;
	if (errno == ENOENT && !options->repair)
		return refuse(run,
			"the journal is not there: is its disk mounted? If it is gone, --repair writes it "
			"again from the database");
	if (run->why)
		buf_printf(run->why, "the journal %s cannot be opened: %s\n", options->journal_path,
			strerror(errno));
	return CONFLICT;
}

static enum outcome
reach_file(struct run *run, const char *what, const char *path)
{
	if (access(path, run->options->repair ? R_OK | W_OK : R_OK) == 0 || errno == ENOENT)
		return OK;
	if (run->why)
		buf_printf(run->why,
			"the %s %s cannot be opened: %s; run this as the user that owns the school's "
			"folder, and see that all its files are that user's\n",
			what, path, strerror(errno));
	return CONFLICT;
}

static enum outcome
pin(struct run *run)
{
	enum outcome done = open_database(run);
	run->limit = journal_size(run->journal);
	return run->limit < 0 ? BROKEN : done;
}

/* A database that cannot be read is a difference, not a failure: the journal
 * gives it back. */
static enum outcome
open_database(struct run *run)
{
	struct arena *arena = arena_create(1024 * 1024);
	struct operation_end_row end;
	enum outcome done = db_open(&run->db,
		&(struct db_options){ .path = run->options->database_path, .read_only = true });
	if (done == OK)
		done = db_check(run->db);
	if (done == OK)
		done = db_begin(run->db, false);
	if (done == OK) {
		done = operation_end(run->db, arena, &end);
		done = done == NOT_FOUND ? OK : done;
	}
	arena_destroy(arena);
	if (done == OK) {
		done = migrate_check(run->db, run->why);
		if (done == CONFLICT)
			refuse(run,
				"the database has not the form of this program: serving the school brings an "
				"older one to it, then verify; a newer one needs the newer program");
		return done;
	}
	db_close(run->db);
	run->db = NULL;
	note(run, DIFFERENCE_DATABASE_UNREADABLE, 0);
	return OK;
}

static enum outcome
open_scratch(struct run *run)
{
	const struct verify_options *options = run->options;
	(void)unlink(options->scratch_path);
	enum outcome done = db_open(&run->scratch,
		&(struct db_options){ .path = options->scratch_path, .create = true, .bulk = true });
	if (done == OK)
		done = migrate(run->scratch, options->steps, options->step_count, options->now, run->why);
	return done;
}

/* To other keys both copies are damaged from end to end: nothing is named, and nothing mended, then. */
static enum outcome
know_one(struct run *run)
{
	struct copies copies;
	enum outcome done;
	copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
	while ((done = copies_next(&copies)) == OK && !copies.known)
		;
	bool something = copies.sequence > 1 || copies.torn_bytes > 0;
	copies_finish(&copies);
	if (done == NOT_FOUND && something)
		return refuse(run,
			"the keys in keys/ open no operation of either copy: are they another school's? "
			"Bring back its own; nothing was touched");
	return done == NOT_FOUND ? OK : done;
}

static enum outcome
compare_operations(struct run *run)
{
	struct copies copies;
	enum outcome done = db_begin(run->scratch, true);
	if (done != OK)
		return done;
	copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
	while ((done = copies_next(&copies)) == OK) {
		run->summary->operations++;
		run->journal_ours |= copies.journal == COPY_GOOD;
		note_operation(run, &copies);
		done = replay(run, &copies);
		if (done != OK)
			break;
	}
	if (done == NOT_FOUND) {
		done = OK;
		if (copies.torn_bytes > 0)
			note(run, DIFFERENCE_JOURNAL_TAIL, 0);
	}
	copies_finish(&copies);
	return done == OK ? db_commit(run->scratch) : done;
}

static void
note_operation(struct run *run, const struct copies *copies)
{
	uint64_t number = copies->sequence;
	if (!copies->known) {
		note(run, DIFFERENCE_LOST, number);
		return;
	}
	if (copies->fork) {
		note(run, DIFFERENCE_FORK, number);
		run->fork = run->fork ? run->fork : number;
	}
	if (copies->journal != COPY_GOOD)
		note(run,
			copies->journal == COPY_LACKS ? DIFFERENCE_JOURNAL_LACKS : DIFFERENCE_JOURNAL_DAMAGED,
			number);
	if (copies->database != COPY_GOOD && run->db)
		note(run,
			copies->database == COPY_LACKS ? DIFFERENCE_DATABASE_LACKS
						       : DIFFERENCE_DATABASE_DAMAGED,
			number);
}

/* The operations themselves are only needed where this becomes the database. */
static enum outcome
replay(struct run *run, const struct copies *copies)
{
	if (!copies->known)
		return OK;
	enum outcome done = operation_apply(run->scratch, &copies->operation);
	if (done == OK && !run->db)
		done = operation_record(run->scratch, &copies->frame, &copies->operation, copies->position);
	if (done != OK && run->why)
		buf_printf(run->why, "operation %llu cannot be done again: %s\n",
			(unsigned long long)copies->sequence, db_problem(run->scratch));
	return done == OK ? OK : CONFLICT;
}

static void
note(struct run *run, enum difference_kind kind, uint64_t operation)
{
	struct difference difference = { .kind = kind, .operation = operation };
	run->summary->all++;
	if (++run->summary->differences[kind] <= VERIFY_NAMED_MAX && run->options->found)
		run->options->found(run->options->context, &difference);
}

static enum outcome
compare_rows(struct run *run)
{
	enum outcome done = OK;
	run->rows = verify_rows_create();
	for (const struct table *table = tables; table < tables + table_count && done == OK; table++)
		if (table->journalled)
			done = table_diff(run->db, run->scratch, table, verify_rows_note, run->rows,
				&run->summary->rows);
	if (done == OK && verify_rows_count(run->rows) > 0)
		done = number_rows(run);
	if (done == OK)
		verify_rows_report(run->rows, run->options, run->summary);
	return done;
}

/* Which operation wrote a row last is only asked for rows that differ. */
static enum outcome
number_rows(struct run *run)
{
	struct copies copies;
	enum outcome done;
	copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
	while ((done = copies_next(&copies)) == OK)
		if (copies.known)
			verify_rows_see(run->rows, copies.sequence, &copies.operation);
	copies_finish(&copies);
	return done == NOT_FOUND ? OK : done;
}

static enum outcome
repair(struct run *run)
{
	const uint64_t *differences = run->summary->differences;
	struct copies copies;
	if (run->fork && run->options->from == VERIFY_FROM_BOTH)
		return refuse(run,
			"both copies went on separately: look at what each holds, then say which one "
			"stays with --from database or --from journal");
	if (!run->fork && differences[DIFFERENCE_LOST] > 0)
		return refuse(run, "an operation is in neither copy: a backup is needed");
	bool journal_bad = differences[DIFFERENCE_JOURNAL_LACKS] + differences[DIFFERENCE_JOURNAL_DAMAGED] +
			differences[DIFFERENCE_JOURNAL_TAIL] >
		0;
	enum outcome done = OK;
	if (run->fork) {
		journal_bad = true; /* whichever stays: exactly its operations, and no tail */
		done = choose_copy(run);
	}
	if (done == OK && journal_bad) {
		copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
		done = repair_journal_write(&copies, run->disk, run->options->journal_path);
		copies_finish(&copies);
	}
	if (done == OK)
		done = run->db ? repair_database(run) : rebuild_database(run);
	if (done == OK && !run->journal_ours && run->limit > 0 && !run->fork)
		name_aside(run, run->options->journal_path); /* another school's, perhaps */
	if (done == OK && journal_bad && run->db && run->summary->aside[0])
		done = keep_journal_aside(run);
	if (done == OK && journal_bad)
		done = repair_journal_replace(run->disk, run->options->journal_path);
	run->summary->repaired = done == OK;
	return done;
}

/* From here on there is only the copy that stays, as if the other were gone. */
static enum outcome
choose_copy(struct run *run)
{
	bool database_stays = run->options->from == VERIFY_FROM_DATABASE;
	struct db *other = database_stays ? NULL : run->db;
	enum outcome done = name_dropped(run, database_stays ? run->limit : 0, other);
	const char *path = database_stays ? run->options->journal_path : run->options->database_path;
	name_aside(run, path);
	if (database_stays) {
		run->limit = 0;
	} else {
		db_close(run->db);
		run->db = NULL;
	}
	return done == OK ? replay_chosen(run) : done;
}

/* Every operation of the other copy from the fork on, by number, deed and time. */
static enum outcome
name_dropped(struct run *run, int64_t limit, struct db *db)
{
	struct copies copies;
	enum outcome done;
	copies_init(&copies, run->journal, limit, db, run->options->key);
	while ((done = copies_next(&copies)) == OK) {
		char deed[2 * FRAME_WORD_MAX];
		if (!copies.known || copies.sequence < run->fork)
			continue;
		snprintf(deed, sizeof deed, "%.*s, account %lld, at %lld", TEXT_ARG(copies.operation.action),
			(long long)copies.operation.author, (long long)copies.operation.recorded_at.ms);
		struct difference dropped = {
			.kind = DIFFERENCE_DROPPED, .operation = copies.sequence, .key = text_of(deed)
		};
		run->summary->differences[DIFFERENCE_DROPPED]++;
		if (run->options->found)
			run->options->found(run->options->context, &dropped);
	}
	copies_finish(&copies);
	return done == NOT_FOUND ? OK : done;
}

/* The rows as the operations of that copy alone leave them. */
static enum outcome
replay_chosen(struct run *run)
{
	struct copies copies;
	db_close(run->scratch);
	run->scratch = NULL;
	enum outcome done = open_scratch(run);
	if (done == OK)
		done = db_begin(run->scratch, true);
	if (done != OK)
		return done;
	copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
	while ((done = copies_next(&copies)) == OK) {
		if (!copies.known)
			done = refuse(run, "the copy that is to stay lacks an operation of its own");
		else
			done = replay(run, &copies);
		if (done != OK)
			break;
	}
	copies_finish(&copies);
	return done == NOT_FOUND ? db_commit(run->scratch) : done;
}

static void
name_aside(struct run *run, const char *path)
{
	snprintf(run->summary->aside, sizeof run->summary->aside, "%s.dropped-%lld", path,
		(long long)run->options->now.ms);
}

static enum outcome
keep_journal_aside(struct run *run)
{
	return link(run->options->journal_path, run->summary->aside) == 0 ? OK : BROKEN;
}

static enum outcome
repair_database(struct run *run)
{
	struct db *db;
	struct copies copies;
	uint64_t rows = 0;
	enum outcome done = db_open(&db, &(struct db_options){ .path = run->options->database_path });
	if (done != OK)
		return done;
	done = db_begin(db, true);
	if (done == OK) {
		copies_init(&copies, run->journal, run->limit, run->db, run->options->key);
		done = repair_operations(&copies, db);
		copies_finish(&copies);
	}
	for (const struct table *table = tables; table < tables + table_count && done == OK; table++)
		if (table->journalled)
			done = table_diff(run->db, run->scratch, table, row_repair, db, &rows);
	if (done == OK)
		done = db_commit(db);
	else
		db_rollback(db);
	db_close(db);
	return done;
}

/* What is written here is in the journal already. */
static enum outcome
row_repair(void *db, const struct table_diff *diff)
{
	enum outcome done = repair_row(db, diff);
	db_changes_clear(db);
	return done;
}

static enum outcome
rebuild_database(struct run *run)
{
	const struct verify_options *options = run->options;
	uint64_t carried;
	enum outcome done = db_begin(run->scratch, true);
	if (done == OK)
		done = repair_carry_over(options->database_path, run->scratch, &carried);
	if (done == OK)
		done = db_commit(run->scratch);
	db_close(run->scratch);
	run->scratch = NULL;
	if (done == OK)
		done = repair_database_replace(run->disk, options->scratch_path, options->database_path,
			run->fork ? run->summary->aside : NULL);
	/* Opened once for writing, it is in the mode of the others again. */
	struct db *made = NULL;
	if (done == OK)
		done = db_open(&made, &(struct db_options){ .path = options->database_path });
	db_close(made);
	run->summary->rebuilt = done == OK;
	return done;
}

static enum outcome
refuse(struct run *run, const char *reason)
{
	if (run->why)
		buf_printf(run->why, "%s\n", reason);
	return CONFLICT;
}

/* Nothing above has said it: a file could not be written or read. */
static void
say_why(struct run *run)
{
	const char *problem = run->scratch ? db_problem(run->scratch) : "";
	if (!problem[0] && run->db)
		problem = db_problem(run->db);
	if (run->why && !run->why->length)
		buf_printf(run->why,
			"it could not be finished%s%s; %s is written meanwhile, as large as the database: "
			"its folder must be this user's, and its disk have room\n",
			problem[0] ? ": " : "", problem, run->options->scratch_path);
}
