/* The page walks the same table as may(): what it prints is what decides. */
#include "privacy/who_can_see.h"

#include "privacy/grant.h"
#include "privacy/who_can_see.html.h"
#include "privacy/who_can_see.sql.h"
#include "privacy/word.h"

static bool subject_parse(struct text kind, int64_t id, struct subject *subject);
static bool fits(const struct rule *rule, enum thing thing, struct subject subject);
static struct who_can_see_line line_of(struct request *req, const struct rule *rule, struct subject subject);
static int64_t people_holding(struct request *req, const struct rule *rule, struct subject subject);

enum outcome
who_can_see_page(struct request *req, struct reply *reply)
{
	struct who_can_see_view view = { 0 };
	struct subject subject;
	int64_t id;
	if (!request_int64(req, "subject", &id) ||
		!subject_parse(request_parameter(req, "kind"), id, &subject) ||
		!thing_parse(request_parameter(req, "thing"), &view.thing))
		return NOT_FOUND;
	/* To be told who sees a record is for those who may see it themselves. */
	if (!might(req, READ, view.thing, subject))
		return REFUSED;

	if (subject.kind == SUBJECT_PERSON)
		req->about = subject.id;
	view.lines.at = arena_array(req->arena, struct who_can_see_line, (size_t)rule_count);
	view.refusals.at = arena_array(req->arena, struct who_can_see_line, (size_t)rule_count);
	for (int i = 0; i < rule_count; i++) {
		if (!fits(&rules[i], view.thing, subject))
			continue;
		if (rules[i].refuse)
			view.refusals.at[view.refusals.count++] = line_of(req, &rules[i], subject);
		else if (rules[i].verb == READ)
			view.lines.at[view.lines.count++] = line_of(req, &rules[i], subject);
	}
	who_can_see_html(req, reply, &view);
	return OK;
}

static bool
subject_parse(struct text kind, int64_t id, struct subject *subject)
{
	if (text_is(kind, "person"))
		*subject = (struct subject){ SUBJECT_PERSON, id };
	else if (text_is(kind, "class"))
		*subject = (struct subject){ SUBJECT_CLASS, id };
	else if (text_is(kind, "school"))
		*subject = of_school();
	else
		return false;
	return true;
}

static bool
fits(const struct rule *rule, enum thing thing, struct subject subject)
{
	return rule->thing == thing && (rule->subject == SUBJECT_ANY || rule->subject == subject.kind);
}

static struct who_can_see_line
line_of(struct request *req, const struct rule *rule, struct subject subject)
{
	uint64_t all = thing_fields(rule->thing);
	return (struct who_can_see_line){
		.role = rule->role,
		.relation = rule->relation,
		.purpose = rule->purpose,
		.noted = rule->noted,
		.source = rule->source,
		.fields = rule->fields == all ? (struct text){ 0 }
					      : fields_in_words(req, rule->thing, rule->fields),
		.people = people_holding(req, rule, subject),
	};
}

static int64_t
people_holding(struct request *req, const struct rule *rule, struct subject subject)
{
	struct class_id class = { subject.id };
	struct person_id person = { subject.id };
	struct people_in_role_row in_role;
	struct teachers_of_class_row of_class;
	struct teachers_of_pupil_row of_pupil;
	struct guardians_of_pupil_row guardians;
	switch (rule->relation) {
	case SAME_SCHOOL:
	case THIS_SCHOOL:
		return people_in_role(req->db, rule->role, req->today, req->arena, &in_role) == OK
			? in_role.people
			: NOT_COUNTED;
	case TEACHES_CLASS:
		return teachers_of_class(req->db, class, req->today, req->arena, &of_class) == OK
			? of_class.people
			: NOT_COUNTED;
	case TEACHES_PUPIL:
		return teachers_of_pupil(req->db, person, req->today, req->arena, &of_pupil) == OK
			? of_pupil.people
			: NOT_COUNTED;
	case GUARDIAN_OF:
		return guardians_of_pupil(req->db, person, req->today, req->arena, &guardians) == OK
			? guardians.people
			: NOT_COUNTED;
	default: return NOT_COUNTED;
	}
}
