#ifndef PLATFORM_TABLE_DIFF_H
#define PLATFORM_TABLE_DIFF_H

#include "platform/db.h"

/*
 * The same table of two databases, side by side in the order of its key; each
 * row that is not the same in both is handed over.
 */
enum row_difference {
	ROW_ONLY_IN_ONE,
	ROW_ONLY_IN_OTHER,
	ROW_DIFFERS,
};
struct table_diff {
	const struct table *table;
	enum row_difference difference;
	const struct value *key;           /* key_columns of it */
	const struct value *other;         /* the whole row of the other database; NULL if it has none */
	const struct table_column *column; /* the first that differs, of ROW_DIFFERS */
};

enum outcome table_diff(struct db *one, struct db *other, const struct table *table,
	enum outcome (*found)(void *context, const struct table_diff *diff), void *context,
	uint64_t *rows) MUST_USE; /* rows of other are added to it */

#endif
