#ifndef TOOLS_SQL2C_H
#define TOOLS_SQL2C_H

#include "policy_reader.h"

/* One block of a .sql file: what sql2c.c reads and sql_emit.c writes. */
enum shape { ONE, MANY, RUN, PUT, DROP };

/* A parameter or a cell of a row. */
struct item {
	const char *name;
	const char *type;
	const struct table *table; /* of a stored column; NULL for "name type" */
	const struct column *column;
	const char *by, *under; /* which items hold the row and the subject of a sealed one */
	int by_item, under_item;
	struct place place;
};
struct items {
	struct item *at;
	int count;
};

/* The statement for one database. In it PARAMETER and a number stand for a
 * :name; SQLite writes ?1 and PostgreSQL $1. */
#define PARAMETER '\x01'
struct statement {
	const char *text;
	struct place place;
};

struct block {
	const char *name;
	enum shape shape;
	const struct table *table;            /* of put and drop */
	const struct word *verb, *thing, *of; /* NULL: needs nothing */
	const char **fields;
	int field_count;
	const char *subject_column; /* of put and drop */
	const char **notes;         /* free comment lines */
	int note_count;
	struct items takes, gives;
	const struct table *whole; /* "gives TABLE.*": the row is the table's record */
	struct statement everywhere, postgres;
	struct place place;
};

struct sql_file {
	const char *stem; /* "register/attendance" */
	const char **uses;
	int use_count;
	struct block *blocks;
	int block_count;
};

extern const char *const sql_shape_words[];

/* All that can be told when the block has ended; numbers its parameters. */
void sql_block_finish(struct block *block);
/* What the statements of a file may do. */
void sql_file_check(const struct policy *policy, const struct sql_file *file);

/* Does the statement get :subject? It is number 1 then. */
bool block_binds_subject(const struct block *block);

void emit_sql_header(const struct policy *policy, const struct sql_file *file, const char *path,
	struct out *out);
void emit_sql_source(const struct policy *policy, const struct sql_file *file, struct out *out);

#endif
