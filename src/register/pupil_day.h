#ifndef REGISTER_PUPIL_DAY_H
#define REGISTER_PUPIL_DAY_H

#include "platform/day.h"
#include "records.h"
#include "register/presence.h"

/*
 * The day of one pupil. Not called, present or absent; when present, any
 * number of entries and exits; beside it the spans in which the pupil is away
 * with the school's knowledge and counts as present. The day is never both
 * absent and with passages (REG-29, REG-30).
 *
 *   not called --> absent     marked absent, which drops the passages
 *   not called --> present    marked present, or an entry or exit recorded
 *   absent    <--> present    the same
 */
#define PUPIL_DAY_PASSAGES_MAX 16 /* of one pupil on one day */
#define PUPIL_DAY_AWAYS_MAX    8

enum pupil_day_state { PUPIL_DAY_NOT_CALLED, PUPIL_DAY_PRESENT, PUPIL_DAY_ABSENT };

struct passage {
	enum passage_kind kind;
	struct minute at;
	bool is_short; /* an entry within the short delay; kept as it was decided then */
	bool counts;   /* towards the school's maximum of late entries and early exits */
};
struct away_span {
	struct minute from, to; /* both MINUTE_NONE: the whole day */
	enum away_kind kind;
};
struct pupil_day {
	enum pupil_day_state state;
	struct passage passages[PUPIL_DAY_PASSAGES_MAX]; /* by time; entries and exits alternate */
	int passage_count;
	struct away_span aways[PUPIL_DAY_AWAYS_MAX];
	int away_count;
};

/* The day of the class: when lessons begin and end, and the school's short delay. */
struct pupil_day_hours {
	struct minute first_start, last_end; /* MINUTE_NONE: no lessons that day */
	int short_delay_minutes;
};

enum pupil_day_problem {
	PUPIL_DAY_FINE,
	PUPIL_DAY_NO_LESSONS,
	PUPIL_DAY_OUTSIDE_LESSONS, /* before the first lesson or after the last one */
	PUPIL_DAY_ALREADY_IN,      /* two entries without an exit between them */
	PUPIL_DAY_ALREADY_OUT,
	PUPIL_DAY_SAME_MINUTE,
	PUPIL_DAY_TOO_MANY,
};
const char *pupil_day_message(enum pupil_day_problem problem); /* msgid; %1: from when to when */

void pupil_day_mark_absent(struct pupil_day *day);
void pupil_day_mark_present(struct pupil_day *day); /* keeps the passages */
/* All passages of the day at once, in any order, as a form sends them. With
 * none, an absence stays; otherwise it goes. One that stood there already
 * keeps what was decided about its shortness. Whole, or not at all and why. */
enum outcome pupil_day_replace(struct pupil_day *day, const struct pupil_day_hours *hours,
	const struct passage *passages, int count, enum pupil_day_problem *why) MUST_USE;

/* REG-31: an entry up to so many minutes after the first start, inclusive. */
bool is_short_delay(const struct pupil_day_hours *hours, struct minute entry);

/* The letter of one hour on the roll call, and of the whole day in a calendar. */
enum presence pupil_day_in_hour(const struct pupil_day *day, struct minute starts, struct minute ends);
enum presence pupil_day_shown(const struct pupil_day *day);
/* The away span that reaches into [starts, ends); NULL if none. */
const struct away_span *pupil_day_away_in(const struct pupil_day *day, struct minute starts,
	struct minute ends);
/* The first passage when it is an entry, the last when it is an exit; or NULL. */
const struct passage *pupil_day_late_entry(const struct pupil_day *day);
const struct passage *pupil_day_early_exit(const struct pupil_day *day);

/*
 * The minutes in which the pupil counts as present, as a set: sorted, apart
 * from each other, [from, to). A day that was not called misses nothing.
 */
#define PUPIL_DAY_SPANS_MAX (PUPIL_DAY_PASSAGES_MAX / 2 + 1 + PUPIL_DAY_AWAYS_MAX)
struct presence_span {
	int16_t from, to; /* minutes of the day */
};
struct presence_spans {
	struct presence_span at[PUPIL_DAY_SPANS_MAX];
	int count;
};
void pupil_day_spans(const struct pupil_day *day, bool short_delay_counts, struct presence_spans *spans);
/* Minutes of [starts, ends) that lie in no span. */
int presence_missed_minutes(const struct presence_spans *spans, struct minute starts, struct minute ends);

#endif
