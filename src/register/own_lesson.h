#ifndef REGISTER_OWN_LESSON_H
#define REGISTER_OWN_LESSON_H

#include "platform/request.h"
#include "records.h"
#include "register/presence.h"

/*
 * What a teacher wrote in a class that is no longer the teacher's own: the post
 * has ended, or the hour was in somebody else's place. It stays readable to its
 * author until the year is archived (REG-2), and nothing of the others is shown.
 */

/* GET /classes/{class}/own-lessons */
enum outcome own_lessons_page(struct request *req, struct reply *reply);

/* The lesson page of who has no right to the class any more. NOT_FOUND: no own
 * lesson stands in this hour. */
enum outcome own_lesson_show(struct request *req, struct reply *reply, struct class_id class, struct day day,
	int64_t ordinal);

struct own_lesson_line {
	struct text path;
	struct day day;
	int64_t ordinal;
	struct text subject;
	struct text topic;
};
struct own_lesson_lines {
	struct own_lesson_line *at;
	size_t count;
};
struct own_lessons_view {
	struct text class_name;
	struct own_lesson_lines lines;
};

struct own_entry { /* of the roll call */
	struct text name;
	enum presence state;
	struct minute at; /* of an entry or exit */
};
struct own_entries {
	struct own_entry *at;
	size_t count;
};
struct own_lesson_view {
	struct text list_path;
	struct text class_name;
	struct text subject;
	struct day day;
	int64_t ordinal;
	struct minute starts;
	struct minute ends;
	enum signature_kind kind;
	struct instant signed_at;
	struct text topic;
	struct text activity;
	struct text support_text;
	struct text homework; /* empty: none was set */
	struct day due;
	struct own_entries entries;
	struct text who_can_see;
};

#endif
