#include "register/school_day.h"

#include "platform/test.h"

#define CENTRE 11
#define BRANCH 12

static struct school_calendar
calendar_of_2025(void)
{
	static struct school_closure closures[8];
	static struct school_rest_day rest_days[4];
	static struct school_term terms[2];
	closures[0] = (struct school_closure){ day_of(2025, 10, 31), day_of(2025, 11, 3), CLOSURE_CLOSED,
		{ 0 }, TEXT("All Saints") };
	closures[1] = (struct school_closure){ day_of(2025, 12, 5), day_of(2025, 12, 5), CLOSURE_ASSEMBLY,
		{ 0 }, TEXT("Assembly") };
	closures[2] = (struct school_closure){ day_of(2025, 12, 4), day_of(2025, 12, 4), CLOSURE_CLOSED,
		{ BRANCH }, TEXT("Patron saint") };
	closures[3] = (struct school_closure){ day_of(2025, 12, 23), day_of(2026, 1, 6), CLOSURE_CLOSED,
		{ 0 }, TEXT("Christmas") };
	rest_days[0] = (struct school_rest_day){ 0, { 0 } };
	rest_days[1] = (struct school_rest_day){ 6, TEXT("1AB") };
	terms[0] = (struct school_term){ TEXT("Trimestre"), day_of(2026, 1, 31) };
	terms[1] = (struct school_term){ TEXT("Pentamestre"), day_of(2026, 6, 8) };
	return (struct school_calendar){
		.first_day = day_of(2025, 9, 12),
		.last_day = day_of(2026, 6, 8),
		.closures = closures,
		.closure_count = 4,
		.rest_days = rest_days,
		.rest_day_count = 2,
		.terms = terms,
		.term_count = 2,
	};
}
static const struct school_class class_1ab = { { CENTRE }, { "1AB", 3 } };
static const struct school_class class_1a = { { CENTRE }, { "1A", 2 } };
static const struct school_class class_branch = { { BRANCH }, { "2C-INF", 6 } };

static void
assert_answer(const struct school_class *class, struct day day, enum school_day wanted)
{
	struct school_calendar calendar = calendar_of_2025();
	struct day today = day_of(2026, 2, 10);
	assert_int_equal(school_day_to_record(&calendar, class, day, today), wanted);
	bool plannable = wanted == SCHOOL_DAY || wanted == SCHOOL_DAY_FUTURE;
	assert_int_equal(is_school_day(&calendar, class, day), plannable);
}

static void
REG_15_an_assembly_is_not_a_closure(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	assert_answer(&class_1a, day_of(2025, 12, 5), SCHOOL_DAY);
	assert_true(text_is(school_day_closure(&calendar, (struct site_id){ CENTRE }, day_of(2025, 12, 5))
				    ->label,
		"Assembly"));
	assert_null(school_day_closure(&calendar, (struct site_id){ CENTRE }, day_of(2025, 12, 10)));
}

static void
REG_15_a_closure_may_be_of_one_site(void **state)
{
	(void)state;
	assert_answer(&class_1a, day_of(2025, 12, 4), SCHOOL_DAY);
	assert_answer(&class_branch, day_of(2025, 12, 4), SCHOOL_DAY_CLOSED);
	assert_answer(&class_branch, day_of(2025, 11, 3), SCHOOL_DAY_CLOSED);
}

static void
REG_16_rest_days_are_of_the_school_or_of_one_class(void **state)
{
	(void)state;
	assert_answer(&class_1a, day_of(2025, 9, 14), SCHOOL_DAY_REST);  /* Sunday */
	assert_answer(&class_1ab, day_of(2025, 9, 13), SCHOOL_DAY_REST); /* 6:1AB */
	assert_answer(&class_1a, day_of(2025, 9, 13), SCHOOL_DAY);       /* the name is compared whole */
}

static void
REG_16_pairs_are_parsed(void **state)
{
	(void)state;
	struct school_rest_day rest;
	assert_true(school_rest_day_parse(TEXT("6:1AB"), &rest));
	assert_true(rest.weekday == 6 && text_is(rest.class_name, "1AB"));
	assert_true(school_rest_day_parse(TEXT("0"), &rest));
	assert_true(rest.weekday == 0 && rest.class_name.length == 0);
	assert_true(school_rest_day_parse(TEXT("3:5C-INFORMATICA serale"), &rest));
	assert_true(text_is(rest.class_name, "5C-INFORMATICA serale"));
	const char *refused[] = { "", "7", "7:1A", "6:", ":1A", "66:1A", "x", "-1" };
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(school_rest_day_parse(text_of(refused[i]), &rest));
}

static void
REG_17_each_refusal_is_named(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	assert_answer(&class_1a, day_of(2025, 9, 11), SCHOOL_DAY_OUTSIDE_YEAR);
	assert_answer(&class_1a, day_of(2026, 6, 9), SCHOOL_DAY_OUTSIDE_YEAR);
	assert_answer(&class_1a, DAY_NONE, SCHOOL_DAY_OUTSIDE_YEAR);
	assert_answer(&class_1a, day_of(2025, 9, 12), SCHOOL_DAY);
	assert_answer(&class_1a, day_of(2026, 2, 10), SCHOOL_DAY);
	assert_answer(&class_1a, day_of(2026, 2, 11), SCHOOL_DAY_FUTURE);
	assert_int_equal(school_day_to_plan(&calendar, &class_1a, day_of(2026, 2, 11)), SCHOOL_DAY);
	for (enum school_day one = SCHOOL_DAY; one <= SCHOOL_DAY_FUTURE; one++)
		for (enum school_day other = SCHOOL_DAY; other < one; other++)
			assert_string_not_equal(school_day_message(one), school_day_message(other));
	struct school_calendar none = { .first_day = DAY_NONE, .last_day = DAY_NONE };
	assert_false(is_school_day(&none, &class_1a, day_of(2026, 2, 11)));
	assert_true(day_equal(school_day_next(&none, &class_1a, day_of(2026, 2, 11)), DAY_NONE));
}

static void
REG_19_EX_1_term_ends_are_inclusive(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	assert_int_equal(school_day_term(&calendar, day_of(2025, 9, 11)), -1);
	assert_int_equal(school_day_term(&calendar, day_of(2025, 9, 12)), 0);
	assert_int_equal(school_day_term(&calendar, day_of(2026, 1, 31)), 0);
	assert_int_equal(school_day_term(&calendar, day_of(2026, 2, 1)), 1);
	assert_int_equal(school_day_term(&calendar, day_of(2026, 6, 8)), 1);
	assert_int_equal(school_day_term(&calendar, day_of(2026, 6, 9)), -1);
}

static void
REG_19_two_or_three_terms_up_to_the_end_of_the_year(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	size_t term;
	assert_null(school_calendar_problem(&calendar, &term));
	struct school_term terms[4];
	for (int i = 0; i < 4; i++)
		terms[i] = (struct school_term){ TEXT("t"), day_add(calendar.last_day, -10 * (3 - i)) };
	calendar.terms = terms + 1;
	calendar.term_count = 3;
	assert_null(school_calendar_problem(&calendar, &term));
	calendar.term_count = 2; /* ends before the year */
	assert_non_null(school_calendar_problem(&calendar, &term));
	assert_int_equal(term, 1);
	calendar.terms = terms;
	calendar.term_count = 4;
	assert_non_null(school_calendar_problem(&calendar, &term));
	calendar.terms = terms + 3;
	calendar.term_count = 1;
	assert_non_null(school_calendar_problem(&calendar, &term));
	calendar.terms = terms + 2;
	calendar.term_count = 2;
	terms[2].last_day = calendar.last_day;
	assert_non_null(school_calendar_problem(&calendar, &term));
	assert_int_equal(term, 1); /* both end on one day */
	calendar = calendar_of_2025();
	calendar.last_day = day_of(2025, 9, 11);
	assert_non_null(school_calendar_problem(&calendar, &term));
	calendar.last_day = day_of(2027, 6, 8);
	assert_non_null(school_calendar_problem(&calendar, &term));
	assert_int_equal(term, calendar.term_count); /* the year itself */
}

static void
next_and_previous_stay_in_the_year(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	assert_true(day_equal(school_day_next(&calendar, &class_1a, day_of(2025, 7, 1)), calendar.first_day));
	assert_true(day_equal(school_day_next(&calendar, &class_1a, calendar.last_day), DAY_NONE));
	assert_true(day_equal(school_day_previous(&calendar, &class_1a, calendar.first_day), DAY_NONE));
	assert_true(day_equal(school_day_previous(&calendar, &class_1a, day_of(2026, 8, 1)),
		calendar.last_day));
	assert_true(day_equal(school_day_next(&calendar, &class_1ab, day_of(2025, 12, 22)),
		day_of(2026, 1, 7)));
}

static void
next_agrees_with_asking_every_day(void **state)
{
	(void)state;
	struct school_calendar calendar = calendar_of_2025();
	const struct school_class *classes[] = { &class_1a, &class_1ab, &class_branch };
	for (int c = 0; c < 3; c++) {
		int found = 0;
		struct day next = school_day_next(&calendar, classes[c], day_of(2025, 8, 1));
		for (struct day day = day_of(2025, 8, 2); day_before(day, day_of(2026, 8, 1));
			day = day_add(day, 1)) {
			if (!is_school_day(&calendar, classes[c], day))
				continue;
			found++;
			assert_true(day_equal(day, next));
			next = school_day_next(&calendar, classes[c], day);
		}
		assert_true(day_equal(next, DAY_NONE));
		assert_in_range(found, 170, 230);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(REG_15_an_assembly_is_not_a_closure),
		cmocka_unit_test(REG_15_a_closure_may_be_of_one_site),
		cmocka_unit_test(REG_16_rest_days_are_of_the_school_or_of_one_class),
		cmocka_unit_test(REG_16_pairs_are_parsed),
		cmocka_unit_test(REG_17_each_refusal_is_named),
		cmocka_unit_test(REG_19_EX_1_term_ends_are_inclusive),
		cmocka_unit_test(REG_19_two_or_three_terms_up_to_the_end_of_the_year),
		cmocka_unit_test(next_and_previous_stay_in_the_year),
		cmocka_unit_test(next_agrees_with_asking_every_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
