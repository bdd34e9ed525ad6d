#ifndef REGISTER_ABSENCE_LIMIT_H
#define REGISTER_ABSENCE_LIMIT_H

#include "platform/day.h"
#include "register/pupil_day.h"

/*
 * The year is valid only with three quarters of the pupil's own annual hours.
 * This is the one place that computes it: family page, teacher page, board and
 * export show the same numbers (REG-42). Whole numbers only: no binary
 * floating point ever decides about a child's year.
 *
 * Units are hundredths of a curriculum unit: 60 minutes, or 50 where the
 * school says so, weigh 100.
 */

/* An exact number of hundredths: above / below, in lowest terms, below > 0.
 * {0} is zero too. */
struct absence_amount {
	int64_t above, below;
};

/* A lesson that was held, that is, signed. A slot that nobody signed is not
 * given here and counts nothing. */
#define LESSON_WEIGHT_MAX 100000
struct held_lesson {
	struct day day;
	struct minute starts, ends;
	int weight;   /* hundredths, 0 .. LESSON_WEIGHT_MAX */
	bool dropped; /* the pupil is not due: religion for who leaves */
};

/* A day on which the pupil was not simply present from first to last hour. */
struct absence_day {
	struct day day;
	struct presence_spans present; /* from pupil_day_spans() */
	bool derogated;
};

struct absence_facts {
	int64_t weekly_units;         /* of the class's curriculum */
	int64_t dropped_weekly_units; /* of the hours the pupil is not due to attend */
	int weeks;
	int64_t dropped_units;             /* once, beside the weekly ones */
	int64_t carried_units;             /* absence made in a previous school this year */
	int quantum;                       /* rounds each lesson down to a multiple: 0 exact, 50, 100 */
	int cap_percent;                   /* what not even derogations may pass; 0: none */
	const struct held_lesson *lessons; /* by day */
	size_t lesson_count;
	const struct absence_day *days; /* by day, each once */
	size_t day_count;
};

enum absence_state {
	ABSENCE_NO_LIMIT, /* no annual hours: primary school, or not yet set up */
	ABSENCE_WITHIN,
	ABSENCE_NEAR,    /* from 20 % on; still within */
	ABSENCE_CROSSED, /* over 25 %; exactly 25 % is within */
};

struct absence_limit {
	int64_t due_units;                /* T, the pupil's own annual units */
	struct absence_amount missed;     /* A */
	struct absence_amount derogated;  /* of A, on derogated days */
	struct absence_amount counted;    /* A minus derogated */
	struct absence_amount held;       /* of the lessons so far that the pupil was due to attend */
	enum absence_state state;         /* of A */
	enum absence_state counted_state; /* of A minus derogated */
	bool over_cap;
};

void absence_limit(const struct absence_facts *facts, struct absence_limit *limit);

/* Its parts, for those who show how the number came about. */
int64_t absence_due_units(const struct absence_facts *facts);
struct absence_amount absence_of_lesson(int weight, int length, int missed, int quantum);
struct absence_amount absence_add(struct absence_amount one, struct absence_amount other);
struct absence_amount absence_subtract(struct absence_amount one, struct absence_amount other);
struct absence_amount absence_units(int64_t units); /* whole hundredths */
enum absence_state absence_state_of(struct absence_amount missed, int64_t due_units);

/* For showing only; rounded half up, decides nothing. */
int64_t absence_shown_units(struct absence_amount amount);                    /* whole hundredths */
int64_t absence_shown_share(struct absence_amount amount, int64_t due_units); /* 2542 is 25.42 % */
/* What is left until T/4; 0 when nothing is. */
struct absence_amount absence_left(const struct absence_limit *limit);

/* A school day to come, and the units the pupil is due to attend on it. */
struct due_day {
	struct day day;
	int64_t units;
};
/* The day on which the limit will be crossed if absences go on at the rate so
 * far, where `due_so_far` units were due; DAY_NONE if never. Days by day,
 * from tomorrow on. */
struct day absence_projection(struct absence_amount missed, int64_t due_units, int64_t due_so_far,
	const struct due_day *days, size_t day_count);

#endif
