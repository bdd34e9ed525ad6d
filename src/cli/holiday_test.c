#include "cli/holiday.h"

#include "platform/test.h"

static void
easter_falls_where_the_almanac_has_it(void **state)
{
	(void)state;
	assert_true(day_equal(easter_of(2024), day_of(2024, 3, 31)));
	assert_true(day_equal(easter_of(2025), day_of(2025, 4, 20)));
	assert_true(day_equal(easter_of(2027), day_of(2027, 3, 28)));
	assert_true(day_equal(easter_of(2038), day_of(2038, 4, 25)));
	assert_true(day_equal(easter_of(2000), day_of(2000, 4, 23)));
}

static void
a_day_belongs_to_its_school_year(void **state)
{
	(void)state;
	struct school_days days = school_days_of(COUNTRY_IT, day_of(2026, 11, 22));
	assert_int_equal(days.year, 2026);
	assert_true(day_equal(days.first, day_of(2026, 9, 14)));
	assert_true(day_equal(days.last, day_of(2027, 6, 8)));
	assert_int_equal(school_days_of(COUNTRY_IT, day_of(2027, 6, 8)).year, 2026);
	assert_int_equal(school_days_of(COUNTRY_IT, day_of(2027, 6, 9)).year, 2027);
	assert_int_equal(school_days_of(COUNTRY_IT, day_of(2027, 1, 1)).year, 2026);
	assert_int_equal(school_days_of(COUNTRY_ES, day_of(2026, 7, 1)).year, 2026);
}

static void
the_italian_year_has_its_closures_in_order(void **state)
{
	(void)state;
	struct holiday holidays[HOLIDAYS_MAX];
	int count = holidays_of(COUNTRY_IT, day_of(2026, 9, 14), day_of(2027, 6, 8), holidays);
	assert_int_equal(count, 7);
	assert_true(day_equal(holidays[2].first, day_of(2026, 12, 23)));
	assert_true(day_equal(holidays[2].last, day_of(2027, 1, 6)));
	assert_true(day_equal(holidays[3].first, day_of(2027, 3, 25)));
	assert_true(day_equal(holidays[3].last, day_of(2027, 3, 30)));
	for (int i = 1; i < count; i++)
		assert_true(day_before(holidays[i - 1].last, holidays[i].first));
}

static void
every_country_has_a_zone_and_a_language(void **state)
{
	(void)state;
	enum country country;
	enum zone zone;
	assert_true(country_parse(TEXT("NL"), &country));
	assert_int_equal(country, COUNTRY_NL);
	assert_false(country_parse(TEXT("FR"), &country));
	for (int i = 0; i < COUNTRIES; i++) {
		assert_true(zone_parse(text_of(country_zone((enum country)i)), &zone));
		assert_int_equal(text_of(country_language((enum country)i)).length, 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter_falls_where_the_almanac_has_it),
		cmocka_unit_test(a_day_belongs_to_its_school_year),
		cmocka_unit_test(the_italian_year_has_its_closures_in_order),
		cmocka_unit_test(every_country_has_a_zone_and_a_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
