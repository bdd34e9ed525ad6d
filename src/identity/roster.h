#ifndef IDENTITY_ROSTER_H
#define IDENTITY_ROSTER_H

#include "platform/keys.h"
#include "platform/map.h"
#include "platform/random.h"
#include "records.h"

/*
 * The whole roster of one school year in memory: read once, changed by what a
 * file says, and then written, or only shown. Each entry is a row with what
 * became of it; an entry that stayed the same is not written again.
 */
enum roster_change { ROSTER_SAME, ROSTER_NEW, ROSTER_CHANGED };

struct roster_account {
	struct roster_account *next;
	enum roster_change change;
	struct account_record row;
	struct roster_person *person;
};
struct roster_appointment {
	struct roster_appointment *next;
	enum roster_change change;
	struct appointment_record row;
	struct roster_appointment *of_person; /* the person's next one */
};
struct roster_member {
	struct roster_member *next;
	enum roster_change change;
	struct class_member_record row;
	struct roster_member *of_person;
	struct roster_person *person;
};
struct roster_subgroup_member {
	struct roster_subgroup_member *next;
	enum roster_change change;
	struct subgroup_member_record row;
	struct roster_subgroup_member *of_person;
};
struct roster_guardianship {
	struct roster_guardianship *next;
	enum roster_change change;
	struct guardianship_record row;
	struct roster_guardianship *of_pupil;    /* the pupil's next one */
	struct roster_guardianship *of_guardian; /* the guardian's next one */
	struct roster_person *guardian;
	struct roster_person *pupil;
	bool in_files;
};
struct roster_person {
	struct roster_person *next;
	enum roster_change change;
	struct person_record row;
	struct roster_account *account;
	struct roster_appointment *appointments;
	struct roster_member *members;                   /* latest first */
	struct roster_subgroup_member *subgroup_members; /* latest first */
	struct roster_guardianship *guardianships;       /* of a pupil */
	struct roster_guardianship *children;            /* of a guardian */
	bool in_files;
	struct text file; /* where it was found first */
	int line;
};
struct roster_subject {
	struct roster_subject *next;
	enum roster_change change;
	struct subject_record row;
};
struct roster_class {
	struct roster_class *next;
	enum roster_change change;
	struct class_record row;
	bool in_pupil_files;
	bool in_hour_files;
	int64_t last_number; /* of the register, given out so far */
};
struct roster_subgroup {
	struct roster_subgroup *next;
	enum roster_change change;
	struct subgroup_record row;
};
struct roster_post {
	struct roster_post *next;
	enum roster_change change;
	struct post_record row;
	bool in_files;
};
struct roster_hour {
	struct roster_hour *next;
	enum roster_change change;
	struct timetable_record row;
	bool in_files;
};

#define ROSTER_LIST(type)                                                                                    \
	struct {                                                                                             \
		struct type *first, *last;                                                                   \
	}
struct roster {
	struct arena *arena;
	struct keys *keys;
	struct random *random;
	struct instant now;
	struct day day;   /* what counts as current, and the first day of what is new */
	bool year_begins; /* nobody is in any class yet: what is new counts from the first day */
	struct school_year_record year;
	struct day holds_until; /* what is new in its classes; DAY_NONE unless the next year is open */
	enum password_profile profile;
	int64_t language;
	int64_t weekly_units; /* of a new class */
	int64_t weeks;
	struct site_record *sites;
	size_t site_count;
	ROSTER_LIST(roster_person) people;
	ROSTER_LIST(roster_account) accounts;
	ROSTER_LIST(roster_appointment) appointments;
	ROSTER_LIST(roster_class) classes;
	ROSTER_LIST(roster_subgroup) subgroups;
	ROSTER_LIST(roster_subject) subjects;
	ROSTER_LIST(roster_member) members;
	ROSTER_LIST(roster_subgroup_member) subgroup_members;
	ROSTER_LIST(roster_guardianship) guardianships;
	ROSTER_LIST(roster_post) posts;
	ROSTER_LIST(roster_hour) hours;
	struct map people_by_id, people_by_match, accounts_by_name;
	struct map classes_by_name, classes_by_id, subjects_by_name, subgroups_by_name;
};

struct roster_options {
	struct db *db;
	struct arena *arena;
	struct keys *keys;
	struct random *random;
	struct instant now;
	struct day day;
};
/* NOT_FOUND when no school year holds the day. */
enum outcome roster_load(struct roster *roster, const struct roster_options *options) MUST_USE;
/* Puts every entry that is new or changed, in the open transaction. */
enum outcome roster_write(struct roster *roster, struct db *db) MUST_USE;

/* Finding; NULL when there is none. */
struct roster_person *roster_person(const struct roster *roster, struct person_id id);
struct roster_person *roster_person_by_match(const struct roster *roster, struct bytes match_key);
struct roster_person *roster_person_by_user_name(const struct roster *roster, struct text name);
struct roster_class *roster_class(const struct roster *roster, struct text name);
struct roster_subject *roster_subject(const struct roster *roster, struct text name); /* any case */
struct roster_subgroup *roster_subgroup(const struct roster *roster, struct class_id class, struct text name);
const struct site_record *roster_site(const struct roster *roster, struct text name); /* any case */
struct roster_member *roster_member(const struct roster *roster, const struct roster_person *pupil);
struct roster_appointment *roster_appointment(const struct roster *roster, const struct roster_person *person,
	enum role role);
/* Has a stretch that ends with this day (or has no end) not ended before the roster's day? */
bool roster_is_current(const struct roster *roster, struct day to);

/* Adding. A new row counts from the roster's day. */
struct roster_person *roster_add_person(struct roster *roster, const struct person_record *row);
struct roster_account *roster_add_account(struct roster *roster, struct roster_person *person,
	struct text name);
struct roster_appointment *roster_add_appointment(struct roster *roster, struct roster_person *person,
	enum role role);
struct roster_class *roster_add_class(struct roster *roster, struct text name, struct site_id site);
struct roster_subgroup *roster_add_subgroup(struct roster *roster, struct class_id class, struct text name);
struct roster_subject *roster_add_subject(struct roster *roster, struct text name);
struct roster_member *roster_add_member(struct roster *roster, struct roster_person *pupil,
	struct class_id class, enum religion_option religion);
struct roster_subgroup_member *roster_add_subgroup_member(struct roster *roster, struct roster_person *pupil,
	struct subgroup_id subgroup);
struct roster_guardianship *roster_add_guardianship(struct roster *roster, struct roster_person *guardian,
	struct roster_person *pupil);
struct roster_post *roster_add_post(struct roster *roster, const struct post_record *row);
struct roster_hour *roster_add_hour(struct roster *roster, const struct timetable_record *row);

/* The day before the change counts, but never before the row began. */
struct day roster_last_day(const struct roster *roster, struct day from_day);

/* A user name that nobody has: "anna.rossi", then "anna.rossi2" ... */
struct text roster_user_name(struct roster *roster, struct text given_name, struct text family_name);
/* One that says nothing about the person: "fam-48213907". */
struct text roster_opaque_user_name(struct roster *roster);

#endif
