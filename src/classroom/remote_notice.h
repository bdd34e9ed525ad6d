#ifndef CLASSROOM_REMOTE_NOTICE_H
#define CLASSROOM_REMOTE_NOTICE_H

#include "platform/request.h"
#include "policy.h"

/*
 * What a family is told of a remote lesson, and that it has been told (R10,
 * CLS-33). The notice is delivered when it has been shown on the page of a
 * guardian, or of the pupil who is of age: on record once for each reader,
 * before that page leaves. Until then nothing is lifted for that pupil. Who has
 * the right to sign can sign it as read; that is for the school to know, and
 * lifts nothing.
 *
 * POST /pupils/{pupil}/remote-notices. Field: notice = id of the remote lesson.
 */
struct remote_notice {
	int64_t id, pupil; /* pupil: 0 where nobody is to sign */
	struct day day;
	int64_t first_ordinal, last_ordinal;
	struct text notice;
	bool one_hour, may_sign;
	struct instant signed_at; /* 0: not yet, by who reads */
};
struct remote_notices {
	struct remote_notice *at;
	size_t count;
};

/* Of these days, for the page of a teacher of the class. */
enum outcome remote_notices(struct request *req, struct class_id class, struct day first, struct day last,
	struct remote_notices *notices) MUST_USE;
/* For the page of a pupil: being shown to the family it is delivered. */
enum outcome remote_notices_deliver(struct request *req, struct class_id class, struct person_id pupil,
	struct day first, struct day last, struct remote_notices *notices) MUST_USE;
enum outcome remote_notice_sign(struct request *req, struct reply *reply);

#endif
