/*
 * The accounts that can be used at once. A hash costs 40 ms on purpose, so
 * only teachers and one account per role get a password; the others get an
 * activation code on request, as in a real school. The hashes are made on
 * threads of their own while the year is being written.
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/demo.h"
#include "identity/adulthood.h"
#include "identity/password.h"
#include "platform/limits.h"

#define HASHING_THREADS 2

struct hashing_thread {
	struct demo_hashing *hashing;
	struct arena *arena;
	pthread_t thread;
	int first;
	enum outcome outcome;
};
struct demo_hashing {
	struct demo *demo;
	struct demo_accounts *accounts;
	struct hashing_thread threads[HASHING_THREADS];
	int started;
};

static struct demo_account *choose(struct demo_accounts *accounts, const char *role, const char *note,
	struct roster_person *person);
static struct demo_pupil *minor_pupil(struct demo *demo);
static struct demo_pupil *adult_pupil(struct demo *demo);
static struct roster_person *guardian_of(struct demo *demo, int children);
static int children_of(const struct roster_person *guardian);
static void add_teachers(struct demo *demo, struct demo_accounts *accounts);
static void set_passwords(struct demo *demo, struct demo_accounts *accounts);
static void *hash(void *context);

void
demo_accounts_choose(struct demo *demo, struct demo_accounts *accounts)
{
	accounts->at = arena_array(demo->school.arena, struct demo_account,
		(size_t)demo->teacher_count + DEMO_NAMED_MAX);
	choose(accounts, "teacher", "a lesson in every hour of the day", demo->teachers[demo->star].person);
	choose(accounts, "head", "", demo->head);
	choose(accounts, "deputy", "", demo->deputy);
	choose(accounts, "office", "", demo->office);
	struct demo_pupil *pupil = minor_pupil(demo), *adult = adult_pupil(demo);
	if (pupil) {
		choose(accounts, "pupil", "", pupil->person);
		choose(accounts, "guardian", "of that pupil", pupil->guardian);
	}
	if (adult)
		choose(accounts, "pupil", "of age", adult->person);
	struct roster_person *of_two = guardian_of(demo, 2);
	if (of_two)
		choose(accounts, "guardian", "of two children", of_two);
	choose(accounts, "technician", "", demo->technician);
	choose(accounts, "auditor", "", demo->auditor);
	accounts->named = accounts->count;
	add_teachers(demo, accounts);
	set_passwords(demo, accounts);
}

struct demo_hashing *
demo_hashing_begin(struct demo *demo, struct demo_accounts *accounts)
{
	struct demo_hashing *hashing = arena_new(demo->school.arena, struct demo_hashing);
	hashing->demo = demo;
	hashing->accounts = accounts;
	for (int i = 0; i < HASHING_THREADS; i++) {
		struct hashing_thread *thread = &hashing->threads[i];
		thread->hashing = hashing;
		thread->first = i;
		thread->arena = arena_create(1 * MIB);
		if (pthread_create(&thread->thread, NULL, hash, thread) != 0) {
			arena_destroy(thread->arena);
			break;
		}
		hashing->started++;
	}
	return hashing;
}

enum outcome
demo_hashing_finish(struct demo_hashing *hashing)
{
	enum outcome got = hashing->started == HASHING_THREADS ? OK : BROKEN;
	struct arena *kept = hashing->demo->school.arena;
	for (int i = 0; i < hashing->started; i++) {
		pthread_join(hashing->threads[i].thread, NULL);
		if (hashing->threads[i].outcome != OK)
			got = hashing->threads[i].outcome;
		for (int k = i; k < hashing->accounts->count; k += HASHING_THREADS) {
			struct demo_account *account = &hashing->accounts->at[k];
			account->phc = text_copy(kept, account->phc);
			struct roster_account *row = account->person->account;
			row->row.password = account->phc;
			row->row.must_change = false;
			row->row.changed_on = hashing->demo->today;
			row->change = ROSTER_CHANGED;
		}
		arena_destroy(hashing->threads[i].arena);
	}
	return got;
}

static void *
hash(void *context)
{
	struct hashing_thread *thread = context;
	struct demo_accounts *accounts = thread->hashing->accounts;
	for (int i = thread->first; i < accounts->count && thread->outcome == OK; i += HASHING_THREADS)
		thread->outcome = keys_password_hash(thread->hashing->demo->school.keys, thread->arena,
			password_tidy(thread->arena, text_of(accounts->at[i].password)),
			&accounts->at[i].phc);
	return NULL;
}

static struct demo_account *
choose(struct demo_accounts *accounts, const char *role, const char *note, struct roster_person *person)
{
	struct demo_account *account = &accounts->at[accounts->count++];
	*account = (struct demo_account){ .role = role, .note = note, .person = person };
	return account;
}

/* In the class where the star teaches first, so that both ends can be seen. */
static struct demo_pupil *
minor_pupil(struct demo *demo)
{
	for (int c = 0; c < demo->class_count; c++) {
		const struct demo_hour *hour = demo_hour_of(demo, c, demo->today, 1);
		if (!hour->count || hour->parts[0].teacher != demo->star)
			continue;
		for (int i = 0; i < demo->classes[c].pupil_count; i++) {
			struct demo_pupil *pupil = &demo->pupils[demo->classes[c].first_pupil + i];
			if (pupil->guardian && !adult_on(pupil->born, demo->today) &&
				children_of(pupil->guardian) == 1)
				return pupil;
		}
	}
	return NULL;
}

static struct demo_pupil *
adult_pupil(struct demo *demo)
{
	for (int i = 0; i < demo->pupil_count; i++)
		if (demo->pupils[i].guardian && adult_on(demo->pupils[i].born, demo->today))
			return &demo->pupils[i];
	return NULL;
}

static struct roster_person *
guardian_of(struct demo *demo, int children)
{
	for (int i = 0; i < demo->pupil_count; i++)
		if (demo->pupils[i].guardian && !adult_on(demo->pupils[i].born, demo->today) &&
			children_of(demo->pupils[i].guardian) == children)
			return demo->pupils[i].guardian;
	return NULL;
}

static int
children_of(const struct roster_person *guardian)
{
	int count = 0;
	for (const struct roster_guardianship *tie = guardian->children; tie; tie = tie->of_guardian)
		count++;
	return count;
}

/* Those of each class's first hour come first, a class each. */
static void
add_teachers(struct demo *demo, struct demo_accounts *accounts)
{
	for (int round = 0; round < 2; round++)
		for (int t = 0; t < demo->teacher_count; t++) {
			if (t == demo->star)
				continue;
			struct text first_class = { 0 };
			for (int c = 0; c < demo->class_count && !first_class.length; c++) {
				const struct demo_hour *hour = demo_hour_of(demo, c, demo->today, 1);
				if (hour->count && hour->parts[0].teacher == t)
					first_class = demo->classes[c].entry->row.name;
			}
			if ((first_class.length > 0) != (round == 0))
				continue;
			choose(accounts, "teacher", "", demo->teachers[t].person)->first_class = first_class;
		}
	for (int c = 0; c < demo->class_count; c++) {
		const struct demo_hour *hour = demo_hour_of(demo, c, demo->today, 1);
		if (hour->count && hour->parts[0].teacher == demo->star)
			accounts->at[0].first_class = demo->classes[c].entry->row.name;
	}
}

static void
set_passwords(struct demo *demo, struct demo_accounts *accounts)
{
	for (int i = 0; i < accounts->count; i++) {
		struct demo_account *account = &accounts->at[i];
		snprintf(account->password, sizeof account->password, "Ginestra-%03d-Lavagna", i + 1);
		struct password_about about = {
			.user_name = account->person->account->row.name,
			.school_name = demo->plan.name,
		};
		assert(password_faults(demo->school.arena, PROFILE_ALLEGATO5, text_of(account->password),
			       &about) == 0);
	}
}
