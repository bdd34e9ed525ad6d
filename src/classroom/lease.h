#ifndef CLASSROOM_LEASE_H
#define CLASSROOM_LEASE_H

#include "classroom/lease.sql.h"
#include "classroom/device_presence.h"
#include "platform/request.h"
#include "privacy/grant.h"
#include "privacy/relation.sql.h"
#include "wire/messages.h"

/*
 * The right to see one pupil's screen, for at most a minute (CLS-17 to 23). It
 * is given while the teacher's page is open and shows that pupil, in an hour
 * that this teacher teaches this class by calendar and timetable, from within
 * the same site, for a pupil's device; the device checks all of it again. What
 * ends by itself needs nobody to end it.
 */
#define LEASE_MS_MAX 60000
/* Beside the codes of CLS-25, where the device is never asked: */
#define LEASE_RESTRICTED "RIGHTS" /* the family objects (R64, R66) */
#define LEASE_UNTOLD     "NOTICE" /* the family has not had the notice of the remote lesson (R10) */

/* The hour that opens the wall, and the class in it. */
struct lesson_wall {
	const struct grant *grant; /* VIEW or STEER SCREEN of the class */
	struct class_id class;
	struct hour_of_teacher_now_row hour;
	struct place_of_class_row place;
	struct tiles_of_class_rows rows; /* a pupil's own stand together, a connected one first */
	struct instant starts, ends;
	bool remote;       /* the place rule is lifted for this hour (CLS-33), for families who were told */
	bool teacher_here; /* the teacher's address is in the site's networks */
};

/* Asks may(verb, SCREEN) of the class; without an hour that runs it is REFUSED.
 * The rows are read with a grant of VIEW alone. */
enum outcome lesson_wall_open(struct request *req, struct class_id class, struct lesson_wall *wall) MUST_USE;
/* One row a pupil: the one the wall shows. */
bool lesson_wall_shows(const struct lesson_wall *wall, size_t row);
/* NULL: no pupil of this hour works on it today. Also one that was shown when the page was
 * opened, though another of that pupil's is connected by now. */
const struct tiles_of_class_row *lesson_wall_tile(const struct lesson_wall *wall, int64_t device);
/* Who has which device, and whom nobody may see: where it differs from what an open
 * page was made with, somebody has sat down at another device meanwhile. */
struct text lesson_wall_stand(struct arena *arena, const struct lesson_wall *wall);
/* The place rule is lifted for this pupil: decided, and the family has had the notice. */
bool lesson_wall_is_remote(const struct lesson_wall *wall, const struct tiles_of_class_row *tile);
/* What the server itself finds wrong, before a device is asked. */
enum message_refusal lease_refusal(struct request *req, const struct lesson_wall *wall,
	const struct tiles_of_class_row *tile);
/* "Anna A." (R16, CLS-30) */
struct text lesson_wall_name(struct arena *arena, struct text given_name, struct text family_name);
struct text lesson_wall_lesson(struct arena *arena, const struct lesson_wall *wall);

/* POST /classes/{class}/wall/leases: the open page asks again each 20 s. */
enum outcome lease_renew(struct request *req, struct reply *reply);

#endif
