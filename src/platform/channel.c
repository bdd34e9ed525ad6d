#include "platform/channel.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "platform/crypt.h"
#include "platform/log.h"

struct call {
	struct call *next;
	uint64_t id;
	const struct buf *frame;
	struct buf *answer;
	enum outcome outcome;
	bool answered;
	pthread_cond_t told;
};

struct channel {
	int fd;
	int end_fd; /* an eventfd: ends the thread */
	pthread_t reader;
	pthread_mutex_t lock;
	struct call *calls; /* under way; few */
	uint64_t last_id;
	void (*forget)(void *context, int64_t subject);
	void *context;
};

static void *read_answers(void *context);
static void take_answer(struct channel *channel, struct text frame);
static void take_notice(struct channel *channel, struct text items);
static bool send_frame(int fd, const struct buf *frame);
static void unlink_call(struct channel *channel, struct call *call);

struct channel *
channel_create(int fd, void (*forget)(void *context, int64_t subject), void *context)
{
	struct channel *channel = calloc(1, sizeof *channel);
	assert(channel);
	*channel = (struct channel){ .fd = fd, .forget = forget, .context = context };
	pthread_mutex_init(&channel->lock, NULL);
	/* An answer meant for this process's predecessor must not fit a call of ours. */
	crypt_random(&channel->last_id, sizeof channel->last_id);
	channel->end_fd = eventfd(0, EFD_CLOEXEC);
	assert(channel->end_fd >= 0);
	int failed = pthread_create(&channel->reader, NULL, read_answers, channel);
	assert(!failed);
	return channel;
}

void
channel_destroy(struct channel *channel)
{
	if (!channel)
		return;
	assert(!channel->calls);
	(void)!write(channel->end_fd, &(uint64_t){ 1 }, 8);
	pthread_join(channel->reader, NULL);
	close(channel->end_fd);
	pthread_mutex_destroy(&channel->lock);
	free(channel);
}

void
channel_repeat(struct channel *channel)
{
	pthread_mutex_lock(&channel->lock);
	for (struct call *call = channel->calls; call; call = call->next)
		if (!call->answered)
			(void)send_frame(channel->fd, call->frame);
	pthread_mutex_unlock(&channel->lock);
}

enum outcome
channel_call(struct channel *channel, struct buf *frame, struct buf *answer)
{
	assert(buf_ok(frame) && frame->length >= WIRE_HEADER_BYTES);
	struct call call = { .frame = frame, .answer = answer, .outcome = BROKEN };
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&call.told, &monotonic);
	pthread_condattr_destroy(&monotonic);
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += CHANNEL_WAIT_SECONDS_MAX;

	pthread_mutex_lock(&channel->lock);
	call.id = ++channel->last_id;
	for (int i = 0; i < 8; i++)
		frame->at[4 + i] = (char)(call.id >> (56 - 8 * i));
	call.next = channel->calls;
	channel->calls = &call;
	pthread_mutex_unlock(&channel->lock);

	bool sent = send_frame(channel->fd, frame);
	int waited = 0;
	pthread_mutex_lock(&channel->lock);
	while (sent && !call.answered && waited == 0)
		waited = pthread_cond_timedwait(&call.told, &channel->lock, &until);
	unlink_call(channel, &call);
	pthread_mutex_unlock(&channel->lock);
	pthread_cond_destroy(&call.told);
	if (!call.answered)
		log_line(LEVEL_FAILURE, "the keys process did not answer");
	return call.outcome;
}

static void *
read_answers(void *context)
{
	struct channel *channel = context;
	char *frame = malloc(WIRE_ANSWER_BYTES_MAX);
	assert(frame);
	struct pollfd waits[] = { { channel->fd, POLLIN, 0 }, { channel->end_fd, POLLIN, 0 } };
	while (poll(waits, 2, -1) >= 0 || errno == EINTR) {
		if (waits[1].revents)
			break;
		if (!waits[0].revents)
			continue;
		ssize_t got = recv(channel->fd, frame, WIRE_ANSWER_BYTES_MAX, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			break; /* the parent is gone, and this process is about to follow */
		if (got > 0) {
			take_answer(channel, (struct text){ frame, (size_t)got });
			crypt_wipe(frame, (size_t)got);
		}
	}
	free(frame);
	return NULL;
}

static void
take_answer(struct channel *channel, struct text frame)
{
	struct wire_header header;
	if (!wire_take_header(&frame, &header)) {
		log_line(LEVEL_FAILURE, "the keys process sent what is no frame");
		return;
	}
	if (header.number == WIRE_forget) {
		take_notice(channel, frame);
		return;
	}
	pthread_mutex_lock(&channel->lock);
	struct call *call = channel->calls;
	while (call && call->id != header.id)
		call = call->next;
	if (call && !call->answered) {
		call->outcome = header.outcome;
		buf_put_text(call->answer, frame);
		if (!buf_ok(call->answer))
			call->outcome = BROKEN;
		call->answered = true;
		pthread_cond_signal(&call->told);
	}
	pthread_mutex_unlock(&channel->lock);
}

static void
take_notice(struct channel *channel, struct text items)
{
	struct wire_forget_ask notice;
	if (wire_take_forget_ask(&items, &notice) && channel->forget)
		channel->forget(channel->context, notice.subject);
}

static bool
send_frame(int fd, const struct buf *frame)
{
	ssize_t sent;
	do
		sent = send(fd, frame->at, frame->length, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)frame->length;
}

static void
unlink_call(struct channel *channel, struct call *call)
{
	struct call **link = &channel->calls;
	while (*link != call)
		link = &(*link)->next;
	*link = call->next;
}
