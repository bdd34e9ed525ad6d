#ifndef CLASSROOM_DEVICE_H
#define CLASSROOM_DEVICE_H

#include "platform/request.h"
#include "privacy/grant.h"
#include "records.h"

/*
 * GET and POST /devices: the office and the technician make codes for new
 * devices, say where a device belongs, tie it to a pupil, and take it out of
 * the school's hands: lost, returned or revoked, from that second on.
 *
 * Fields: do = make (kind site label devices) | state (device state) |
 * place (device site) | tie (device class number) | untie (device)
 */
enum outcome device_page(struct request *req, struct reply *reply);
enum outcome device_change(struct request *req, struct reply *reply);

/* For page and command alike. CONFLICT: what is revoked stays revoked. */
enum outcome device_put_state(struct db *db, struct arena *arena, const struct grant *grant,
	struct instant now, struct device_id device, enum device_state state) MUST_USE;
const char *device_state_words(enum device_state state); /* msgid */

#endif
