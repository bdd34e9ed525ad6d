/*
 * People who are in the roster and in no file. Only with --complete do they
 * leave: every right ends with the last day, and the clocks of erasure start.
 */
#include "identity/roster_import_steps.h"

#define TOUCH(entry) ((entry)->change = (entry)->change == ROSTER_NEW ? ROSTER_NEW : ROSTER_CHANGED)

static bool has_file(const struct import *import, enum giua_kind kind);
static void missing_pupil(struct import *import, struct roster_person *pupil);
static void missing_staff(struct import *import, struct roster_person *person, enum role role);
static void missing_guardianships(struct import *import);
static void end_role(struct import *import, struct roster_person *person, enum role role);
static bool has_children(const struct import *import, const struct roster_person *guardian);

void
import_missing_people(struct import *import)
{
	for (struct roster_person *person = import->roster->people.first; person; person = person->next) {
		if (person->in_files)
			continue;
		if (person->row.kind == PERSON_PUPIL && has_file(import, GIUA_PUPILS))
			missing_pupil(import, person);
		if (person->row.kind == PERSON_STAFF && has_file(import, GIUA_TEACHERS))
			missing_staff(import, person, ROLE_TEACHER);
		if (person->row.kind == PERSON_STAFF && has_file(import, GIUA_STAFF))
			missing_staff(import, person, ROLE_OFFICE);
	}
	if (has_file(import, GIUA_PUPILS))
		missing_guardianships(import);
}

static bool
has_file(const struct import *import, enum giua_kind kind)
{
	for (size_t i = 0; i < import->file_count; i++)
		if (import->files[i].kind == kind)
			return true;
	return false;
}

/* Without --complete a file may be about one class: only its own are missed. With
 * it, whoever is in no class of the year leaves too: last year's, say. */
static void
missing_pupil(struct import *import, struct roster_person *pupil)
{
	struct roster *roster = import->roster;
	struct roster_member *member = roster_member(roster, pupil);
	const struct roster_class *class = member
		? map_find_number(&roster->classes_by_id, member->row.class.v)
		: NULL;
	if (!import->complete) {
		import->missing[IMPORT_PUPILS] += class && class->in_pupil_files;
		return;
	}
	if (!member && !roster_appointment(roster, pupil, ROLE_PUPIL))
		return;
	if (member) {
		member->row.to_day = roster_last_day(roster, member->row.from_day);
		member->row.how_ended = MEMBER_LEFT;
		TOUCH(member);
	}
	for (struct roster_subgroup_member *group = pupil->subgroup_members; group; group = group->of_person)
		if (roster_is_current(roster, group->row.to_day)) {
			group->row.to_day = roster_last_day(roster, group->row.from_day);
			TOUCH(group);
		}
	end_role(import, pupil, ROLE_PUPIL);
	import_note(import, IMPORT_PUPILS, IMPORT_LEAVING, NULL, 0,
		text_printf(import->arena, "%.*s %.*s%s%.*s", TEXT_ARG(pupil->row.family_name),
			TEXT_ARG(pupil->row.given_name), class ? ", " : "",
			TEXT_ARG(class ? class->row.name : TEXT(""))));
}

static void
missing_staff(struct import *import, struct roster_person *person, enum role role)
{
	if (!roster_appointment(import->roster, person, role))
		return;
	if (!import->complete) {
		import->missing[IMPORT_STAFF]++;
		return;
	}
	end_role(import, person, role);
	import_note(import, IMPORT_STAFF, IMPORT_LEAVING, NULL, 0,
		text_printf(import->arena, "%.*s %.*s, %s", TEXT_ARG(person->row.family_name),
			TEXT_ARG(person->row.given_name), role_word(role)));
}

static void
missing_guardianships(struct import *import)
{
	struct roster *roster = import->roster;
	for (struct roster_guardianship *guardianship = roster->guardianships.first; guardianship;
		guardianship = guardianship->next) {
		struct roster_person *pupil = guardianship->pupil;
		bool pupil_left = !day_equal(pupil->row.left_on, DAY_NONE);
		if (guardianship->in_files || (!pupil->in_files && !pupil_left) ||
			!roster_is_current(roster, guardianship->row.to_day))
			continue;
		if (!import->complete) {
			import->missing[IMPORT_GUARDIANS] += pupil->in_files;
			continue;
		}
		guardianship->row.to_day = roster_last_day(roster, guardianship->row.from_day);
		TOUCH(guardianship);
		import_note(import, IMPORT_GUARDIANS, IMPORT_LEAVING, NULL, 0,
			text_printf(import->arena, "a guardian of %.*s %.*s",
				TEXT_ARG(pupil->row.family_name), TEXT_ARG(pupil->row.given_name)));
		if (!has_children(import, guardianship->guardian))
			end_role(import, guardianship->guardian, ROLE_GUARDIAN);
	}
}

/* Whoever has no other role left has left the school. */
static void
end_role(struct import *import, struct roster_person *person, enum role role)
{
	struct roster *roster = import->roster;
	bool stays = false;
	for (struct roster_appointment *appointment = person->appointments; appointment;
		appointment = appointment->of_person) {
		if (!roster_is_current(roster, appointment->row.to_day))
			continue;
		if (appointment->row.role != role) {
			stays = true;
			continue;
		}
		appointment->row.to_day = roster_last_day(roster, appointment->row.from_day);
		TOUCH(appointment);
	}
	if (!stays) {
		person->row.left_on = day_add(roster->day, -1);
		TOUCH(person);
	}
}

static bool
has_children(const struct import *import, const struct roster_person *guardian)
{
	for (const struct roster_guardianship *tie = guardian->children; tie; tie = tie->of_guardian)
		if (roster_is_current(import->roster, tie->row.to_day))
			return true;
	return false;
}
