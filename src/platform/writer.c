#include "platform/writer.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

struct writer {
	struct writer_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct writer_job **queue; /* a ring */
	size_t first;
	size_t count;
	struct writer_job **group;
	bool expecting;
	bool stopping;
};

static void *writer_run(void *context);
static size_t take_group(struct writer *writer);
static void gather(struct writer *writer);

enum outcome
writer_create(struct writer **out, const struct writer_options *options)
{
	assert(options->queue_max > 0 && options->group_max > 0);
	struct writer *writer = calloc(1, sizeof(*writer));
	*out = writer;
	if (!writer)
		return BROKEN;
	writer->options = *options;
	writer->queue = calloc(options->queue_max, sizeof(struct writer_job *));
	writer->group = calloc(options->group_max, sizeof(struct writer_job *));
	pthread_mutex_init(&writer->lock, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->work, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (writer->queue && writer->group && pthread_create(&writer->thread, NULL, writer_run, writer) == 0)
		return OK;
	free(writer->queue);
	free(writer->group);
	free(writer);
	*out = NULL;
	return BROKEN;
}

enum outcome
writer_submit(struct writer *writer, struct writer_job *job)
{
	enum outcome taken = BUSY;
	pthread_mutex_lock(&writer->lock);
	if (!writer->stopping && writer->count < writer->options.queue_max) {
		writer->queue[(writer->first + writer->count++) % writer->options.queue_max] = job;
		if (writer->count == 1 || writer->count == writer->options.group_max)
			pthread_cond_signal(&writer->work);
		taken = OK;
	}
	pthread_mutex_unlock(&writer->lock);
	return taken;
}

void
writer_expect(struct writer *writer, bool more)
{
	pthread_mutex_lock(&writer->lock);
	writer->expecting = more;
	if (!more && writer->count > 0)
		pthread_cond_signal(&writer->work);
	pthread_mutex_unlock(&writer->lock);
}

void
writer_destroy(struct writer *writer)
{
	if (!writer)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->stopping = true;
	pthread_cond_signal(&writer->work);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	pthread_cond_destroy(&writer->work);
	pthread_mutex_destroy(&writer->lock);
	free(writer->queue);
	free(writer->group);
	free(writer);
}

static void *
writer_run(void *context)
{
	struct writer *writer = context;
	for (size_t count; (count = take_group(writer)) > 0;) {
		for (size_t i = 0; i < count; i++)
			writer->group[i]->outcome = BROKEN;
		writer->options.commit(writer->options.context, writer->group, count);
		for (size_t i = 0; i < count; i++) {
			/* The job may be gone as soon as done is called. */
			struct writer_job *job = writer->group[i];
			job->done(job->context, job->outcome);
		}
	}
	return NULL;
}

/* Waits for work; 0 when there is none left and none will come. */
static size_t
take_group(struct writer *writer)
{
	size_t count = 0;
	pthread_mutex_lock(&writer->lock);
	while (writer->count == 0 && !writer->stopping)
		pthread_cond_wait(&writer->work, &writer->lock);
	gather(writer);
	while (writer->count > 0 && count < writer->options.group_max) {
		writer->group[count++] = writer->queue[writer->first];
		writer->first = (writer->first + 1) % writer->options.queue_max;
		writer->count--;
	}
	pthread_mutex_unlock(&writer->lock);
	return count;
}

static void
gather(struct writer *writer)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += writer->options.gather_ms * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (writer->options.gather_ms > 0 && writer->expecting && !writer->stopping &&
		writer->count < writer->options.group_max &&
		pthread_cond_timedwait(&writer->work, &writer->lock, &until) == 0)
		;
}
