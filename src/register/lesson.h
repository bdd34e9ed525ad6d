#ifndef REGISTER_LESSON_H
#define REGISTER_LESSON_H

#include "platform/request.h"
#include "register/lesson_hour.h"

/*
 * One hour on one page with one save: signature, roll call, topic, activity,
 * homework (REG-20 to REG-34). The page of the teacher at the bell.
 */

/* GET and POST /lessons/{class}/{day}/{slot} */
enum outcome lesson_page(struct request *req, struct reply *reply);
enum outcome lesson_record(struct request *req, struct reply *reply);
enum outcome lesson_foresee(struct request *req);
bool lesson_read_place(struct request *req, struct class_id *class, struct day *day, int64_t *ordinal);

/* The texts of a save that families read: topic, activity, homework. */
#define LESSON_READ_TEXTS 3

/* What of a save is known before its turn: the ids of what it makes new, and
 * which pupils' names stand in its texts. */
struct lesson_ahead {
	struct lesson_id lesson;
	struct homework_id homework;
	bool names_known;
	struct text names[LESSON_READ_TEXTS]; /* empty: none */
};
/* A name of the class's pupils in each of the texts; empty where there is none. */
enum outcome lesson_names_in(struct request *req, struct class_id class, struct day day,
	const struct text texts[LESSON_READ_TEXTS], struct text names[LESSON_READ_TEXTS]);

#define LESSON_TEXT_MAX 2000 /* characters of a topic, an activity, a task */

/* What was typed beside the roll call. On a GET it is what is stored. */
struct lesson_texts {
	struct text topic;
	struct text activity;
	struct text homework;
	struct text homework_due; /* as typed */
	struct text support_text;
	struct text sign_as;
};

/* Fills and renders the page. `posts` is NULL unless a save had a problem:
 * then every field shows what was typed. */
enum outcome lesson_show(struct request *req, struct reply *reply, struct lesson_hour *hour,
	const struct signing_way *way, const struct lesson_texts *texts, const struct roll_posts *posts);

/* The lesson that this way of signing reads and writes; NULL when there is none. */
const struct signed_lesson *lesson_of_way(const struct lesson_hour *hour, const struct signing_way *way);
/* The next school day on which who asks meets the class again; DAY_NONE if unknown. */
struct day lesson_next_day(struct request *req, const struct lesson_hour *hour);

#endif
