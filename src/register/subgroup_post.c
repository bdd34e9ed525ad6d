/* Whose hours are whose: posts and the hours of the timetable that go with them. */
#include "platform/page.h"
#include "register/signing.h"
#include "register/subgroup_division.h"

static struct post_record post_record_of(const struct subgroup_posts_row *post);
static struct post_record tied(const struct subgroup_posts_row *post, int64_t to);
static bool may_be_tied(const struct division *division, const struct subgroup_posts_row *post, int64_t to);
static bool overlap(const struct subgroup_posts_row *one, const struct subgroup_posts_row *other);
static bool same_post(const struct post_record *one, const struct post_record *other);
static enum outcome tie_post(struct request *req, const struct grant *grant, const struct division *division,
	const struct subgroup_posts_row *post, int64_t to);
static enum outcome tie_hour(struct request *req, const struct grant *grant, struct day from,
	const struct timetable_record *hour, struct subgroup_id group);
static struct subgroup_id hours_of(const struct post_record *post);

enum post_tie
post_tie(const struct subgroup_posts_row *post)
{
	if (post->kind == POST_SUPPORT)
		return TIE_PUPIL;
	bool normal = post->kind == POST_NORMAL && post->subject_kind == SUBJECT_IS_RELIGION;
	return normal || post->kind == POST_ALTERNATIVE ? TIE_PART : TIE_GROUP;
}

int64_t
post_tied_to(const struct subgroup_posts_row *post)
{
	switch (post_tie(post)) {
	case TIE_PUPIL: return post->pupil.v;
	case TIE_PART: return post->kind == POST_ALTERNATIVE ? PART_ALTERNATIVE : 0;
	case TIE_GROUP: break;
	}
	return post->subgroup.v;
}

static struct post_record
post_record_of(const struct subgroup_posts_row *post)
{
	return (struct post_record){ .id = post->id,
		.teacher = post->teacher,
		.class = post->class,
		.subject = post->subject,
		.kind = post->kind,
		.subgroup = post->subgroup,
		.pupil = post->pupil,
		.substitute_of = post->substitute_of,
		.from_day = post->from_day,
		.to_day = post->to_day };
}

static struct post_record
tied(const struct subgroup_posts_row *post, int64_t to)
{
	struct post_record record = post_record_of(post);
	switch (post_tie(post)) {
	case TIE_PUPIL: record.pupil = (struct person_id){ to }; break;
	case TIE_PART: record.kind = to == PART_ALTERNATIVE ? POST_ALTERNATIVE : POST_NORMAL; break;
	case TIE_GROUP: record.subgroup = (struct subgroup_id){ to }; break;
	}
	return record;
}

/* Groups and pupils of this class only, and no post twice: the import takes the
 * same post of one teacher for one post. */
void
division_check_posts(struct request *req, const struct division *division)
{
	bool known = true, twice = false;
	for (size_t i = 0; i < division->posts.count; i++) {
		const struct subgroup_posts_row *post = &division->posts.at[i];
		int64_t to = division_chosen(req, "post", post->id.v, post_tied_to(post));
		known &= to == post_tied_to(post) || may_be_tied(division, post, to);
		struct post_record new = tied(post, to), old = post_record_of(post);
		for (size_t k = 0; k < i; k++) {
			const struct subgroup_posts_row *other = &division->posts.at[k];
			struct post_record others_old = post_record_of(other),
					   others_new = tied(other,
						   division_chosen(req, "post", other->id.v,
							   post_tied_to(other)));
			twice |= overlap(post, other) && same_post(&new, &others_new) &&
				!same_post(&old, &others_old);
		}
	}
	if (!known)
		request_problem(req, "posts", TR("Choose one of the groups or pupils of this class."));
	if (twice)
		request_problem(req, "posts",
			TR("A teacher would have the same group or pupil twice in one subject."));
}

static bool
may_be_tied(const struct division *division, const struct subgroup_posts_row *post, int64_t to)
{
	if (to == 0)
		return true;
	if (post_tie(post) == TIE_GROUP)
		return division_group(division, to) != NULL;
	if (post_tie(post) == TIE_PART)
		return to == PART_ALTERNATIVE;
	for (size_t i = 0; i < division->pupils.count; i++)
		if (division->pupils.at[i].pupil.v == to)
			return true;
	return false;
}

static bool
overlap(const struct subgroup_posts_row *one, const struct subgroup_posts_row *other)
{
	return (day_equal(other->to_day, DAY_NONE) || !day_before(other->to_day, one->from_day)) &&
		(day_equal(one->to_day, DAY_NONE) || !day_before(one->to_day, other->from_day));
}

static bool
same_post(const struct post_record *one, const struct post_record *other)
{
	return one->teacher.v == other->teacher.v && one->subject.v == other->subject.v &&
		one->kind == other->kind && one->subgroup.v == other->subgroup.v &&
		one->pupil.v == other->pupil.v;
}

enum outcome
division_tie_posts(struct request *req, const struct grant *grant, const struct division *division)
{
	enum outcome kept = OK;
	for (size_t i = 0; kept == OK && i < division->posts.count; i++) {
		const struct subgroup_posts_row *post = &division->posts.at[i];
		int64_t to = division_chosen(req, "post", post->id.v, post_tied_to(post));
		if (to != post_tied_to(post))
			kept = tie_post(req, grant, division, post, to);
	}
	return kept;
}

/* The hours of the post go with it, in the timetable too: a substitute and the
 * families find the group there. */
static enum outcome
tie_post(struct request *req, const struct grant *grant, const struct division *division,
	const struct subgroup_posts_row *post, int64_t to)
{
	struct day from = day_before(post->from_day, division->day) ? division->day : post->from_day;
	struct post_record old = post_record_of(post), new = tied(post, to);
	enum outcome kept = OK;
	if (day_before(post->from_day, from)) {
		old.to_day = day_add(from, -1);
		kept = subgroup_post_keep(req->db, grant, req->arena, &old);
		new.id = (struct post_id){ request_new_id(req) };
	}
	new.from_day = from;
	if (kept == OK)
		kept = subgroup_post_keep(req->db, grant, req->arena, &new);
	for (size_t i = 0; kept == OK && i < division->hours.count; i++) {
		const struct timetable_record *hour = &division->hours.at[i];
		bool after = !day_equal(post->to_day, DAY_NONE) && day_before(post->to_day, hour->from_day);
		bool before = !day_equal(hour->to_day, DAY_NONE) && day_before(hour->to_day, from);
		if (hour->teacher.v == post->teacher.v && hour->subject.v == post->subject.v &&
			hour->subgroup.v == hours_of(&old).v && hours_of(&new).v != hours_of(&old).v &&
			!after && !before)
			kept = tie_hour(req, grant, from, hour, hours_of(&new));
	}
	return kept;
}

/* Where a subgroup stands in an hour of the timetable, the alternative has its part. */
static struct subgroup_id
hours_of(const struct post_record *post)
{
	return post->kind == POST_ALTERNATIVE ? (struct subgroup_id){ PART_ALTERNATIVE } : post->subgroup;
}

static enum outcome
tie_hour(struct request *req, const struct grant *grant, struct day from, const struct timetable_record *hour,
	struct subgroup_id group)
{
	struct timetable_record new = *hour;
	enum outcome kept = OK;
	if (day_before(hour->from_day, from)) {
		struct timetable_record old = *hour;
		old.to_day = day_add(from, -1);
		kept = subgroup_hour_keep(req->db, grant, req->arena, &old);
		new.id = (struct timetable_id){ request_new_id(req) };
		new.from_day = from;
	}
	new.subgroup = group;
	return kept == OK ? subgroup_hour_keep(req->db, grant, req->arena, &new) : kept;
}
