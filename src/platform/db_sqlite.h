#ifndef PLATFORM_DB_SQLITE_H
#define PLATFORM_DB_SQLITE_H

#include <sqlite3.h>

#include "platform/db.h"

/* What db_sqlite.c (connection, transactions) and db_statement.c (statements,
 * rows) share. Nobody else includes it. */

#define DB_CHANGES_BYTES_MAX (64u * 1024 * 1024)
#define DB_PROBLEM_SIZE      256

enum statement_purpose { STATEMENT_QUERY, STATEMENT_OWN, STATEMENT_PUT, STATEMENT_DROP, STATEMENT_SCAN };

/* What the authorizer lets a statement do while it is being prepared. */
enum statement_rights {
	RIGHTS_NONE,  /* nothing was asked through this file */
	RIGHTS_QUERY, /* read; write what is not journalled */
	RIGHTS_ROW,   /* put and drop of a declared table */
	RIGHTS_OWN,   /* schema steps, and what this file says itself */
};

struct cursor {
	struct db *db;
	struct statement *statement;
	enum outcome state;
	bool done;
};

struct statement {
	const void *key; /* the query or the table */
	enum statement_purpose purpose;
	enum statement_rights rights;
	sqlite3_stmt *prepared;
	struct cursor cursor;
	bool running;
	bool kept; /* false: made because the kept one was running, goes with its cursor */
};

struct db {
	sqlite3 *engine;
	struct sealer *sealer;
	const struct cell *ahead;
	size_t ahead_count;
	enum statement_rights rights;
	char problem[DB_PROBLEM_SIZE];
	bool doubtful;
	struct buf changes;
	size_t changes_at_savepoint;
	void (*tell_of_log)(void *context); /* NULL: the engine moves the log itself */
	void *tell_context;
	int log_pages_told;
	struct statement **statements; /* open addressing by key and purpose */
	size_t statement_room;         /* a power of two */
	size_t statement_count;
};

/* Notes the engine's message and says which outcome its result is. */
enum outcome db_outcome(struct db *db, int result);
void db_statements_finish(struct db *db);
/* A statement of this layer's own, kept like the others. */
enum outcome db_run_own(struct db *db, const struct query *query);

#endif
