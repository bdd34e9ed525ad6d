#include <stdio.h>

#include "platform/db_postgres.h"
#include "platform/migrate.h"
#include "platform/table_sql.h"

/*
 * prepare "host=... dbname=...": makes the schema on PostgreSQL and prepares
 * there every query of every .sql file and the four statements of every
 * declared table. Prints what the engine does not take, with file:line.
 */
static struct postgres *postgres;
static int passed, failed;

static void
count(enum outcome outcome, const char *where, const char *what)
{
	if (outcome == OK) {
		passed++;
		return;
	}
	failed++;
	printf("%s: %s: %s", where, what, postgres_problem(postgres));
}

static void
prepare_queries(void)
{
	for (const struct query *const *query = queries; *query; query++) {
		if (!(*query)->postgres)
			continue;
		count(postgres_prepare(postgres, (*query)->postgres, (*query)->takes, (*query)->gives),
			(*query)->file, (*query)->name);
	}
}

static void
prepare_statement(const struct table *table, const char *what, const struct buf *sql, int takes, int gives)
{
	count(postgres_prepare(postgres, sql->at, takes, gives), table->name, what);
}

static void
prepare_tables(void)
{
	struct buf sql;
	buf_init(&sql, 100000);
	for (const struct table *table = tables; table < tables + table_count; table++) {
		table_put_sql(&sql, table, DIALECT_POSTGRES);
		buf_put_byte(&sql, '\0');
		prepare_statement(table, "put", &sql, table->column_count, 0);
		buf_clear(&sql);
		table_drop_sql(&sql, table, DIALECT_POSTGRES);
		buf_put_byte(&sql, '\0');
		prepare_statement(table, "drop", &sql, table->key_columns, 0);
		buf_clear(&sql);
		table_scan_sql(&sql, table);
		buf_put_byte(&sql, '\0');
		prepare_statement(table, "scan", &sql, 0, table->column_count);
		buf_clear(&sql);
	}
	buf_finish(&sql);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: prepare CONNECTION\n");
		return 1;
	}
	if (postgres_open(&postgres, argv[1]) != OK)
		return 1;
	for (int i = 0; i < schema_step_count; i++)
		count(postgres_script(postgres, text_of(schema_steps[i].sql)), schema_steps[i].name,
			"schema");
	prepare_queries();
	prepare_tables();
	/* The positive control: a statement that nobody could take. */
	if (postgres_prepare(postgres, "select nothing_of_that_name from operation", 0, 1) != INVALID)
		failed++;
	postgres_close(postgres);
	printf("%d passed, %d failed\n", passed, failed);
	return failed == 0 ? 0 : 1;
}
