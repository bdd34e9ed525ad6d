/*
 * An hour of a class is one lesson, or several where the class is split. The
 * first curricular signature says what it is about:
 *
 *            support, substitution          the same subject
 *   empty ------------------------> open -------------------> of a subject
 *     |                                                          |   ^
 *     +------------------ own, lab ------------------------------+   | copresence
 *                                                                +---+
 *
 * Another subject for the same pupils is refused, whoever asks (REG-22).
 */
#include "register/signing.h"

#include "platform/page.h"

static bool signed_already(struct request *req, const struct signing_way *way,
	const struct signed_lessons *lessons, struct signing *signing);
static bool overlaps(struct subgroup_id one, struct subgroup_id other);
static bool is_curricular(enum signature_kind kind);
static struct signed_lesson *lesson_to_join(const struct signing_way *way,
	const struct signed_lessons *lessons);
static bool another_subject(struct request *req, const struct signing_way *way,
	const struct signed_lessons *lessons);

struct text
signing_value(struct arena *arena, const struct signing_way *way)
{
	if (way->post.v == 0)
		return TEXT("substitution");
	return text_printf(arena, "p%lld", (long long)way->post.v);
}

/* By itself: as signed before, then as the timetable says, then the part of a
 * substitute, then whatever comes first. */
const struct signing_way *
signing_choose(const struct signing_ways *ways, const struct signed_lessons *lessons, struct text chosen)
{
	const struct signing_way *best = NULL;
	int best_rank = -1;
	for (size_t i = 0; i < ways->count; i++) {
		const struct signing_way *way = &ways->at[i];
		int64_t post;
		int rank = way->timetabled ? 3 : way->kind == SIGNATURE_SUPPORT ? 0 : 1;
		if (way->post.v == 0)
			rank = way->timetabled ? 4 : 0;
		for (size_t k = 0; k < lessons->count; k++)
			if (lessons->at[k].own && lessons->at[k].subject.v == way->subject.v)
				rank = 5;
		if (way->post.v == 0 && text_is(chosen, "substitution"))
			rank = 9;
		struct text digits = chosen;
		if (text_starts(chosen, "p") && text_cut(&digits, 'p').length == 0 &&
			text_int64(digits, &post) && post == way->post.v)
			rank = 9;
		if (rank > best_rank) {
			best = way;
			best_rank = rank;
		}
	}
	return best_rank < 9 && chosen.length > 0 ? NULL : best;
}

bool
signing_decide(struct request *req, const struct signing_way *way, const struct signed_lessons *lessons,
	struct text elsewhere, struct signing *signing)
{
	*signing = (struct signing){ .way = *way, .kind = way->kind };
	signing->lesson = lesson_to_join(way, lessons);
	if (signing->lesson && signing->lesson->own)
		return signed_already(req, way, lessons, signing);
	for (size_t i = 0; i < lessons->count; i++) {
		if (!lessons->at[i].own)
			continue;
		request_problem(req, "sign_as",
			TR("You have signed another part of this hour already. Take that signature back first."));
		return false;
	}
	if (elsewhere.length > 0 && way->kind != SIGNATURE_SUBSTITUTION) {
		request_problem_about(req, "sign_as",
			TR("You have signed class %1 at this time. One teacher signs one class at a time, except as substitute."),
			elsewhere);
		return false;
	}
	if (is_curricular(way->kind) && another_subject(req, way, lessons))
		return false;
	if (way->subgroup.v == PART_STUDIES_WITH && way->kind != SIGNATURE_SUBSTITUTION) {
		request_problem(req, "sign_as",
			TR("Pupils who study with a teacher are signed for as a substitution."));
		return false;
	}
	if (way->kind == SIGNATURE_OWN && signing->lesson && signing->lesson->curricular)
		signing->kind = SIGNATURE_COPRESENCE;
	signing->sets_subject = is_curricular(way->kind) && signing->lesson && !signing->lesson->curricular;
	return true;
}

/* No signature twice on the same lesson (REG-21); the subject may still be put
 * right as long as nobody else stands by it. */
static bool
signed_already(struct request *req, const struct signing_way *way, const struct signed_lessons *lessons,
	struct signing *signing)
{
	signing->kind = signing->lesson->own_kind;
	if (!is_curricular(way->kind) || way->subject.v == signing->lesson->subject.v)
		return true;
	if (another_subject(req, way, lessons))
		return false;
	signing->kind = way->kind;
	signing->sets_subject = true;
	return true;
}

/* A substitute joins whatever lesson there is; support the one that its pupil is
 * in, or any without a pupil; everybody else the part that is theirs. */
static struct signed_lesson *
lesson_to_join(const struct signing_way *way, const struct signed_lessons *lessons)
{
	for (size_t i = 0; i < lessons->count; i++)
		if (lessons->at[i].subgroup.v == way->subgroup.v)
			return &lessons->at[i];
	bool support = way->kind == SIGNATURE_SUPPORT;
	bool joins_any = way->kind == SIGNATURE_SUBSTITUTION || (support && way->pupil.v == 0);
	for (size_t i = 0; i < lessons->count; i++)
		if (joins_any || (support && overlaps(lessons->at[i].subgroup, way->subgroup)))
			return &lessons->at[i];
	return NULL;
}

static bool
another_subject(struct request *req, const struct signing_way *way, const struct signed_lessons *lessons)
{
	for (size_t i = 0; i < lessons->count; i++) {
		const struct signed_lesson *lesson = &lessons->at[i];
		if (!lesson->curricular || lesson->subject.v == way->subject.v ||
			!overlaps(lesson->subgroup, way->subgroup))
			continue;
		request_problem_about(req, "sign_as",
			TR("This hour is signed already: %1. Another subject cannot be signed for the same pupils."),
			text_printf(req->arena, "%.*s, %.*s", TEXT_ARG(lesson->subject_name),
				TEXT_ARG(lesson->signed_by)));
		return true;
	}
	return false;
}

static bool
is_curricular(enum signature_kind kind)
{
	return kind == SIGNATURE_OWN || kind == SIGNATURE_COPRESENCE || kind == SIGNATURE_LAB;
}

/* The whole class meets every subgroup, but not the parts of a religion hour:
 * their pupils are told apart by their option (REG-24). */
static bool
overlaps(struct subgroup_id one, struct subgroup_id other)
{
	if (one.v == other.v)
		return true;
	bool parts = (one.v > 0 && one.v <= PART_STUDIES_WITH) ||
		(other.v > 0 && other.v <= PART_STUDIES_WITH);
	return !parts && (one.v == 0 || other.v == 0);
}
