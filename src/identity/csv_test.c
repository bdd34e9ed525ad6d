#include "identity/csv.h"

#include <stdlib.h>
#include <string.h>

#include "platform/test.h"

static struct arena *arena;
static struct faults faults;
static struct csv csv;

static enum outcome
read(const char *text)
{
	arena_reset(arena);
	faults_init(&faults, arena);
	return csv_read(&csv, arena, text_of(text), &faults);
}

static const char *
cell(size_t row, const char *column)
{
	return text_terminated(arena, csv.rows[row].cells[csv_column(&csv, column)].text);
}

static void
separators_are_found_from_the_first_line(void **state)
{
	(void)state;
	assert_int_equal(read("nome,classe\nAnna,1A\n"), OK);
	assert_int_equal(csv.separator, ',');
	assert_int_equal(read("nome;classe\nAnna,Rita;1A\n"), OK);
	assert_string_equal(cell(0, "nome"), "Anna,Rita");
	assert_int_equal(read("nome\tclasse\r\nAnna\t1A\r\n"), OK);
	assert_string_equal(cell(0, "classe"), "1A");
	assert_int_equal(read("\"a;b;c\",classe\n1,2"), OK);
	assert_int_equal(csv.separator, ',');
}

static void
headers_are_found_in_any_case_and_order(void **state) /* REG-77 */
{
	(void)state;
	assert_int_equal(read("CLASSE,Nome\n1A,Anna\n"), OK);
	assert_string_equal(cell(0, "classe"), "1A");
	assert_string_equal(cell(0, "NOME"), "Anna");
	assert_int_equal(csv_column(&csv, "cognome"), -1);
	assert_int_equal(csv_column(&csv, "nom"), -1);
}

static void
quotes_hold_separators_newlines_and_quotes(void **state)
{
	(void)state;
	assert_int_equal(read("a,b\n\"x, \"\"y\"\"\nz\" , 2 \n3,4\n"), OK);
	assert_string_equal(cell(0, "a"), "x, \"y\"\nz");
	assert_string_equal(cell(0, "b"), "2");
	assert_int_equal(csv.rows[0].line, 2);
	assert_int_equal(csv.rows[1].line, 4);
	assert_string_equal(cell(1, "a"), "3");
	assert_int_equal(read("a,b\n5\" pipe,2\n"), OK);
	assert_string_equal(cell(0, "a"), "5\" pipe");
}

static void
utf8_mark_and_windows_1252_are_recognised(void **state) /* REG-77 */
{
	(void)state;
	assert_int_equal(read("\xEF\xBB\xBFnome,b\nNiccolò,1\n"), OK);
	assert_string_equal(cell(0, "nome"), "Niccolò");
	assert_false(csv.windows_1252);
	assert_int_equal(read("nome,b\nNiccol\xF2 \x80 \x8A,1\n"), OK);
	assert_string_equal(cell(0, "nome"), "Niccolò € Š");
	assert_true(csv.windows_1252);
	assert_int_equal(read("nome,b\nx,\x81\n"), INVALID);
	assert_int_equal(faults.at[0].line, 2);
	assert_int_equal(faults.at[0].column, 3);
}

static void
every_fault_is_told_with_line_and_column(void **state)
{
	(void)state;
	assert_int_equal(read("a,b\n1\n\"x\"y,2\n1,2,3\n\xC3\xA0,\x01\n4,5\n"), INVALID);
	assert_int_equal(faults.count, 4);
	assert_int_equal(faults.at[0].line, 2);
	assert_int_equal(faults.at[1].line, 3);
	assert_int_equal(faults.at[1].column, 4);
	assert_int_equal(faults.at[2].line, 4);
	assert_int_equal(faults.at[3].line, 5);
	assert_int_equal(faults.at[3].column, 3);
	assert_string_equal(cell(csv.count - 1, "b"), "5");
}

static void
an_open_quote_ends_the_reading(void **state)
{
	(void)state;
	assert_int_equal(read("a,b\n1,\"2\n3,4\n"), INVALID);
	assert_int_equal(faults.count, 1);
	assert_int_equal(faults.at[0].line, 2);
	assert_int_equal(faults.at[0].column, 3);
	assert_int_equal(csv.count, 0);
}

static void
files_that_are_no_tables_are_refused(void **state)
{
	(void)state;
	assert_int_equal(read(""), INVALID);
	assert_int_equal(read("\n\n"), INVALID);
	assert_int_equal(read("\xFF\xFEn\x01"), INVALID);
	faults_init(&faults, arena);
	assert_int_equal(csv_read(&csv, arena, (struct text){ "a,b\0c", 5 }, &faults), INVALID);
}

static void
empty_lines_are_passed_over(void **state)
{
	(void)state;
	assert_int_equal(read("a,b\n\n1,2\n,\n\n"), OK);
	assert_int_equal(csv.count, 1);
	assert_int_equal(read("a,b"), OK);
	assert_int_equal(csv.count, 0);
}

static void
limits_are_kept(void **state)
{
	(void)state;
	char *copy = malloc(CSV_CELL_BYTES_MAX + 20);
	memset(copy, 'x', CSV_CELL_BYTES_MAX + 19);
	memcpy(copy, "a,b\n\"\"\"", 7);
	memcpy(copy + CSV_CELL_BYTES_MAX + 12, "\",2\n", 5);
	assert_int_equal(read(copy), INVALID);
	assert_int_equal(faults.at[0].line, 2);
	free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(separators_are_found_from_the_first_line),
		cmocka_unit_test(headers_are_found_in_any_case_and_order),
		cmocka_unit_test(quotes_hold_separators_newlines_and_quotes),
		cmocka_unit_test(utf8_mark_and_windows_1252_are_recognised),
		cmocka_unit_test(every_fault_is_told_with_line_and_column),
		cmocka_unit_test(an_open_quote_ends_the_reading),
		cmocka_unit_test(files_that_are_no_tables_are_refused),
		cmocka_unit_test(empty_lines_are_passed_over),
		cmocka_unit_test(limits_are_kept),
	};
	arena = arena_create(16u << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_destroy(arena);
	return failed;
}
