#ifndef PLATFORM_DB_H
#define PLATFORM_DB_H

#include "platform/arena.h"
#include "platform/buf.h"
#include "platform/day.h"
#include "platform/seal.h"
#include "platform/text.h"

/*
 * One connection to one school's store. Domain code never calls this header:
 * it calls the typed functions that sql2c makes from the .sql files.
 *
 * A value is what a cell can hold on both databases. Null is a kind of its
 * own; the generated code maps it to and from each type's "none".
 */
enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES };

struct value {
	enum value_kind kind;
	int64_t number;
	struct text text;
	struct bytes bytes;
};

/* One compiled-in statement (made by sql2c). */
struct query {
	const char *name;
	const char *file; /* "register/attendance.sql:12" for messages */
	const char *sqlite;
	const char *postgres;
	int takes;
	int gives;
	bool writes;
};
extern const struct query *const queries[]; /* every one, ends with NULL */

/* One stored table (made by policy2c from data.policy). Columns stand in
 * the order of the declaration; the first key_columns are the primary key. */
struct table_column {
	const char *name;
	bool sealed;
};
struct table {
	const char *name;
	const struct table_column *columns;
	int column_count;
	int key_columns;
	bool journalled;
};
extern const struct table tables[];
extern const int table_count;
const struct table *table_named(struct text name); /* NULL if not declared */

struct db;

struct db_options {
	const char *path; /* SQLite file */
	bool read_only;
	bool create;
	bool bulk;             /* a new file that nobody else reads yet: no WAL, no sync, no foreign keys */
	struct sealer *sealer; /* borrowed; may be NULL where nothing sealed is touched */
};
enum outcome db_open(struct db **db, const struct db_options *options) MUST_USE;
void db_close(struct db *db);          /* NULL is fine */
const char *db_problem(struct db *db); /* last message of the engine, for the log */
struct sealer *db_sealer(struct db *db);
/* Cells that are sealed already: a put of just these is not sealed again. Until
 * the next call; borrowed. */
struct cell;
void db_sealed_ahead(struct db *db, const struct cell *cells, size_t count);
/* The one of them that says the same; NULL when there is none. */
const struct cell *db_find_ahead(struct db *db, const struct cell *cell);

enum outcome db_begin(struct db *db, bool write) MUST_USE; /* BUSY when another holds it too long */
/* A failed commit is rolled back. Asserts that no change of a journalled table
 * is left: whoever made it has put it into the journal and cleared it, or the
 * second copy would never hear of it. */
enum outcome db_commit(struct db *db) MUST_USE;
void db_rollback(struct db *db);
/* After a full disk or a read error the engine may have ended the transaction. */
bool db_in_transaction(struct db *db);
/* True when the last failure left it open whether the transaction will be
 * there after a restart: a failed sync, an unreadable page. A full disk is not. */
bool db_doubtful(struct db *db);
/* Savepoints nest one deep: one per job of a group commit. Changes captured
 * since the savepoint are dropped with it. */
enum outcome db_savepoint(struct db *db) MUST_USE;
enum outcome db_release(struct db *db) MUST_USE;
void db_rollback_to(struct db *db);

/* Moves what stands in the write-ahead log into the file, as far as readers
 * let it; stops nobody. BUSY when somebody is at it already. */
enum outcome db_checkpoint(struct db *db) MUST_USE;
/* From now on this connection leaves that to somebody else, whom it tells of a
 * log worth it after a commit. Only a log that has become far too long it
 * still moves itself. */
void db_tell_of_log(struct db *db, void (*tell)(void *context), void *context);

enum outcome db_script(struct db *db, struct text sql) MUST_USE; /* migrations only */

/* A running statement. A prepared statement is kept per connection and query.
 * Cells given back live until the next call on the cursor: copy them. */
struct cursor;
struct cursor *db_start(struct db *db, const struct query *query, const struct value *takes); /* never NULL */
bool cursor_next(struct cursor *cursor);
void cursor_value(struct cursor *cursor, int column, struct value *value);
enum outcome cursor_end(struct cursor *cursor) MUST_USE; /* OK, CONFLICT (constraint), BUSY, BROKEN */

/* Rows of declared tables. A put inserts or replaces the whole row by its key,
 * a drop removes it (NOT_FOUND if it is not there); on a journalled table both
 * are added to the changes. No other statement can write a journalled table:
 * the engine's authorizer refuses to prepare it, because the second copy would
 * never hear of it. */
enum outcome db_put(struct db *db, const struct table *table, const struct value *row) MUST_USE;
enum outcome db_drop(struct db *db, const struct table *table, const struct value *key) MUST_USE;
/* All columns of all rows, in the order of their key. */
struct cursor *db_scan(struct db *db, const struct table *table);
/* What is really stored: each column of the named table with its place in the
 * key (0: none), in their order. No rows if there is no such table. */
struct cursor *db_columns(struct db *db, const struct value *name);

/* Looks through the whole file: pages, types, indexes. OK or BROKEN. */
enum outcome db_check(struct db *db) MUST_USE;

/* The changes of journalled tables since the last clear, as change.h encodes them. */
struct text db_changes(struct db *db);
void db_changes_clear(struct db *db);
/* Does again what a change says, whatever schema wrote it: columns it does not
 * name take their default, tables and columns that are gone are passed over.
 * Not added to the changes. */
struct change;
enum outcome db_apply(struct db *db, const struct change *change) MUST_USE;

#endif
