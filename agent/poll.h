#ifndef AGENT_POLL_H
#define AGENT_POLL_H

#include "wire/messages.h"

/*
 * Long poll: when the network lets no WebSocket through, though the server can be reached,
 * the same messages go as bodies of plain requests (POST /device/poll). Orders,
 * rules and the time do; pictures and lists of tabs never. link.c of each
 * system sends the requests; what it says above is what a WebSocket says.
 */
#define POLL_PATH       "/device/poll"
#define POLL_LINE_BYTES 32 /* zeros, then the nonce of the challenge */
#define POLL_BODY_MAX   8192
#define POLL_ANSWER_MAX (256 * 1024)
#define POLL_PACE_MS    250                  /* from one request to the next, however fast the answers come */
#define POLL_AFTER      2                    /* upgrades that failed, one after the other */
#define POLL_FIRST_MS   ((int64_t)20 * 1000) /* then a WebSocket is tried again, */
#define POLL_AGAIN_MS   ((int64_t)5 * 60 * 1000) /* and again */

struct poll {
	int failed;                  /* upgrades, since a WebSocket last worked */
	uint8_t body[POLL_BODY_MAX]; /* of the next request */
	size_t length;
};

/* A connection that reached the server and got no message of it. */
void poll_upgrade_failed(struct poll *poll);
void poll_upgraded(struct poll *poll);
/* The next connection is a poll; when that fails too, WebSockets have their turns again. */
bool poll_is_next(const struct poll *poll);
void poll_begin(struct poll *poll);
void poll_failed(struct poll *poll);

/* Goes with the next request. False: not on this line, or too much waits. */
bool poll_put(struct poll *poll, struct message_bytes message);
/* To be sent now; whatever is put from now on goes with the one after. */
size_t poll_take_body(struct poll *poll, uint8_t to[POLL_BODY_MAX]);
/* The next message of an answer; false for none. An answer that is not made
 * of whole messages sets *broken. */
bool poll_next(struct poll *poll, struct message_bytes *answer, struct message_bytes *message, bool *broken);

#endif
