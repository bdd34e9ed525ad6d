#ifndef IDENTITY_CSV_H
#define IDENTITY_CSV_H

#include "identity/fault.h"

/*
 * Tables as schools have them: RFC 4180 with what spreadsheets do to it. The
 * separator is , ; or TAB, found from the first line; text is UTF-8 with or
 * without a byte-order mark, else Windows-1252 (REG-77). Cells come out as
 * UTF-8 and keep their place for messages.
 */
#define CSV_BYTES_MAX      (16 * 1024 * 1024)
#define CSV_ROWS_MAX       50000
#define CSV_CELLS_MAX      200
#define CSV_CELL_BYTES_MAX 4096

struct csv_cell {
	struct text text; /* white space around it is gone */
	int line;         /* where it begins: a quoted cell may hold newlines */
	int column;
};
struct csv_row {
	struct csv_cell *cells;
	int count;
	int line;
};
struct csv {
	struct csv_row header;
	struct csv_row *rows;
	size_t count;
	char separator;
	bool windows_1252;
};

/* INVALID when the file is no table, with each fault added. A row with too few
 * or too many cells is a fault too and is left out, so that the rest can still
 * be looked through. */
enum outcome csv_read(struct csv *csv, struct arena *arena, struct text bytes,
	struct faults *faults) MUST_USE;
/* The place of a column by its header, any case; -1 when there is none. */
int csv_column(const struct csv *csv, const char *name);

#endif
