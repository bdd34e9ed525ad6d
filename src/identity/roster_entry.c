#include "identity/roster_entry.h"

#include "identity/person_name.h"

/* A new entry at the end of a list: order is kept, so that runs are repeatable. */
#define APPEND(list, entry)                                                                                  \
	do {                                                                                                 \
		if ((list).last)                                                                             \
			(list).last->next = (entry);                                                         \
		else                                                                                         \
			(list).first = (entry);                                                              \
		(list).last = (entry);                                                                       \
	} while (0)

static struct text
bytes_as_text(struct bytes bytes)
{
	return (struct text){ (const char *)bytes.at, bytes.length };
}

struct roster_person *
roster_enter_person(struct roster *roster, const struct person_record *row)
{
	struct roster_person *person = arena_new(roster->arena, struct roster_person);
	person->row = *row;
	APPEND(roster->people, person);
	map_put_number(&roster->people_by_id, row->id.v, person);
	if (row->match_key.length)
		map_put(&roster->people_by_match, bytes_as_text(row->match_key), person);
	return person;
}

struct roster_account *
roster_enter_account(struct roster *roster, const struct account_record *row)
{
	struct roster_person *person = roster_person(roster, row->person);
	if (!person)
		return NULL;
	struct roster_account *account = arena_new(roster->arena, struct roster_account);
	account->row = *row;
	account->person = person;
	person->account = account;
	APPEND(roster->accounts, account);
	map_put(&roster->accounts_by_name, bytes_as_text(row->name_key), account);
	return account;
}

struct roster_appointment *
roster_enter_appointment(struct roster *roster, const struct appointment_record *row)
{
	struct roster_person *person = roster_person(roster, row->person);
	if (!person)
		return NULL;
	struct roster_appointment *appointment = arena_new(roster->arena, struct roster_appointment);
	appointment->row = *row;
	appointment->of_person = person->appointments;
	person->appointments = appointment;
	APPEND(roster->appointments, appointment);
	return appointment;
}

struct roster_subject *
roster_enter_subject(struct roster *roster, const struct subject_record *row)
{
	struct roster_subject *subject = arena_new(roster->arena, struct roster_subject);
	subject->row = *row;
	APPEND(roster->subjects, subject);
	map_put(&roster->subjects_by_name, person_name_small(roster->arena, row->name), subject);
	return subject;
}

struct roster_class *
roster_enter_class(struct roster *roster, const struct class_record *row)
{
	struct roster_class *class = arena_new(roster->arena, struct roster_class);
	class->row = *row;
	APPEND(roster->classes, class);
	map_put(&roster->classes_by_name, person_name_small(roster->arena, row->name), class);
	map_put_number(&roster->classes_by_id, row->id.v, class);
	return class;
}

static struct text
subgroup_key(const struct roster *roster, struct class_id class, struct text name)
{
	return text_printf(roster->arena, "%lld %.*s", (long long)class.v,
		TEXT_ARG(person_name_small(roster->arena, name)));
}

struct roster_subgroup *
roster_enter_subgroup(struct roster *roster, const struct subgroup_record *row)
{
	struct roster_subgroup *subgroup = arena_new(roster->arena, struct roster_subgroup);
	subgroup->row = *row;
	APPEND(roster->subgroups, subgroup);
	map_put(&roster->subgroups_by_name, subgroup_key(roster, row->class, row->name), subgroup);
	return subgroup;
}

struct roster_member *
roster_enter_member(struct roster *roster, const struct class_member_record *row)
{
	struct roster_person *person = roster_person(roster, row->pupil);
	struct roster_class *class = map_find_number(&roster->classes_by_id, row->class.v);
	if (!person || !class)
		return NULL;
	struct roster_member *member = arena_new(roster->arena, struct roster_member);
	member->row = *row;
	member->person = person;
	member->of_person = person->members;
	person->members = member;
	APPEND(roster->members, member);
	if (row->register_number > class->last_number)
		class->last_number = row->register_number;
	return member;
}

struct roster_subgroup_member *
roster_enter_subgroup_member(struct roster *roster, const struct subgroup_member_record *row)
{
	struct roster_person *person = roster_person(roster, row->pupil);
	if (!person)
		return NULL;
	struct roster_subgroup_member *member = arena_new(roster->arena, struct roster_subgroup_member);
	member->row = *row;
	member->of_person = person->subgroup_members;
	person->subgroup_members = member;
	APPEND(roster->subgroup_members, member);
	return member;
}

struct roster_guardianship *
roster_enter_guardianship(struct roster *roster, const struct guardianship_record *row)
{
	struct roster_person *guardian = roster_person(roster, row->guardian);
	struct roster_person *pupil = roster_person(roster, row->pupil);
	if (!guardian || !pupil)
		return NULL;
	struct roster_guardianship *guardianship = arena_new(roster->arena, struct roster_guardianship);
	guardianship->row = *row;
	guardianship->guardian = guardian;
	guardianship->pupil = pupil;
	guardianship->of_pupil = pupil->guardianships;
	pupil->guardianships = guardianship;
	guardianship->of_guardian = guardian->children;
	guardian->children = guardianship;
	APPEND(roster->guardianships, guardianship);
	return guardianship;
}

struct roster_post *
roster_enter_post(struct roster *roster, const struct post_record *row)
{
	struct roster_post *post = arena_new(roster->arena, struct roster_post);
	post->row = *row;
	APPEND(roster->posts, post);
	return post;
}

struct roster_hour *
roster_enter_hour(struct roster *roster, const struct timetable_record *row)
{
	struct roster_hour *hour = arena_new(roster->arena, struct roster_hour);
	hour->row = *row;
	APPEND(roster->hours, hour);
	return hour;
}

struct roster_person *
roster_person(const struct roster *roster, struct person_id id)
{
	return map_find_number(&roster->people_by_id, id.v);
}

struct roster_person *
roster_person_by_match(const struct roster *roster, struct bytes match_key)
{
	return map_find(&roster->people_by_match, bytes_as_text(match_key));
}

struct roster_class *
roster_class(const struct roster *roster, struct text name)
{
	return map_find(&roster->classes_by_name, person_name_small(roster->arena, name));
}

struct roster_subject *
roster_subject(const struct roster *roster, struct text name)
{
	return map_find(&roster->subjects_by_name, person_name_small(roster->arena, name));
}

struct roster_subgroup *
roster_subgroup(const struct roster *roster, struct class_id class, struct text name)
{
	return map_find(&roster->subgroups_by_name, subgroup_key(roster, class, name));
}

const struct site_record *
roster_site(const struct roster *roster, struct text name)
{
	struct text asked = person_name_small(roster->arena, name);
	for (size_t i = 0; i < roster->site_count; i++)
		if (text_equal(person_name_small(roster->arena, roster->sites[i].name), asked))
			return &roster->sites[i];
	return NULL;
}

bool
roster_is_current(const struct roster *roster, struct day to)
{
	/* What begins later counts too, so that it is not entered twice. */
	return day_equal(to, DAY_NONE) || !day_before(to, roster->day);
}

struct roster_member *
roster_member(const struct roster *roster, const struct roster_person *pupil)
{
	struct roster_member *member = pupil->members;
	while (member && !roster_is_current(roster, member->row.to_day))
		member = member->of_person;
	return member;
}

struct roster_appointment *
roster_appointment(const struct roster *roster, const struct roster_person *person, enum role role)
{
	struct roster_appointment *appointment = person->appointments;
	while (appointment &&
		(appointment->row.role != role || !roster_is_current(roster, appointment->row.to_day)))
		appointment = appointment->of_person;
	return appointment;
}
