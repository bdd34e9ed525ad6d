#include "platform/db_postgres.h"

#include "platform/test.h"

static void
the_schema_is_put_into_its_words(void **state)
{
	(void)state;
	const struct {
		struct text sqlite;
		const char *postgres;
	} pairs[] = {
		{ TEXT("create table a (b integer, c blob, d text) strict, without rowid;"),
			"create table a (b bigint, c bytea, d text)   ;" },
		{ TEXT("-- integer, it's\ncreate index i on a(b, c) where b > 0;"),
			"-- integer, it's\ncreate index i on a(b, c) where b > 0;" },
		{ TEXT("create table strict_one (\"integer\" integer check (d <> 'blob, integer')) strict;"),
			"create table strict_one (\"integer\" bigint check (d <> 'blob, integer')) ;" },
		{ TEXT("'open"), "'open" },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct buf out;
		buf_init(&out, 1000);
		postgres_schema(&out, pairs[i].sqlite);
		buf_put_byte(&out, '\0');
		assert_string_equal(out.at, pairs[i].postgres);
		buf_finish(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schema_is_put_into_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
