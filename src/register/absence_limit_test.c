#include "register/absence_limit.h"

#include <string.h>

#include "platform/random.h"
#include "platform/test.h"
#include "register/pupil_day_fixture.h"

#define AT(hours, minutes) ((struct minute){ (int16_t)((hours)*60 + (minutes)) })
#define HUNDREDTHS(hours)  ((int64_t)(hours)*100)

static const struct pupil_day_hours school_hours = { { 8 * 60 }, { 14 * 60 }, 10 };

static bool
amount_is(struct absence_amount amount, int64_t above, int64_t below)
{
	return amount.above * below == above * amount.below;
}

/* EX-4 .. EX-9: weekly hours x weeks, the last value within and the first that crosses. */
static void
REG_39_EX_4_to_EX_9_annual_units_and_their_quarter(void **state)
{
	(void)state;
	const struct {
		int weekly, dropped, weeks;
		int64_t due, within, crossed;
	} examples[] = {
		{ 33, 0, 33, HUNDREDTHS(1089), 27225, 27250 }, /* EX-4 */
		{ 32, 0, 33, HUNDREDTHS(1056), 26400, 26450 }, /* EX-5 */
		{ 32, 1, 33, HUNDREDTHS(1023), 25550, 25600 }, /* EX-6 */
		{ 30, 0, 33, HUNDREDTHS(990), 24750, 24800 },  /* EX-7 */
		{ 30, 1, 33, HUNDREDTHS(957), 23900, 23950 },  /* EX-8 */
		{ 30, 0, 36, HUNDREDTHS(1080), 27000, 27050 }, /* EX-9 */
	};
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		struct absence_facts facts = {
			.weekly_units = HUNDREDTHS(examples[i].weekly),
			.dropped_weekly_units = HUNDREDTHS(examples[i].dropped),
			.weeks = examples[i].weeks,
			.carried_units = examples[i].within,
		};
		struct absence_limit limit;
		absence_limit(&facts, &limit);
		assert_int_equal(limit.due_units, examples[i].due);
		assert_int_equal(limit.state, ABSENCE_NEAR);
		facts.carried_units = examples[i].crossed;
		absence_limit(&facts, &limit);
		assert_int_equal(limit.state, ABSENCE_CROSSED);
		assert_int_equal(absence_left(&limit).above, 0);
	}
	struct absence_facts personal = { .weekly_units = 3000, .weeks = 33, .dropped_units = 1050 };
	assert_int_equal(absence_due_units(&personal), 97950);
}

static void
REG_40_EX_10_to_EX_12_one_lesson(void **state)
{
	(void)state;
	const struct {
		int weight, length, missed;
		int64_t exact_above, exact_below, half, whole;
	} examples[] = {
		{ 100, 60, 35, 175, 3, 50, 0 }, /* EX-10: 58.33 */
		{ 100, 50, 25, 50, 1, 50, 0 },  /* EX-11 */
		{ 150, 90, 20, 100, 3, 0, 0 },  /* EX-12: 33.33 */
		{ 100, 60, 0, 0, 1, 0, 0 },
		{ 100, 60, 60, 100, 1, 100, 100 },
		{ 150, 90, 90, 150, 1, 150, 100 },
		{ 0, 60, 60, 0, 1, 0, 0 },
		{ 100, 0, 0, 0, 1, 0, 0 },
	};
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		int w = examples[i].weight, l = examples[i].length, m = examples[i].missed;
		assert_true(amount_is(absence_of_lesson(w, l, m, 0), examples[i].exact_above,
			examples[i].exact_below));
		assert_true(amount_is(absence_of_lesson(w, l, m, 50), examples[i].half, 1));
		assert_true(amount_is(absence_of_lesson(w, l, m, 100), examples[i].whole, 1));
	}
}

static struct absence_limit
limit_of_day(const struct held_lesson *lessons, size_t count, const struct pupil_day *day, int quantum,
	bool short_counts)
{
	struct absence_day absent = { .day = lessons[0].day };
	pupil_day_spans(day, short_counts, &absent.present);
	struct absence_facts facts = { .weekly_units = 3000,
		.weeks = 33,
		.quantum = quantum,
		.lessons = lessons,
		.lesson_count = count,
		.days = &absent,
		.day_count = 1 };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	return limit;
}

static void
REG_40_EX_13_a_day_of_six_lessons(void **state)
{
	(void)state;
	struct held_lesson lessons[6];
	for (int i = 0; i < 6; i++)
		lessons[i] = (struct held_lesson){ day_of(2025, 11, 24), AT(8 + i, 0), AT(9 + i, 0), 100,
			false };
	struct pupil_day day = { 0 };
	enum pupil_day_problem why;
	assert_int_equal(typed(&day, &school_hours, PASSAGE_ENTRY, AT(8, 35), true, &why), OK);
	assert_int_equal(typed(&day, &school_hours, PASSAGE_EXIT, AT(12, 20), true, &why), OK);
	assert_true(amount_is(limit_of_day(lessons, 6, &day, 0, false).missed, 225, 1));
	assert_true(amount_is(limit_of_day(lessons, 6, &day, 50, false).missed, 200, 1));
	assert_true(amount_is(limit_of_day(lessons, 6, &day, 100, false).missed, 100, 1));
	pupil_day_mark_absent(&day);
	assert_true(amount_is(limit_of_day(lessons, 6, &day, 0, false).missed, 600, 1));
	/* A slot that nobody signed is not given, and counts nothing. */
	assert_true(amount_is(limit_of_day(lessons, 4, &day, 100, false).missed, 400, 1));
	/* Away with the school's knowledge, inside the span only (REG-34). */
	struct away_span away = { AT(9, 0), AT(11, 30), AWAY_PLACEMENT };
	day.aways[day.away_count++] = away;
	assert_true(amount_is(limit_of_day(lessons, 6, &day, 0, false).missed, 350, 1));
}

static void
REG_40_EX_14_rounding_is_per_lesson(void **state)
{
	(void)state;
	struct held_lesson lessons[] = {
		{ day_of(2025, 11, 24), AT(8, 0), AT(9, 0), 100, false },
		{ day_of(2025, 11, 24), AT(9, 0), AT(10, 0), 100, false },
	};
	struct pupil_day day = { 0 };
	enum pupil_day_problem why;
	assert_int_equal(typed_out_and_in(&day, &school_hours, AT(8, 35), AT(9, 25), &why), OK);
	assert_true(amount_is(limit_of_day(lessons, 2, &day, 0, false).missed, 250, 3)); /* 83.33 */
	assert_true(amount_is(limit_of_day(lessons, 2, &day, 50, false).missed, 0, 1));
	assert_true(amount_is(limit_of_day(lessons, 2, &day, 100, false).missed, 0, 1));
}

static void
REG_31_EX_2_a_short_delay_has_no_units_unless_the_school_says_so(void **state)
{
	(void)state;
	struct held_lesson lesson = { day_of(2025, 11, 24), AT(8, 0), AT(9, 0), 100, false };
	enum pupil_day_problem why;
	struct pupil_day shortly = { 0 }, late = { 0 };
	assert_int_equal(typed(&shortly, &school_hours, PASSAGE_ENTRY, AT(8, 10), true, &why), OK);
	assert_int_equal(typed(&late, &school_hours, PASSAGE_ENTRY, AT(8, 11), true, &why), OK);
	assert_true(amount_is(limit_of_day(&lesson, 1, &shortly, 0, false).missed, 0, 1));
	assert_true(amount_is(limit_of_day(&lesson, 1, &shortly, 0, true).missed, 50, 3));
	assert_true(amount_is(limit_of_day(&lesson, 1, &late, 0, false).missed, 55, 3));
}

static void
REG_39_dropped_lessons_are_neither_due_nor_missed(void **state)
{
	(void)state;
	struct held_lesson lessons[] = {
		{ day_of(2025, 11, 24), AT(8, 0), AT(9, 0), 100, false },
		{ day_of(2025, 11, 24), AT(9, 0), AT(10, 0), 100, true }, /* religion, option U */
	};
	struct pupil_day day = { .state = PUPIL_DAY_ABSENT };
	struct absence_limit limit = limit_of_day(lessons, 2, &day, 50, false);
	assert_true(amount_is(limit.missed, 100, 1));
	assert_true(amount_is(limit.held, 100, 1));
}

static void
REG_42_the_state_has_one_threshold_each(void **state)
{
	(void)state;
	const struct absence_amount quarter = { 1089 * 25, 1 }; /* of 1089 h: 272.25 h */
	assert_int_equal(absence_state_of(quarter, 108900), ABSENCE_NEAR);
	struct absence_amount a_third_more = absence_add(quarter, (struct absence_amount){ 1, 3 });
	assert_int_equal(absence_state_of(a_third_more, 108900), ABSENCE_CROSSED);
	assert_int_equal(absence_state_of((struct absence_amount){ 21780, 1 }, 108900), ABSENCE_NEAR);
	assert_int_equal(absence_state_of((struct absence_amount){ 65339, 3 }, 108900), ABSENCE_WITHIN);
	assert_int_equal(absence_state_of((struct absence_amount){ 0 }, 108900), ABSENCE_WITHIN);
	assert_int_equal(absence_state_of(absence_units(1), 0), ABSENCE_NO_LIMIT);
	struct absence_facts unset = { .weekly_units = 100, .dropped_weekly_units = 200, .weeks = -33 };
	assert_int_equal(absence_due_units(&unset), 0);
}

static void
REG_43_derogated_days_are_shown_beside_the_total(void **state)
{
	(void)state;
	struct held_lesson lessons[3];
	struct absence_day days[3];
	for (int i = 0; i < 3; i++) {
		struct day day = day_add(day_of(2025, 11, 24), i);
		lessons[i] = (struct held_lesson){ day, AT(8, 0), AT(9, 0), 100, false };
		days[i] = (struct absence_day){ .day = day, .derogated = i == 1 };
	}
	struct absence_facts facts = { .weekly_units = 100,
		.weeks = 9,
		.quantum = 100,
		.cap_percent = 40,
		.lessons = lessons,
		.lesson_count = 3,
		.days = days,
		.day_count = 3 };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	assert_true(amount_is(limit.missed, 300, 1));
	assert_true(amount_is(limit.derogated, 100, 1));
	assert_true(amount_is(limit.counted, 200, 1));
	assert_int_equal(limit.state, ABSENCE_CROSSED);      /* 3 of 9 */
	assert_int_equal(limit.counted_state, ABSENCE_NEAR); /* 2 of 9 */
	assert_false(limit.over_cap);
	facts.cap_percent = 33;
	absence_limit(&facts, &limit);
	assert_true(limit.over_cap);
	facts.carried_units = -1; /* 299 of 900 is still over 33 % */
	absence_limit(&facts, &limit);
	assert_true(limit.over_cap);
	facts.carried_units = -3; /* 297 of 900 is 33 % */
	absence_limit(&facts, &limit);
	assert_false(limit.over_cap);
}

/* The peers' three errors. */
static void
REG_45a_one_T_everywhere(void **state)
{
	(void)state;
	struct absence_facts facts = { .weekly_units = 3200,
		.dropped_weekly_units = 100,
		.weeks = 33,
		.carried_units = HUNDREDTHS(260) };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	assert_int_equal(absence_shown_share(limit.missed, limit.due_units), 2542);
	assert_int_equal(limit.state, ABSENCE_CROSSED); /* and not "within 264" */
}

static void
REG_45b_no_sum_per_subject_is_cut(void **state)
{
	(void)state;
	/* Ten subjects, in each half an hour missed: five hours, not none. */
	struct held_lesson lessons[10];
	struct absence_day days[10];
	struct pupil_day day = { 0 };
	enum pupil_day_problem why;
	assert_int_equal(typed(&day, &school_hours, PASSAGE_ENTRY, AT(8, 30), true, &why), OK);
	for (int i = 0; i < 10; i++) {
		lessons[i] = (struct held_lesson){ day_add(day_of(2025, 11, 3), i), AT(8, 0), AT(9, 0), 100,
			false };
		days[i].day = lessons[i].day;
		pupil_day_spans(&day, false, &days[i].present);
	}
	struct absence_facts facts = { .weekly_units = 3000,
		.weeks = 33,
		.quantum = 50,
		.lessons = lessons,
		.lesson_count = 10,
		.days = days,
		.day_count = 10 };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	assert_true(amount_is(limit.missed, 500, 1));
}

static void
REG_45c_exactly_a_quarter_is_within(void **state)
{
	(void)state;
	struct absence_facts facts = { .weekly_units = 3200, .weeks = 33, .carried_units = HUNDREDTHS(264) };
	struct absence_limit limit;
	absence_limit(&facts, &limit);
	assert_int_equal(absence_shown_share(limit.missed, limit.due_units), 2500);
	assert_int_equal(limit.state, ABSENCE_NEAR);
	facts.carried_units += 1;
	absence_limit(&facts, &limit);
	assert_int_equal(limit.state, ABSENCE_CROSSED);
	facts.carried_units -= 11;
	absence_limit(&facts, &limit);
	assert_true(amount_is(absence_left(&limit), 10, 1));
}

static void
showing_rounds_half_up(void **state)
{
	(void)state;
	assert_int_equal(absence_shown_units((struct absence_amount){ 175, 3 }), 58);
	assert_int_equal(absence_shown_units((struct absence_amount){ 200, 3 }), 67);
	assert_int_equal(absence_shown_units((struct absence_amount){ 1, 2 }), 1);
	assert_int_equal(absence_shown_units((struct absence_amount){ 0 }), 0);
	assert_int_equal(absence_shown_share(absence_units(1), 3), 3333);
	assert_int_equal(absence_shown_share(absence_units(1), 0), 0);
}

static void
REG_44_projection(void **state)
{
	(void)state;
	struct due_day days[40];
	for (int i = 0; i < 40; i++)
		days[i] = (struct due_day){ day_add(day_of(2026, 2, 1), i), 30 };
	/* 120 of 400 missed: 0.3 * (400 + U) > 250 from U = 450 on, the 15th day. */
	assert_true(day_equal(absence_projection(absence_units(120), 1000, 400, days, 40), days[14].day));
	/* Exactly a quarter at the last day is within. */
	assert_true(day_equal(absence_projection(absence_units(100), 1000, 400, days, 20), DAY_NONE));
	assert_true(day_equal(absence_projection(absence_units(100), 1000, 400, days, 21), days[20].day));
	assert_true(day_equal(absence_projection((struct absence_amount){ 301, 3 }, 1000, 400, days, 20),
		days[19].day));
	assert_true(day_equal(absence_projection(absence_units(100), 1000, 0, days, 40), DAY_NONE));
	assert_true(day_equal(absence_projection(absence_units(0), 1000, 400, days, 40), DAY_NONE));
	assert_true(day_equal(absence_projection(absence_units(50), 1000, 400, days, 0), DAY_NONE));
	/* Crossed already: tomorrow. */
	assert_true(day_equal(absence_projection(absence_units(260), 1000, 400, days, 40), days[0].day));
}

/*
 * A year of lessons and passages by chance, against an oracle that walks every
 * minute of it and adds over one denominator that all lengths divide.
 */
#define COMMON      19800
#define YEAR_DAYS   60
#define DAY_LESSONS 5

static struct pupil_day
random_day(struct random *random)
{
	struct pupil_day day = { .state = PUPIL_DAY_PRESENT };
	enum pupil_day_problem why;
	if (random_below(random, 4) == 0)
		pupil_day_mark_absent(&day);
	for (uint64_t i = random_below(random, 5); i > 0; i--) {
		struct minute at = { (int16_t)(480 + random_below(random, 361)) };
		struct minute later = { (int16_t)(at.number + 1 + random_below(random, 80)) };
		(void)!typed_out_and_in(&day, &school_hours, at, later, &why);
		if (random_below(random, 3) == 0)
			(void)!typed(&day, &school_hours, PASSAGE_ENTRY, at, true, &why);
		if (random_below(random, 6) == 0)
			day.aways[day.away_count++] = (struct away_span){ at, later, AWAY_EXTERNAL };
	}
	return day;
}

static bool
oracle_is_in(const struct pupil_day *day, int minute)
{
	for (int i = 0; i < day->away_count; i++)
		if (day->aways[i].from.number <= minute && minute < day->aways[i].to.number)
			return true;
	bool in = day->state != PUPIL_DAY_ABSENT;
	if (day->passage_count && day->passages[0].kind == PASSAGE_ENTRY)
		in = day->passages[0].is_short;
	for (int i = 0; i < day->passage_count && day->passages[i].at.number <= minute; i++)
		in = day->passages[i].kind == PASSAGE_ENTRY;
	return in;
}

static void
random_years_agree_with_an_oracle_of_minutes(void **state)
{
	(void)state;
	static const int lengths[] = { 45, 50, 55, 60, 60, 90, 120 };
	struct random *random = random_seeded(2026);
	for (int round = 0; round < 200; round++) {
		struct held_lesson lessons[YEAR_DAYS * DAY_LESSONS];
		struct absence_day days[YEAR_DAYS];
		size_t lesson_count = 0, day_count = 0;
		int quantum = (int)random_below(random, 3) * 50;
		int64_t missed = 0, derogated = 0, due = 0, held = 0;
		for (int d = 0; d < YEAR_DAYS; d++) {
			struct day date = day_add(day_of(2025, 9, 12), d);
			struct pupil_day day = random_day(random);
			bool plain = random_below(random, 3) == 0; /* no row for a simple day */
			if (plain)
				day = (struct pupil_day){ .state = PUPIL_DAY_PRESENT };
			bool derogation = random_below(random, 4) == 0;
			if (!plain) {
				days[day_count] = (struct absence_day){ .day = date,
					.derogated = derogation };
				pupil_day_spans(&day, false, &days[day_count++].present);
			}
			for (int l = 0, start = 480; l < DAY_LESSONS; l++) {
				int length = lengths[random_below(random, 7)];
				int weight = (int)random_below(random, 4) * 50;
				bool dropped = random_below(random, 10) == 0;
				due += dropped ? 0 : weight;
				int out = 0;
				for (int minute = start; minute < start + length; minute++)
					out += !oracle_is_in(&day, minute);
				if (random_below(random, 8) > 0) { /* else nobody signed */
					lessons[lesson_count++] = (struct held_lesson){ date,
						{ (int16_t)start }, { (int16_t)(start + length) }, weight,
						dropped };
					int64_t units = (int64_t)weight * out * (COMMON / length);
					if (quantum)
						units -= units % ((int64_t)quantum * COMMON);
					missed += dropped ? 0 : units;
					derogated += dropped || !derogation ? 0 : units;
					held += dropped ? 0 : weight;
				}
				start += length;
			}
		}
		struct absence_facts facts = { .weekly_units = due,
			.weeks = 1,
			.quantum = quantum,
			.lessons = lessons,
			.lesson_count = lesson_count,
			.days = days,
			.day_count = day_count };
		struct absence_limit limit;
		absence_limit(&facts, &limit);
		assert_true(amount_is(limit.missed, missed, COMMON));
		assert_true(amount_is(limit.derogated, derogated, COMMON));
		assert_true(amount_is(limit.counted, missed - derogated, COMMON));
		assert_true(amount_is(limit.held, held, 1));
		assert_true((limit.state == ABSENCE_CROSSED) == (4 * missed > due * COMMON));
		assert_true((limit.state == ABSENCE_WITHIN) == (5 * missed < due * COMMON));
		/* A quarter, found by chance or not, is the border itself. */
		int64_t border = 4 * missed / COMMON;
		if (border > 0 && missed % COMMON == 0) {
			assert_int_equal(absence_state_of(limit.missed, border), ABSENCE_NEAR);
			assert_int_equal(absence_state_of(limit.missed, border - 1), ABSENCE_CROSSED);
		}
	}
	random_destroy(random);
}

static void
any_lesson_lengths_stay_bounded_and_in_the_pupils_favour(void **state)
{
	(void)state;
	struct random *random = random_seeded(17);
	for (int round = 0; round < 300; round++) {
		struct absence_amount total = { 0 };
		long double wanted = 0;
		for (int i = 0; i < 1200; i++) {
			int length = 1 + (int)random_below(random, 240);
			int missed = (int)random_below(random, (uint64_t)length + 1);
			total = absence_add(total, absence_of_lesson(100, length, missed, 0));
			wanted += 100.0L * missed / length;
		}
		long double got = (long double)total.above / (long double)total.below;
		assert_true(total.below > 0 && total.below <= INT64_C(1) << 40);
		assert_true(got <= wanted + 1e-9L && got > wanted - 1e-3L);
	}
	random_destroy(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(REG_39_EX_4_to_EX_9_annual_units_and_their_quarter),
		cmocka_unit_test(REG_40_EX_10_to_EX_12_one_lesson),
		cmocka_unit_test(REG_40_EX_13_a_day_of_six_lessons),
		cmocka_unit_test(REG_40_EX_14_rounding_is_per_lesson),
		cmocka_unit_test(REG_31_EX_2_a_short_delay_has_no_units_unless_the_school_says_so),
		cmocka_unit_test(REG_39_dropped_lessons_are_neither_due_nor_missed),
		cmocka_unit_test(REG_42_the_state_has_one_threshold_each),
		cmocka_unit_test(REG_43_derogated_days_are_shown_beside_the_total),
		cmocka_unit_test(REG_45a_one_T_everywhere),
		cmocka_unit_test(REG_45b_no_sum_per_subject_is_cut),
		cmocka_unit_test(REG_45c_exactly_a_quarter_is_within),
		cmocka_unit_test(showing_rounds_half_up),
		cmocka_unit_test(REG_44_projection),
		cmocka_unit_test(random_years_agree_with_an_oracle_of_minutes),
		cmocka_unit_test(any_lesson_lengths_stay_bounded_and_in_the_pupils_favour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
