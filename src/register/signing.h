#ifndef REGISTER_SIGNING_H
#define REGISTER_SIGNING_H

#include "platform/request.h"
#include "records.h"

/*
 * Who signs an hour, and as what. A teacher signs in one of the ways that the
 * posts in the class, the timetable and the substitutions of the day offer;
 * every other way is refused with its reason (REG-20 to REG-26).
 */

/* The three parts of a religion hour (REG-24) stand beside subgroups, which
 * have time-made ids and never such small ones. Religion itself is 0. */
#define PART_ALTERNATIVE  1
#define PART_STUDIES_WITH 2

struct signing_way {
	enum signature_kind kind;
	struct post_id post; /* 0: a substitution */
	struct subject_id subject;
	struct text subject_name;
	enum subject_kind_of subject_kind;
	struct subgroup_id subgroup;
	struct person_id pupil; /* of a support post */
	bool timetabled;        /* this is the hour the teacher is due in */
};
struct signing_ways {
	struct signing_way *at;
	size_t count;
};

/* What stands in the hour already. */
struct signed_lesson {
	struct lesson_id id;
	struct subgroup_id subgroup;
	struct subject_id subject;
	struct text subject_name;
	enum subject_kind_of subject_kind;
	bool curricular;       /* somebody else's signature sets the subject: own, copresence, lab */
	struct text signed_by; /* whose it is */
	bool own;              /* who asks has signed here */
	enum signature_kind own_kind;
};
struct signed_lessons {
	struct signed_lesson *at;
	size_t count;
};

struct signing {
	struct signing_way way;
	struct signed_lesson *lesson; /* the lesson to join; NULL: a new one */
	enum signature_kind kind;     /* copresence when an own one stands there */
	bool sets_subject;            /* the first curricular signature: support's came before */
};

/* The way that is meant: by its value in the form, or the one that fits the
 * hour best. NULL: this teacher has no way to sign here. */
const struct signing_way *signing_choose(const struct signing_ways *ways,
	const struct signed_lessons *lessons, struct text chosen);
/* "p" and the post's id, or "substitution": how a form names a way. */
struct text signing_value(struct arena *arena, const struct signing_way *way);

/* False: a problem is noted on the field sign_as, with the reason. Where the
 * teacher signed elsewhere at this time, `elsewhere` names the class (REG-21). */
bool signing_decide(struct request *req, const struct signing_way *way, const struct signed_lessons *lessons,
	struct text elsewhere, struct signing *signing);

#endif
