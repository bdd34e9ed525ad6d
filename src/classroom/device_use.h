#ifndef CLASSROOM_DEVICE_USE_H
#define CLASSROOM_DEVICE_USE_H

#include "platform/request.h"
#include "privacy/grant.h"

/*
 * Which pupil works on which device (R13). The office ties a device to a pupil
 * for the year; and who signs in from a device's own address works on it that
 * day, when no other device is connected from that address and the browser is
 * no telephone's. Nobody does anything for it. Behind one shared address nothing
 * is guessed: the roster's tie stays.
 */
enum outcome device_use_tie(struct db *db, struct arena *arena, const struct grant *grant,
	struct device_id device, struct person_id pupil, struct day from) MUST_USE;
/* Nobody's from this day on. */
enum outcome device_use_untie(struct db *db, struct arena *arena, const struct grant *grant,
	struct device_id device, struct day from) MUST_USE;

/* Somebody has just signed in: on the writer, in that sign-in's transaction. */
enum outcome device_use_session_begun(struct request *req) MUST_USE;

/* 0: nobody known. */
enum outcome device_use_pupil(struct db *db, struct arena *arena, struct device_id device, struct day day,
	struct person_id *pupil) MUST_USE;

#endif
