/* Each class of policy/retention.policy with a day before, the day, and the day after. */
#include "platform/test.h"
#include "privacy/retention.h"

static void
assert_due(const char *class, struct day since, struct day next_year, struct day expected)
{
	struct day due = retention_due(retention_named(class), since, next_year);
	assert_int_equal(due.number, expected.number);
}

/* R50: until the same day of the next year, that day included. */
static void
a_person_one_year_after_leaving(void **state)
{
	(void)state;
	assert_due("person", day_of(2027, 6, 8), DAY_NONE, day_of(2028, 6, 9));
	assert_due("person", day_of(2028, 2, 29), DAY_NONE, day_of(2029, 3, 1));
	assert_due("person", DAY_NONE, DAY_NONE, DAY_NONE); /* still here */
}

static void
a_guardian_with_the_last_child(void **state)
{
	(void)state;
	assert_due("guardian", day_of(2027, 6, 8), DAY_NONE, day_of(2027, 7, 9));
	assert_due("guardian", DAY_NONE, DAY_NONE, DAY_NONE); /* a child is still here */
}

static void
the_register_ten_years_after_its_year(void **state)
{
	(void)state;
	assert_due("register", day_of(2027, 6, 8), DAY_NONE, day_of(2037, 6, 9));
}

static void
what_has_no_date_of_its_own(void **state)
{
	(void)state;
	assert_due("credential", day_of(2027, 6, 8), day_of(2027, 9, 13), DAY_NONE);
	assert_due("structure", day_of(2027, 6, 8), day_of(2027, 9, 13), DAY_NONE);
}

/* R37: at the start of the school year. */
static void
an_attempt_with_its_school_year(void **state)
{
	(void)state;
	assert_due("attempt", day_of(2027, 3, 1), DAY_NONE, DAY_NONE);
	assert_due("attempt", day_of(2027, 3, 1), day_of(2027, 9, 13), day_of(2027, 9, 13));
	assert_due("attempt", day_of(2027, 9, 12), day_of(2027, 9, 13), day_of(2027, 9, 13));
}

/* C7: the start of the school year, but never before six months. */
static void
a_look_with_its_school_year_or_six_months(void **state)
{
	(void)state;
	assert_due("trail", day_of(2027, 3, 13), day_of(2027, 9, 13), day_of(2027, 9, 13));
	assert_due("trail", day_of(2027, 3, 14), day_of(2027, 9, 13), day_of(2027, 9, 14));
	assert_due("trail", day_of(2027, 9, 12), day_of(2027, 9, 13), day_of(2028, 3, 12));
	assert_due("trail", day_of(2027, 3, 1), DAY_NONE, DAY_NONE);
}

/* What is deleted at once is what is due one by one. */
static void
from_which_day_on_it_is_kept(void **state)
{
	(void)state;
	const struct retention *trail = retention_named("trail"), *attempt = retention_named("attempt");
	struct day begun = day_of(2026, 9, 14);
	for (struct day today = begun; day_before(today, day_of(2027, 9, 1)); today = day_add(today, 1)) {
		assert_int_equal(retention_kept_from(attempt, begun, today).number, begun.number);
		struct day from = retention_kept_from(trail, begun, today);
		assert_true(day_equal(from, begun) || day_before(today, retention_due(trail, from, begun)));
		assert_false(day_before(today, retention_due(trail, day_add(from, -1), begun)));
	}
	assert_int_equal(retention_kept_from(trail, begun, begun).number, day_of(2026, 3, 15).number);
	assert_int_equal(retention_kept_from(trail, begun, day_of(2027, 6, 8)).number, begun.number);
}

static void
what_counts_in_hours_and_days(void **state)
{
	(void)state;
	struct instant now = { (int64_t)1000 * 3600 * 1000 };
	assert_int_equal(retention_before(retention_named("session"), now).ms, (int64_t)992 * 3600 * 1000);
	assert_int_equal(retention_before(retention_named("posted"), now).ms, (int64_t)952 * 3600 * 1000);
	assert_due("posted", day_of(2026, 11, 23), DAY_NONE, day_of(2026, 11, 26));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_one_year_after_leaving),
		cmocka_unit_test(a_guardian_with_the_last_child),
		cmocka_unit_test(the_register_ten_years_after_its_year),
		cmocka_unit_test(what_has_no_date_of_its_own),
		cmocka_unit_test(an_attempt_with_its_school_year),
		cmocka_unit_test(a_look_with_its_school_year_or_six_months),
		cmocka_unit_test(from_which_day_on_it_is_kept),
		cmocka_unit_test(what_counts_in_hours_and_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
