/*
 * The keys process. It holds the master key, the subject keys, the pepper and
 * the signing key, and opens no file but the key store's, no socket at all.
 *
 * One thread a channel answers what people wait for: names to open, texts to
 * seal. Passwords cost 40 ms of CPU each and wait in a bounded queue for
 * threads of lower priority, so that a sign-in storm at eight o'clock does not
 * delay the roll call of a teacher who is already there (ID-5).
 */
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/keys_desk.h"
#include "daemon/process.h"
#include "platform/crypt.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/sandbox.h"

#define HASH_THREADS         2
#define HASH_NICE            10
#define DESK_ARENA_BYTES_MAX (4 * MIB)
#define ERASURE_WATCH_MS     2000

struct hash_job {
	enum wire_asker asker;
	int fd;
	size_t length;
	char *frame;
};

struct desk {
	struct keystore *store;
	int end_fd; /* an eventfd: readable when it is time to go */
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct hash_job queue[HASH_QUEUE_MAX];
	unsigned first, waiting;
	bool ending;
};

struct channel_side {
	struct desk *desk;
	enum wire_asker asker;
	int fd;
};

static void *serve_channel(void *context);
static void *hash_passwords(void *context);
static void *watch_for_erasures(void *context);
static void enqueue(struct channel_side *side, struct text frame, struct buf *answer);
static void say(int fd, const struct buf *answer);
static void end_desk(void *context);

static struct desk desk; /* the one global of this process */

int
keys_main(const struct process_start *start)
{
	enum outcome got = keystore_open(&desk.store, start->directory);
	if (got != OK) {
		log_line(LEVEL_FAILURE, "the key store of %s cannot be opened: %s", start->directory,
			outcome_word(got));
		return outcome_exit_code(got);
	}
	pthread_mutex_init(&desk.lock, NULL);
	pthread_cond_init(&desk.more, NULL);
	desk.end_fd = eventfd(0, EFD_CLOEXEC);
	if (start->sandbox && sandbox_keys(start->directory) != OK)
		return outcome_exit_code(BROKEN);

	struct channel_side web = { &desk, BY_WEB, FD_WEB_CHANNEL },
			    jobs = { &desk, BY_JOBS, FD_JOBS_CHANNEL },
			    devices = { &desk, BY_DEVICES, FD_DEVICES_CHANNEL };
	pthread_t web_thread, jobs_thread, devices_thread, erasure_thread, hash_threads[HASH_THREADS];
	int failed = pthread_create(&web_thread, NULL, serve_channel, &web);
	failed |= pthread_create(&jobs_thread, NULL, serve_channel, &jobs);
	failed |= pthread_create(&devices_thread, NULL, serve_channel, &devices);
	failed |= pthread_create(&erasure_thread, NULL, watch_for_erasures, &desk);
	for (int i = 0; i < HASH_THREADS; i++)
		failed |= pthread_create(&hash_threads[i], NULL, hash_passwords, &desk);
	assert(!failed);
	process_watch(&(struct process_events){ .stop = end_desk, .context = &desk });
	process_ready();

	pthread_join(web_thread, NULL);
	pthread_join(jobs_thread, NULL);
	pthread_join(devices_thread, NULL);
	pthread_join(erasure_thread, NULL);
	for (int i = 0; i < HASH_THREADS; i++)
		pthread_join(hash_threads[i], NULL);
	keystore_close(desk.store);
	return 0;
}

static void
end_desk(void *context)
{
	struct desk *of = context;
	pthread_mutex_lock(&of->lock);
	of->ending = true;
	pthread_cond_broadcast(&of->more);
	pthread_mutex_unlock(&of->lock);
	(void)!write(of->end_fd, &(uint64_t){ 1 }, 8);
}

static void *
serve_channel(void *context)
{
	struct channel_side *side = context;
	struct pollfd waits[] = { { side->fd, POLLIN, 0 }, { side->desk->end_fd, POLLIN, 0 } };
	struct arena *arena = arena_create(DESK_ARENA_BYTES_MAX);
	char *frame = malloc(WIRE_ASK_BYTES_MAX);
	struct buf answer;
	assert(frame);
	buf_init(&answer, WIRE_ANSWER_BYTES_MAX);
	for (;;) {
		if (poll(waits, 2, -1) < 0 && errno != EINTR)
			break;
		if (waits[1].revents)
			break;
		if (!waits[0].revents)
			continue;
		ssize_t got = recv(side->fd, frame, WIRE_ASK_BYTES_MAX, MSG_DONTWAIT);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			break;
		struct text asked = { frame, (size_t)got };
		buf_clear(&answer);
		if (keys_desk_is_slow(asked))
			enqueue(side, asked, &answer);
		else
			keys_desk_answer(side->desk->store, side->asker, asked, arena, &answer);
		say(side->fd, &answer);
		crypt_wipe(frame, (size_t)got);
		arena_reset(arena);
	}
	buf_finish(&answer);
	free(frame);
	arena_destroy(arena);
	return NULL;
}

static void
enqueue(struct channel_side *side, struct text frame, struct buf *answer)
{
	struct desk *of = side->desk;
	pthread_mutex_lock(&of->lock);
	if (of->waiting == HASH_QUEUE_MAX) {
		keys_desk_busy(frame, answer);
	} else {
		char *copy = malloc(frame.length);
		assert(copy);
		memcpy(copy, frame.at, frame.length);
		of->queue[(of->first + of->waiting) % HASH_QUEUE_MAX] = (struct hash_job){ side->asker,
			side->fd, frame.length, copy };
		of->waiting++;
		pthread_cond_signal(&of->more);
	}
	pthread_mutex_unlock(&of->lock);
}

static void *
hash_passwords(void *context)
{
	struct desk *of = context;
	setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), HASH_NICE);
	struct arena *arena = arena_create(DESK_ARENA_BYTES_MAX);
	struct buf answer;
	buf_init(&answer, WIRE_ANSWER_BYTES_MAX);
	pthread_mutex_lock(&of->lock);
	while (!of->ending) {
		if (of->waiting == 0) {
			pthread_cond_wait(&of->more, &of->lock);
			continue;
		}
		struct hash_job job = of->queue[of->first];
		of->first = (of->first + 1) % HASH_QUEUE_MAX;
		of->waiting--;
		pthread_mutex_unlock(&of->lock);

		buf_clear(&answer);
		keys_desk_answer(of->store, job.asker, (struct text){ job.frame, job.length }, arena,
			&answer);
		say(job.fd, &answer);
		crypt_wipe(job.frame, job.length);
		free(job.frame);
		arena_reset(arena);
		pthread_mutex_lock(&of->lock);
	}
	pthread_mutex_unlock(&of->lock);
	buf_finish(&answer);
	arena_destroy(arena);
	return NULL;
}

/* Web keeps opened names for a while. When a key was destroyed, by jobs or by a
 * command beside the server, it is told to forget them. */
static void *
watch_for_erasures(void *context)
{
	struct desk *of = context;
	struct pollfd wait = { of->end_fd, POLLIN, 0 };
	uint64_t seen = keystore_erasures(of->store);
	while (poll(&wait, 1, ERASURE_WATCH_MS) == 0 || (errno == EINTR && !wait.revents)) {
		uint64_t erasures = keystore_erasures(of->store);
		if (erasures == seen)
			continue;
		seen = erasures;
		struct buf notice = wire_frame(WIRE_forget, 1);
		wire_put_forget_ask(&notice, &(struct wire_forget_ask){ 0 });
		say(FD_WEB_CHANNEL, &notice);
		buf_finish(&notice);
	}
	return NULL;
}

static void
say(int fd, const struct buf *answer)
{
	if (answer->length == 0)
		return;
	ssize_t sent;
	do
		sent = send(fd, answer->at, answer->length, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	if (sent < 0)
		log_line(LEVEL_WARNING, "an answer was lost: %s", strerror(errno));
}
