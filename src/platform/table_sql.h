#ifndef PLATFORM_TABLE_SQL_H
#define PLATFORM_TABLE_SQL_H

#include "platform/db.h"

/* The statements that every declared table has, written out of its
 * declaration, for either database. */
enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES };

void table_put_sql(struct buf *out, const struct table *table, enum dialect dialect);
void table_drop_sql(struct buf *out, const struct table *table, enum dialect dialect);
void table_scan_sql(struct buf *out, const struct table *table);
/* A put of some of the columns only, by their place in the table. */
void table_put_some_sql(struct buf *out, const struct table *table, const int *columns, int count,
	enum dialect dialect);

#endif
