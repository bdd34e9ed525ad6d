#include "register/absence_limit.h"

#include <assert.h>

/*
 * D.Lgs 62/2017 art. 5 (lower secondary) and DPR 122/2009 art. 14 c. 7 (upper
 * secondary) ask for three quarters of the personalised annual hours; CM
 * 20/2011 says that hours count, not days.
 *
 * Three mistakes of other registers are kept out by construction, and are
 * tests (REG-45): the pupil's own hours are used everywhere and not the
 * class's on one page; nothing is rounded but each lesson, never a sum per
 * subject; and "crossed" is written once, as 4 * A > T.
 *
 * An exact amount is a fraction. Lessons of 45, 50, 55, 60, 90 and 120 minutes
 * have a common denominator of 19800, so it stays small in every real school.
 * Where hostile lesson lengths would drive it past BELOW_MAX, the next lesson
 * is rounded down to the denominator at hand: less than a millionth of a unit,
 * and, as every rounding here, in the pupil's favour.
 */
#define BELOW_MAX (INT64_C(1) << 40)
#define QUARTER   4
#define FIFTH     5

__extension__ typedef __int128 wide;

static int64_t common_divisor(int64_t one, int64_t other);
static struct absence_amount lowest_terms(wide above, int64_t below);
static const struct absence_day *day_of_lesson(const struct absence_facts *facts, struct day day,
	size_t *next);
static bool passes(struct absence_amount amount, int64_t times, int64_t limit);

void
absence_limit(const struct absence_facts *facts, struct absence_limit *limit)
{
	struct absence_amount missed = absence_units(facts->carried_units);
	struct absence_amount derogated = { 0, 1 };
	int64_t held = 0;
	size_t next = 0;
	for (size_t i = 0; i < facts->lesson_count; i++) {
		const struct held_lesson *lesson = &facts->lessons[i];
		assert(i == 0 || !day_before(lesson->day, facts->lessons[i - 1].day));
		if (lesson->dropped)
			continue;
		held += lesson->weight;
		const struct absence_day *day = day_of_lesson(facts, lesson->day, &next);
		if (!day)
			continue;
		struct absence_amount units = absence_of_lesson(lesson->weight,
			lesson->ends.number - lesson->starts.number,
			presence_missed_minutes(&day->present, lesson->starts, lesson->ends), facts->quantum);
		missed = absence_add(missed, units);
		if (day->derogated)
			derogated = absence_add(derogated, units);
	}
	*limit = (struct absence_limit){
		.due_units = absence_due_units(facts),
		.missed = missed,
		.derogated = derogated,
		.counted = absence_subtract(missed, derogated),
		.held = absence_units(held),
	};
	limit->state = absence_state_of(limit->missed, limit->due_units);
	limit->counted_state = absence_state_of(limit->counted, limit->due_units);
	limit->over_cap = facts->cap_percent > 0 && limit->due_units > 0 &&
		passes(missed, 100, facts->cap_percent * limit->due_units);
}

/* REG-39. Less than nothing is nothing: then there is no limit to speak of. */
int64_t
absence_due_units(const struct absence_facts *facts)
{
	int64_t weekly = facts->weekly_units - facts->dropped_weekly_units;
	int64_t units = weekly * facts->weeks - facts->dropped_units;
	return weekly > 0 && units > 0 ? units : 0;
}

/* REG-40: floor_q(W * m / L). */
struct absence_amount
absence_of_lesson(int weight, int length, int missed, int quantum)
{
	assert(weight >= 0 && weight <= LESSON_WEIGHT_MAX && missed <= length && quantum >= 0);
	if (length <= 0 || missed <= 0)
		return (struct absence_amount){ 0, 1 };
	int64_t above = (int64_t)weight * missed;
	if (quantum == 0)
		return lowest_terms(above, length);
	return (struct absence_amount){ above / ((int64_t)length * quantum) * quantum, 1 };
}

struct absence_amount
absence_add(struct absence_amount one, struct absence_amount other)
{
	if (one.below == 0 || one.above == 0)
		return other.below ? other : (struct absence_amount){ 0, 1 };
	if (other.below == 0 || other.above == 0)
		return one;
	int64_t factor = other.below / common_divisor(one.below, other.below);
	if (factor > BELOW_MAX / one.below) {
		/* See above: the denominator at hand must do. */
		wide rounded = (wide)other.above * one.below;
		wide down = rounded / other.below - (rounded % other.below < 0);
		return lowest_terms((wide)one.above + down, one.below);
	}
	int64_t below = one.below * factor;
	return lowest_terms((wide)one.above * factor + (wide)other.above * (below / other.below), below);
}

struct absence_amount
absence_subtract(struct absence_amount one, struct absence_amount other)
{
	return absence_add(one, (struct absence_amount){ -other.above, other.below });
}

struct absence_amount
absence_units(int64_t units)
{
	return (struct absence_amount){ units, 1 };
}

/* REG-41, REG-42. */
enum absence_state
absence_state_of(struct absence_amount missed, int64_t due_units)
{
	if (due_units <= 0)
		return ABSENCE_NO_LIMIT;
	if (passes(missed, QUARTER, due_units))
		return ABSENCE_CROSSED;
	int64_t below = missed.below ? missed.below : 1;
	return (wide)FIFTH * missed.above >= (wide)due_units * below ? ABSENCE_NEAR : ABSENCE_WITHIN;
}

int64_t
absence_shown_units(struct absence_amount amount)
{
	int64_t below = amount.below ? amount.below : 1;
	return (int64_t)(((wide)2 * amount.above + below) / ((wide)2 * below));
}

int64_t
absence_shown_share(struct absence_amount amount, int64_t due_units)
{
	if (due_units <= 0)
		return 0;
	wide below = (wide)(amount.below ? amount.below : 1) * due_units;
	return (int64_t)(((wide)20000 * amount.above + below) / (2 * below));
}

struct absence_amount
absence_left(const struct absence_limit *limit)
{
	struct absence_amount quarter = lowest_terms(limit->due_units, QUARTER);
	struct absence_amount left = absence_subtract(quarter, limit->missed);
	return left.above > 0 ? left : (struct absence_amount){ 0, 1 };
}

/* REG-44: 4 * (A + A * U(d) / U0) > T, multiplied out: 4 * A * (U0 + U(d)) > T * U0. */
struct day
absence_projection(struct absence_amount missed, int64_t due_units, int64_t due_so_far,
	const struct due_day *days, size_t day_count)
{
	if (due_so_far <= 0 || due_units <= 0 || missed.above <= 0)
		return DAY_NONE;
	int64_t due = due_so_far;
	wide limit = (wide)due_units * due_so_far * missed.below;
	for (size_t i = 0; i < day_count; i++) {
		due += days[i].units;
		if ((wide)QUARTER * missed.above * due > limit)
			return days[i].day;
	}
	return DAY_NONE;
}

static bool
passes(struct absence_amount amount, int64_t times, int64_t limit)
{
	return (wide)times * amount.above > (wide)limit * (amount.below ? amount.below : 1);
}

/* Lessons and days both come by day, so the search only goes forward. */
static const struct absence_day *
day_of_lesson(const struct absence_facts *facts, struct day day, size_t *next)
{
	while (*next < facts->day_count && day_before(facts->days[*next].day, day))
		(*next)++;
	if (*next < facts->day_count && day_equal(facts->days[*next].day, day))
		return &facts->days[*next];
	return NULL;
}

static struct absence_amount
lowest_terms(wide above, int64_t below)
{
	/* A year of lessons is some 10^5 hundredths; this cannot happen in one. */
	assert(above <= INT64_MAX && above >= -INT64_MAX);
	int64_t divisor = common_divisor((int64_t)above, below);
	return (struct absence_amount){ (int64_t)above / divisor, below / divisor };
}

static int64_t
common_divisor(int64_t one, int64_t other)
{
	if (one < 0)
		one = -one;
	while (other != 0) {
		int64_t rest = one % other;
		one = other;
		other = rest;
	}
	return one ? one : 1;
}
