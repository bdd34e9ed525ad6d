#include "register/pupil_day_fixture.h"

#include <stdio.h>
#include <string.h>

#include "platform/random.h"
#include "platform/test.h"

#define AT(hours, minutes) ((struct minute){ (hours)*60 + (minutes) })

static const struct pupil_day_hours hours = { { 8 * 60 }, { 14 * 60 }, 10 };
static enum pupil_day_problem why;

static void
assert_spans(const struct pupil_day *day, bool short_counts, const char *wanted)
{
	struct presence_spans spans;
	char text[400] = "";
	pupil_day_spans(day, short_counts, &spans);
	for (int i = 0; i < spans.count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d-%d", i ? " " : "",
			spans.at[i].from, spans.at[i].to);
	assert_string_equal(text, wanted);
}

static void
REG_28_not_called_is_neither_present_nor_absent(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	assert_int_equal(day.state, PUPIL_DAY_NOT_CALLED);
	assert_int_equal(pupil_day_shown(&day), PRESENCE_NOT_CALLED);
	assert_int_equal(pupil_day_in_hour(&day, AT(8, 0), AT(9, 0)), PRESENCE_NOT_CALLED);
	assert_spans(&day, true, "0-1440");
	pupil_day_mark_present(&day);
	assert_int_equal(pupil_day_shown(&day), PRESENCE_PRESENT);
	assert_spans(&day, true, "0-1440");
	pupil_day_mark_absent(&day);
	assert_int_equal(pupil_day_shown(&day), PRESENCE_ABSENT);
	assert_spans(&day, true, "");
}

static void
REG_29_any_number_of_entries_and_exits(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(8, 35), true, &why), OK);
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(10, 0), true, &why), OK);
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(11, 15), false, &why), OK);
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(12, 20), true, &why), OK);
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(13, 0), true, &why), OK);
	assert_spans(&day, true, "515-600 675-740 780-1440");
	assert_int_equal(pupil_day_late_entry(&day)->at.number, 515);
	assert_null(pupil_day_early_exit(&day));
	assert_true(day.passages[0].counts && !day.passages[2].counts);
	assert_int_equal(pupil_day_in_hour(&day, AT(8, 0), AT(9, 0)), PRESENCE_LATE);
	assert_int_equal(pupil_day_in_hour(&day, AT(9, 0), AT(10, 0)), PRESENCE_PRESENT);
	assert_int_equal(pupil_day_in_hour(&day, AT(10, 0), AT(11, 0)), PRESENCE_ABSENT);
	assert_int_equal(pupil_day_in_hour(&day, AT(11, 0), AT(12, 0)), PRESENCE_LATE);
	assert_int_equal(pupil_day_in_hour(&day, AT(12, 0), AT(13, 0)), PRESENCE_EXIT);
	assert_int_equal(pupil_day_in_hour(&day, AT(13, 0), AT(14, 0)), PRESENCE_PRESENT);
}

static void
REG_29_passages_may_be_typed_in_any_order(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(12, 0), true, &why), OK);
	assert_spans(&day, true, "0-720");
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(9, 0), true, &why), OK);
	assert_int_equal(typed_out_and_in(&day, &hours, AT(10, 0), AT(10, 30), &why), OK);
	assert_spans(&day, true, "540-600 630-720");
	assert_int_equal(pupil_day_early_exit(&day)->at.number, 720);
}

static void
REG_30_the_day_is_never_both_absent_and_with_passages(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	pupil_day_mark_absent(&day);
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(9, 0), true, &why), OK);
	assert_int_equal(day.state, PUPIL_DAY_PRESENT);
	pupil_day_mark_absent(&day);
	assert_true(day.state == PUPIL_DAY_ABSENT && day.passage_count == 0);
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(9, 0), true, &why), OK);
	assert_true(day.state == PUPIL_DAY_PRESENT && day.passage_count == 1);
	pupil_day_mark_present(&day); /* REG-27: calling the roll keeps the entries of the door */
	assert_int_equal(day.passage_count, 1);
}

static void
assert_refused(struct pupil_day *day, enum passage_kind kind, struct minute at, enum pupil_day_problem wanted)
{
	struct pupil_day before = *day;
	enum outcome got = typed(day, &hours, kind, at, true, &why);
	assert_int_equal(got, INVALID);
	assert_int_equal(why, wanted);
	assert_memory_equal(day, &before, sizeof before);
	assert_true(pupil_day_message(why)[0] != '\0');
}

static void
REG_30_times_lie_within_the_lessons_of_the_day(void **state)
{
	(void)state;
	struct pupil_day day = { .state = PUPIL_DAY_ABSENT };
	assert_refused(&day, PASSAGE_ENTRY, AT(7, 59), PUPIL_DAY_OUTSIDE_LESSONS);
	assert_refused(&day, PASSAGE_EXIT, AT(14, 1), PUPIL_DAY_OUTSIDE_LESSONS);
	assert_refused(&day, PASSAGE_EXIT, MINUTE_NONE, PUPIL_DAY_OUTSIDE_LESSONS);
	const struct pupil_day_hours free_day = { MINUTE_NONE, MINUTE_NONE, 10 };
	assert_int_equal(typed(&day, &free_day, PASSAGE_ENTRY, AT(9, 0), true, &why), INVALID);
	assert_int_equal(why, PUPIL_DAY_NO_LESSONS);
	assert_int_equal(day.state, PUPIL_DAY_ABSENT);
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(8, 0), true, &why), OK);
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(14, 0), true, &why), OK);
}

static void
refusals_change_nothing_and_say_why(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(9, 0), true, &why), OK);
	assert_refused(&day, PASSAGE_ENTRY, AT(10, 0), PUPIL_DAY_ALREADY_IN);
	assert_refused(&day, PASSAGE_ENTRY, AT(8, 30), PUPIL_DAY_ALREADY_IN);
	assert_refused(&day, PASSAGE_EXIT, AT(9, 0), PUPIL_DAY_SAME_MINUTE);
	assert_int_equal(typed(&day, &hours, PASSAGE_EXIT, AT(12, 0), true, &why), OK);
	assert_refused(&day, PASSAGE_EXIT, AT(13, 0), PUPIL_DAY_ALREADY_OUT);
	assert_int_equal(typed_out_and_in(&day, &hours, AT(10, 0), AT(10, 0), &why), INVALID);
	assert_int_equal(why, PUPIL_DAY_SAME_MINUTE);
	for (int16_t i = 0; day.passage_count < PUPIL_DAY_PASSAGES_MAX; i++)
		assert_int_equal(typed_out_and_in(&day, &hours, (struct minute){ (int16_t)(545 + 2 * i) },
					 (struct minute){ (int16_t)(546 + 2 * i) }, &why),
			OK);
	assert_refused(&day, PASSAGE_ENTRY, AT(13, 0), PUPIL_DAY_TOO_MANY);
	assert_string_equal(pupil_day_message(PUPIL_DAY_FINE), "");
}

static void
a_passage_can_be_taken_back(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(9, 0), true, &why), OK);
	assert_int_equal(typed_out_and_in(&day, &hours, AT(10, 0), AT(11, 0), &why), OK);
	assert_int_equal(taken_back(&day, &hours, PASSAGE_EXIT, AT(10, 0), &why), INVALID);
	assert_int_equal(why, PUPIL_DAY_ALREADY_IN);
	assert_int_equal(day.passage_count, 3);
	assert_int_equal(taken_back(&day, &hours, PASSAGE_ENTRY, AT(9, 0), &why), OK);
	assert_spans(&day, true, "0-600 660-1440");
	assert_int_equal(taken_back(&day, &hours, PASSAGE_ENTRY, AT(11, 0), &why), OK);
	assert_int_equal(taken_back(&day, &hours, PASSAGE_EXIT, AT(10, 0), &why), OK);
	assert_true(day.state == PUPIL_DAY_PRESENT && day.passage_count == 0);
}

static void
a_form_may_send_the_whole_day(void **state)
{
	(void)state;
	struct pupil_day day = { .state = PUPIL_DAY_ABSENT };
	assert_int_equal(pupil_day_replace(&day, &hours, NULL, 0, &why), OK);
	assert_int_equal(day.state, PUPIL_DAY_ABSENT);
	const struct passage sent[] = {
		{ .kind = PASSAGE_EXIT, .at = AT(13, 0) },
		{ .kind = PASSAGE_ENTRY, .at = AT(8, 10) },
	};
	assert_int_equal(pupil_day_replace(&day, &hours, sent, 2, &why), OK);
	assert_spans(&day, true, "490-780");
	assert_true(day.passages[0].is_short);
	struct pupil_day before = day;
	const struct passage wrong[] = { { .kind = PASSAGE_EXIT, .at = AT(9, 0) },
		{ .kind = PASSAGE_EXIT, .at = AT(10, 0) } };
	assert_int_equal(pupil_day_replace(&day, &hours, wrong, 2, &why), INVALID);
	assert_memory_equal(&day, &before, sizeof day);
	assert_int_equal(pupil_day_replace(&day, &hours, sent, PUPIL_DAY_PASSAGES_MAX + 1, &why), INVALID);
	assert_int_equal(why, PUPIL_DAY_TOO_MANY);
	assert_int_equal(pupil_day_replace(&day, &hours, NULL, 0, &why), OK);
	assert_true(day.state == PUPIL_DAY_PRESENT && day.passage_count == 0);
}

static void
REG_31_EX_2_a_short_delay_is_inclusive(void **state)
{
	(void)state;
	assert_true(is_short_delay(&hours, AT(8, 10)));
	assert_false(is_short_delay(&hours, AT(8, 11)));
	struct pupil_day day = { 0 };
	assert_int_equal(typed(&day, &hours, PASSAGE_ENTRY, AT(8, 10), true, &why), OK);
	assert_true(day.passages[0].is_short);
	assert_spans(&day, false, "0-1440");  /* no absent units ... */
	assert_spans(&day, true, "490-1440"); /* ... unless the school says so */
	/* Only what begins the day is a delay. */
	struct pupil_day other = { 0 };
	assert_int_equal(typed_out_and_in(&other, &hours, AT(8, 2), AT(8, 8), &why), OK);
	assert_false(other.passages[1].is_short);
	assert_spans(&other, false, "0-482 488-1440");
	/* What was decided stays decided when the setting or the timetable moves. */
	const struct pupil_day_hours strict = { AT(8, 30), AT(13, 0), 0 };
	assert_int_equal(typed(&day, &strict, PASSAGE_EXIT, AT(12, 0), true, &why), OK);
	assert_true(day.passages[0].is_short);
}

static void
REG_34_away_counts_as_present_inside_its_span_only(void **state)
{
	(void)state;
	struct pupil_day day = { .state = PUPIL_DAY_ABSENT,
		.aways = { { AT(10, 0), AT(12, 0), AWAY_SCHOOL_ACTIVITY } },
		.away_count = 1 };
	assert_spans(&day, true, "600-720");
	assert_int_equal(pupil_day_in_hour(&day, AT(9, 0), AT(10, 0)), PRESENCE_ABSENT);
	assert_int_equal(pupil_day_in_hour(&day, AT(11, 0), AT(12, 0)), PRESENCE_AWAY);
	assert_int_equal(pupil_day_in_hour(&day, AT(12, 0), AT(13, 0)), PRESENCE_ABSENT);
	day.aways[day.away_count++] = (struct away_span){ MINUTE_NONE, MINUTE_NONE, AWAY_PLACEMENT };
	assert_spans(&day, true, "0-1440");
	assert_int_equal(pupil_day_shown(&day), PRESENCE_AWAY);
}

static void
missed_minutes_of_an_hour(void **state)
{
	(void)state;
	struct pupil_day day = { 0 };
	struct presence_spans spans;
	assert_int_equal(typed_out_and_in(&day, &hours, AT(8, 20), AT(8, 30), &why), OK);
	assert_int_equal(typed_out_and_in(&day, &hours, AT(8, 40), AT(9, 5), &why), OK);
	pupil_day_spans(&day, true, &spans);
	assert_int_equal(presence_missed_minutes(&spans, AT(8, 0), AT(9, 0)), 30);
	assert_int_equal(presence_missed_minutes(&spans, AT(9, 0), AT(10, 0)), 5);
	assert_int_equal(presence_missed_minutes(&spans, AT(8, 40), AT(9, 0)), 20);
	assert_int_equal(presence_missed_minutes(&(struct presence_spans){ 0 }, AT(8, 0), AT(9, 0)), 60);
}

/* A pupil's day, minute by minute in a table, against the set of spans. */
static void
random_days_agree_with_a_table_of_minutes(void **state)
{
	(void)state;
	struct random *random = random_seeded(35);
	for (int round = 0; round < 3000; round++) {
		struct pupil_day day = { .state = (enum pupil_day_state)random_below(random, 3) };
		for (int step = 0; step < 12; step++) {
			struct minute at = { (int16_t)(475 + random_below(random, 370)) };
			struct minute later = { (int16_t)(at.number + random_below(random, 60)) };
			struct away_span away = { at, later, AWAY_MOBILITY };
			switch (random_below(random, 7)) {
			case 0: (void)!typed(&day, &hours, PASSAGE_EXIT, at, true, &why); break;
			case 1: (void)!typed(&day, &hours, PASSAGE_ENTRY, at, true, &why); break;
			case 2: (void)!typed_out_and_in(&day, &hours, at, later, &why); break;
			case 3:
				if (day.away_count < PUPIL_DAY_AWAYS_MAX)
					day.aways[day.away_count++] = away;
				break;
			case 4:
				if (day.passage_count)
					(void)!taken_back(&day, &hours, day.passages[0].kind,
						day.passages[0].at, &why);
				break;
			case 5:
				if (step % 5 == 0)
					pupil_day_mark_absent(&day);
				break;
			default:
				if (step % 5 == 0)
					pupil_day_mark_present(&day);
				break;
			}
			assert_false(day.state == PUPIL_DAY_ABSENT && day.passage_count > 0);
		}
		bool in[1440],
			now = day.state != PUPIL_DAY_ABSENT &&
			!(day.passage_count && day.passages[0].kind == PASSAGE_ENTRY);
		for (int minute = 0; minute < 1440; minute++) {
			for (int i = 0; i < day.passage_count; i++)
				if (day.passages[i].at.number == minute)
					now = day.passages[i].kind == PASSAGE_ENTRY;
			in[minute] = now;
			for (int i = 0; i < day.away_count; i++)
				in[minute] |= day.aways[i].from.number <= minute &&
					minute < day.aways[i].to.number;
		}
		struct presence_spans spans;
		pupil_day_spans(&day, true, &spans);
		for (int i = 1; i < spans.count; i++)
			assert_true(spans.at[i - 1].to < spans.at[i].from);
		for (int start = 480; start < 840; start += 55) {
			int missed = 0;
			for (int minute = start; minute < start + 55; minute++)
				missed += !in[minute];
			assert_int_equal(presence_missed_minutes(&spans, (struct minute){ (int16_t)start },
						 (struct minute){ (int16_t)(start + 55) }),
				missed);
		}
	}
	random_destroy(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(REG_28_not_called_is_neither_present_nor_absent),
		cmocka_unit_test(REG_29_any_number_of_entries_and_exits),
		cmocka_unit_test(REG_29_passages_may_be_typed_in_any_order),
		cmocka_unit_test(REG_30_the_day_is_never_both_absent_and_with_passages),
		cmocka_unit_test(REG_30_times_lie_within_the_lessons_of_the_day),
		cmocka_unit_test(refusals_change_nothing_and_say_why),
		cmocka_unit_test(a_passage_can_be_taken_back),
		cmocka_unit_test(a_form_may_send_the_whole_day),
		cmocka_unit_test(REG_31_EX_2_a_short_delay_is_inclusive),
		cmocka_unit_test(REG_34_away_counts_as_present_inside_its_span_only),
		cmocka_unit_test(missed_minutes_of_an_hour),
		cmocka_unit_test(random_days_agree_with_a_table_of_minutes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
