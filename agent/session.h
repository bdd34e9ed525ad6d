#ifndef AGENT_SESSION_H
#define AGENT_SESSION_H

#include "agent/check.h"
#include "agent/identity.h"
#include "agent/platform.h"
#include "agent/watch.h"

/*
 * One device and its school over any number of connections: says who it is,
 * hears the policy, and answers what stands in allowed.def.
 */
#define SESSION_PING_MS   20000
#define SESSION_SILENT_MS 65000 /* then the connection is given up */
#define SESSION_BACK_MS   1000  /* a lost connection is tried again after this, */
#define SESSION_SPREAD_MS 30000 /* and at random within this more (CLS-47) */
#define SESSION_ORPHAN_MS                                                                                    \
	300000 /* what a teacher ordered ends when the server is silent for so long (CLS-44) */

struct session_panel {
	struct screen *screen;
	struct panel *panel;
	int64_t until; /* server time; 0: no order of a teacher's, it stays until it is clicked away */
};

struct session {
	struct identity identity;
	struct device_state state;
	char folder[512];
	int64_t shift;       /* ms that the wall clock is ahead: a demo school lives on its own day */
	bool user_was_asked; /* machine facts are read at most once a second */
	int64_t facts_at, addresses_at;
	struct check_device device;
	struct check_policy policy;
	struct check_time time;
	struct check_nonces nonces;
	struct watch watch;
	struct session_panel lock, message;

	struct link *link;
	bool connected, greeted, hand_up, opens_pages;
	bool said_differs; /* on this connection */
	uint8_t certificate[32];
	uint32_t sequence; /* of the last message that went out */
	int64_t connect_at, ping_at, heard_at, silent_since;
};

static inline int64_t
session_back_after(uint32_t chance)
{
	return SESSION_BACK_MS + chance % SESSION_SPREAD_MS;
}

void session_init(struct session *session);
void session_finish(struct session *session);
void session_opened(void *session, const uint8_t certificate[32]);
void session_received(void *session, struct message_bytes bytes);
void session_closed(void *session);
/* What is due; ms until it wants to be called again. */
int64_t session_tick(struct session *session);
void session_hand(struct session *session, bool up);

/* orders.c */
void session_take_lock(struct session *session, const struct message_head *head,
	struct message_bytes content);
void session_take_message(struct session *session, const struct message_head *head,
	struct message_bytes content);
void session_take_page(struct session *session, const struct message_head *head,
	struct message_bytes content);
void session_say_log_differs(struct session *session);
void session_panels_tick(struct session *session);
void session_panels_close(struct session *session);
void session_refuse(struct session *session, uint64_t lease, uint64_t order, enum message_refusal code);

#endif
