#ifndef BENCH_AGENTS_LINE_H
#define BENCH_AGENTS_LINE_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "wire/messages.h"

/*
 * One connection of the load generator: TLS, the WebSocket over it, whole
 * messages in and out. Thousands of them stand on one epoll.
 */
enum line_state { LINE_CLOSED, LINE_CONNECTING, LINE_HANDSHAKE, LINE_UPGRADE, LINE_OPEN };

struct line {
	enum line_state state;
	int fd;
	SSL *ssl;
	SSL_SESSION *ticket; /* of the last connection, for the next */
	bool resumed;
	uint8_t certificate[32];
	uint8_t *in, *out; /* grown as needed, given back when empty */
	size_t in_length, in_room, out_length, out_room;
	int64_t began_us, open_us;
};

struct line_world {
	int epoll;
	int port;
	SSL_CTX *tls;
	/* A whole message; false closes the line. */
	bool (*heard)(struct line *line, struct message_bytes bytes);
	int64_t sent_bytes, received_bytes;
};

int64_t line_now_us(void);
bool line_world_make(struct line_world *world, int port);
bool line_begin(struct line_world *world, struct line *line);
/* What epoll said. False: the line is closed. */
bool line_attend(struct line_world *world, struct line *line, unsigned events);
bool line_say(struct line_world *world, struct line *line, struct message_bytes bytes);
void line_close(struct line_world *world, struct line *line);

#endif
