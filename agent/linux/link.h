#ifndef AGENT_LINUX_LINK_H
#define AGENT_LINUX_LINK_H

#include <libwebsockets.h>
#include <openssl/ssl.h>

#include "agent/platform.h"
#include "agent/poll.h"

/* Inside of link.c, the WebSocket, and link_poll.c, what goes when there is none. */
struct waiting;

struct link {
	struct link_listener listener;
	char host[256], origin[300];
	int port;
	bool pinned, established;
	uint8_t pin[32];
	struct lws_context *context;
	struct lws *wsi;
	bool reached, heard; /* this WebSocket: the server, and a message of it */
	struct waiting *first, **last;
	size_t waiting_bytes;
	uint8_t *received; /* one message, put together from its parts */
	size_t received_length;
	lws_sorted_usec_list_t timer;
	SSL_SESSION *ticket; /* spares both sides most of the next handshake (CLS-47) */

	bool polls; /* the line is a long poll */
	struct poll poll;
	struct lws *request;
	uint8_t certificate[32]; /* of the first request: a line is one server's */
	uint8_t body[LWS_PRE + POLL_BODY_MAX];
	size_t body_length;
	uint8_t *answer;
	size_t answer_length;
	bool answered;
	int64_t upgrade_at, ask_at;
};

/* link.c */
void link_upgrade(struct link *link);
/* What the other end showed; false: it is not the one that is pinned. */
bool link_knows_certificate(struct link *link, struct lws *wsi, uint8_t hash[32]);
void link_forget_waiting(struct link *link);

/* link_poll.c */
int link_poll_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
void link_poll_begin(struct link *link);
void link_poll_end(struct link *link);
void link_poll_go_on(struct link *link); /* the next request, or a WebSocket again */
/* Of so many ms, those until the next request is to begin. */
int64_t link_poll_wait(const struct link *link, int64_t ms);

#endif
