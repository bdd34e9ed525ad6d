#include "register/pupil_day.h"

#include "platform/page.h"

#define DAY_MINUTES 1440

/*
 * Passages are checked as a whole sequence: an entry typed in the second hour
 * may stand before an exit of the fourth that is already there.
 */
static enum pupil_day_problem take(struct pupil_day *day, const struct pupil_day *before,
	const struct pupil_day_hours *hours, const struct passage *passage);
static enum pupil_day_problem check_sequence(const struct passage *passages, int count);
static enum pupil_day_problem check_time(const struct pupil_day_hours *hours, struct minute at);
static void sort_passages(struct passage *passages, int count);
static void add_span(struct presence_spans *spans, int from, int to);

const char *
pupil_day_message(enum pupil_day_problem problem)
{
	switch (problem) {
	case PUPIL_DAY_NO_LESSONS: return TR("The class has no lessons on this day.");
	case PUPIL_DAY_OUTSIDE_LESSONS:
		return TR(
			"The time must lie between the first lesson's start and the last lesson's end, %1.");
	case PUPIL_DAY_ALREADY_IN:
		return TR("The pupil is already in at that time: there is an entry without an exit "
			  "between.");
	case PUPIL_DAY_ALREADY_OUT:
		return TR("The pupil is already out at that time: there is an exit without an "
			  "entry between.");
	case PUPIL_DAY_SAME_MINUTE: return TR("There is already an entry or exit at that minute.");
	case PUPIL_DAY_TOO_MANY: return TR("There are too many entries and exits on this day.");
	case PUPIL_DAY_FINE: break;
	}
	return "";
}

void
pupil_day_mark_absent(struct pupil_day *day)
{
	day->state = PUPIL_DAY_ABSENT;
	day->passage_count = 0;
}

void
pupil_day_mark_present(struct pupil_day *day)
{
	day->state = PUPIL_DAY_PRESENT;
}

enum outcome
pupil_day_replace(struct pupil_day *day, const struct pupil_day_hours *hours, const struct passage *passages,
	int count, enum pupil_day_problem *why)
{
	struct pupil_day replaced = *day;
	*why = PUPIL_DAY_FINE;
	replaced.passage_count = 0;
	if (count > PUPIL_DAY_PASSAGES_MAX)
		*why = PUPIL_DAY_TOO_MANY;
	for (int i = 0; i < count && *why == PUPIL_DAY_FINE; i++)
		*why = take(&replaced, day, hours, &passages[i]);
	if (*why == PUPIL_DAY_FINE) {
		sort_passages(replaced.passages, count);
		*why = check_sequence(replaced.passages, count);
	}
	if (*why != PUPIL_DAY_FINE)
		return INVALID;
	/* Coming back after five minutes outside is not a delay. */
	for (int i = 1; i < count; i++)
		replaced.passages[i].is_short = false;
	if (count > 0)
		replaced.state = PUPIL_DAY_PRESENT;
	*day = replaced;
	return OK;
}

/* Only a new passage is measured against the day's hours and the short delay:
 * one that stood there keeps what was decided then, even if the timetable or
 * the school's mind has changed since. */
static enum pupil_day_problem
take(struct pupil_day *day, const struct pupil_day *before, const struct pupil_day_hours *hours,
	const struct passage *passage)
{
	struct passage *taken = &day->passages[day->passage_count++];
	*taken = *passage;
	for (int i = 0; i < before->passage_count; i++) {
		const struct passage *old = &before->passages[i];
		if (old->kind == passage->kind && old->at.number == passage->at.number) {
			taken->is_short = old->is_short;
			return PUPIL_DAY_FINE;
		}
	}
	taken->is_short = passage->kind == PASSAGE_ENTRY && is_short_delay(hours, passage->at);
	return check_time(hours, passage->at);
}

bool
is_short_delay(const struct pupil_day_hours *hours, struct minute entry)
{
	return hours->first_start.number >= 0 &&
		entry.number <= hours->first_start.number + hours->short_delay_minutes;
}

/* An hour shows what a teacher would see in it: who is away with the school's
 * knowledge is not missing, who was there for a part came late or left. */
enum presence
pupil_day_in_hour(const struct pupil_day *day, struct minute starts, struct minute ends)
{
	if (pupil_day_away_in(day, starts, ends))
		return PRESENCE_AWAY;
	if (day->state == PUPIL_DAY_NOT_CALLED)
		return PRESENCE_NOT_CALLED;
	struct presence_spans spans;
	pupil_day_spans(day, true, &spans);
	if (presence_missed_minutes(&spans, starts, ends) >= ends.number - starts.number)
		return PRESENCE_ABSENT;
	enum presence shown = PRESENCE_PRESENT;
	for (int i = 0; i < day->passage_count; i++) {
		const struct passage *passage = &day->passages[i];
		if (starts.number < passage->at.number && passage->at.number < ends.number)
			shown = passage->kind == PASSAGE_ENTRY ? PRESENCE_LATE : PRESENCE_EXIT;
	}
	return shown;
}

enum presence
pupil_day_shown(const struct pupil_day *day)
{
	if (day->away_count > 0)
		return PRESENCE_AWAY;
	if (day->state == PUPIL_DAY_NOT_CALLED)
		return PRESENCE_NOT_CALLED;
	if (day->state == PUPIL_DAY_ABSENT)
		return PRESENCE_ABSENT;
	if (pupil_day_late_entry(day))
		return PRESENCE_LATE;
	return day->passage_count > 0 ? PRESENCE_EXIT : PRESENCE_PRESENT;
}

const struct away_span *
pupil_day_away_in(const struct pupil_day *day, struct minute starts, struct minute ends)
{
	for (int i = 0; i < day->away_count; i++) {
		const struct away_span *away = &day->aways[i];
		if (away->from.number < 0 ||
			(away->from.number < ends.number && starts.number < away->to.number))
			return away;
	}
	return NULL;
}

const struct passage *
pupil_day_late_entry(const struct pupil_day *day)
{
	const struct passage *first = day->passages;
	return day->passage_count && first->kind == PASSAGE_ENTRY ? first : NULL;
}

const struct passage *
pupil_day_early_exit(const struct pupil_day *day)
{
	if (day->passage_count == 0)
		return NULL;
	const struct passage *last = &day->passages[day->passage_count - 1];
	return last->kind == PASSAGE_EXIT ? last : NULL;
}

void
pupil_day_spans(const struct pupil_day *day, bool short_delay_counts, struct presence_spans *spans)
{
	*spans = (struct presence_spans){ 0 };
	if (day->state != PUPIL_DAY_ABSENT) {
		int from = 0; /* in since, or -1 when out */
		for (int i = 0; i < day->passage_count; i++) {
			const struct passage *passage = &day->passages[i];
			if (passage->kind == PASSAGE_EXIT) {
				add_span(spans, from, passage->at.number);
				from = -1;
			} else if (i > 0 || !passage->is_short || short_delay_counts) {
				from = passage->at.number;
			}
		}
		if (from >= 0)
			add_span(spans, from, DAY_MINUTES);
	}
	for (int i = 0; i < day->away_count; i++) {
		const struct away_span *away = &day->aways[i];
		if (away->from.number < 0)
			add_span(spans, 0, DAY_MINUTES);
		else
			add_span(spans, away->from.number, away->to.number);
	}
}

int
presence_missed_minutes(const struct presence_spans *spans, struct minute starts, struct minute ends)
{
	int missed = ends.number - starts.number;
	for (int i = 0; i < spans->count; i++) {
		int from = spans->at[i].from > starts.number ? spans->at[i].from : starts.number;
		int to = spans->at[i].to < ends.number ? spans->at[i].to : ends.number;
		if (from < to)
			missed -= to - from;
	}
	return missed;
}

static enum pupil_day_problem
check_time(const struct pupil_day_hours *hours, struct minute at)
{
	if (hours->first_start.number < 0 || hours->last_end.number < 0)
		return PUPIL_DAY_NO_LESSONS;
	if (at.number < hours->first_start.number || at.number > hours->last_end.number)
		return PUPIL_DAY_OUTSIDE_LESSONS;
	return PUPIL_DAY_FINE;
}

static enum pupil_day_problem
check_sequence(const struct passage *passages, int count)
{
	for (int i = 1; i < count; i++) {
		if (passages[i - 1].at.number == passages[i].at.number)
			return PUPIL_DAY_SAME_MINUTE;
		if (passages[i - 1].kind == passages[i].kind)
			return passages[i].kind == PASSAGE_ENTRY ? PUPIL_DAY_ALREADY_IN
								 : PUPIL_DAY_ALREADY_OUT;
	}
	return PUPIL_DAY_FINE;
}

static void
sort_passages(struct passage *passages, int count)
{
	for (int i = 1; i < count; i++) {
		struct passage moved = passages[i];
		int j = i;
		for (; j > 0 && passages[j - 1].at.number > moved.at.number; j--)
			passages[j] = passages[j - 1];
		passages[j] = moved;
	}
}

/* Puts [from, to) into the set, joining what it touches. */
static void
add_span(struct presence_spans *spans, int from, int to)
{
	if (from >= to)
		return;
	struct presence_spans joined = { 0 };
	bool placed = false;
	for (int i = 0; i < spans->count; i++) {
		struct presence_span span = spans->at[i];
		if (span.to < from) {
			joined.at[joined.count++] = span;
		} else if (span.from > to) {
			if (!placed)
				joined.at[joined.count++] = (struct presence_span){ (int16_t)from,
					(int16_t)to };
			placed = true;
			joined.at[joined.count++] = span;
		} else {
			from = span.from < from ? span.from : from;
			to = span.to > to ? span.to : to;
		}
	}
	if (!placed)
		joined.at[joined.count++] = (struct presence_span){ (int16_t)from, (int16_t)to };
	*spans = joined;
}
