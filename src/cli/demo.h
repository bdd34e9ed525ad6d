#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/school_create.h"
#include "identity/roster.h"

/*
 * The demo school: invented people, a timetable without clashes, and the
 * register of the year up to the day before its own. Everything follows from
 * the seed and the day; all of it goes through the same puts and both copies.
 */
#define DEMO_SITES            3  /* two, and the evening course */
#define DEMO_COLOURS          30 /* hours of a week at the two day sites */
#define DEMO_PARTS_MAX        5  /* teachers in one hour of one class */
#define DEMO_ORDINALS_MAX     6
#define DEMO_CLASS_PUPILS     25 /* unless --class-size says more */
#define DEMO_CLASS_PUPILS_MAX 32
#define DEMO_PUPILS_MAX       4000
#define DEMO_CLASSES_MAX      (DEMO_PUPILS_MAX / DEMO_CLASS_PUPILS)

enum demo_week { DEMO_PROVISIONAL, DEMO_DEFINITIVE, DEMO_WEEKS };

/* Why a teacher stands in an hour. */
enum demo_part_kind { PART_OWN, PART_LAB, PART_SUPPORT, PART_ALTERNATIVE_TO_RELIGION };
struct demo_part {
	enum demo_part_kind kind;
	int teacher;
	int subject;
	int group; /* of a divided class, 1 or 2; 0 for the whole class */
	int pupil; /* of support; -1 otherwise */
};
struct demo_hour {
	struct demo_part parts[DEMO_PARTS_MAX];
	int count;
};
struct demo_class {
	struct roster_class *entry;
	int site;
	int level;
	int first_pupil;
	int pupil_count;
	struct roster_subgroup *groups[2]; /* of the divided class */
	struct demo_hour by_colour[DEMO_COLOURS];
	struct demo_hour week[DEMO_WEEKS][7][DEMO_ORDINALS_MAX + 1];
};
struct demo_teacher {
	struct roster_person *person;
	int site;
	int discipline;
	int hours;
	bool busy[DEMO_COLOURS];
};
struct demo_pupil {
	struct roster_person *person;
	struct roster_person *guardian; /* who justifies */
	struct roster_member *member;
	int class;
	struct day born;
	int absence_permille; /* how often this one is away */
	bool was_absent;      /* on the day before */
};
struct demo_slot {
	struct minute starts;
	struct minute ends;
	int weight;
};
struct demo {
	struct school school;
	struct school_frame frame;
	struct roster roster;
	struct random *random;
	struct arena *day_arena; /* of one day's work */
	struct clock *clock;
	uint64_t seed;
	struct day today;
	struct day real_today;
	struct school_plan plan;
	struct day provisional_ends;
	struct holiday holidays[HOLIDAYS_MAX];
	int holiday_count;
	struct demo_slot slots[DEMO_SITES][DEMO_WEEKS][DEMO_ORDINALS_MAX + 1];
	int slot_count[DEMO_SITES][DEMO_WEEKS];
	int pupil_count;
	int class_size;
	int class_count;
	int teacher_count;
	struct demo_class *classes;
	struct demo_teacher *teachers;
	struct demo_pupil *pupils;
	struct roster_subject *subjects[16];
	struct roster_person *head, *deputy, *office, *technician, *auditor;
	int star; /* the teacher with the fullest day */
	bool shows_progress;
	struct {
		size_t lessons, absences, justifications;
	} counts;
};

/* Subjects, by their place in demo->subjects. */
enum demo_subject {
	ITALIAN,
	HISTORY,
	MATHEMATICS,
	PHYSICS,
	ENGLISH,
	SCIENCE,
	COMPUTING,
	LAW,
	ART,
	SPORT,
	RELIGION_OR_NOT,
	GRAPHICS,
	SUPPORT_SUBJECT,
	CONDUCT,
	CIVICS,
	SUBSTITUTION_SUBJECT,
	DEMO_SUBJECTS
};

void demo_structure(struct demo *demo); /* classes, grids in memory, subjects */
enum outcome demo_put_structure(struct school *school, void *demo);
void demo_staff(struct demo *demo);     /* who teaches what where */
void demo_timetable(struct demo *demo); /* the weeks of every class */
void demo_people(struct demo *demo);    /* pupils and guardians */
void demo_posts(struct demo *demo);     /* posts and timetable rows */
/* One of the staff, with a name and an account. */
struct roster_person *demo_add_staff(struct demo *demo, enum role role);
enum outcome demo_put_day(struct school *school, void *demo_day);
bool demo_is_school_day(const struct demo *demo, int site, struct day day);
const struct demo_hour *demo_hour_of(const struct demo *demo, int class, struct day day, int ordinal);
enum demo_week demo_week_of(const struct demo *demo, struct day day);
struct instant demo_instant(const struct demo *demo, struct day day, int minute);

/* One day's work, for school_commit. */
struct demo_day {
	struct demo *demo;
	struct day day;
	struct person_id called_by[DEMO_CLASSES_MAX]; /* by class: who called the roll; 0: nobody */
};
enum outcome demo_put_lessons(struct demo_day *of, int class);
enum outcome demo_put_attendance(struct demo_day *of, int class);
enum outcome demo_put_substitutions(struct demo *demo);

struct text demo_topic(struct demo *demo, int subject, struct arena *arena);
struct text demo_activity(struct demo *demo);
struct text demo_task(struct demo *demo, int subject, struct arena *arena);
struct text demo_support_text(struct demo *demo);

/* Accounts with a password, hashed on threads of their own while the days are written. */
#define DEMO_NAMED_MAX 16
struct demo_account {
	const char *role;
	const char *note;
	struct roster_person *person;
	char password[40];
	struct text phc;
	struct text first_class; /* of a teacher: where the first hour of the day is */
};
struct demo_accounts {
	struct demo_account *at;
	int count;
	int named; /* printed; the others are for benches, with --json */
};
void demo_accounts_choose(struct demo *demo, struct demo_accounts *accounts);
struct demo_hashing;
struct demo_hashing *demo_hashing_begin(struct demo *demo, struct demo_accounts *accounts);
enum outcome demo_hashing_finish(struct demo_hashing *hashing) MUST_USE;

/* A demo school that is there already: on to a lesson of its first teacher. */
enum outcome demo_lesson(const char *directory) MUST_USE;

#endif
