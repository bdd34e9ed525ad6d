/*
 * The key goes first. Whoever dies between the key and the rows finds the rows
 * at the next run; the other way round nobody would look for the key any more.
 */
#include "privacy/erasure.h"

#include <stdlib.h>

#include "platform/id.h"
#include "privacy/erasure.sql.h"

struct person_call {
	struct erasure_work *work;
	const struct erasure *erasure;
};
struct year_call {
	struct erasure_work *work;
	struct school_year_id year;
	bool more;
};

static enum outcome look_for_people(struct db *db, struct arena *arena, struct day today,
	struct erasures *all);
static enum outcome look_for_years(struct db *db, struct arena *arena, struct day today,
	struct erasures *all);
static enum outcome erase_person(struct db *db, void *context);
static enum outcome erase_accounts(struct db *db, struct arena *arena, struct person_id person,
	uint64_t *rows);
static enum outcome erase_ties(struct db *db, struct arena *arena, struct person_id guardian, uint64_t *rows);
static enum outcome erase_year(struct db *db, void *context);
static enum outcome destroy_class_keys(struct erasure_work *work, struct school_year_id year);
static struct operation operation_of(struct erasure_work *work, const char *action);
static void add(struct arena *arena, struct erasures *all, struct erasure erasure);
static int by_day(const void *one, const void *other);

enum outcome
erasure_look(struct db *db, struct arena *arena, struct day today, struct erasures *erasures)
{
	*erasures = (struct erasures){ 0 };
	enum outcome got = look_for_people(db, arena, today, erasures);
	if (got == OK)
		got = look_for_years(db, arena, today, erasures);
	if (got == OK && erasures->count > 0)
		qsort(erasures->at, erasures->count, sizeof *erasures->at, by_day);
	return got;
}

enum outcome
erasure_do(struct erasure_work *work, const struct erasure *erasure)
{
	if (erasure->kept->from != KEPT_AFTER_YEAR) {
		enum outcome got = keys_destroy(work->keys, erasure->id);
		struct operation operation = operation_of(work, "erase_person");
		struct person_call call = { work, erasure };
		return got == OK ? commit_run(work->store, &operation, erase_person, &call) : got;
	}
	struct year_call call = { .work = work, .year = { erasure->id }, .more = true };
	enum outcome got = destroy_class_keys(work, call.year);
	while (got == OK && call.more) {
		struct operation operation = operation_of(work, "erase_year");
		got = commit_run(work->store, &operation, erase_year, &call);
	}
	return got;
}

static enum outcome
look_for_people(struct db *db, struct arena *arena, struct day today, struct erasures *all)
{
	const struct retention *person = retention_named("person"), *guardian = retention_named("guardian");
	struct people_who_left_rows left;
	struct guardians_without_pupil_rows without;
	enum outcome got = people_who_left(db, today, PERSON_GUARDIAN, arena, &left);
	if (got == OK)
		got = guardians_without_pupil(db, today, arena, &without);
	if (got != OK)
		return got;
	for (size_t i = 0; i < left.count; i++)
		add(arena, all,
			(struct erasure){ person, left.at[i].id.v, left.at[i].kind, left.at[i].left_on,
				retention_due(person, left.at[i].left_on, DAY_NONE) });
	for (size_t i = 0; i < without.count; i++)
		add(arena, all,
			(struct erasure){ guardian, without.at[i].id.v, without.at[i].kind,
				without.at[i].left_on,
				retention_due(guardian, without.at[i].left_on, DAY_NONE) });
	return OK;
}

static enum outcome
look_for_years(struct db *db, struct arena *arena, struct day today, struct erasures *all)
{
	const struct retention *kept = retention_named("register");
	struct years_past_rows years;
	enum outcome got = years_past(db, today, arena, &years);
	for (size_t i = 0; got == OK && i < years.count; i++) {
		bool has = true;
		struct day due = retention_due(kept, years.at[i].last_day, DAY_NONE);
		if (!day_before(today, due))
			got = erasure_year_has_rows(db, arena, years.at[i].id, &has);
		if (has)
			add(arena, all,
				(struct erasure){
					kept, years.at[i].id.v, PERSON_STAFF, years.at[i].last_day, due });
	}
	return got;
}

static enum outcome
erase_person(struct db *db, void *context)
{
	struct person_call *call = context;
	const struct erasure *erasure = call->erasure;
	struct arena *arena = call->work->arena;
	struct person_id person = { erasure->id };
	uint64_t *rows = &call->work->rows;
	enum outcome got = OK;
	if (erasure->kept->from == KEPT_AFTER_LAST_CHILD)
		got = erase_ties(db, arena, person, rows);
	if (got == OK)
		got = erase_accounts(db, arena, person, rows);
	struct appointments_of_person_rows appointments = { 0 };
	if (got == OK)
		got = appointments_of_person(db, person, arena, &appointments);
	for (size_t i = 0; got == OK && i < appointments.count; i++, ++*rows)
		got = erase_appointment(db, appointments.at[i].id);
	if (got == OK)
		got = erase_names(db, arena,
			&(struct person_record){
				.id = person, .kind = erasure->kind, .left_on = erasure->since });
	*rows += got == OK;
	return got;
}

static enum outcome
erase_accounts(struct db *db, struct arena *arena, struct person_id person, uint64_t *rows)
{
	struct accounts_of_person_rows accounts;
	enum outcome got = accounts_of_person(db, person, arena, &accounts);
	for (size_t i = 0; got == OK && i < accounts.count; i++, ++*rows) {
		struct account_id account = accounts.at[i].id;
		struct old_passwords_of_account_rows old;
		got = old_passwords_of_account(db, account, arena, &old);
		for (size_t k = 0; got == OK && k < old.count; k++, ++*rows)
			got = erase_old_password(db, account, old.at[k].ordinal);
		if (got == OK)
			got = erase_sessions(db, account);
		if (got == OK)
			got = erase_posted(db, account);
		if (got == OK)
			got = erase_attempts(db, account);
		if (got == OK)
			got = erase_account(db, account);
	}
	return got;
}

static enum outcome
erase_ties(struct db *db, struct arena *arena, struct person_id guardian, uint64_t *rows)
{
	struct ties_of_guardian_rows ties;
	enum outcome got = ties_of_guardian(db, guardian, arena, &ties);
	for (size_t i = 0; got == OK && i < ties.count; i++, ++*rows)
		got = erase_tie(db, ties.at[i].id);
	if (got != OK)
		return got;
	got = erase_contact(db, guardian);
	*rows += got == OK;
	return got == NOT_FOUND ? OK : got; /* most have given none */
}

static enum outcome
erase_year(struct db *db, void *context)
{
	struct year_call *call = context;
	return erasure_of_year(db, call->work->arena, call->year, &call->work->rows, &call->more);
}

static enum outcome
destroy_class_keys(struct erasure_work *work, struct school_year_id year)
{
	struct classes_of_past_year_rows classes;
	enum outcome got = classes_of_past_year(work->db, year, work->arena, &classes);
	for (size_t i = 0; got == OK && i < classes.count; i++)
		got = keys_destroy(work->keys, classes.at[i].id.v);
	return got;
}

static struct operation
operation_of(struct erasure_work *work, const char *action)
{
	return (struct operation){ .id = id_make(work->now, work->random),
		.role = TEXT("jobs"),
		.action = text_of(action),
		.event_at = work->now,
		.recorded_at = work->now };
}

static void
add(struct arena *arena, struct erasures *all, struct erasure erasure)
{
	if ((all->count & (all->count - 1)) == 0) { /* a power of two: full */
		struct erasure *larger = arena_array(arena, struct erasure, all->count ? 2 * all->count : 1);
		for (size_t i = 0; i < all->count; i++)
			larger[i] = all->at[i];
		all->at = larger;
	}
	all->at[all->count++] = erasure;
}

static int
by_day(const void *one, const void *other)
{
	const struct erasure *a = one, *b = other;
	if (a->due.number != b->due.number)
		return a->due.number < b->due.number ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}
