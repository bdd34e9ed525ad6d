/*
 * Staff, pupils and guardians of the files, one row at a time. Who a row is
 * about is found by the digest of the tax code first, then by the user name;
 * a name alone never makes two people one.
 */
#include <stdlib.h>

#include "identity/person_name.h"
#include "identity/roster_import_steps.h"
#include "identity/user_name.h"

#define TOUCH(entry) ((entry)->change = (entry)->change == ROSTER_NEW ? ROSTER_NEW : ROSTER_CHANGED)

struct pupil_row {
	const struct giua_file *file;
	size_t row;
	struct giua_pupil pupil;
	struct text order; /* class, family name, given name: register order */
};
/* What the columns that tell who somebody is are called in this file. */
struct who {
	const struct giua_file *file;
	size_t row;
	const char *tax_column;
	const char *user_column;
	enum person_kind kind;
	struct text digest_of;
};

static bool find_person(struct import *import, const struct who *who, const struct giua_person *named,
	struct roster_person **person, struct bytes *match_key);
static bool match_digest(struct import *import, struct text of, struct bytes *match_key);
static struct text digest_of(struct import *import, const char *kind, const struct giua_person *named);
static bool is_doubled(struct import *import, const struct who *who, const char *column,
	struct roster_person *person);
static bool settle_account(struct import *import, const struct who *who, struct roster_person *person,
	const struct giua_person *named, struct buf *changes);
static void settle_name(struct import *import, struct roster_person *person, const struct giua_person *named,
	struct buf *changes);
static int by_order(const void *one, const void *other);
static void import_pupil(struct import *import, const struct pupil_row *row);
static void settle_birth(struct import *import, struct roster_person *person, const struct giua_pupil *pupil,
	struct buf *changes);
static void settle_class(struct import *import, struct roster_person *person, const struct pupil_row *row,
	struct buf *changes);
static void settle_subgroup(struct import *import, struct roster_person *person,
	const struct roster_subgroup *wanted, struct buf *changes);
static void import_guardian(struct import *import, const struct pupil_row *row, struct roster_person *pupil,
	int number);

void
import_staff_row(struct import *import, const struct giua_file *file, size_t row)
{
	struct giua_staff staff;
	if (!giua_read_staff(file, row, import->arena, &import->faults, &staff))
		return;
	if (file->kind == GIUA_STAFF && !staff.office) {
		import->without_account++;
		return;
	}
	const struct who who = { file, row, "CodiceFiscale", "Username", PERSON_STAFF,
		digest_of(import, "", &staff.person) };
	struct roster_person *person;
	struct bytes match_key;
	if (!find_person(import, &who, &staff.person, &person, &match_key))
		return;

	struct text shown = text_printf(import->arena, "%.*s %.*s", TEXT_ARG(staff.person.family_name),
		TEXT_ARG(staff.person.given_name));
	struct buf changes;
	buf_init(&changes, 1000);
	bool is_new = !person;
	if (is_new)
		person = roster_add_person(import->roster,
			&(struct person_record){
				.kind = PERSON_STAFF,
				.family_name = staff.person.family_name,
				.given_name = staff.person.given_name,
				.match_key = match_key,
				.left_on = DAY_NONE,
			});
	else
		settle_name(import, person, &staff.person, &changes);
	person->in_files = true;
	person->file = file->name;
	person->line = file->csv.rows[row].line;
	enum role role = file->kind == GIUA_STAFF ? ROLE_OFFICE : ROLE_TEACHER;
	if (!roster_appointment(import->roster, person, role)) {
		roster_add_appointment(import->roster, person, role);
		buf_printf(&changes, "; is %s now", role_word(role));
	}
	if (settle_account(import, &who, person, &staff.person, &changes))
		import_note(import, IMPORT_STAFF,
			is_new                   ? IMPORT_NEW
				: changes.length ? IMPORT_CHANGED
						 : IMPORT_SAME,
			file, row,
			is_new ? shown
			       : text_printf(import->arena, "%.*s%.*s", TEXT_ARG(shown),
					 TEXT_ARG(buf_text(&changes))));
	buf_finish(&changes);
}

void
import_pupil_rows(struct import *import)
{
	size_t count = 0, sound = 0;
	for (size_t i = 0; i < import->file_count; i++)
		if (import->files[i].kind == GIUA_PUPILS)
			count += import->files[i].csv.count;
	struct pupil_row *rows = arena_array(import->arena, struct pupil_row, count);
	for (size_t i = 0; i < import->file_count; i++) {
		const struct giua_file *file = &import->files[i];
		for (size_t row = 0; file->kind == GIUA_PUPILS && row < file->csv.count; row++) {
			struct pupil_row *next = &rows[sound];
			next->file = file;
			next->row = row;
			if (!giua_read_pupil(file, row, import->arena, &import->faults, &next->pupil))
				continue;
			next->order = text_printf(import->arena, "%.*s\t%.*s",
				TEXT_ARG(next->pupil.class.name),
				TEXT_ARG(person_name_order(import->arena, next->pupil.person.family_name,
					next->pupil.person.given_name)));
			sound++;
		}
	}
	qsort(rows, sound, sizeof rows[0], by_order);
	for (size_t i = 0; i < sound; i++)
		import_pupil(import, &rows[i]);
}

/* Equal names stay in the order of the file, so that a run can be repeated. */
static int
by_order(const void *one, const void *other)
{
	const struct pupil_row *first = one, *second = other;
	int order = text_compare(first->order, second->order);
	if (order)
		return order;
	if (first->file != second->file)
		return first->file < second->file ? -1 : 1;
	return (first->row > second->row) - (first->row < second->row);
}

static void
import_pupil(struct import *import, const struct pupil_row *row)
{
	const struct giua_pupil *pupil = &row->pupil;
	const struct who who = { row->file, row->row, "codiceFiscale", "username", PERSON_PUPIL,
		digest_of(import, "", &pupil->person) };
	struct roster_person *person;
	struct bytes match_key;
	if (!find_person(import, &who, &pupil->person, &person, &match_key))
		return;

	struct buf changes;
	buf_init(&changes, 1000);
	bool is_new = !person;
	if (is_new)
		person = roster_add_person(import->roster,
			&(struct person_record){
				.kind = PERSON_PUPIL,
				.family_name = pupil->person.family_name,
				.given_name = pupil->person.given_name,
				.match_key = match_key,
				.left_on = DAY_NONE,
			});
	else
		settle_name(import, person, &pupil->person, &changes);
	person->in_files = true;
	person->file = row->file->name;
	person->line = row->file->csv.rows[row->row].line;
	settle_birth(import, person, pupil, &changes);
	settle_class(import, person, row, &changes);
	if (!roster_appointment(import->roster, person, ROLE_PUPIL))
		roster_add_appointment(import->roster, person, ROLE_PUPIL);
	if (settle_account(import, &who, person, &pupil->person, &changes)) {
		struct text shown = text_printf(import->arena, "%.*s %.*s",
			TEXT_ARG(pupil->person.family_name), TEXT_ARG(pupil->person.given_name));
		import_note(import, IMPORT_PUPILS,
			is_new                   ? IMPORT_NEW
				: changes.length ? IMPORT_CHANGED
						 : IMPORT_SAME,
			row->file, row->row,
			text_printf(import->arena, "%.*s%.*s", TEXT_ARG(shown),
				TEXT_ARG(buf_text(&changes))));
	}
	buf_finish(&changes);
	for (int i = 0; i < pupil->guardian_count; i++)
		import_guardian(import, row, person, i);
}

/* Only somebody of that kind, and nobody twice. */
static bool
find_person(struct import *import, const struct who *who, const struct giua_person *named,
	struct roster_person **person, struct bytes *match_key)
{
	*person = NULL;
	if (!who->digest_of.length) {
		giua_fault(who->file, who->row, who->tax_column, &import->faults,
			"either a tax code or a user name is needed to recognise the person again");
		return false;
	}
	if (!match_digest(import, who->digest_of, match_key))
		return false;
	if (named->user_name.length &&
		!user_name_is_usable(user_name_tidy(import->arena, named->user_name))) {
		giua_fault(who->file, who->row, who->user_column, &import->faults,
			"a user name has at least two characters and no spaces");
		return false;
	}
	struct roster_person *by_match = roster_person_by_match(import->roster, *match_key);
	struct roster_person *by_name = named->user_name.length
		? roster_person_by_user_name(import->roster, named->user_name)
		: NULL;
	if (by_match && by_name && by_match != by_name) {
		giua_fault(who->file, who->row, who->user_column, &import->faults,
			"this user name is already somebody else's");
		return false;
	}
	*person = by_match ? by_match : by_name;
	if (*person && (*person)->row.kind != who->kind) {
		giua_fault(who->file, who->row, who->user_column, &import->faults,
			"this user name belongs to one of the %s; give another one",
			person_kind_word((*person)->row.kind));
		return false;
	}
	const char *told_by = by_match && named->tax_code.length ? who->tax_column : who->user_column;
	if (*person && is_doubled(import, who, told_by, *person))
		return false;
	if (*person && !by_match) {
		(*person)->row.match_key = *match_key;
		map_put(&import->roster->people_by_match,
			(struct text){ (const char *)match_key->at, match_key->length }, *person);
		TOUCH(*person);
	}
	return true;
}

/* Of two lines about one pupil the second would move the pupil to its class; staff
 * stand in the file of each of their callings. */
static bool
is_doubled(struct import *import, const struct who *who, const char *column, struct roster_person *person)
{
	bool here = text_equal(person->file, who->file->name);
	if (who->kind == PERSON_GUARDIAN || !person->in_files || (who->kind == PERSON_STAFF && !here))
		return false;
	giua_fault(who->file, who->row, column, &import->faults, "the same person stands in %.*s, line %d",
		TEXT_ARG(person->file), person->line);
	return true;
}

static bool
match_digest(struct import *import, struct text of, struct bytes *match_key)
{
	uint8_t *mac = arena_array(import->arena, uint8_t, KEYS_MAC_BYTES);
	*match_key = (struct bytes){ mac, KEYS_MAC_BYTES };
	if (keys_mac(import->roster->keys, KEYS_MAC_MATCH, of, mac) == OK)
		return true;
	fault_add(&import->faults, 0, 0, "the key store does not answer");
	return false;
}

/* A teacher who is also a parent is two people here: the guardian's credential
 * must not lead to the teacher's name (R45). */
static struct text
digest_of(struct import *import, const char *kind, const struct giua_person *named)
{
	if (named->tax_code.length)
		return text_printf(import->arena, "%stax:%.*s", kind, TEXT_ARG(named->tax_code));
	if (named->user_name.length)
		return text_printf(import->arena, "%suser:%.*s", kind,
			TEXT_ARG(user_name_tidy(import->arena, named->user_name)));
	return (struct text){ 0 };
}

static bool
settle_account(struct import *import, const struct who *who, struct roster_person *person,
	const struct giua_person *named, struct buf *changes)
{
	struct roster *roster = import->roster;
	struct text wanted = user_name_tidy(import->arena, named->user_name);
	if (!person->account) {
		if (!wanted.length)
			wanted = who->kind == PERSON_GUARDIAN
				? roster_opaque_user_name(roster)
				: roster_user_name(roster, named->given_name, named->family_name);
		if (!roster_add_account(roster, person, wanted)) {
			fault_add(&import->faults, 0, 0, "the key store does not answer");
			return false;
		}
		return true;
	}
	struct account_record *account = &person->account->row;
	if (!wanted.length || text_equal(wanted, account->name))
		return true;
	account->name = wanted;
	if (user_name_key(roster->keys, import->arena, wanted, &account->name_key) != OK) {
		fault_add(&import->faults, 0, 0, "the key store does not answer");
		return false;
	}
	map_put(&roster->accounts_by_name,
		(struct text){ (const char *)account->name_key.at, account->name_key.length },
		person->account);
	TOUCH(person->account);
	buf_printf(changes, "; user name now %.*s", TEXT_ARG(wanted));
	return true;
}

static void
settle_name(struct import *import, struct roster_person *person, const struct giua_person *named,
	struct buf *changes)
{
	(void)import;
	if (!text_equal(person->row.family_name, named->family_name) ||
		!text_equal(person->row.given_name, named->given_name)) {
		buf_printf(changes, "; was %.*s %.*s", TEXT_ARG(person->row.family_name),
			TEXT_ARG(person->row.given_name));
		person->row.family_name = named->family_name;
		person->row.given_name = named->given_name;
		TOUCH(person);
	}
	if (!day_equal(person->row.left_on, DAY_NONE)) {
		person->row.left_on = DAY_NONE;
		TOUCH(person);
		buf_printf(changes, "; is back");
	}
}

static void
settle_birth(struct import *import, struct roster_person *person, const struct giua_pupil *pupil,
	struct buf *changes)
{
	char day[DAY_TEXT_SIZE];
	day_print(pupil->birth_day, day);
	if (!text_is(person->row.birth_day, day)) {
		if (person->row.birth_day.length)
			buf_printf(changes, "; born %s, was %.*s", day, TEXT_ARG(person->row.birth_day));
		person->row.birth_day = text_copy(import->arena, text_of(day));
		TOUCH(person);
	}
	if (import->keep_birth_place && !text_equal(person->row.birth_place, pupil->birth_place)) {
		if (person->row.birth_place.length)
			buf_printf(changes, "; another birth place");
		person->row.birth_place = pupil->birth_place;
		TOUCH(person);
	}
}

static void
settle_class(struct import *import, struct roster_person *person, const struct pupil_row *row,
	struct buf *changes)
{
	struct roster *roster = import->roster;
	struct roster_member *member = roster_member(roster, person);
	struct roster_class *class = NULL;
	struct roster_subgroup *subgroup = NULL;
	if (row->pupil.class.name.length) {
		if (!import_class(import, row->file, row->row, "classe", &row->pupil.class, &class,
			    &subgroup))
			return;
		class->in_pupil_files = true;
	}
	if (member && (!class || class->row.id.v != member->row.class.v)) {
		const struct roster_class *old = map_find_number(&roster->classes_by_id, member->row.class.v);
		buf_printf(changes, "; leaves %.*s", TEXT_ARG(old->row.name));
		member->row.to_day = roster_last_day(roster, member->row.from_day);
		member->row.how_ended = class ? MEMBER_MOVED : MEMBER_LEFT;
		TOUCH(member);
		member = NULL;
	}
	bool stays = class && member;
	if (class && !member) {
		buf_printf(changes, "%s %.*s", changes->length ? "; now" : ",", TEXT_ARG(class->row.name));
		roster_add_member(roster, person, class->row.id, row->pupil.religion);
	} else if (member && member->row.religion != row->pupil.religion) {
		buf_printf(changes, "; religion hour: %s", religion_option_word(row->pupil.religion));
		member->row.religion = row->pupil.religion;
		TOUCH(member);
	}
	/* A file that names the class alone says nothing about its groups. */
	if (subgroup || !stays)
		settle_subgroup(import, person, subgroup, changes);
}

static void
settle_subgroup(struct import *import, struct roster_person *person, const struct roster_subgroup *wanted,
	struct buf *changes)
{
	struct roster *roster = import->roster;
	bool has = false;
	for (struct roster_subgroup_member *member = person->subgroup_members; member;
		member = member->of_person) {
		if (!roster_is_current(roster, member->row.to_day))
			continue;
		if (wanted && member->row.subgroup.v == wanted->row.id.v) {
			has = true;
			continue;
		}
		member->row.to_day = roster_last_day(roster, member->row.from_day);
		TOUCH(member);
		buf_printf(changes, "; leaves its group");
	}
	if (wanted && !has) {
		roster_add_subgroup_member(roster, person, wanted->row.id);
		buf_printf(changes, ", group %.*s", TEXT_ARG(wanted->row.name));
	}
}

static void
import_guardian(struct import *import, const struct pupil_row *row, struct roster_person *pupil, int number)
{
	const struct giua_person *named = &row->pupil.guardians[number];
	struct who who = { row->file, row->row, number ? "genitore2CodiceFiscale" : "genitore1CodiceFiscale",
		number ? "genitore2Username" : "genitore1Username", PERSON_GUARDIAN,
		digest_of(import, "guardian ", named) };
	/* Known by name alone: a guardian of this pupil only, whoever has the same name. */
	if (!who.digest_of.length)
		who.digest_of = text_printf(import->arena, "guardian %lld:%.*s %.*s",
			(long long)pupil->row.id.v,
			TEXT_ARG(person_name_plain(import->arena, named->family_name)),
			TEXT_ARG(person_name_plain(import->arena, named->given_name)));
	struct roster_person *guardian;
	struct bytes match_key;
	if (!find_person(import, &who, named, &guardian, &match_key))
		return;

	bool is_new = !guardian;
	if (is_new)
		guardian = roster_add_person(import->roster,
			&(struct person_record){
				.kind = PERSON_GUARDIAN, .match_key = match_key, .left_on = DAY_NONE });
	guardian->in_files = true;
	if (!day_equal(guardian->row.left_on, DAY_NONE)) {
		guardian->row.left_on = DAY_NONE;
		TOUCH(guardian);
	}
	if (!roster_appointment(import->roster, guardian, ROLE_GUARDIAN))
		roster_add_appointment(import->roster, guardian, ROLE_GUARDIAN);

	struct roster_guardianship *guardianship = pupil->guardianships;
	while (guardianship &&
		(guardianship->guardian != guardian ||
			!roster_is_current(import->roster, guardianship->row.to_day)))
		guardianship = guardianship->of_pupil;
	bool is_tied = guardianship != NULL;
	if (!is_tied)
		guardianship = roster_add_guardianship(import->roster, guardian, pupil);
	guardianship->in_files = true;

	struct buf changes;
	buf_init(&changes, 1000);
	if (settle_account(import, &who, guardian, &(struct giua_person){ .user_name = named->user_name },
		    &changes))
		import_note(import, IMPORT_GUARDIANS,
			is_new                               ? IMPORT_NEW
				: !is_tied || changes.length ? IMPORT_CHANGED
							     : IMPORT_SAME,
			row->file, row->row,
			text_printf(import->arena, "a guardian of %.*s %.*s%s",
				TEXT_ARG(row->pupil.person.family_name),
				TEXT_ARG(row->pupil.person.given_name),
				is_new            ? ""
					: is_tied ? ": another user name"
						  : " too"));
	buf_finish(&changes);
}
