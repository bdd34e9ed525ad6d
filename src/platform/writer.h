#ifndef PLATFORM_WRITER_H
#define PLATFORM_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "platform/outcome.h"

/*
 * The single writer: one thread, one bounded queue. It takes what has
 * gathered while the last group was being made durable, has it committed as
 * one group, and only then says so to everybody in it. While more is known to
 * be coming, a group waits a little for it: each group costs a sync, and all
 * readers what they remember of the pages.
 */
struct writer;

struct writer_job {
	/* Called once, on the writer's thread, after the group is durable or failed. */
	void (*done)(void *context, enum outcome outcome);
	void *context;
	enum outcome outcome; /* set by the commit */
};

struct writer_options {
	size_t queue_max;
	size_t group_max;
	int gather_ms; /* the longest a group waits for what is coming; 0: not at all */
	/* Makes the group durable and sets the outcome of every job. */
	void (*commit)(void *context, struct writer_job **jobs, size_t count);
	void *context;
};

enum outcome writer_create(struct writer **writer, const struct writer_options *options) MUST_USE;
/* BUSY when the queue is full or the writer is stopping: done is not called
 * then. The job stays the caller's and must live until done. Any thread. */
enum outcome writer_submit(struct writer *writer, struct writer_job *job) MUST_USE;
/* More is coming, or nothing more is: a group that waits is committed. Any thread. */
void writer_expect(struct writer *writer, bool more);
/* Does what was taken on, then ends the thread. NULL is fine. */
void writer_destroy(struct writer *writer);

#endif
