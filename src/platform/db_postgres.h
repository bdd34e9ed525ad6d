#ifndef PLATFORM_DB_POSTGRES_H
#define PLATFORM_DB_POSTGRES_H

#include "platform/db.h"

/*
 * PostgreSQL, as far as it is needed to prove that everything the program says
 * to SQLite can be said to it as well: the schema is made, and every statement
 * is prepared with the number of parameters and columns it declares.
 */
struct postgres;

enum outcome postgres_open(struct postgres **postgres, const char *where) MUST_USE; /* libpq's words */
void postgres_close(struct postgres *postgres);                                     /* NULL is fine */
const char *postgres_problem(struct postgres *postgres);

/* Runs a step of schema/. */
enum outcome postgres_script(struct postgres *postgres, struct text sql) MUST_USE;
/* INVALID when the engine does not take it, or counts other parameters or columns. */
enum outcome postgres_prepare(struct postgres *postgres, const char *sql, int takes, int gives) MUST_USE;

/*
 * The schema is written for SQLite. The differences, all of them:
 *
 *   integer                -> bigint
 *   blob                   -> bytea
 *   strict, without rowid  -> nothing
 */
void postgres_schema(struct buf *out, struct text sql);

#endif
