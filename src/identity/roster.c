/*
 * Reading the whole roster at once, and writing what became of it. Names are
 * opened in one batch; with a thousand pupils that is a tenth of a second.
 */
#include "identity/roster.h"

#include <string.h>

#include "identity/roster.sql.h"
#include "identity/roster_entry.h"
#include "identity/setting.h"
#include "identity/structure.sql.h"
#include "platform/request.h"
#include "privacy/grant.h"

static enum outcome load_year(struct roster *roster, struct db *db);
static enum outcome load_settings(struct roster *roster, struct db *db);
static enum outcome load_structure(struct roster *roster, struct db *db);
static enum outcome load_people(struct roster *roster, struct db *db);
static enum outcome load_accounts(struct roster *roster, struct db *db);
static enum outcome load_members(struct roster *roster, struct db *db);
static enum outcome load_guardianships(struct roster *roster, struct db *db);
static enum outcome load_posts(struct roster *roster, struct db *db);
static const struct grant *grant_of(struct roster *roster, enum verb verb, enum thing thing);

enum outcome
roster_load(struct roster *roster, const struct roster_options *options)
{
	*roster = (struct roster){
		.arena = options->arena,
		.keys = options->keys,
		.random = options->random,
		.now = options->now,
		.day = options->day,
	};
	struct map *const maps[] = {
		&roster->people_by_id,
		&roster->people_by_match,
		&roster->accounts_by_name,
		&roster->classes_by_name,
		&roster->classes_by_id,
		&roster->subjects_by_name,
		&roster->subgroups_by_name,
	};
	for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
		map_init(maps[i], roster->arena);

	enum outcome (*const steps[])(struct roster *, struct db *) = {
		load_year,
		load_settings,
		load_structure,
		load_people,
		load_accounts,
		load_members,
		load_guardianships,
		load_posts,
	};
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		enum outcome got = steps[i](roster, options->db);
		if (got != OK)
			return got;
	}
	return OK;
}

/* One list's entries that are new or changed. */
#define WRITE(list, put)                                                                                     \
	for (__typeof__(roster->list.first) entry = roster->list.first; entry && got == OK;                  \
		entry = entry->next) {                                                                       \
		if (entry->change != ROSTER_SAME)                                                            \
			got = put;                                                                           \
		entry->change = ROSTER_SAME;                                                                 \
	}

enum outcome
roster_write(struct roster *roster, struct db *db)
{
	struct arena *arena = roster->arena;
	const struct grant *people = grant_of(roster, MANAGE, ROSTER);
	const struct grant *accounts = grant_of(roster, MANAGE, ACCOUNT);
	const struct grant *hours = grant_of(roster, MANAGE, TIMETABLE);
	enum outcome got = OK;
	WRITE(subjects, structure_put_subject(db, arena, &entry->row))
	WRITE(classes, structure_put_class(db, arena, &entry->row))
	WRITE(subgroups, structure_put_subgroup(db, arena, &entry->row))
	WRITE(people, roster_put_person(db, people, arena, &entry->row))
	WRITE(accounts, roster_put_account(db, accounts, arena, &entry->row))
	WRITE(appointments, roster_put_appointment(db, people, arena, &entry->row))
	WRITE(members, roster_put_member(db, people, arena, &entry->row))
	WRITE(subgroup_members, roster_put_subgroup_member(db, people, arena, &entry->row))
	WRITE(guardianships, roster_put_guardianship(db, people, arena, &entry->row))
	WRITE(posts, roster_put_post(db, people, arena, &entry->row))
	WRITE(hours, roster_put_hour(db, hours, arena, &entry->row))
	return got;
}

static enum outcome
load_year(struct roster *roster, struct db *db)
{
	struct structure_years_rows years;
	enum outcome got = structure_years(db, roster->arena, &years);
	if (got != OK)
		return got;
	for (size_t i = 0; i < years.count; i++) {
		const struct school_year_record *year = &years.at[i];
		roster->year = *year;
		roster->holds_until = i + 1 < years.count ? day_add(years.at[i + 1].first_day, -1) : DAY_NONE;
		if (!day_before(year->last_day, roster->day))
			break; /* the running year, or the next one before it begins */
	}
	return years.count ? OK : NOT_FOUND;
}

static enum outcome
load_settings(struct roster *roster, struct db *db)
{
	enum language language;
	if (language_of_tag(setting_read(db, roster->arena, "school.language"), &language))
		roster->language = language;
	struct text profile = setting_read(db, roster->arena, "password.profile");
	if (!password_profile_parse(profile, &roster->profile))
		return BROKEN;
	if (!text_int64(setting_read(db, roster->arena, "limit.weeks"), &roster->weeks) ||
		!text_int64(setting_read(db, roster->arena, "limit.weekly_units"), &roster->weekly_units))
		return BROKEN;
	return OK;
}

static enum outcome
load_structure(struct roster *roster, struct db *db)
{
	struct structure_sites_rows sites;
	struct structure_subjects_rows subjects;
	struct structure_classes_rows classes;
	struct structure_subgroups_rows subgroups;
	enum outcome got = structure_sites(db, roster->arena, &sites);
	if (got == OK)
		got = structure_subjects(db, roster->arena, &subjects);
	if (got == OK)
		got = structure_classes(db, roster->year.id, roster->arena, &classes);
	if (got == OK)
		got = structure_subgroups(db, roster->year.id, roster->arena, &subgroups);
	if (got != OK)
		return got;

	roster->sites = sites.at;
	roster->site_count = sites.count;
	for (size_t i = 0; i < subjects.count; i++)
		roster_enter_subject(roster, &subjects.at[i]);
	for (size_t i = 0; i < classes.count; i++)
		roster_enter_class(roster, &classes.at[i]);
	for (size_t i = 0; i < subgroups.count; i++)
		roster_enter_subgroup(roster, &subgroups.at[i]);
	return OK;
}

static enum outcome
load_people(struct roster *roster, struct db *db)
{
	struct roster_people_rows rows;
	enum outcome got = roster_people(db, grant_of(roster, READ, ROSTER), roster->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++)
		roster_enter_person(roster, &rows.at[i]);
	return got;
}

static enum outcome
load_accounts(struct roster *roster, struct db *db)
{
	struct roster_accounts_rows rows;
	enum outcome got = roster_accounts(db, grant_of(roster, READ, ACCOUNT), roster->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		if (!roster_enter_account(roster, &rows.at[i]))
			return BROKEN;
	}
	if (got != OK)
		return got;

	struct roster_appointments_rows appointments;
	got = roster_appointments(db, roster->arena, &appointments);
	for (size_t i = 0; got == OK && i < appointments.count; i++) {
		if (!roster_enter_appointment(roster, &appointments.at[i]))
			return BROKEN;
	}
	return got;
}

static enum outcome
load_members(struct roster *roster, struct db *db)
{
	const struct grant *read = grant_of(roster, READ, ROSTER);
	struct roster_members_rows rows;
	enum outcome got = roster_members(db, read, roster->year.id, roster->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		if (!roster_enter_member(roster, &rows.at[i]))
			return BROKEN;
	}
	roster->year_begins = rows.count == 0;
	if (got != OK)
		return got;

	struct roster_subgroup_members_rows groups;
	got = roster_subgroup_members(db, read, roster->arena, &groups);
	for (size_t i = 0; got == OK && i < groups.count; i++) {
		if (!roster_enter_subgroup_member(roster, &groups.at[i]))
			return BROKEN;
	}
	return got;
}

static enum outcome
load_guardianships(struct roster *roster, struct db *db)
{
	struct roster_guardianships_rows rows;
	enum outcome got = roster_guardianships(db, grant_of(roster, READ, ROSTER), roster->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		if (!roster_enter_guardianship(roster, &rows.at[i]))
			return BROKEN;
	}
	return got;
}

static enum outcome
load_posts(struct roster *roster, struct db *db)
{
	struct roster_posts_rows posts;
	struct roster_hours_rows hours;
	enum outcome got = roster_posts(db, roster->arena, &posts);
	if (got == OK)
		got = roster_hours(db, roster->arena, &hours);
	if (got != OK)
		return got;
	for (size_t i = 0; i < posts.count; i++)
		roster_enter_post(roster, &posts.at[i]);
	for (size_t i = 0; i < hours.count; i++)
		roster_enter_hour(roster, &hours.at[i]);
	return OK;
}

static const struct grant *
grant_of(struct roster *roster, enum verb verb, enum thing thing)
{
	return grant_for_operator(roster->arena, verb, thing, of_school());
}
