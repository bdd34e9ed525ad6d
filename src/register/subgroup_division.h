#ifndef REGISTER_SUBGROUP_DIVISION_H
#define REGISTER_SUBGROUP_DIVISION_H

#include "privacy/grant.h"
#include "register/class_calendar.sql.h"
#include "register/lesson.sql.h"
#include "register/subgroup.sql.h"

/* What subgroup.c, subgroup_post.c and subgroup_show.c share: a class, its groups
 * and what is tied to them, as it stands on a day. */
struct division {
	struct class_id class;
	struct class_place_row place;
	struct day day;   /* what is read holds on this day */
	struct day until; /* what is entered without an end holds until then */
	struct subgroups_of_class_rows groups;
	struct roster_of_class_rows pupils;
	struct subgroup_stays_rows stays;
	struct subgroup_posts_rows posts;
	struct subgroup_hours_rows hours;
};

const struct subgroup_record *division_group(const struct division *division, int64_t id);
/* The group of a pupil on the day; 0: none. */
int64_t division_group_of(const struct division *division, struct person_id pupil);
/* What the form says of this pupil ("pupil") or post ("post"): an id, or -1 when
 * it is none. Whom the form does not name stays as stored. */
int64_t division_chosen(struct request *req, const char *what, int64_t id, int64_t stored);

/*
 * What a post is tied to, in one number: the hours of a subject to a group, or 0,
 * the whole class; support to its pupil, or 0; the hour of religion to those who
 * take religion, 0, or the alternative, PART_ALTERNATIVE (REG-24).
 */
enum post_tie { TIE_GROUP, TIE_PUPIL, TIE_PART };
enum post_tie post_tie(const struct subgroup_posts_row *post);
int64_t post_tied_to(const struct subgroup_posts_row *post);
/* Notes what is wrong with what the form says of the posts. */
void division_check_posts(struct request *req, const struct division *division);
enum outcome division_tie_posts(struct request *req, const struct grant *grant,
	const struct division *division) MUST_USE;

void division_show(struct request *req, struct reply *reply, const struct division *division);

#endif
