#ifndef REGISTER_ROLL_CALL_H
#define REGISTER_ROLL_CALL_H

#include "platform/request.h"
#include "records.h"
#include "register/pupil_day.h"

struct grant;

/*
 * The roll call of one class on one day. What is posted says how each pupil's
 * day stands now: P present, A absent, R came in later, U left earlier, F out
 * of class and present. Nobody is called by keeping silent: a pupil without a
 * letter stays as the day has it (REG-28). Only what differs is written.
 */

#define ROLL_TIMES_MAX 8 /* of one field */
#define ROLL_AWAY_MAX  PUPIL_DAY_AWAYS_MAX

struct roll_away {
	struct away_id id; /* 0: not stored yet */
	enum away_kind kind;
	struct day first_day;
	struct day last_day;
	struct minute from; /* none: the whole day */
	struct minute to;
	struct person_id author;
};

/* The day of one pupil, as it is stored or as it shall be. */
struct roll_pupil {
	struct person_id pupil;
	enum religion_option religion;
	struct pupil_day day; /* its aways are those of `away` that touch the day */
	struct instant event_at;
	struct instant recorded_at;
	struct person_id author;
	struct roll_away away[ROLL_AWAY_MAX];
	int away_count;
};
struct roll_call {
	struct roll_pupil *at;
	size_t count;
};

/* The hour in which the roll is called, and the day around it (REG-30). */
struct roll_frame {
	struct class_id class;
	struct day day;
	struct minute starts; /* of this hour */
	struct minute ends;
	struct pupil_day_hours hours; /* of the class that day, and the short delay (REG-31) */
	struct minute pressed;        /* when the save was pressed, on the day itself; else none */
};

/* What one pupil's row of the form says. Times are kept as typed, for showing
 * them again when one of them is wrong. */
struct roll_posted {
	struct person_id pupil;
	char letter; /* P A R U F; 0: no letter */
	struct text entered[ROLL_TIMES_MAX];
	int entered_count;
	struct text exited[ROLL_TIMES_MAX];
	int exited_count;
	bool outside_maximum; /* REG-32 */
	bool kind_given;
	enum away_kind away;
	struct text away_from;
	struct text away_to;
};
struct roll_posts {
	struct roll_posted *at;
	size_t count;
};

/* Reads the fields state_ID, time_ID, exit_ID, outside_ID, away_ID, away_from_ID,
 * away_to_ID; `all` = present gives everybody without a letter a P. A field may
 * come several times: there may be any number of entries and exits. */
enum outcome roll_call_posts(struct request *req, const struct roll_call *before,
	struct roll_posts *posts) MUST_USE;

/* The day as it shall be. False: a problem is noted at the pupil's field. */
bool roll_pupil_after(struct request *req, const struct roll_frame *frame, const struct roll_pupil *before,
	const struct roll_posted *posted, struct roll_pupil *after);

bool roll_pupil_equal(const struct roll_pupil *one, const struct roll_pupil *other);

/* "state_71": the name of a pupil's field. */
const char *roll_field(struct request *req, const char *prefix, struct person_id pupil);

/* The letter of a day that is stored; 0 when nobody called the roll yet and
 * nothing else speaks for a letter. */
char roll_letter(const struct roll_frame *frame, const struct roll_pupil *pupil);
/* The whole-day or partial absence from class, with permission, in this hour. */
const struct roll_away *roll_away_now(const struct roll_frame *frame, const struct roll_pupil *pupil);

/* What is stored about the day, joined to the pupils of the class. A pupil who
 * left the class keeps the facts, but is not in the list. */
enum outcome roll_call_load(struct request *req, const struct grant *read, struct day day,
	struct roll_call *roll) MUST_USE;
/* Writes what differs; `changed` counts pupils. */
enum outcome roll_call_record(struct request *req, const struct grant *record, const struct roll_frame *frame,
	const struct roll_call *before, const struct roll_call *after, struct instant event_at,
	int *changed) MUST_USE;

#endif
