/*
 * Every asker x verb x thing x subject, decided by may() over a real store:
 * one line for each that is allowed. test/policy/run compares them with an
 * oracle that knows nothing of this program.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "identity/session.h"
#include "platform/keys.h"
#include "platform/keystore.h"
#include "platform/migrate.h"
#include "privacy/grant.h"

#include "policy/cast.sql.h"

#define CLASS_3B  1001
#define CLASS_4A  1002
#define TODAY     day_of(2026, 11, 23)
#define YESTERDAY day_of(2026, 11, 22)
#define TOMORROW  day_of(2026, 11, 24)
#define SEPTEMBER day_of(2026, 9, 14)

static const struct asker {
	const char *name;
	int64_t person;
	enum role role;
} askers[] = {
	{ "visitor", 0, ROLE_VISITOR },
	{ "helena", 1, ROLE_HEAD },
	{ "vico", 2, ROLE_DEPUTY },
	{ "ufficio", 3, ROLE_OFFICE },
	{ "tecla", 4, ROLE_TECHNICIAN },
	{ "aldo", 5, ROLE_AUDITOR },
	{ "bianchi", 11, ROLE_TEACHER },
	{ "verdi", 12, ROLE_TEACHER },
	{ "prima", 13, ROLE_TEACHER },
	{ "dopo", 14, ROLE_TEACHER },
	{ "supplente", 15, ROLE_TEACHER },
	{ "gallo", 16, ROLE_TEACHER },
	{ "conti", 17, ROLE_TEACHER },
	{ "anna", 21, ROLE_PUPIL },
	{ "dario", 22, ROLE_PUPIL },
	{ "elsa", 24, ROLE_PUPIL },
	{ "mara", 31, ROLE_GUARDIAN },
	{ "piero", 32, ROLE_GUARDIAN },
	{ "bruno", 33, ROLE_GUARDIAN },
	{ "carla", 34, ROLE_GUARDIAN },
	{ "dina", 35, ROLE_GUARDIAN },
	{ "lea", 36, ROLE_GUARDIAN },
};
static const struct {
	const char *name;
	struct subject subject;
} subjects[] = {
	{ "anna", { SUBJECT_PERSON, 21 } },
	{ "dario", { SUBJECT_PERSON, 22 } },
	{ "luca", { SUBJECT_PERSON, 23 } },
	{ "elsa", { SUBJECT_PERSON, 24 } },
	{ "stranger", { SUBJECT_PERSON, 999 } },
	{ "helena", { SUBJECT_PERSON, 1 } },
	{ "vico", { SUBJECT_PERSON, 2 } },
	{ "ufficio", { SUBJECT_PERSON, 3 } },
	{ "tecla", { SUBJECT_PERSON, 4 } },
	{ "aldo", { SUBJECT_PERSON, 5 } },
	{ "bianchi", { SUBJECT_PERSON, 11 } },
	{ "mara", { SUBJECT_PERSON, 31 } },
	{ "3B", { SUBJECT_CLASS, CLASS_3B } },
	{ "4A", { SUBJECT_CLASS, CLASS_4A } },
	{ "school", { SUBJECT_SCHOOL, 0 } },
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int64_t next_id = 5000;

static void
need(enum outcome outcome)
{
	if (outcome != OK) {
		fprintf(stderr, "matrix: the cast could not be put in place: %s\n", outcome_word(outcome));
		exit(1);
	}
}

static void
person(struct db *db, struct arena *arena, int64_t id, enum person_kind kind, const char *born)
{
	need(cast_person(db, arena,
		&(struct person_record){ .id = { id },
			.kind = kind,
			.family_name = TEXT("Invented"),
			.given_name = TEXT("Person"),
			.birth_day = text_of(born),
			.left_on = DAY_NONE }));
}

static void
member(struct db *db, struct arena *arena, int64_t pupil, int64_t class, struct day from, struct day to)
{
	need(cast_class_member(db, arena,
		&(struct class_member_record){ .id = { next_id++ },
			.class = { class },
			.pupil = { pupil },
			.from_day = from,
			.to_day = to }));
}

static void
guardian(struct db *db, struct arena *arena, int64_t guardian, int64_t pupil, struct day to, bool sees,
	bool justifies, bool signs)
{
	need(cast_guardianship(db, arena,
		&(struct guardianship_record){ .id = { next_id++ },
			.guardian = { guardian },
			.pupil = { pupil },
			.from_day = SEPTEMBER,
			.to_day = to,
			.sees = sees,
			.justifies = justifies,
			.signs = signs }));
}

static void
post(struct db *db, struct arena *arena, int64_t teacher, int64_t class, struct day from, struct day to,
	int64_t instead_of)
{
	need(cast_post(db, arena,
		&(struct post_record){ .id = { next_id++ },
			.teacher = { teacher },
			.class = { class },
			.subject = { 1 },
			.from_day = from,
			.to_day = to,
			.substitute_of = { instead_of } }));
}

/* An hour of 3B on Mondays; the matrix asks at 8:05. */
static void
hour(struct db *db, struct arena *arena, int64_t teacher, int ordinal, int starts)
{
	need(cast_slot(db, arena,
		&(struct slot_record){ .grid = { 1 },
			.weekday = 1,
			.ordinal = ordinal,
			.starts = { (int16_t)starts },
			.ends = { (int16_t)(starts + 60) },
			.weight = 100 }));
	need(cast_timetable(db, arena,
		&(struct timetable_record){ .id = { next_id++ },
			.class = { CLASS_3B },
			.weekday = 1,
			.ordinal = ordinal,
			.teacher = { teacher },
			.subject = { 1 },
			.from_day = SEPTEMBER,
			.to_day = DAY_NONE }));
}

static void
stands_in(struct db *db, struct arena *arena, int64_t teacher, struct day day)
{
	need(cast_substitution(db, arena,
		&(struct substitution_record){
			.day = day, .class = { CLASS_3B }, .ordinal = 2, .teacher = { teacher } }));
}

static void
cast_put(struct db *db, struct arena *arena)
{
	need(cast_class(db, arena,
		&(struct class_record){
			.id = { CLASS_3B }, .school_year = { 1 }, .name = TEXT("3B"), .track = TEXT("") }));
	need(cast_class(db, arena,
		&(struct class_record){
			.id = { CLASS_4A }, .school_year = { 1 }, .name = TEXT("4A"), .track = TEXT("") }));
	need(cast_school_year(db, arena,
		&(struct school_year_record){ .id = { 1 },
			.label = TEXT("2026/27"),
			.first_day = SEPTEMBER,
			.last_day = day_of(2027, 6, 8) }));
	need(cast_grid(db, arena,
		&(struct grid_record){ .id = { 1 }, .from_day = SEPTEMBER, .to_day = DAY_NONE }));
	hour(db, arena, 11, 1, 8 * 60);
	hour(db, arena, 15, 2, 9 * 60);
	person(db, arena, 21, PERSON_PUPIL, "2012-05-04");
	person(db, arena, 22, PERSON_PUPIL, "2008-03-15");
	person(db, arena, 23, PERSON_PUPIL, "2011-01-30");
	person(db, arena, 24, PERSON_PUPIL, "2012-02-29");
	member(db, arena, 21, CLASS_3B, SEPTEMBER, DAY_NONE);
	member(db, arena, 22, CLASS_3B, SEPTEMBER, DAY_NONE);
	member(db, arena, 23, CLASS_4A, SEPTEMBER, DAY_NONE);
	member(db, arena, 24, CLASS_3B, SEPTEMBER, YESTERDAY);
	member(db, arena, 24, CLASS_4A, TODAY, DAY_NONE);
	post(db, arena, 11, CLASS_3B, SEPTEMBER, DAY_NONE, 0);
	post(db, arena, 12, CLASS_4A, SEPTEMBER, DAY_NONE, 0);
	post(db, arena, 13, CLASS_3B, SEPTEMBER, YESTERDAY, 0);
	post(db, arena, 14, CLASS_3B, TOMORROW, DAY_NONE, 0);
	post(db, arena, 15, CLASS_3B, SEPTEMBER, TODAY, 11);
	need(cast_signature(db, arena,
		&(struct signature_record){ .class = { CLASS_3B },
			.lesson = { 1 },
			.teacher = { 13 },
			.id = { next_id++ },
			.event_at = { 1 },
			.recorded_at = { 1 } }));
	stands_in(db, arena, 16, TODAY);
	stands_in(db, arena, 17, YESTERDAY);
	guardian(db, arena, 31, 21, DAY_NONE, true, true, true);
	guardian(db, arena, 32, 21, DAY_NONE, true, false, false);
	guardian(db, arena, 33, 21, DAY_NONE, false, true, true);
	guardian(db, arena, 34, 21, YESTERDAY, true, true, true);
	guardian(db, arena, 35, 22, DAY_NONE, true, true, true);
	guardian(db, arena, 36, 23, DAY_NONE, true, true, false);
}

static void
decide(struct db *db, const struct asker *asker)
{
	struct arena *arena = arena_create(64 << 20);
	struct session session = { .person = { asker->person }, .role = asker->role };
	struct request req = { .db = db,
		.arena = arena,
		.random = random_system(),
		.today = TODAY,
		.time = { 485 },
		.now = zone_instant(ZONE_CET, TODAY, (struct minute){ 485 }),
		.session = &session };
	for (size_t s = 0; s < COUNT(subjects); s++)
		for (int verb = 0; verb < VERBS; verb++)
			for (int thing = 0; thing < THINGS; thing++) {
				const struct grant *grant = may(&req, (enum verb)verb, (enum thing)thing,
					subjects[s].subject);
				if (!grant)
					continue;
				const struct rule *rule = grant_rule(grant);
				struct text fields = fields_text(arena, rule->thing, rule->fields);
				if (!fields.length)
					fields = TEXT("all");
				printf("%s %s %s %s: %.*s%s\n", asker->name, verb_word(rule->verb),
					thing_word(rule->thing), subjects[s].name, TEXT_ARG(fields),
					rule->noted ? " (noted)" : "");
			}
	arena_destroy(arena);
}

int
main(void)
{
	char directory[] = "/tmp/campanella-matrix-XXXXXX", path[64];
	assert(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/school.db", directory);

	struct keys *keys;
	struct db *db;
	struct arena *arena = arena_create(16 << 20);
	need(keystore_make(directory));
	need(keys_open(&keys, directory));
	need(db_open(&db, &(struct db_options){ .path = path, .create = true, .sealer = keys_sealer(keys) }));
	need(migrate(db, schema_steps, schema_step_count, (struct instant){ 1 }, NULL));
	need(db_begin(db, true));
	cast_put(db, arena);
	db_changes_clear(db); /* there is no journal here */
	need(db_commit(db));

	for (size_t i = 0; i < COUNT(askers); i++)
		decide(db, &askers[i]);
	printf("# %zu verdicts\n", COUNT(askers) * COUNT(subjects) * VERBS * THINGS);

	db_close(db);
	keys_close(keys);
	arena_destroy(arena);
	char command[96];
	snprintf(command, sizeof command, "rm -rf %s", directory);
	return system(command) == 0 ? 0 : 1;
}
