#include "bench/agents/line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READ_BYTES        65536
#define WAITING_BYTES_MAX (1024 * 1024)

static bool shake_hands(struct line_world *world, struct line *line);
static bool read_all(struct line_world *world, struct line *line);
static bool take_answer(struct line *line);
static bool take_frame(struct line_world *world, struct line *line, bool *more);
static bool write_out(struct line_world *world, struct line *line);
static bool put_out(struct line *line, const void *at, size_t length);
static void want(struct line_world *world, struct line *line, bool writing);

int64_t
line_now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
keep_ticket(SSL *ssl, SSL_SESSION *session)
{
	struct line *line = SSL_get_app_data(ssl);
	SSL_SESSION_free(line->ticket);
	line->ticket = SSL_SESSION_dup(session);
	return 0;
}

bool
line_world_make(struct line_world *world, int port)
{
	world->port = port;
	world->epoll = epoll_create1(EPOLL_CLOEXEC);
	world->tls = SSL_CTX_new(TLS_client_method());
	if (world->epoll < 0 || !world->tls)
		return false;
	SSL_CTX_set_mode(world->tls,
		SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
			SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_session_cache_mode(world->tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(world->tls, keep_ticket);
	return true;
}

bool
line_begin(struct line_world *world, struct line *line)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)world->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	line->began_us = line_now_us();
	line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (line->fd < 0)
		return false;
	(void)setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	/* As a line that breaks: nothing of it is left to wait for. */
	(void)setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
	if (connect(line->fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) {
		close(line->fd);
		return false;
	}
	line->state = LINE_CONNECTING;
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.ptr = line };
	return epoll_ctl(world->epoll, EPOLL_CTL_ADD, line->fd, &event) == 0;
}

void
line_close(struct line_world *world, struct line *line)
{
	(void)world;
	if (line->state == LINE_CLOSED)
		return;
	SSL_free(line->ssl);
	close(line->fd);
	free(line->in);
	free(line->out);
	line->ssl = NULL;
	line->in = line->out = NULL;
	line->in_length = line->in_room = line->out_length = line->out_room = 0;
	line->state = LINE_CLOSED;
}

bool
line_attend(struct line_world *world, struct line *line, unsigned events)
{
	bool good = true;
	if (line->state == LINE_CONNECTING && events & (EPOLLOUT | EPOLLERR)) {
		int failed = 0;
		socklen_t size = sizeof failed;
		getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &failed, &size);
		line->ssl = failed ? NULL : SSL_new(world->tls);
		good = line->ssl && SSL_set_fd(line->ssl, line->fd) == 1;
		if (good) {
			SSL_set_app_data(line->ssl, line);
			SSL_set_connect_state(line->ssl);
			if (line->ticket) {
				SSL_SESSION *copy = SSL_SESSION_dup(line->ticket);
				SSL_set_session(line->ssl, copy);
				SSL_SESSION_free(copy);
			}
			line->state = LINE_HANDSHAKE;
		}
	}
	if (good && line->state == LINE_HANDSHAKE)
		good = shake_hands(world, line);
	if (good && line->state >= LINE_UPGRADE)
		good = write_out(world, line) && read_all(world, line);
	if (!good)
		line_close(world, line);
	return good;
}

static bool
shake_hands(struct line_world *world, struct line *line)
{
	unsigned length = 32;
	char text[300];
	int got = SSL_do_handshake(line->ssl);
	if (got != 1) {
		int why = SSL_get_error(line->ssl, got);
		ERR_clear_error();
		want(world, line, why == SSL_ERROR_WANT_WRITE);
		return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
	}
	X509 *certificate = SSL_get1_peer_certificate(line->ssl);
	bool good = certificate && X509_digest(certificate, EVP_sha256(), line->certificate, &length) == 1;
	X509_free(certificate);
	line->resumed = SSL_session_reused(line->ssl);
	line->state = LINE_UPGRADE;
	int written = snprintf(text, sizeof text,
		"GET /device HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
		world->port);
	return good && put_out(line, text, (size_t)written) && write_out(world, line);
}

static bool
read_all(struct line_world *world, struct line *line)
{
	static uint8_t room[READ_BYTES];
	for (;;) {
		int got = SSL_read(line->ssl, room, sizeof room);
		if (got <= 0) {
			int why = SSL_get_error(line->ssl, got);
			ERR_clear_error();
			if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
				return false;
			break;
		}
		world->received_bytes += got;
		if (line->in_length + (size_t)got > line->in_room) {
			line->in_room = line->in_length + (size_t)got;
			line->in = realloc(line->in, line->in_room);
			if (!line->in)
				abort();
		}
		memcpy(line->in + line->in_length, room, (size_t)got);
		line->in_length += (size_t)got;
	}
	if (line->state == LINE_UPGRADE && !take_answer(line))
		return false;
	for (bool more = line->state == LINE_OPEN; more;)
		if (!take_frame(world, line, &more))
			return false;
	if (line->in_length == 0) {
		free(line->in);
		line->in = NULL;
		line->in_room = 0;
	}
	return true;
}

static void
drop_front(struct line *line, size_t length)
{
	memmove(line->in, line->in + length, line->in_length - length);
	line->in_length -= length;
}

/* The server's yes to the upgrade: the rest of it is the library's business. */
static bool
take_answer(struct line *line)
{
	static const char end[] = "\r\n\r\n", good[] = "HTTP/1.1 101 ";
	const uint8_t *found = line->in_length ? memmem(line->in, line->in_length, end, 4) : NULL;
	if (!found)
		return line->in_length < 4096;
	if (memcmp(line->in, good, sizeof good - 1) != 0)
		return false;
	drop_front(line, (size_t)(found - line->in) + 4);
	line->state = LINE_OPEN;
	line->open_us = line_now_us();
	return true;
}

/* The server's frames are whole and without a mask (RFC 6455). */
static bool
take_frame(struct line_world *world, struct line *line, bool *more)
{
	const uint8_t *at = line->in;
	*more = false;
	if (line->in_length < 2)
		return true;
	size_t head = 2, length = at[1] & 127;
	if (length >= 126) {
		size_t bytes = length == 126 ? 2 : 8;
		if (line->in_length < 2 + bytes)
			return true;
		length = 0;
		for (size_t i = 0; i < bytes; i++)
			length = length << 8 | at[2 + i];
		head += bytes;
	}
	if (line->in_length < head + length)
		return true;
	if (at[0] != 0x82 || at[1] & 0x80) /* fragments, texts, closing: not what this server says */
		return false;
	bool good = world->heard(line, (struct message_bytes){ at + head, length });
	if (good && line->state == LINE_OPEN)
		drop_front(line, head + length);
	*more = good;
	return good;
}

bool
line_say(struct line_world *world, struct line *line, struct message_bytes bytes)
{
	static uint32_t chance = 88172645;
	uint8_t head[14] = { 0x82 };
	size_t length = 2;
	if (line->state != LINE_OPEN || line->out_length > WAITING_BYTES_MAX)
		return false;
	if (bytes.length < 126) {
		head[1] = (uint8_t)(0x80 | bytes.length);
	} else {
		head[1] = 0x80 | 127;
		for (int i = 0; i < 8; i++)
			head[length++] = (uint8_t)(bytes.length >> (56 - 8 * i));
	}
	chance ^= chance << 13, chance ^= chance >> 17, chance ^= chance << 5;
	const uint8_t mask[4] = { (uint8_t)chance, (uint8_t)(chance >> 8), (uint8_t)(chance >> 16),
		(uint8_t)(chance >> 24) };
	memcpy(head + length, mask, 4);
	if (!put_out(line, head, length + 4) || !put_out(line, bytes.at, bytes.length))
		return false;
	uint8_t *from = line->out + line->out_length - bytes.length;
	for (size_t i = 0; i < bytes.length; i++)
		from[i] ^= mask[i & 3];
	return write_out(world, line);
}

static bool
put_out(struct line *line, const void *at, size_t length)
{
	if (line->out_length + length > line->out_room) {
		line->out_room = line->out_length + length;
		line->out = realloc(line->out, line->out_room);
		if (!line->out)
			abort();
	}
	memcpy(line->out + line->out_length, at, length);
	line->out_length += length;
	return true;
}

static bool
write_out(struct line_world *world, struct line *line)
{
	while (line->out_length > 0) {
		int sent = SSL_write(line->ssl, line->out, (int)line->out_length);
		if (sent <= 0) {
			int why = SSL_get_error(line->ssl, sent);
			ERR_clear_error();
			if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
				return false;
			break;
		}
		world->sent_bytes += sent;
		memmove(line->out, line->out + sent, line->out_length - (size_t)sent);
		line->out_length -= (size_t)sent;
	}
	if (line->out_length == 0) {
		free(line->out);
		line->out = NULL;
		line->out_room = 0;
	}
	want(world, line, line->out_length > 0);
	return true;
}

static void
want(struct line_world *world, struct line *line, bool writing)
{
	struct epoll_event event = { .events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = line };
	epoll_ctl(world->epoll, EPOLL_CTL_MOD, line->fd, &event);
}
