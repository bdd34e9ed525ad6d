#ifndef REGISTER_SUBGROUP_H
#define REGISTER_SUBGROUP_H

#include "platform/request.h"

/*
 * A class in groups, such as an articulated one: each pupil is in one group at
 * a time, and a teacher's post may be that of one group (REG-23). The import
 * calls the group INF of class 3C "3C-INF".
 */

/* GET and POST /classes/{class}/subgroups */
enum outcome subgroup_page(struct request *req, struct reply *reply);
enum outcome subgroup_change(struct request *req, struct reply *reply);

/* Form:  do = make | rename | remove | divide
 *   name (make)    group, name_{group} (rename)    group (remove)
 *   from, pupil_{pupil} = a group's id, or 0, and post_{post} = what the post is
 *   tied to (divide; subgroup_division.h)
 */
struct subgroup_line {
	int64_t id;
	struct text name; /* as typed, while it is being renamed */
	int64_t pupils;
	bool asked; /* it was to be renamed or removed, and was not */
};
struct subgroup_lines {
	struct subgroup_line *at;
	size_t count;
};
struct subgroup_choice {
	int64_t id;
	struct text name;
	bool chosen;
};
struct subgroup_choices {
	struct subgroup_choice *at;
	size_t count;
};
struct subgroup_pupil {
	int64_t id;
	int64_t register_number;
	struct text name;
	struct subgroup_choices choices;
};
struct subgroup_pupils {
	struct subgroup_pupil *at;
	size_t count;
};
struct subgroup_post {
	int64_t id;
	struct text teacher;
	struct text subject;
	bool later; /* begins after the day */
	bool ends;
	struct day from_day, to_day;
	bool to_a_part; /* of the hour of religion; otherwise to a pupil */
	struct subgroup_choices choices;
};
struct subgroup_posts {
	struct subgroup_post *at;
	size_t count;
};
struct subgroup_view {
	struct text class_name;
	struct text action;
	struct text roster_path;
	bool saved;
	struct text name; /* of a new group, as typed */
	struct text from; /* as typed */
	struct day day;   /* what is shown holds on this day */
	int64_t in_none;
	struct subgroup_lines groups;
	struct subgroup_pupils pupils;
	struct subgroup_posts posts; /* of a subject */
	struct subgroup_posts ties;  /* support, religion and its alternative */
};

#endif
