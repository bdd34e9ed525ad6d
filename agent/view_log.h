#ifndef AGENT_VIEW_LOG_H
#define AGENT_VIEW_LOG_H

#include "agent/identity.h"
#include "wire/messages.h"

/*
 * The device's own record of who looked (CLS-31): a chain whose head the
 * school must have too. It only grows. A look that the school has not
 * confirmed waits with its signed lease and is told again; one that it has
 * confirmed can never be missing there without the pupil being told, for good.
 * Each look is also a line of `views.log` for the pupil.
 */

/* One look, whose notice was mapped at this time; on disk before it returns true. False also when so
 * many wait that the school has to be heard first. */
bool view_log_add(struct device_state *state, const char *folder, const struct message_lease_terms *terms,
	struct message_bytes lease, int64_t at);
/* One series of leases is one look: after its end, or a restart, the same id begins none. */
bool view_log_knows(const struct device_state *state, uint64_t lease);
bool view_log_is_full(const struct device_state *state);

enum view_log_verdict { VIEW_LOG_AGREES, VIEW_LOG_BEHIND, VIEW_LOG_DIFFERS };
/* What the school's record ends with; on disk before it counts. BEHIND: it lacks looks that it never
 * confirmed. DIFFERS: it lacks one that it had, or has one that this device never showed. */
enum view_log_verdict view_log_hear(struct device_state *state, const char *folder, const uint8_t head[32],
	int64_t wall);
/* The first look that the school is to be told again; NULL for none. */
const struct view_pending *view_log_missing(const struct device_state *state, uint8_t previous[32]);

/* Lines that a sudden end kept out of `views.log`. */
bool view_log_mend(const struct device_state *state, const char *folder);

void view_log_entry(const uint8_t previous[32], const struct message_lease_terms *terms, int64_t at,
	uint8_t entry[32]);

#endif
