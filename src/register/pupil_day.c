#include "register/pupil_day.h"

#include "platform/page.h"

#define DAY_MINUTES 1440

/*
 * Passages are checked as a whole sequence, whatever step brought them about:
 * a page may send them one by one or all at once, and an entry typed in the
 * second hour may stand before an exit of the fourth that is already there.
 */
static enum pupil_day_problem check_sequence(const struct passage *passages, int count);
static enum pupil_day_problem check_time(const struct pupil_day_hours *hours, struct minute at);
static enum outcome add(struct pupil_day *day, const struct pupil_day_hours *hours,
	const struct passage *added, int count, enum pupil_day_problem *why);
static void sort_passages(struct passage *passages, int count);
static void add_span(struct presence_spans *spans, int from, int to);
static enum outcome refuse(enum pupil_day_problem problem, enum pupil_day_problem *why);

const char *
pupil_day_message(enum pupil_day_problem problem)
{
	switch (problem) {
	case PUPIL_DAY_NO_LESSONS: return TR("The class has no lessons on this day.");
	case PUPIL_DAY_OUTSIDE_LESSONS:
		return TR("The time must lie between the first lesson's start and the last "
			  "lesson's end.");
	case PUPIL_DAY_ALREADY_IN:
		return TR("The pupil is already in at that time: there is an entry without an exit "
			  "between.");
	case PUPIL_DAY_ALREADY_OUT:
		return TR("The pupil is already out at that time: there is an exit without an "
			  "entry between.");
	case PUPIL_DAY_SAME_MINUTE: return TR("There is already an entry or exit at that minute.");
	case PUPIL_DAY_TOO_MANY: return TR("There are too many entries and exits on this day.");
	case PUPIL_DAY_NO_SUCH_PASSAGE: return TR("There is no such entry or exit on this day.");
	case PUPIL_DAY_BACKWARDS: return TR("The end must come after the beginning.");
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
pupil_day_enter(struct pupil_day *day, const struct pupil_day_hours *hours, struct minute at, bool counts,
	enum pupil_day_problem *why)
{
	struct passage entry = { .kind = PASSAGE_ENTRY, .at = at, .counts = counts };
	return add(day, hours, &entry, 1, why);
}

enum outcome
pupil_day_exit(struct pupil_day *day, const struct pupil_day_hours *hours, struct minute at, bool counts,
	enum pupil_day_problem *why)
{
	struct passage exit = { .kind = PASSAGE_EXIT, .at = at, .counts = counts };
	return add(day, hours, &exit, 1, why);
}

enum outcome
pupil_day_step_out(struct pupil_day *day, const struct pupil_day_hours *hours, struct minute exit,
	struct minute entry, bool counts, enum pupil_day_problem *why)
{
	if (entry.number < exit.number)
		return refuse(PUPIL_DAY_BACKWARDS, why);
	const struct passage both[] = {
		{ .kind = PASSAGE_EXIT, .at = exit, .counts = counts },
		{ .kind = PASSAGE_ENTRY, .at = entry, .counts = counts },
	};
	return add(day, hours, both, 2, why);
}

enum outcome
pupil_day_remove(struct pupil_day *day, enum passage_kind kind, struct minute at, enum pupil_day_problem *why)
{
	struct passage left[PUPIL_DAY_PASSAGES_MAX];
	int count = 0;
	for (int i = 0; i < day->passage_count; i++)
		if (day->passages[i].kind != kind || day->passages[i].at.number != at.number)
			left[count++] = day->passages[i];
	if (count == day->passage_count)
		return refuse(PUPIL_DAY_NO_SUCH_PASSAGE, why);
	enum pupil_day_problem problem = check_sequence(left, count);
	if (problem != PUPIL_DAY_FINE)
		return refuse(problem, why);
	for (int i = 0; i < count; i++)
		day->passages[i] = left[i];
	day->passage_count = count;
	*why = PUPIL_DAY_FINE;
	return OK;
}

enum outcome
pupil_day_replace(struct pupil_day *day, const struct pupil_day_hours *hours, const struct passage *passages,
	int count, enum pupil_day_problem *why)
{
	struct pupil_day replaced = *day;
	replaced.passage_count = 0;
	*why = PUPIL_DAY_FINE;
	if (count > 0 && add(&replaced, hours, passages, count, why) != OK)
		return INVALID;
	*day = replaced;
	return OK;
}

enum outcome
pupil_day_add_away(struct pupil_day *day, struct away_span away, enum pupil_day_problem *why)
{
	bool open = away.from.number < 0 && away.to.number < 0;
	if (!open && (away.from.number < 0 || away.to.number <= away.from.number))
		return refuse(PUPIL_DAY_BACKWARDS, why);
	if (day->away_count == PUPIL_DAY_AWAYS_MAX)
		return refuse(PUPIL_DAY_TOO_MANY, why);
	day->aways[day->away_count++] = away;
	*why = PUPIL_DAY_FINE;
	return OK;
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

bool
pupil_day_is_in(const struct pupil_day *day, struct minute at)
{
	struct presence_spans spans;
	pupil_day_spans(day, true, &spans);
	struct minute next = { (int16_t)(at.number + 1) };
	return presence_missed_minutes(&spans, at, next) == 0;
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

/*
 * Adds passages to those of the day. Only the new ones are measured against
 * the day's hours and the short delay: an old one keeps what was decided then,
 * even if the timetable has changed since.
 */
static enum outcome
add(struct pupil_day *day, const struct pupil_day_hours *hours, const struct passage *added, int count,
	enum pupil_day_problem *why)
{
	struct pupil_day changed = *day;
	changed.state = PUPIL_DAY_PRESENT;
	if (count > PUPIL_DAY_PASSAGES_MAX - changed.passage_count)
		return refuse(PUPIL_DAY_TOO_MANY, why);
	for (int i = 0; i < count; i++) {
		enum pupil_day_problem problem = check_time(hours, added[i].at);
		if (problem != PUPIL_DAY_FINE)
			return refuse(problem, why);
		struct passage *passage = &changed.passages[changed.passage_count++];
		*passage = added[i];
		passage->is_short = added[i].kind == PASSAGE_ENTRY && is_short_delay(hours, added[i].at);
	}
	sort_passages(changed.passages, changed.passage_count);
	enum pupil_day_problem problem = check_sequence(changed.passages, changed.passage_count);
	if (problem != PUPIL_DAY_FINE)
		return refuse(problem, why);
	/* Coming back after five minutes outside is not a delay. */
	for (int i = 1; i < changed.passage_count; i++)
		changed.passages[i].is_short = false;
	*day = changed;
	*why = PUPIL_DAY_FINE;
	return OK;
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

static enum outcome
refuse(enum pupil_day_problem problem, enum pupil_day_problem *why)
{
	*why = problem;
	return INVALID;
}
