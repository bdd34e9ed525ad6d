#ifndef REGISTER_LESSON_HOUR_H
#define REGISTER_LESSON_HOUR_H

#include "register/lesson.sql.h"
#include "register/roll_call.h"
#include "register/class_calendar.h"
#include "register/signing.h"

/*
 * One hour of one class on one day, with all that is on record about it: what
 * the lesson page shows and what a save is compared with.
 */
struct lesson_hour {
	struct class_id class;
	struct day day;
	int64_t ordinal;
	struct class_calendar calendar;
	struct day_slots_row slot; /* zero on a day without hours */
	struct roll_frame frame;
	struct lessons_at_slot_rows rows; /* one row a signature */
	struct signed_lessons lessons;
	struct signing_ways ways;      /* of who asks */
	struct text timetabled;        /* the subject that is due, when nobody signed */
	enum subject_kind_of due_kind; /* of that subject */
	struct homework_at_slot_rows homework;
	struct roll_call roll;
};

/* NOT_FOUND: no such class, or a school day that has no such hour. */
enum outcome lesson_hour_load(struct request *req, const struct grant *lesson, const struct grant *attendance,
	struct class_id class, struct day day, int64_t ordinal, struct lesson_hour *hour) MUST_USE;

/* Leaves only the pupils of the part that this way of signing is for (REG-23,
 * REG-24); NULL leaves all. */
enum outcome lesson_hour_narrow(struct request *req, const struct grant *attendance,
	const struct signing_way *way, struct lesson_hour *hour) MUST_USE;

/* The row that carries topic and activity of this lesson; NULL for none. */
const struct lessons_at_slot_row *lesson_hour_row(const struct lesson_hour *hour, struct lesson_id lesson);
/* What who asks has set at this lesson; NULL for nothing. */
const struct homework_record *lesson_hour_homework(const struct lesson_hour *hour, struct lesson_id lesson,
	struct person_id teacher);

#endif
