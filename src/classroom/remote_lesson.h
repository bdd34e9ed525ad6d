#ifndef CLASSROOM_REMOTE_LESSON_H
#define CLASSROOM_REMOTE_LESSON_H

#include "platform/request.h"
#include "policy.h"

/*
 * A lesson at home: the place rule lifted for listed hours of one day, with a
 * reason, by the head or a deputy and never by the lesson's own teacher
 * (CLS-33). The families' notice stands on their page from the moment it is
 * decided, and the hours must lie far enough ahead to be read
 * (remote.notice_hours); it holds for those pupils whose family has had it
 * (remote_notice.h). It ends by itself with its hours; another day is another
 * decision (CLS-34). Time, role, clock and indicator stay as they are (CLS-35).
 *
 * GET and POST /remote-lessons. Fields: class day first last reason notice, and
 * notice-en notice-it notice-nl notice-es for families who read another
 * language than who decides; withdraw = id.
 */
enum outcome remote_lesson_page(struct request *req, struct reply *reply);
enum outcome remote_lesson_change(struct request *req, struct reply *reply);

#endif
