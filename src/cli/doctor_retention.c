/* What has had its time by policy/retention.policy, and whether it went. */
#include <string.h>

#include "cli/doctor.h"
#include "privacy/erasure.h"
#include "privacy/erasure.sql.h"

#define RUN_LATE_DAYS 2

static void one_class(struct doctor *doctor, const struct retention *kept, const struct erasures *all,
	const struct retention_runs_rows *runs);

void
doctor_retention(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct erasures all;
	struct retention_runs_rows runs;
	if (erasure_look(school->db, school->arena, school->today, &all) != OK ||
		retention_runs(school->db, school->arena, &runs) != OK) {
		doctor_find(doctor, HEALTH_BAD, "retention", "what is due cannot be read");
		return;
	}
	for (int i = 0; i < retention_count; i++)
		if (retentions[i].from == KEPT_AFTER_LEAVING || retentions[i].from == KEPT_AFTER_LAST_CHILD ||
			retentions[i].from == KEPT_AFTER_YEAR)
			one_class(doctor, &retentions[i], &all, &runs);
}

static void
one_class(struct doctor *doctor, const struct retention *kept, const struct erasures *all,
	const struct retention_runs_rows *runs)
{
	struct day today = doctor->school->today, next = DAY_NONE, last = DAY_NONE;
	long long due = 0, later = 0, erased = 0;
	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i].kept != kept)
			continue;
		bool is_due = !day_before(today, all->at[i].due);
		due += is_due;
		later += !is_due;
		if (!is_due && day_equal(next, DAY_NONE))
			next = all->at[i].due;
	}
	for (size_t i = 0; i < runs->count; i++)
		if (text_is(runs->at[i].class, kept->name)) {
			last = runs->at[i].day;
			erased = (long long)runs->at[i].erased;
		}
	char next_text[DAY_TEXT_SIZE], last_text[DAY_TEXT_SIZE];
	day_print(next, next_text);
	day_print(last, last_text);
	struct text coming = later == 0
		? TEXT("none in sight")
		: text_printf(doctor->school->arena, "the next of %lld on %s", later, next_text);
	struct text ran = day_equal(last, DAY_NONE)
		? TEXT("never run")
		: text_printf(doctor->school->arena, "last run %s, %lld erased", last_text, erased);
	bool late = due > 0 && (day_equal(last, DAY_NONE) || day_before(day_add(last, RUN_LATE_DAYS), today));
	doctor_find(doctor, late ? HEALTH_LOOK : HEALTH_GOOD, "retention", "%s (%s): %lld due, %.*s; %.*s",
		kept->name, kept->words, due, TEXT_ARG(coming), TEXT_ARG(ran));
}
