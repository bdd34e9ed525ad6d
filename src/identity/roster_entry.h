#ifndef IDENTITY_ROSTER_ENTRY_H
#define IDENTITY_ROSTER_ENTRY_H

#include "identity/roster.h"

/* Rows into the lists and maps of a roster, as they are stored; used while
 * loading and by the roster_add functions. NULL when a row speaks of somebody
 * who is not there. */
struct roster_person *roster_enter_person(struct roster *roster, const struct person_record *row);
struct roster_account *roster_enter_account(struct roster *roster, const struct account_record *row);
struct roster_appointment *roster_enter_appointment(struct roster *roster,
	const struct appointment_record *row);
struct roster_subject *roster_enter_subject(struct roster *roster, const struct subject_record *row);
struct roster_class *roster_enter_class(struct roster *roster, const struct class_record *row);
struct roster_subgroup *roster_enter_subgroup(struct roster *roster, const struct subgroup_record *row);
struct roster_member *roster_enter_member(struct roster *roster, const struct class_member_record *row);
struct roster_subgroup_member *roster_enter_subgroup_member(struct roster *roster,
	const struct subgroup_member_record *row);
struct roster_guardianship *roster_enter_guardianship(struct roster *roster,
	const struct guardianship_record *row);
struct roster_post *roster_enter_post(struct roster *roster, const struct post_record *row);
struct roster_hour *roster_enter_hour(struct roster *roster, const struct timetable_record *row);

#endif
