/* New rows of a roster: ids, defaults of the school, first days. */
#include "identity/person_name.h"
#include "identity/roster_entry.h"
#include "identity/user_name.h"
#include "platform/id.h"

static int64_t new_id(struct roster *roster);
static struct day first_day(const struct roster *roster);
static bool user_name_is_taken(struct roster *roster, struct text name);
static void subject_by_name(struct text name, struct subject_record *row);

struct roster_person *
roster_add_person(struct roster *roster, const struct person_record *row)
{
	struct person_record made = *row;
	made.id.v = new_id(roster);
	struct roster_person *person = roster_enter_person(roster, &made);
	person->change = ROSTER_NEW;
	return person;
}

struct roster_account *
roster_add_account(struct roster *roster, struct roster_person *person, struct text name)
{
	struct account_record row = {
		.id = { new_id(roster) },
		.person = person->row.id,
		.name = user_name_tidy(roster->arena, name),
		.profile = roster->profile,
		.changed_on = DAY_NONE,
		.must_change = true,
		.language = roster->language,
	};
	if (user_name_key(roster->keys, roster->arena, name, &row.name_key) != OK)
		return NULL;
	struct roster_account *account = roster_enter_account(roster, &row);
	account->change = ROSTER_NEW;
	return account;
}

struct roster_appointment *
roster_add_appointment(struct roster *roster, struct roster_person *person, enum role role)
{
	struct roster_appointment *appointment = roster_enter_appointment(roster,
		&(struct appointment_record){
			.id = { new_id(roster) },
			.person = person->row.id,
			.role = role,
			.from_day = first_day(roster),
			.to_day = DAY_NONE,
		});
	appointment->change = ROSTER_NEW;
	return appointment;
}

struct roster_class *
roster_add_class(struct roster *roster, struct text name, struct site_id site)
{
	int64_t level = 0;
	for (size_t i = 0; i < name.length && name.at[i] >= '0' && name.at[i] <= '9' && level < 100; i++)
		level = level * 10 + name.at[i] - '0';
	struct roster_class *class = roster_enter_class(roster,
		&(struct class_record){
			.id = { new_id(roster) },
			.school_year = roster->year.id,
			.site = site,
			.name = name,
			.level = level,
			.track = TEXT(""),
			.weekly_units = roster->weekly_units,
			.weeks = roster->weeks,
		});
	class->change = ROSTER_NEW;
	return class;
}

struct roster_subgroup *
roster_add_subgroup(struct roster *roster, struct class_id class, struct text name)
{
	struct roster_subgroup *subgroup = roster_enter_subgroup(roster,
		&(struct subgroup_record){ { new_id(roster) }, class, name });
	subgroup->change = ROSTER_NEW;
	return subgroup;
}

struct roster_subject *
roster_add_subject(struct roster *roster, struct text name)
{
	struct subject_record row = { .id = { new_id(roster) }, .name = name };
	subject_by_name(person_name_plain(roster->arena, name), &row);
	size_t shown = 0, letters = 0; /* the first twelve characters */
	while (shown < name.length && (letters < 12 || ((unsigned char)name.at[shown] & 0xC0) == 0x80))
		letters += ((unsigned char)name.at[shown++] & 0xC0) != 0x80;
	row.short_name = (struct text){ name.at, shown };
	struct roster_subject *subject = roster_enter_subject(roster, &row);
	subject->change = ROSTER_NEW;
	return subject;
}

struct roster_member *
roster_add_member(struct roster *roster, struct roster_person *pupil, struct class_id class,
	enum religion_option religion)
{
	struct roster_class *in = map_find_number(&roster->classes_by_id, class.v);
	struct roster_member *member = roster_enter_member(roster,
		&(struct class_member_record){
			.id = { new_id(roster) },
			.class = class,
			.pupil = pupil->row.id,
			.from_day = first_day(roster),
			.to_day = roster->holds_until,
			.register_number = in->last_number + 1,
			.religion = religion,
			.how_ended = MEMBER_STILL,
			.justifies_online = true,
		});
	member->change = ROSTER_NEW;
	return member;
}

struct roster_subgroup_member *
roster_add_subgroup_member(struct roster *roster, struct roster_person *pupil, struct subgroup_id subgroup)
{
	struct roster_subgroup_member *member = roster_enter_subgroup_member(roster,
		&(struct subgroup_member_record){
			subgroup, pupil->row.id, first_day(roster), roster->holds_until });
	member->change = ROSTER_NEW;
	return member;
}

struct roster_guardianship *
roster_add_guardianship(struct roster *roster, struct roster_person *guardian, struct roster_person *pupil)
{
	struct roster_guardianship *guardianship = roster_enter_guardianship(roster,
		&(struct guardianship_record){
			.id = { new_id(roster) },
			.guardian = guardian->row.id,
			.pupil = pupil->row.id,
			.from_day = first_day(roster),
			.to_day = DAY_NONE,
			.sees = true,
			.justifies = true,
			.signs = true,
			.contacts = true,
		});
	guardianship->change = ROSTER_NEW;
	return guardianship;
}

struct roster_post *
roster_add_post(struct roster *roster, const struct post_record *row)
{
	struct post_record made = *row;
	made.id.v = new_id(roster);
	made.from_day = first_day(roster);
	made.to_day = roster->holds_until;
	struct roster_post *post = roster_enter_post(roster, &made);
	post->change = ROSTER_NEW;
	return post;
}

struct roster_hour *
roster_add_hour(struct roster *roster, const struct timetable_record *row)
{
	struct timetable_record made = *row;
	made.id.v = new_id(roster);
	made.from_day = first_day(roster);
	made.to_day = roster->holds_until;
	struct roster_hour *hour = roster_enter_hour(roster, &made);
	hour->change = ROSTER_NEW;
	return hour;
}

struct day
roster_last_day(const struct roster *roster, struct day from_day)
{
	struct day last = day_add(roster->day, -1);
	return day_before(last, from_day) ? from_day : last;
}

struct roster_person *
roster_person_by_user_name(const struct roster *roster, struct text name)
{
	struct bytes key;
	if (user_name_key(roster->keys, roster->arena, name, &key) != OK)
		return NULL;
	struct roster_account *account = map_find(&roster->accounts_by_name,
		(struct text){ (const char *)key.at, key.length });
	return account ? account->person : NULL;
}

struct text
roster_user_name(struct roster *roster, struct text given_name, struct text family_name)
{
	struct text given = person_name_plain(roster->arena, given_name);
	struct text family = person_name_plain(roster->arena, family_name);
	struct text plain = !given.length || !family.length
		? text_printf(roster->arena, "u%.*s%.*s", TEXT_ARG(given), TEXT_ARG(family))
		: text_printf(roster->arena, "%.*s.%.*s", TEXT_ARG(given), TEXT_ARG(family));
	if (plain.length > USER_NAME_BYTES_MAX - 6)
		plain.length = USER_NAME_BYTES_MAX - 6;
	struct text name = plain;
	for (int number = 2; !user_name_is_usable(name) || user_name_is_taken(roster, name); number++)
		name = text_printf(roster->arena, "%.*s%d", TEXT_ARG(plain), number);
	return name;
}

struct text
roster_opaque_user_name(struct roster *roster)
{
	struct text name;
	do
		name = text_printf(roster->arena, "fam-%08llu",
			(unsigned long long)random_below(roster->random, 100000000));
	while (user_name_is_taken(roster, name));
	return name;
}

static int64_t
new_id(struct roster *roster)
{
	return id_make(roster->now, roster->random);
}

/* The first files of a year are often brought in its second week, or in summer. */
static struct day
first_day(const struct roster *roster)
{
	return roster->year_begins || day_before(roster->day, roster->year.first_day) ? roster->year.first_day
										      : roster->day;
}

static bool
user_name_is_taken(struct roster *roster, struct text name)
{
	return roster_person_by_user_name(roster, name) != NULL;
}

/* What a subject is, by the words schools use for those that are not ordinary. */
static void
subject_by_name(struct text name, struct subject_record *row)
{
	static const struct {
		const char *begins;
		enum subject_kind_of kind;
		enum assessment assessment;
	} known[] = {
		{ "religione", SUBJECT_IS_RELIGION, ASSESSMENT_JUDGEMENT },
		{ "attivitaalternativ", SUBJECT_IS_RELIGION, ASSESSMENT_JUDGEMENT },
		{ "sostegno", SUBJECT_IS_SUPPORT, ASSESSMENT_NONE },
		{ "condotta", SUBJECT_IS_CONDUCT, ASSESSMENT_NUMERIC },
		{ "comportamento", SUBJECT_IS_CONDUCT, ASSESSMENT_NUMERIC },
		{ "educazionecivica", SUBJECT_IS_CIVICS, ASSESSMENT_NUMERIC },
		{ "supplenz", SUBJECT_IS_SUBSTITUTION, ASSESSMENT_NONE },
	};
	row->kind = SUBJECT_IS_NORMAL;
	row->assessment = ASSESSMENT_NUMERIC;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (text_starts(name, known[i].begins)) {
			row->kind = known[i].kind;
			row->assessment = known[i].assessment;
		}
}
