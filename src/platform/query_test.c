#include "platform/query.h"

#include <stdio.h>
#include <string.h>

#include "platform/limits.h"
#include "platform/test.h"
#include "platform/test_tables.h"

/* "operation" stands for a table with a sealed column: frame, under the key of
 * id, in the row sequence. */
static const struct sealed_column sealed[] = { { 4, 1, 0, "operation.frame" } };
static const struct query operations = {
	.name = "operations",
	.file = "query_test.c",
	.gives = 4,
	.sqlite = "select sequence, id, recorded_at, frame from operation order by sequence",
};
static const struct query operations_drop = {
	.name = "operations_drop",
	.file = "query_test.c",
	.takes = 1,
	.writes = true,
	.sqlite = "delete from operation where sequence < ?1",
};
struct operation_row {
	int64_t sequence;
	int64_t id;
	struct instant recorded_at;
	struct text frame;
};

static char folder[64];
static struct arena *arena;
static struct db *db;

/* A sealer that turns the bytes around and counts how often it is asked. */
static int seal_batches, open_batches;
static bool opening_fails;

static enum outcome
turn_seal(struct sealer *sealer, struct arena *into, struct cell *cells, size_t count)
{
	(void)sealer;
	seal_batches++;
	for (size_t i = 0; i < count; i++) {
		uint8_t *closed = arena_take(into, cells[i].open.length + 1, 1);
		for (size_t b = 0; b < cells[i].open.length; b++)
			closed[b] = (uint8_t)~cells[i].open.at[b];
		cells[i].closed = (struct bytes){ closed, cells[i].open.length };
	}
	return OK;
}

static enum outcome
turn_open(struct sealer *sealer, struct arena *into, struct cell *cells, size_t count)
{
	(void)sealer;
	open_batches++;
	if (opening_fails)
		return BROKEN;
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(cells[i].column, "operation.frame");
		assert_int_equal(cells[i].subject, 700 + cells[i].row);
		char *open = arena_take(into, cells[i].closed.length + 1, 1);
		for (size_t b = 0; b < cells[i].closed.length; b++)
			open[b] = (char)~cells[i].closed.at[b];
		cells[i].open = (struct text){ open, cells[i].closed.length };
	}
	return OK;
}

static enum outcome
put(int64_t sequence, struct instant at, struct text frame)
{
	struct value row[] = { value_of_int(sequence), value_of_int(700 + sequence), value_of_instant(at),
		value_of_int(0), value_of_text(frame) };
	return query_put(db, arena, test_table("operation"), row, sealed, 1);
}

static enum outcome
fetch_all(struct fetch *fetch)
{
	struct operation_row *row;
	fetch_start(fetch, db, arena, &operations, NULL, sizeof(*row));
	while ((row = fetch_row(fetch))) {
		row->sequence = fetch_int(fetch, 0);
		row->id = fetch_int(fetch, 1);
		row->recorded_at = fetch_instant(fetch, 2);
		fetch_sealed(fetch, 3, offsetof(struct operation_row, frame), row->id, row->sequence,
			"operation.frame");
	}
	return fetch_end(fetch);
}

static void
sealed_cells_are_closed_in_the_table_and_open_in_one_batch(void **state)
{
	(void)state;
	struct fetch fetch;
	for (int i = 1; i <= 40; i++)
		assert_int_equal(put(i, (struct instant){ i }, text_printf(arena, "name %d", i)), OK);
	assert_int_equal(seal_batches, 40);

	fetch_start(&fetch, db, arena, &operations, NULL, sizeof(struct operation_row));
	assert_non_null(fetch_row(&fetch));
	struct bytes stored = fetch_bytes(&fetch, 3);
	assert_int_equal(stored.length, 6);
	assert_memory_not_equal(stored.at, "name 1", 6);
	assert_int_equal(fetch_end(&fetch), OK);

	open_batches = 0;
	assert_int_equal(fetch_all(&fetch), OK);
	assert_int_equal(open_batches, 1);
	assert_int_equal(fetch.count, 40);
	const struct operation_row *rows = fetch.rows;
	for (int i = 0; i < 40; i++) {
		assert_int_equal(rows[i].sequence, i + 1);
		assert_true(text_equal(rows[i].frame, text_printf(arena, "name %d", i + 1)));
	}
}

static void
what_is_sealed_ahead_is_not_sealed_again(void **state)
{
	(void)state;
	struct text word = TEXT("word");
	struct cell ahead = { .subject = 750,
		.row = 50,
		.column = "operation.frame",
		.open = word,
		.closed = { (const uint8_t *)"\x88\x90\x8d\x9b", 4 } };
	db_sealed_ahead(db, &ahead, 1);
	seal_batches = 0;
	assert_int_equal(put(50, (struct instant){ 50 }, word), OK);
	assert_int_equal(seal_batches, 0);
	assert_int_equal(put(51, (struct instant){ 51 }, word), OK); /* another row, another subject */
	assert_int_equal(put(50, (struct instant){ 50 }, TEXT("words")), OK);
	assert_int_equal(seal_batches, 2);
	assert_int_equal(put(50, (struct instant){ 50 }, word), OK);
	assert_int_equal(seal_batches, 2);

	struct fetch fetch;
	assert_int_equal(fetch_all(&fetch), OK);
	const struct operation_row *rows = fetch.rows;
	assert_true(text_is(rows[fetch.count - 2].frame, "word"));
	assert_true(text_is(rows[fetch.count - 1].frame, "word"));
	db_sealed_ahead(db, NULL, 0);
	assert_int_equal(put(50, (struct instant){ 50 }, word), OK);
	assert_int_equal(seal_batches, 3);
}

static void
a_cell_that_does_not_open_gives_no_rows(void **state)
{
	(void)state;
	struct fetch fetch;
	opening_fails = true;
	assert_int_equal(fetch_all(&fetch), BROKEN);
	assert_int_equal(fetch.count, 0);
	assert_null(fetch.rows);
	opening_fails = false;
}

static void
a_statement_without_result_runs(void **state)
{
	(void)state;
	struct fetch fetch;
	struct value below = value_of_int(100);
	assert_int_equal(query_run(db, &operations_drop, &below), OK);
	assert_int_equal(fetch_all(&fetch), OK);
	assert_int_equal(fetch.count, 0);
}

static void
none_is_null_and_empty_is_not(void **state)
{
	(void)state;
	assert_int_equal(value_of_day(DAY_NONE).kind, VALUE_NULL);
	assert_int_equal(value_of_minute(MINUTE_NONE).kind, VALUE_NULL);
	assert_int_equal(value_of_instant((struct instant){ 0 }).kind, VALUE_NULL);
	assert_int_equal(value_of_text((struct text){ 0 }).kind, VALUE_NULL);
	assert_int_equal(value_of_bytes((struct bytes){ 0 }).kind, VALUE_NULL);
	assert_int_equal(value_of_day(day_of(1970, 1, 1)).kind, VALUE_INT);
	assert_int_equal(value_of_minute((struct minute){ 0 }).kind, VALUE_INT);
	assert_int_equal(value_of_text(TEXT("")).kind, VALUE_TEXT);
	assert_int_equal(value_of_int(0).kind, VALUE_INT);
}

static void
nulls_come_back_as_none(void **state)
{
	(void)state;
	static const struct query nulls = {
		.name = "nulls",
		.file = "query_test.c",
		.gives = 2,
		.sqlite = "select null, ''",
	};
	struct fetch fetch;
	fetch_start(&fetch, db, arena, &nulls, NULL, sizeof(int64_t));
	assert_non_null(fetch_row(&fetch));
	assert_int_equal(fetch_int(&fetch, 0), 0);
	assert_true(day_equal(fetch_day(&fetch, 0), DAY_NONE));
	assert_int_equal(fetch_minute(&fetch, 0).number, MINUTE_NONE.number);
	assert_int_equal(fetch_instant(&fetch, 0).ms, 0);
	assert_null(fetch_text(&fetch, 0).at);
	assert_null(fetch_bytes(&fetch, 0).at);
	assert_non_null(fetch_text(&fetch, 1).at);
	assert_null(fetch_row(&fetch));
	assert_int_equal(fetch_end(&fetch), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sealed_cells_are_closed_in_the_table_and_open_in_one_batch),
		cmocka_unit_test(what_is_sealed_ahead_is_not_sealed_again),
		cmocka_unit_test(a_cell_that_does_not_open_gives_no_rows),
		cmocka_unit_test(a_statement_without_result_runs),
		cmocka_unit_test(none_is_null_and_empty_is_not),
		cmocka_unit_test(nulls_come_back_as_none),
	};
	struct sealer sealer = { turn_seal, turn_open };
	char path[80];
	test_folder_make(folder);
	snprintf(path, sizeof(path), "%s/school.db", folder);
	arena = arena_create(16 * MIB);
	if (db_open(&db, &(struct db_options){ .path = path, .create = true, .sealer = &sealer }) != OK ||
		migrate(db, test_steps, test_step_count, (struct instant){ 1 }, NULL) != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	db_close(db);
	arena_destroy(arena);
	test_folder_remove(folder);
	return failed;
}
