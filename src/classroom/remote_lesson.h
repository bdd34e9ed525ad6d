#ifndef CLASSROOM_REMOTE_LESSON_H
#define CLASSROOM_REMOTE_LESSON_H

#include "platform/request.h"
#include "policy.h"

/*
 * A lesson at home: the place rule lifted for listed hours of one day, with a
 * reason, by the head or a deputy and never by the lesson's own teacher
 * (CLS-33). The families' notice stands on their page from the moment it is
 * decided, and the hours must lie far enough ahead to be read
 * (remote.notice_hours): otherwise nothing is lifted. It ends by itself with
 * its hours; another day is another decision (CLS-34). Time, role, clock and
 * indicator stay as they are (CLS-35).
 *
 * GET and POST /remote-lessons. Fields: class day first last reason notice; withdraw = id.
 */
enum outcome remote_lesson_page(struct request *req, struct reply *reply);
enum outcome remote_lesson_change(struct request *req, struct reply *reply);

struct remote_notice {
	struct day day;
	int64_t first_ordinal, last_ordinal;
	struct text notice;
};
struct remote_notices {
	struct remote_notice *at;
	size_t count;
};
/* For the page of a family, a pupil or a teacher of the class: of these days. */
enum outcome remote_notices(struct request *req, struct class_id class, struct day first, struct day last,
	struct remote_notices *notices) MUST_USE;

#endif
