/*
 * Relations are asked of the store at every request and forgotten with it: a
 * post that ends today at midnight is gone for the first request of tomorrow.
 */
#include "privacy/relation.h"

#include "identity/adulthood.h"
#include "identity/session.h"
#include "identity/setting.h"
#include "privacy/relation.sql.h"

static bool ask(struct request *req, enum relation relation, struct subject subject);
static bool teaches_class(struct request *req, struct class_id class);
static bool substitutes(struct request *req, struct class_id class);
static bool has_signed(struct request *req, struct class_id class);
static bool teaches_now(struct request *req, struct class_id class);
static bool member_of_class(struct request *req, struct class_id class);
static bool guardian_in_class(struct request *req, struct class_id class);
static bool teaches_pupil(struct request *req, struct person_id pupil);
static bool substitutes_pupil(struct request *req, struct person_id pupil);
static bool is_self(struct request *req, struct person_id person);
static bool is_adult(struct request *req, struct person_id person);
static bool guardian_of(struct request *req, struct person_id pupil);
static bool justifies_for(struct request *req, struct person_id pupil);
static bool guardian_of_minor(struct request *req, struct person_id pupil);
static bool signs_for(struct request *req, struct person_id pupil);

/* What this request has asked already, on this connection: a page asks the same
 * of its class for each thing it shows. */
#define RELATIONS_KNOWN_MAX 16
struct relations_known {
	const struct db *db;
	int count;
	struct {
		enum relation relation;
		struct subject subject;
		bool holds;
	} at[RELATIONS_KNOWN_MAX];
};

bool
relation_holds(struct request *req, enum relation relation, struct subject subject)
{
	struct relations_known *known = req->relations;
	if (!known || known->db != req->db) {
		known = arena_new(req->arena, struct relations_known);
		known->db = req->db;
		req->relations = known;
	}
	for (int i = 0; i < known->count; i++)
		if (known->at[i].relation == relation && known->at[i].subject.kind == subject.kind &&
			known->at[i].subject.id == subject.id)
			return known->at[i].holds;
	bool holds = ask(req, relation, subject);
	if (known->count < RELATIONS_KNOWN_MAX) {
		known->at[known->count].relation = relation;
		known->at[known->count].subject = subject;
		known->at[known->count++].holds = holds;
	}
	return holds;
}

static bool
ask(struct request *req, enum relation relation, struct subject subject)
{
	struct class_id class = { subject.kind == SUBJECT_CLASS ? subject.id : 0 };
	struct person_id person = { subject.kind == SUBJECT_PERSON ? subject.id : 0 };

	switch (relation) {
	case RELATION_ANY:
	case THIS_SCHOOL:
	case SAME_SCHOOL: /* one school, one store: nothing else can be reached from here */ return true;
	case TEACHES_CLASS: return teaches_class(req, class);
	case SUBSTITUTES: return substitutes(req, class);
	case HAS_SIGNED: return has_signed(req, class);
	case TEACHES_NOW: return teaches_now(req, class);
	case MEMBER_OF_CLASS: return member_of_class(req, class);
	case GUARDIAN_IN_CLASS: return guardian_in_class(req, class);
	case TEACHES_PUPIL: return teaches_pupil(req, person);
	case SUBSTITUTES_PUPIL: return substitutes_pupil(req, person);
	case IS_SELF: return is_self(req, person);
	case IS_ADULT_SELF: return is_self(req, person) && is_adult(req, person);
	case GUARDIAN_OF: return guardian_of(req, person);
	case JUSTIFIES_FOR: return justifies_for(req, person);
	case GUARDIAN_OF_MINOR: return guardian_of_minor(req, person);
	case SIGNS_FOR: return signs_for(req, person);
	case RELATIONS: break;
	}
	return false;
}

static bool
teaches_class(struct request *req, struct class_id class)
{
	struct posts_of_teacher_in_class_row row;
	return posts_of_teacher_in_class(req->db, req->session->person, class, req->today, req->arena,
		       &row) == OK &&
		row.found > 0;
}

static bool
substitutes(struct request *req, struct class_id class)
{
	struct substitutions_of_teacher_in_class_row row;
	return substitutions_of_teacher_in_class(req->db, req->session->person, class, req->today, req->arena,
		       &row) == OK &&
		row.found > 0;
}

/* Until the year is archived: when the next one has begun. */
static bool
has_signed(struct request *req, struct class_id class)
{
	struct signatures_of_teacher_in_class_row row;
	return signatures_of_teacher_in_class(req->db, req->session->person, class, req->today, req->arena,
		       &row) == OK &&
		row.found > 0;
}

static bool
teaches_now(struct request *req, struct class_id class)
{
	struct hour_of_teacher_now_row hour;
	return hour_of_teacher_now(req->db, req->session->person, class, req->today, day_weekday(req->today),
		       req->time, CLOSURE_CLOSED, req->arena, &hour) == OK;
}

static bool
member_of_class(struct request *req, struct class_id class)
{
	struct memberships_in_class_row row;
	return memberships_in_class(req->db, req->session->person, class, req->today, req->arena, &row) ==
		OK &&
		row.found > 0;
}

static bool
guardian_in_class(struct request *req, struct class_id class)
{
	struct guardianships_in_class_row row;
	return guardianships_in_class(req->db, req->session->person, class, req->today, req->arena, &row) ==
		OK &&
		row.found > 0;
}

static bool
teaches_pupil(struct request *req, struct person_id pupil)
{
	struct posts_of_teacher_with_pupil_row row;
	return posts_of_teacher_with_pupil(req->db, req->session->person, pupil, req->today, req->arena,
		       &row) == OK &&
		row.found > 0;
}

static bool
substitutes_pupil(struct request *req, struct person_id pupil)
{
	struct substitutions_of_teacher_with_pupil_row row;
	return substitutions_of_teacher_with_pupil(req->db, req->session->person, pupil, req->today,
		       req->arena, &row) == OK &&
		row.found > 0;
}

static bool
is_self(struct request *req, struct person_id person)
{
	return person.v != 0 && req->session->person.v == person.v;
}

static bool
is_adult(struct request *req, struct person_id person)
{
	struct birth_day_of_person_row row;
	struct day born;
	if (birth_day_of_person(req->db, person, req->arena, &row) != OK)
		return false;
	return day_parse(row.birth_day, &born) && adult_on(born, req->today);
}

/* What guardians go on seeing of a pupil who is of age is the school's choice (REG-49). */
static bool
guardian_of(struct request *req, struct person_id pupil)
{
	struct guardianships_of_pupil_row row;
	return guardianships_of_pupil(req->db, req->session->person, pupil, req->today, req->arena, &row) ==
		OK &&
		row.found > 0 && (setting_is_yes(req, "families.see_adults") || !is_adult(req, pupil));
}

/* From 18 on the pupil justifies alone (REG-49). */
static bool
justifies_for(struct request *req, struct person_id pupil)
{
	struct guardianships_of_pupil_row row;
	return guardianships_of_pupil(req->db, req->session->person, pupil, req->today, req->arena, &row) ==
		OK &&
		row.found > 0 && row.may_justify > 0 && !is_adult(req, pupil);
}

/* From 18 on the pupil signs alone (REG-49). */
/* Whom a notice must reach: of somebody of age, nobody but that pupil. */
static bool
guardian_of_minor(struct request *req, struct person_id pupil)
{
	return guardian_of(req, pupil) && !is_adult(req, pupil);
}

/* What the school hands out, received: a right of its own beside the others (REG-2). */
static bool
signs_for(struct request *req, struct person_id pupil)
{
	struct guardianships_of_pupil_row row;
	return guardianships_of_pupil(req->db, req->session->person, pupil, req->today, req->arena, &row) ==
		OK &&
		row.found > 0 && row.may_sign > 0 && !is_adult(req, pupil);
}
