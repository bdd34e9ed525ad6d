#include "platform/db_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/seal.h"

/*
 * One connection to one SQLite file. WAL with synchronous=FULL: a commit that
 * was answered is on the disk. A reader holds a snapshot and never waits for
 * the writer.
 *
 * The authorizer is the second net for our own mistakes. The engine asks it
 * while a statement is prepared, so it costs nothing at run time: whatever is
 * not prepared through db_statement.c is refused, and a query cannot write a
 * journalled table, since only db_put and db_drop tell the second copy.
 */
#define BUSY_TIMEOUT_MS    10000
#define LOG_PAGES_WORTH_IT 2000
#define LOG_PAGES_MAX      8000

static void configure_engine(void);
#define OWN(symbol, text)                                                                                    \
	static const struct query symbol = { .name = #symbol, .file = "platform/db_sqlite.c", .sqlite = text }
OWN(read_begin, "begin");
OWN(write_begin, "begin immediate");
OWN(commit, "commit");
OWN(job_begin, "savepoint job");
OWN(job_keep, "release job");
OWN(job_undo, "rollback to job");

static enum outcome open_file(const struct db_options *options, struct db *db);
static enum outcome set_up(const struct db_options *options, struct db *db);
static int authorize(void *context, int action, const char *one, const char *two, const char *database,
	const char *trigger);
static enum outcome execute(struct db *db, const char *sql);
static int committed(void *context, sqlite3 *engine, const char *name, int log_pages);
static bool is_conflict(int extended);

enum outcome
db_open(struct db **out, const struct db_options *options)
{
	struct db *db = calloc(1, sizeof(*db));
	if (!db)
		return BROKEN;
	db->sealer = options->sealer;
	buf_init(&db->changes, DB_CHANGES_BYTES_MAX);
	enum outcome opened = open_file(options, db);
	if (opened == OK)
		opened = set_up(options, db);
	if (opened != OK) {
		db_close(db);
		db = NULL;
	}
	*out = db;
	return opened;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	db_statements_finish(db);
	sqlite3_close_v2(db->engine);
	buf_finish(&db->changes);
	free(db);
}

const char *
db_problem(struct db *db)
{
	return db->problem;
}

struct sealer *
db_sealer(struct db *db)
{
	return db->sealer;
}

void
db_sealed_ahead(struct db *db, const struct cell *cells, size_t count)
{
	db->ahead = cells;
	db->ahead_count = count;
}

const struct cell *
db_find_ahead(struct db *db, const struct cell *cell)
{
	for (size_t i = 0; i < db->ahead_count; i++) {
		const struct cell *ahead = &db->ahead[i];
		if (ahead->subject == cell->subject && ahead->row == cell->row &&
			strcmp(ahead->column, cell->column) == 0 && text_equal(ahead->open, cell->open))
			return ahead;
	}
	return NULL;
}

enum outcome
db_begin(struct db *db, bool write)
{
	assert(!db_in_transaction(db));
	db_changes_clear(db);
	db->doubtful = false;
	return db_run_own(db, write ? &write_begin : &read_begin);
}

enum outcome
db_commit(struct db *db)
{
	assert(db->changes.length == 0);
	enum outcome committed = db_run_own(db, &commit);
	if (committed != OK)
		db_rollback(db);
	return committed;
}

/* Nothing to say if it fails: the engine drops what was not committed. */
void
db_rollback(struct db *db)
{
	if (db_in_transaction(db)) {
		char problem[DB_PROBLEM_SIZE];
		memcpy(problem, db->problem, sizeof(problem));
		if (execute(db, "rollback") == OK)
			memcpy(db->problem, problem, sizeof(problem));
	}
	db_changes_clear(db);
}

bool
db_in_transaction(struct db *db)
{
	return !sqlite3_get_autocommit(db->engine);
}

bool
db_doubtful(struct db *db)
{
	return db->doubtful;
}

/* Outside a transaction the engine would begin one by itself. */
enum outcome
db_savepoint(struct db *db)
{
	if (!db_in_transaction(db))
		return BROKEN;
	db->changes_at_savepoint = db->changes.length;
	return db_run_own(db, &job_begin);
}

enum outcome
db_release(struct db *db)
{
	return db_in_transaction(db) ? db_run_own(db, &job_keep) : BROKEN;
}

void
db_rollback_to(struct db *db)
{
	if (db_in_transaction(db) && db_run_own(db, &job_undo) == OK)
		(void)db_run_own(db, &job_keep);
	db->changes.length = db->changes_at_savepoint;
	db->changes.failed = false;
}

enum outcome
db_checkpoint(struct db *db)
{
	return db_outcome(db,
		sqlite3_wal_checkpoint_v2(db->engine, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL));
}

void
db_tell_of_log(struct db *db, void (*tell)(void *context), void *context)
{
	db->tell_of_log = tell;
	db->tell_context = context;
	sqlite3_wal_hook(db->engine, committed, db);
}

/* The commit is durable whatever becomes of this. */
static int
committed(void *context, sqlite3 *engine, const char *name, int log_pages)
{
	struct db *db = context;
	if (log_pages < db->log_pages_told)
		db->log_pages_told = 0; /* it was begun anew */
	if (log_pages - db->log_pages_told >= LOG_PAGES_WORTH_IT) {
		db->log_pages_told = log_pages;
		db->tell_of_log(db->tell_context);
	}
	if (log_pages >= LOG_PAGES_MAX)
		(void)sqlite3_wal_checkpoint_v2(engine, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return SQLITE_OK;
}

enum outcome
db_script(struct db *db, struct text sql)
{
	char *terminated = malloc(sql.length + 1);
	if (!terminated)
		return BROKEN;
	memcpy(terminated, sql.at, sql.length);
	terminated[sql.length] = '\0';
	enum outcome done = execute(db, terminated);
	free(terminated);
	return done;
}

struct text
db_changes(struct db *db)
{
	return buf_text(&db->changes);
}

void
db_changes_clear(struct db *db)
{
	buf_clear(&db->changes);
	db->changes_at_savepoint = 0;
}

enum outcome
db_outcome(struct db *db, int result)
{
	if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
		return OK;
	snprintf(db->problem, sizeof(db->problem), "%s (%d)", sqlite3_errmsg(db->engine),
		sqlite3_extended_errcode(db->engine));
	switch (result & 0xff) {
	case SQLITE_CONSTRAINT: return is_conflict(sqlite3_extended_errcode(db->engine)) ? CONFLICT : BROKEN;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return BUSY;
	case SQLITE_FULL:
	case SQLITE_ERROR:
	case SQLITE_AUTH:
	case SQLITE_READONLY:
	case SQLITE_TOOBIG:
	case SQLITE_MISMATCH: return BROKEN;
	default: db->doubtful = true; return BROKEN;
	}
}

/* The file is made before the engine sees it, so that no one else can ever
 * read it; the engine gives the WAL the same permissions. */
static enum outcome
open_file(const struct db_options *options, struct db *db)
{
	assert(!(options->read_only && (options->create || options->bulk)));
	if (options->create) {
		int fd = open(options->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			return BROKEN;
		close(fd);
	}
	/* Its memory statistics cost a lock at every allocation of every thread. */
	static pthread_once_t configured = PTHREAD_ONCE_INIT;
	pthread_once(&configured, configure_engine);
	int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int opened = sqlite3_open_v2(options->path, &db->engine, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (!db->engine)
		return BROKEN;
	sqlite3_extended_result_codes(db->engine, 1);
	return db_outcome(db, opened);
}

static void
configure_engine(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum outcome
set_up(const struct db_options *options, struct db *db)
{
	sqlite3_busy_timeout(db->engine, BUSY_TIMEOUT_MS);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->engine, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* A process in its sandbox cannot make files, only use those that are there:
	 * the engine's two side files stay when the last connection closes. */
	int persist = 1;
	sqlite3_file_control(db->engine, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
	enum outcome done = OK;
	if (options->bulk)
		done = execute(db,
			"pragma journal_mode = off; pragma synchronous = off;"
			"pragma foreign_keys = off; pragma cache_size = -65536; pragma temp_store = memory;"
			"pragma locking_mode = exclusive");
	else
		done = execute(db,
			"pragma synchronous = full; pragma foreign_keys = on;"
			"pragma cache_size = -4096;"
			"pragma temp_store = memory; pragma secure_delete = on;"
			"pragma journal_size_limit = 41943040");
	if (done == OK && !options->read_only && !options->bulk)
		done = execute(db, "pragma journal_mode = wal");
	sqlite3_set_authorizer(db->engine, authorize, db);
	return done;
}

static int
authorize(void *context, int action, const char *one, const char *two, const char *database,
	const char *trigger)
{
	const struct db *db = context;
	(void)two, (void)database, (void)trigger;
	if (db->rights == RIGHTS_OWN)
		return SQLITE_OK;
	if (db->rights == RIGHTS_NONE)
		return SQLITE_DENY;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE: return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE: {
		if (db->rights == RIGHTS_ROW)
			return SQLITE_OK;
		const struct table *table = table_named(text_of(one));
		return table && !table->journalled ? SQLITE_OK : SQLITE_DENY;
	}
	default: return SQLITE_DENY;
	}
}

static enum outcome
execute(struct db *db, const char *sql)
{
	enum statement_rights before = db->rights;
	db->rights = RIGHTS_OWN;
	int result = sqlite3_exec(db->engine, sql, NULL, NULL, NULL);
	db->rights = before;
	return db_outcome(db, result);
}

/* Somebody else was first, or still refers to it. A null or a text where none
 * may be is our own mistake instead. */
static bool
is_conflict(int extended)
{
	return extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
		extended == SQLITE_CONSTRAINT_ROWID || extended == SQLITE_CONSTRAINT_FOREIGNKEY;
}
