#include "platform/buf.h"

#include <string.h>

#include "platform/test.h"

static void
everything_put_is_there_in_order(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf, 100000);
	buf_put_text(&buf, TEXT("3B"));
	buf_put_byte(&buf, '\0');
	buf_put_u32(&buf, 0x01020304);
	buf_put_i64(&buf, -2);
	buf_printf(&buf, "%d.", 42);
	assert_true(buf_ok(&buf));
	struct text wanted = TEXT("3B\0\x01\x02\x03\x04\xff\xff\xff\xff\xff\xff\xff\xfe"
				  "42.");
	assert_true(text_equal(buf_text(&buf), wanted));
	buf_clear(&buf);
	assert_int_equal(buf_text(&buf).length, 0);
	char many[1000];
	memset(many, 'x', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	for (int i = 0; i < 50; i++)
		buf_printf(&buf, "%s", many);
	assert_int_equal(buf_text(&buf).length, 50 * 999);
	buf_finish(&buf);
	buf_finish(&buf);
}

static void
failing_is_sticky(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf, 4);
	buf_put_text(&buf, TEXT("abcd"));
	assert_true(buf_ok(&buf));
	buf_put_byte(&buf, 'e');
	assert_false(buf_ok(&buf));
	buf_put(&buf, "", 0);
	assert_false(buf_ok(&buf));
	buf_clear(&buf);
	buf_put_byte(&buf, 'f');
	assert_true(buf_ok(&buf) && text_is(buf_text(&buf), "f"));
	buf_finish(&buf);
}

static void
print_may_fill_it_to_the_brim(void **state)
{
	(void)state;
	struct buf buf;
	buf_init(&buf, 300);
	buf_printf(&buf, "%300d", 1);
	assert_true(buf_ok(&buf));
	buf_printf(&buf, "1");
	assert_false(buf_ok(&buf));
	buf_finish(&buf);
	buf_init(&buf, 300);
	buf_printf(&buf, "%301d", 1);
	assert_false(buf_ok(&buf));
	buf_finish(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_put_is_there_in_order),
		cmocka_unit_test(failing_is_sticky),
		cmocka_unit_test(print_may_fill_it_to_the_brim),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
