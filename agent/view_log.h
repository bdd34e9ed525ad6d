#ifndef AGENT_VIEW_LOG_H
#define AGENT_VIEW_LOG_H

#include "agent/identity.h"
#include "wire/messages.h"

/*
 * The device's own record of who looked (CLS-31): a chain whose head the
 * school must have too. Each entry is also a line of `views.log` for the pupil.
 */

/* One entry for a new lease whose notice was mapped at this time; on disk before it returns true. */
bool view_log_add(struct device_state *state, const char *folder, const struct message_lease_terms *terms,
	int64_t at);

enum view_log_verdict { VIEW_LOG_AGREES, VIEW_LOG_TAKEN_BACK, VIEW_LOG_DIFFERS };
/* The school's head beside our own. A last entry that never reached the school
 * (the connection broke first, so no picture went out) is taken back. */
enum view_log_verdict view_log_compare(struct device_state *state, uint32_t count, const uint8_t head[32]);

void view_log_entry(const uint8_t previous[32], const struct message_lease_terms *terms, int64_t at,
	uint8_t entry[32]);

#endif
