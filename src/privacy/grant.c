/*
 * Who, what, whose, when, where: one decision, one place. The table of rules
 * is compiled from policy/access.policy; this file only walks it.
 */
#include "privacy/grant.h"

#include <assert.h>

#include "audit/trail.h"
#include "identity/session.h"
#include "privacy/relation.h"

struct grant {
	const struct rule *rule;
	struct subject subject;
};

static const struct rule *rule_for(struct request *req, enum verb verb, enum thing thing,
	struct subject subject);
static bool refused_on_purpose(enum verb verb, enum thing thing);
static const struct grant *grant_make(struct arena *arena, const struct rule *rule, struct subject subject);

struct subject
of_person(struct person_id person)
{
	return (struct subject){ SUBJECT_PERSON, person.v };
}

struct subject of_class(struct class_id class)
{
	return (struct subject){ SUBJECT_CLASS, class.v };
}

struct subject
of_school(void)
{
	return (struct subject){ SUBJECT_SCHOOL, 0 };
}

const struct grant *
may(struct request *req, enum verb verb, enum thing thing, struct subject subject)
{
	const struct rule *rule = rule_for(req, verb, thing, subject);
	if (!rule) {
		trail_note_refused(req, verb, thing, subject.kind, subject.id);
		return NULL;
	}
	if (rule->noted)
		trail_note(req, verb, thing, subject.kind, subject.id, rule->relation, rule->purpose);
	return grant_make(req->arena, rule, subject);
}

bool
might(struct request *req, enum verb verb, enum thing thing, struct subject subject)
{
	return rule_for(req, verb, thing, subject) != NULL;
}

bool
role_may_ever(enum role role, enum verb verb, enum thing thing)
{
	if (verb == ANYONE)
		return true;
	if (refused_on_purpose(verb, thing))
		return false;
	for (int i = 0; i < rule_count; i++)
		if (rules[i].role == role && rules[i].verb == verb && rules[i].thing == thing)
			return true;
	return false;
}

const struct rule *
grant_rule(const struct grant *grant)
{
	return grant->rule;
}

bool
grant_has_fields(const struct grant *grant, uint64_t fields)
{
	return (grant->rule->fields & fields) == fields;
}

const struct grant *
grant_for_operator(struct arena *arena, enum verb verb, enum thing thing, struct subject subject)
{
	const struct rule *widest = NULL;
	for (int i = 0; i < rule_count; i++) {
		const struct rule *rule = &rules[i];
		if (rule->refuse || rule->verb != verb || rule->thing != thing)
			continue;
		if (!widest || __builtin_popcountll(rule->fields) > __builtin_popcountll(widest->fields))
			widest = rule;
	}
	assert(widest && !refused_on_purpose(verb, thing));
	return grant_make(arena, widest, subject);
}

void
grant_require(const struct grant *grant, enum verb verb, enum thing thing, enum subject_kind kind,
	uint64_t fields)
{
	assert(grant);
	assert(grant->rule->verb == verb && grant->rule->thing == thing);
	assert(grant->subject.kind == kind);
	assert(grant_has_fields(grant, fields));
}

int64_t
grant_subject(const struct grant *grant)
{
	return grant->subject.id;
}

void
grant_require_subject(const struct grant *grant, int64_t subject)
{
	assert(grant->subject.id == subject);
}

/* The rule that shows most among those that hold, so that a teacher of the
 * class who also stands in for an hour is not narrowed to the substitute's view. */
static const struct rule *
rule_for(struct request *req, enum verb verb, enum thing thing, struct subject subject)
{
	if (refused_on_purpose(verb, thing))
		return NULL;
	const struct rule *best = NULL;
	for (int i = 0; i < rule_count; i++) {
		const struct rule *rule = &rules[i];
		if (rule->role != req->session->role || rule->verb != verb || rule->thing != thing)
			continue;
		if (rule->subject != SUBJECT_ANY && rule->subject != subject.kind)
			continue;
		if (best && __builtin_popcountll(rule->fields) <= __builtin_popcountll(best->fields))
			continue;
		if (relation_holds(req, rule->relation, subject))
			best = rule;
	}
	return best;
}

static bool
refused_on_purpose(enum verb verb, enum thing thing)
{
	for (int i = 0; i < rule_count; i++)
		if (rules[i].refuse && rules[i].verb == verb && rules[i].thing == thing)
			return true;
	return false;
}

static const struct grant *
grant_make(struct arena *arena, const struct rule *rule, struct subject subject)
{
	struct grant *grant = arena_new(arena, struct grant);
	grant->rule = rule;
	grant->subject = subject;
	return grant;
}
