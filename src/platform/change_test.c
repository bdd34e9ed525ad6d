#include "platform/change.h"

#include <string.h>

#include "platform/test.h"
#include "platform/test_tables.h"

static void
what_is_put_comes_back(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf, 1000);
	const struct table *attendance = test_table("attendance");
	struct value row[] = { test_int(20000), test_int(3), test_int(-7), test_int(1), test_text("l'ora") };
	change_put(&buf, attendance, row);
	change_drop(&buf, attendance, row);
	row[4] = test_null();
	change_put(&buf, attendance, row);

	struct change change;
	struct text rest = buf_text(&buf);
	assert_int_equal(change_next(&rest, &change), OK);
	assert_int_equal(change.kind, CHANGE_PUT);
	assert_true(text_is(change.table, "attendance"));
	assert_int_equal(change.count, 5);
	assert_true(text_is(change.names[2], "pupil"));
	assert_int_equal(change.values[2].number, -7);
	assert_true(text_is(change.values[4].text, "l'ora"));
	assert_int_equal(change_next(&rest, &change), OK);
	assert_int_equal(change.kind, CHANGE_DROP);
	assert_int_equal(change.count, 3);
	assert_int_equal(change.values[0].number, 20000);
	assert_int_equal(change_next(&rest, &change), OK);
	assert_int_equal(change.values[4].kind, VALUE_NULL);
	assert_int_equal(change_next(&rest, &change), NOT_FOUND);
	buf_finish(&buf);
}

/* Every proper part of one change, and lengths that lie. */
static void
what_is_cut_short_is_refused(void **state)
{
	(void)state;
	struct buf buf;
	struct change change;
	buf_init(&buf, 1000);
	struct value row[] = { test_int(1), test_int(2), test_int(3), test_int(4), test_text("note") };
	change_put(&buf, test_table("attendance"), row);
	for (size_t length = 1; length < buf.length; length++) {
		struct text part = { buf.at, length };
		assert_int_equal(change_next(&part, &change), INVALID);
	}
	struct text lies[] = {
		TEXT("X\x01t\x01\x00"),
		TEXT("P\x00\x01"),
		TEXT("D\x01t\x00"),
		TEXT("D\x01t\x41"),
		TEXT("D\x01t\x01\x04"),
		TEXT("D\x01t\x01\x02\xff\xff\xff\xff"
		     "a"),
		TEXT("D\xff"
		     "t"),
	};
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		assert_int_equal(change_next(&lies[i], &change), INVALID);
	buf_finish(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_comes_back),
		cmocka_unit_test(what_is_cut_short_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
