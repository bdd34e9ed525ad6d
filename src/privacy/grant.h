#ifndef PRIVACY_GRANT_H
#define PRIVACY_GRANT_H

#include "platform/request.h"
#include "policy.h"

/*
 * No grant, no query. may() looks through the one table of rules for one that
 * fits the asker's role, the verb, the thing and a relation that is true today;
 * a line of "nobody" wins over every other. What it returns carries the subject:
 * queries about a person take it from there, so nobody can ask for Anna and
 * read Luca. A noted rule puts the look on the request, and the dispatcher puts
 * it on the trail before the answer leaves.
 */
struct subject {
	enum subject_kind kind;
	int64_t id;
};
struct subject of_person(struct person_id person);
struct subject of_class(struct class_id class);
struct subject of_school(void);

struct grant; /* complete only in grant.c: nobody else can make one */

/* NULL is a refusal: return REFUSED, which the dispatcher records. */
const struct grant *may(struct request *req, enum verb verb, enum thing thing, struct subject subject);
/* Asks without looking: nothing is noted and no data can be fetched with the
 * answer. For choosing what to offer on a page. */
bool might(struct request *req, enum verb verb, enum thing thing, struct subject subject);
/* Does any rule at all speak of this role, verb and thing? For the dispatcher. */
bool role_may_ever(enum role role, enum verb verb, enum thing thing);
const struct rule *grant_rule(const struct grant *grant);
bool grant_has_fields(const struct grant *grant, uint64_t fields);

/* Work that no person at a browser asked for: the command line and the jobs.
 * It acts under a role of the table too, never around it. */
const struct grant *grant_for_operator(struct arena *arena, enum verb verb, enum thing thing,
	struct subject subject);

/* Called by generated queries; a mismatch is our own mistake and aborts. */
void grant_require(const struct grant *grant, enum verb verb, enum thing thing, enum subject_kind kind,
	uint64_t fields);
int64_t grant_subject(const struct grant *grant);
void grant_require_subject(const struct grant *grant, int64_t subject);

#endif
