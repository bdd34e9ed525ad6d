#ifndef CLASSROOM_DEVICE_POLICY_H
#define CLASSROOM_DEVICE_POLICY_H

#include "classroom/device_presence.h"
#include "platform/arena.h"
#include "platform/crypt.h"
#include "platform/day.h"
#include "platform/db.h"
#include "platform/keys.h"

/*
 * What a device holds every lease against, signed by the policy key (CLS-22):
 * whose it is, the hours of that pupil's classes in the coming days as calendar
 * and timetable make them, the networks of its site, the remote lessons whose
 * notice has reached the families, and which keys sign leases. A member of
 * staff's device gets no lease key at all (CLS-29). At most seven days.
 */
#define DEVICE_POLICY_DAYS 7

/* NOT_FOUND: no such device, or not the school's any more. */
enum outcome device_policy_make(struct db *db, struct keys *keys, struct arena *arena,
	struct device_presence *presence, struct instant now, struct device_id device,
	struct text *policy) MUST_USE;
/* Of the sites' networks: the one part of all policies whose changes are not counted. */
enum outcome device_policy_places(struct db *db, struct arena *arena,
	uint8_t digest[CRYPT_DIGEST_BYTES]) MUST_USE;

#endif
