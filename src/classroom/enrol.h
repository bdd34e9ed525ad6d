#ifndef CLASSROOM_ENROL_H
#define CLASSROOM_ENROL_H

#include "identity/activation.h"
#include "platform/request.h"
#include "privacy/grant.h"
#include "records.h"

/*
 * A code turns a key that the device made itself into a device of the school
 * (CLS-14). The code is for one device or for a batch, has a kind (a pupil's
 * or staff's: nothing else decides it, CLS-29), a site, and an end.
 */
#define ENROL_DEVICES_MAX      500
#define ENROL_LABEL_LENGTH_MAX 60
#define ENROL_CODE_DAYS        ACTIVATION_DAYS

struct enrol_wish {
	enum device_kind kind;
	struct site_id site;
	struct text label; /* of a batch: "Cart 3", the devices become "Cart 3 1", ... */
	int devices;
	struct person_id made_by;
};

/* The code is shown once and kept only as a digest. */
enum outcome enrol_make_code(struct db *db, struct keys *keys, struct arena *arena, const struct grant *grant,
	struct instant now, struct random *random, const struct enrol_wish *wish,
	char code[ACTIVATION_CODE_SIZE]) MUST_USE;

/* NOT_FOUND: no such code, or no longer. */
enum outcome enrol_redeem(struct db *db, struct keys *keys, struct arena *arena, struct instant now,
	struct random *random, struct text code, enum device_platform platform, struct bytes public_key,
	struct device_record *made) MUST_USE;

#endif
