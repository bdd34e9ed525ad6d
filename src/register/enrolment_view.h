#ifndef REGISTER_ENROLMENT_VIEW_H
#define REGISTER_ENROLMENT_VIEW_H

#include "platform/page.h"
#include "records.h"

/*
 * The office's sheets: a class with its pupils, and where one pupil belongs.
 *
 * Form of the pupil's sheet:  do = arrive | move | withdraw | options | carried
 *   class, from (arrive, move)    last (withdraw)
 *   religion, justifies_online, exits_by_request (options)
 *   hours (carried: hours of absence made in a previous school, 12,5)
 */
struct roster_line {
	struct text path; /* the pupil's sheet */
	int64_t register_number;
	struct text name;
	struct text birth_day;
	const char *religion; /* msgid */
	bool paper_only;      /* justifications not online */
};
struct roster_lines {
	struct roster_line *at;
	size_t count;
};
struct class_roster_view {
	struct text class_name;
	struct text groups_path;
	struct text year;
	struct roster_lines pupils;
	struct roster_lines without_class;
};

struct enrolment_line {
	struct text class_name;
	struct day from_day;
	struct day to_day;
	bool still;
	int64_t register_number;
	enum member_end how_ended;
};
struct enrolment_lines {
	struct enrolment_line *at;
	size_t count;
};
struct enrolment_class {
	int64_t id;
	struct text name;
	bool chosen;
};
struct enrolment_classes {
	struct enrolment_class *at;
	size_t count;
};
struct enrolment_religion {
	int64_t value;
	const char *word; /* msgid */
	bool chosen;
};
struct enrolment_religions {
	struct enrolment_religion *at;
	size_t count;
};
struct enrolment_view {
	struct text name;
	struct text birth_day;
	struct text birth_place;
	struct text action;
	struct text certificate_path;
	struct text guardians_path;
	struct text roster_path; /* of the class */
	bool saved;
	bool may_change;
	bool in_class;
	bool left;
	struct day left_on;
	struct enrolment_lines lines;
	struct enrolment_classes classes;
	struct text from, last, hours; /* as typed */
	struct enrolment_religions religions;
	bool justifies_online;
	bool exits_by_request;
};

/* A birth day as it is stored, 2012-11-06, as people write it: {{ v.birth_day | birth_day }}. */
void show_birth_day(struct page *page, struct text stored);

#endif
