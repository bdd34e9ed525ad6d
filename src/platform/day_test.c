#include "platform/day.h"

#include <time.h>

#include "platform/test.h"

/* The C library's calendar is the independent oracle. */
static void
every_day_of_two_centuries_agrees_with_timegm(void **state)
{
	(void)state;
	for (int32_t number = DAY_NUMBER_MIN; number <= DAY_NUMBER_MAX; number++) {
		struct day day = { number };
		time_t seconds = (time_t)number * 86400;
		struct tm wanted;
		gmtime_r(&seconds, &wanted);
		int year, month, day_of_month;
		day_parts(day, &year, &month, &day_of_month);
		assert_int_equal(year, wanted.tm_year + 1900);
		assert_int_equal(month, wanted.tm_mon + 1);
		assert_int_equal(day_of_month, wanted.tm_mday);
		assert_int_equal(day_weekday(day), wanted.tm_wday);
		struct tm back = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day_of_month };
		assert_int_equal(day_of(year, month, day_of_month).number, timegm(&back) / 86400);
		char text[DAY_TEXT_SIZE];
		day_print(day, text);
		struct day parsed;
		assert_true(day_parse(text_of(text), &parsed));
		assert_true(day_equal(parsed, day));
	}
}

static void
days_that_do_not_exist_are_none(void **state)
{
	(void)state;
	const int refused[][3] = { { 1899, 12, 31 }, { 2100, 1, 1 }, { 2026, 2, 29 }, { 1900, 2, 29 },
		{ 2026, 4, 31 }, { 2026, 0, 1 }, { 2026, 13, 1 }, { 2026, 1, 0 } };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_true(day_equal(day_of(refused[i][0], refused[i][1], refused[i][2]), DAY_NONE));
	assert_false(day_equal(day_of(2024, 2, 29), DAY_NONE));
	assert_true(day_equal(day_add((struct day){ DAY_NUMBER_MAX }, 1), DAY_NONE));
	assert_true(day_equal(day_add((struct day){ DAY_NUMBER_MIN }, -1), DAY_NONE));
	assert_true(day_equal(day_add(DAY_NONE, 1), DAY_NONE));
	char text[DAY_TEXT_SIZE];
	day_print(DAY_NONE, text);
	assert_string_equal(text, "");
}

static void
texts_become_days_only_when_exact(void **state)
{
	(void)state;
	struct day day;
	const char *refused[] = { "", "2026-2-3", "2026-02-30", "2026/02/03", "2026-02-03 ", "+026-02-03",
		"20260203", "2026-02-0x" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(day_parse(text_of(refused[i]), &day));
	assert_true(day_parse_italian(TEXT("22/11/2026"), &day));
	assert_true(day_equal(day, day_of(2026, 11, 22)));
	assert_true(day_parse_italian(TEXT("1/9/2026"), &day));
	assert_true(day_equal(day, day_of(2026, 9, 1)));
	const char *refused_italian[] = { "", "22/11/26", "31/11/2026", "2026/11/22", "//2026", "1/1/1/2026",
		"001/1/2026" };
	for (size_t i = 0; i < sizeof refused_italian / sizeof refused_italian[0]; i++)
		assert_false(day_parse_italian(text_of(refused_italian[i]), &day));
}

static void
months_are_added_with_the_day_clamped(void **state)
{
	(void)state;
	assert_true(day_equal(day_add_months(day_of(2026, 1, 31), 1), day_of(2026, 2, 28)));
	assert_true(day_equal(day_add_months(day_of(2024, 1, 31), 1), day_of(2024, 2, 29)));
	assert_true(day_equal(day_add_months(day_of(2026, 11, 30), 3), day_of(2027, 2, 28)));
	assert_true(day_equal(day_add_months(day_of(2026, 1, 15), -1), day_of(2025, 12, 15)));
	assert_true(day_equal(day_add_months(day_of(2099, 12, 1), 1), DAY_NONE));
	assert_true(day_equal(day_add_months(DAY_NONE, 1), DAY_NONE));
}

static void
weeks_begin_on_monday(void **state)
{
	(void)state;
	assert_true(day_equal(day_monday(day_of(2026, 11, 22)), day_of(2026, 11, 16)));
	assert_true(day_equal(day_monday(day_of(2026, 11, 23)), day_of(2026, 11, 23)));
}

static void
between_is_inclusive_and_may_be_open(void **state)
{
	(void)state;
	struct day first = day_of(2026, 9, 1), last = day_of(2026, 9, 30);
	assert_true(day_between(first, first, last));
	assert_true(day_between(last, first, last));
	assert_false(day_between(day_of(2026, 10, 1), first, last));
	assert_false(day_between(day_of(2026, 8, 31), first, last));
	assert_true(day_between(day_of(2026, 10, 1), first, DAY_NONE));
	assert_true(day_between(day_of(1950, 1, 1), DAY_NONE, last));
	assert_false(day_between(DAY_NONE, DAY_NONE, DAY_NONE));
	assert_true(day_before(first, last));
	assert_false(day_before(last, last));
}

static void
minutes_of_the_day(void **state)
{
	(void)state;
	struct minute minute;
	assert_true(minute_parse(TEXT("8:05"), &minute));
	assert_int_equal(minute.number, 485);
	assert_true(minute_parse(TEXT("24:00"), &minute));
	assert_int_equal(minute.number, 1440);
	const char *refused[] = { "", "8", "8:5", "8:60", "24:01", "25:00", "008:05", ":05", "8:05:00",
		"-8:05" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(minute_parse(text_of(refused[i]), &minute));
	char text[MINUTE_TEXT_SIZE];
	for (int16_t number = 0; number <= 1440; number++) {
		minute_print((struct minute){ number }, text);
		assert_true(minute_parse(text_of(text), &minute));
		assert_int_equal(minute.number, number);
	}
	minute_print(MINUTE_NONE, text);
	assert_string_equal(text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_two_centuries_agrees_with_timegm),
		cmocka_unit_test(days_that_do_not_exist_are_none),
		cmocka_unit_test(texts_become_days_only_when_exact),
		cmocka_unit_test(months_are_added_with_the_day_clamped),
		cmocka_unit_test(weeks_begin_on_monday),
		cmocka_unit_test(between_is_inclusive_and_may_be_open),
		cmocka_unit_test(minutes_of_the_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
