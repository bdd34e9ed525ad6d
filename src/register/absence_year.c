/*
 * The same facts come from two families of queries, one for a pupil and one
 * for a class: no grant for one person opens a query about many. Here they are
 * brought to one shape, and one function turns them into numbers.
 */
#include "register/absence_year.h"

#include "identity/setting.h"
#include "privacy/grant.h"
#include "register/absence.sql.h"
#include "register/signing.h"

enum year_fact { YEAR_CALLED, YEAR_PASSAGE, YEAR_AWAY, YEAR_DEROGATION, YEAR_CARRIED };

struct year_facts {
	struct year_memberships_of_class_rows memberships;
	struct year_facts_of_class_rows facts;
	struct year_lessons_of_class_rows lessons;
	struct year_subgroups_of_class_rows subgroups;
	struct class_id week_class; /* whose week was read last */
	struct week_of_class_rows week;
};
struct year_plan {
	const struct school_year_calendar *school;
	struct day last;
	int quantum;
	int64_t weeks;
	bool religion_dropped;
	bool short_delay_counts;
};

static struct year_plan plan_of(struct request *req, const struct school_year_calendar *school,
	struct day last);
static enum outcome year_of(struct request *req, const struct year_plan *plan, struct year_facts *all,
	struct person_id pupil, struct pupil_year *year);
static void collect_days(struct request *req, const struct year_plan *plan, const struct year_facts *all,
	struct pupil_year *year, struct absence_facts *facts);
static void count_days(const struct year_plan *plan, const struct year_facts *all, struct pupil_year *year);
static void collect_lessons(struct request *req, const struct year_plan *plan, const struct year_facts *all,
	struct person_id pupil, struct absence_facts *facts);
static enum outcome look_ahead(struct request *req, const struct year_plan *plan, struct year_facts *all,
	struct absence_facts *facts, struct pupil_year *year);

/* The two families of rows are alike member by member: sql2c makes them from
 * the same lists of cells, and this says so to the compiler. */
#define SAME_SHAPE(one, other)                                                                               \
	_Static_assert(sizeof(struct one) == sizeof(struct other), #one " and " #other " differ")
SAME_SHAPE(year_memberships_of_pupil_row, year_memberships_of_class_row);
SAME_SHAPE(year_facts_of_pupil_row, year_facts_of_class_row);
SAME_SHAPE(year_lessons_of_pupil_row, year_lessons_of_class_row);

enum outcome
pupil_year_load(struct request *req, const struct school_year_calendar *school, struct person_id pupil,
	struct day last, struct pupil_year *year)
{
	const struct grant *grant = may(req, READ, ABSENCE_LIMIT, of_person(pupil));
	if (!grant)
		return REFUSED;
	struct day first = school->year.first_day;
	struct year_memberships_of_pupil_rows memberships;
	struct year_facts_of_pupil_rows facts;
	struct year_lessons_of_pupil_rows lessons;
	struct year_subgroups_of_pupil_rows subgroups;
	enum outcome got = year_memberships_of_pupil(req->db, grant, first, last, req->arena, &memberships);
	if (got == OK)
		got = year_facts_of_pupil(req->db, grant, first, last, req->arena, &facts);
	if (got == OK)
		got = year_lessons_of_pupil(req->db, grant, first, last, req->arena, &lessons);
	if (got == OK)
		got = year_subgroups_of_pupil(req->db, grant, first, last, req->arena, &subgroups);
	if (got != OK)
		return got;
	struct year_facts all = {
		.memberships = { (void *)memberships.at, memberships.count },
		.facts = { (void *)facts.at, facts.count },
		.lessons = { (void *)lessons.at, lessons.count },
		.subgroups = { (void *)subgroups.at, subgroups.count },
	};
	struct year_plan plan = plan_of(req, school, last);
	return year_of(req, &plan, &all, pupil, year);
}

enum outcome
class_years_load(struct request *req, const struct school_year_calendar *school, struct class_id class,
	struct day last, struct pupil_years *years)
{
	const struct grant *grant = may(req, READ, ABSENCE_LIMIT, of_class(class));
	if (!grant)
		return REFUSED;
	struct day first = school->year.first_day;
	struct year_facts all = { 0 };
	enum outcome got = year_memberships_of_class(req->db, grant, first, last, req->arena,
		&all.memberships);
	if (got == OK)
		got = year_facts_of_class(req->db, grant, first, last, req->arena, &all.facts);
	if (got == OK)
		got = year_lessons_of_class(req->db, grant, first, last, req->arena, &all.lessons);
	if (got == OK)
		got = year_subgroups_of_class(req->db, grant, first, last, req->arena, &all.subgroups);
	if (got != OK)
		return got;
	struct year_plan plan = plan_of(req, school, last);
	*years = (struct pupil_years){ arena_array(req->arena, struct pupil_year, all.memberships.count), 0 };
	for (size_t i = 0; got == OK && i < all.memberships.count; i++) {
		struct person_id pupil = all.memberships.at[i].pupil;
		if (i > 0 && all.memberships.at[i - 1].pupil.v == pupil.v)
			continue;
		got = year_of(req, &plan, &all, pupil, &years->at[years->count++]);
	}
	return got;
}

struct gauge
pupil_year_gauge(const struct pupil_year *year)
{
	return gauge_of(&year->limit, year->pace_units);
}

static struct year_plan
plan_of(struct request *req, const struct school_year_calendar *school, struct day last)
{
	return (struct year_plan){ .school = school,
		.last = last,
		.quantum = (int)setting_number(req, "limit.quantum"),
		.weeks = setting_number(req, "limit.weeks"),
		.religion_dropped = setting_is_yes(req, "limit.religion_dropped"),
		.short_delay_counts = setting_is_yes(req, "attendance.short_delay_counts") };
}

static const struct year_memberships_of_class_row *
membership_on(const struct year_facts *all, struct person_id pupil, struct day day)
{
	const struct year_memberships_of_class_row *found = NULL;
	for (size_t i = 0; i < all->memberships.count; i++) {
		const struct year_memberships_of_class_row *row = &all->memberships.at[i];
		bool over = !day_equal(row->to_day, DAY_NONE) && day_before(row->to_day, day);
		if (row->pupil.v == pupil.v && !day_before(day, row->from_day) && !over)
			found = row;
	}
	return found;
}

static bool
drops_religion(const struct year_plan *plan, enum religion_option option)
{
	return plan->religion_dropped && option != RELIGION_RELIGION && option != RELIGION_ALTERNATIVE;
}

static enum outcome
year_of(struct request *req, const struct year_plan *plan, struct year_facts *all, struct person_id pupil,
	struct pupil_year *year)
{
	*year = (struct pupil_year){ .pupil = pupil, .crossing = DAY_NONE, .pace_units = -1 };
	struct absence_facts facts = { .quantum = plan->quantum };
	const struct year_memberships_of_class_row *latest = NULL;
	for (size_t i = 0; i < all->memberships.count; i++)
		if (all->memberships.at[i].pupil.v == pupil.v)
			latest = &all->memberships.at[i];
	if (latest) {
		year->class = latest->class;
		facts.weekly_units = latest->weekly_units;
		facts.weeks = (int)(latest->weeks > 0 ? latest->weeks : plan->weeks);
	}
	collect_days(req, plan, all, year, &facts);
	count_days(plan, all, year);
	collect_lessons(req, plan, all, pupil, &facts);
	return latest ? look_ahead(req, plan, all, &facts, year) : OK;
}

static struct year_day *
day_for(struct pupil_year *year, struct day day)
{
	size_t i = year->day_count;
	while (i > 0 && day_before(day, year->days[i - 1].day))
		i--;
	if (i > 0 && day_equal(year->days[i - 1].day, day))
		return &year->days[i - 1];
	for (size_t k = year->day_count; k > i; k--)
		year->days[k] = year->days[k - 1];
	year->day_count++;
	year->days[i] = (struct year_day){ .day = day };
	return &year->days[i];
}

/* The facts of a pupil come by kind and then by day. What lasts several days
 * matters only where something else is on record: away is present, and a
 * derogation lifts an absence. */
static void
collect_days(struct request *req, const struct year_plan *plan, const struct year_facts *all,
	struct pupil_year *year, struct absence_facts *facts)
{
	size_t count = 0;
	for (size_t i = 0; i < all->facts.count; i++)
		count += all->facts.at[i].pupil.v == year->pupil.v;
	year->days = arena_array(req->arena, struct year_day, count + 1);
	for (size_t i = 0; i < all->facts.count; i++) {
		const struct year_facts_of_class_row *row = &all->facts.at[i];
		if (row->pupil.v != year->pupil.v)
			continue;
		if (row->what == YEAR_CALLED) {
			day_for(year, row->day)->pupil.state = row->kind == ATTENDANCE_ABSENT
				? PUPIL_DAY_ABSENT
				: PUPIL_DAY_PRESENT;
		} else if (row->what == YEAR_PASSAGE) {
			struct pupil_day *day = &day_for(year, row->day)->pupil;
			day->state = PUPIL_DAY_PRESENT;
			if (day->passage_count < PUPIL_DAY_PASSAGES_MAX)
				day->passages[day->passage_count++] = (struct passage){ .at = row->at,
					.kind = (enum passage_kind)row->kind,
					.is_short = row->short_delay,
					.counts = row->counts };
		} else if (row->what == YEAR_CARRIED) {
			facts->carried_units += row->units;
		}
		for (size_t d = 0; d < year->day_count; d++) {
			struct pupil_day *day = &year->days[d].pupil;
			if (!day_between(year->days[d].day, row->day, row->until))
				continue;
			if (row->what == YEAR_DEROGATION)
				year->days[d].derogated = true;
			else if (row->what == YEAR_AWAY && day->away_count < PUPIL_DAY_AWAYS_MAX)
				day->aways[day->away_count++] = (struct away_span){ row->at, row->to,
					(enum away_kind)row->kind };
		}
	}
	struct absence_day *days = arena_array(req->arena, struct absence_day, year->day_count);
	for (size_t d = 0; d < year->day_count; d++) {
		const struct year_day *day = &year->days[d];
		if (day->pupil.state != PUPIL_DAY_ABSENT && day->pupil.passage_count == 0)
			continue;
		struct absence_day *counted = &days[facts->day_count++];
		*counted = (struct absence_day){ .day = day->day, .derogated = day->derogated };
		pupil_day_spans(&day->pupil, plan->short_delay_counts, &counted->present);
	}
	facts->days = days;
}

static void
count_days(const struct year_plan *plan, const struct year_facts *all, struct pupil_year *year)
{
	int term = school_day_term(&plan->school->calendar, plan->last);
	for (size_t d = 0; d < year->day_count; d++) {
		const struct year_day *day = &year->days[d];
		const struct year_memberships_of_class_row *member = membership_on(all, year->pupil,
			day->day);
		struct school_class class = { 0 };
		if (member)
			class = (struct school_class){ member->site, member->name };
		if (!is_school_day(&plan->school->calendar, &class, day->day))
			continue;
		year->absent_days += day->pupil.state == PUPIL_DAY_ABSENT;
		for (int p = 0; p < day->pupil.passage_count; p++) {
			const struct passage *passage = &day->pupil.passages[p];
			if (passage->kind == PASSAGE_EXIT)
				year->early_exits++;
			else if (passage->is_short)
				year->short_delays++;
			else
				year->late_entries++;
			bool counts = passage->counts && !passage->is_short;
			year->counted_passages += counts;
			year->counted_in_term += counts &&
				school_day_term(&plan->school->calendar, day->day) == term;
		}
	}
}

/* Of the lessons of the class those which this pupil was due to attend: the
 * own subgroup, the own part of a religion hour (REG-23, REG-24, REG-39). */
static bool
due_in(const struct year_facts *all, const struct year_memberships_of_class_row *member,
	const struct year_lessons_of_class_row *lesson)
{
	if (lesson->subgroup.v == PART_ALTERNATIVE)
		return member->religion == RELIGION_ALTERNATIVE;
	if (lesson->subgroup.v == PART_STUDIES_WITH)
		return member->religion == RELIGION_STUDIES_WITH;
	if (lesson->subgroup.v == 0)
		return lesson->subject_kind != SUBJECT_IS_RELIGION ||
			member->religion != RELIGION_ALTERNATIVE;
	for (size_t i = 0; i < all->subgroups.count; i++) {
		const struct subgroup_member_record *group = &all->subgroups.at[i];
		bool over = !day_equal(group->to_day, DAY_NONE) && day_before(group->to_day, lesson->day);
		if (group->pupil.v == member->pupil.v && group->subgroup.v == lesson->subgroup.v &&
			!day_before(lesson->day, group->from_day) && !over)
			return true;
	}
	return false;
}

static void
collect_lessons(struct request *req, const struct year_plan *plan, const struct year_facts *all,
	struct person_id pupil, struct absence_facts *facts)
{
	struct held_lesson *held = arena_array(req->arena, struct held_lesson, all->lessons.count);
	for (size_t i = 0; i < all->lessons.count; i++) {
		const struct year_lessons_of_class_row *lesson = &all->lessons.at[i];
		const struct year_memberships_of_class_row *member = membership_on(all, pupil, lesson->day);
		if (!member || member->class.v != lesson->class.v || !due_in(all, member, lesson))
			continue;
		bool religion = lesson->subject_kind == SUBJECT_IS_RELIGION ||
			lesson->subgroup.v == PART_STUDIES_WITH;
		held[facts->lesson_count++] = (struct held_lesson){ lesson->day, lesson->starts, lesson->ends,
			(int)lesson->weight, religion && drops_religion(plan, member->religion) };
	}
	facts->lessons = held;
}

/* The limit itself, and from the timetable of the class where it leads. */
static enum outcome
look_ahead(struct request *req, const struct year_plan *plan, struct year_facts *all,
	struct absence_facts *facts, struct pupil_year *year)
{
	const struct year_memberships_of_class_row *member = NULL;
	for (size_t i = 0; i < all->memberships.count; i++)
		if (all->memberships.at[i].pupil.v == year->pupil.v)
			member = &all->memberships.at[i];
	if (all->week_class.v != year->class.v) {
		enum outcome got = week_of_class(req->db, year->class, plan->last, req->arena, &all->week);
		if (got != OK)
			return got;
		all->week_class = year->class;
	}
	int64_t units[7] = { 0 };
	for (size_t i = 0; i < all->week.count; i++) {
		const struct week_of_class_row *hour = &all->week.at[i];
		if (hour->religion && drops_religion(plan, member->religion))
			facts->dropped_weekly_units += hour->weight;
		else
			units[hour->weekday % 7] += hour->weight;
	}
	absence_limit(facts, &year->limit);

	const struct school_calendar *calendar = &plan->school->calendar;
	struct school_class class = { member->site, member->name };
	int ahead = calendar->last_day.number - plan->last.number;
	struct due_day *days = arena_array(req->arena, struct due_day, ahead > 0 ? (size_t)ahead : 1);
	size_t count = 0;
	int64_t to_come = 0;
	for (struct day day = day_add(plan->last, 1); !day_before(calendar->last_day, day);
		day = day_add(day, 1)) {
		if (!is_school_day(calendar, &class, day))
			continue;
		days[count++] = (struct due_day){ day, units[day_weekday(day)] };
		to_come += units[day_weekday(day)];
	}
	int64_t so_far = absence_shown_units(year->limit.held);
	int64_t missed = absence_shown_units(year->limit.missed);
	year->crossing = absence_projection(year->limit.missed, year->limit.due_units, so_far, days, count);
	if (so_far > 0)
		year->pace_units = missed + missed * to_come / so_far;
	return OK;
}
