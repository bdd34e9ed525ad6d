#include "platform/writer.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "platform/test.h"

#define SUBMITTERS 4
#define EACH       500

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_int groups, jobs_committed, answered, biggest;

static void
commit(void *context, struct writer_job **jobs, size_t count)
{
	(void)context;
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
	for (size_t i = 0; i < count; i++)
		jobs[i]->outcome = OK;
	groups++;
	jobs_committed += (int)count;
	if ((int)count > biggest)
		biggest = (int)count;
}

static void
done(void *context, enum outcome outcome)
{
	(void)context;
	assert_int_equal(outcome, OK);
	assert_true(answered < jobs_committed);
	answered++;
}

static struct writer *
make(size_t queue_max, size_t group_max, int gather_ms)
{
	struct writer *writer;
	groups = jobs_committed = answered = biggest = 0;
	assert_int_equal(writer_create(&writer,
				 &(struct writer_options){ .queue_max = queue_max,
					 .group_max = group_max,
					 .gather_ms = gather_ms,
					 .commit = commit }),
		OK);
	return writer;
}

static void
what_gathers_meanwhile_is_one_group(void **state)
{
	(void)state;
	struct writer_job jobs[21];
	struct writer *writer = make(100, 16, 0);
	pthread_mutex_lock(&gate);
	for (int i = 0; i < 21; i++) {
		jobs[i] = (struct writer_job){ .done = done };
		assert_int_equal(writer_submit(writer, &jobs[i]), OK);
	}
	pthread_mutex_unlock(&gate);
	writer_destroy(writer);
	assert_int_equal(answered, 21);
	assert_true(groups <= 3 && biggest <= 16);
}

static void
a_full_queue_says_so(void **state)
{
	(void)state;
	struct writer_job jobs[12];
	struct writer *writer = make(4, 4, 0);
	int taken = 0;
	pthread_mutex_lock(&gate);
	for (int i = 0; i < 12; i++) {
		jobs[i] = (struct writer_job){ .done = done };
		taken += writer_submit(writer, &jobs[i]) == OK;
	}
	assert_true(taken >= 4 && taken <= 8);
	pthread_mutex_unlock(&gate);
	writer_destroy(writer);
	assert_int_equal(answered, taken);
}

static void *
submit_many(void *context)
{
	static _Thread_local struct writer_job jobs[EACH];
	struct writer *writer = context;
	int before = 0;
	for (int i = 0; i < EACH; i++) {
		jobs[i] = (struct writer_job){ .done = done };
		while (writer_submit(writer, &jobs[i]) == BUSY)
			before++;
	}
	(void)before;
	/* The jobs live on this thread's stack of statics: stay until all are answered. */
	while (answered < SUBMITTERS * EACH)
		;
	return NULL;
}

static void
every_job_of_every_thread_is_answered_once(void **state)
{
	(void)state;
	pthread_t threads[SUBMITTERS];
	struct writer *writer = make(64, 16, 0);
	for (int i = 0; i < SUBMITTERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, submit_many, writer), 0);
	for (int i = 0; i < SUBMITTERS; i++)
		pthread_join(threads[i], NULL);
	writer_destroy(writer);
	assert_int_equal(answered, SUBMITTERS * EACH);
}

#define LONG_MS (3600 * 1000)

static void
submit(struct writer *writer, struct writer_job *jobs, int count)
{
	for (int i = 0; i < count; i++) {
		jobs[i] = (struct writer_job){ .done = done };
		assert_int_equal(writer_submit(writer, &jobs[i]), OK);
	}
}

static void
wait_for_answers(int count)
{
	while (answered < count)
		sched_yield();
}

static void
a_group_waits_for_what_is_coming(void **state)
{
	(void)state;
	struct writer_job jobs[5];
	struct writer *writer = make(100, 16, LONG_MS);
	writer_expect(writer, true);
	submit(writer, jobs, 5);
	writer_expect(writer, false);
	wait_for_answers(5);
	assert_int_equal(groups, 1);
	writer_destroy(writer);
}

static void
a_full_group_waits_for_nothing(void **state)
{
	(void)state;
	struct writer_job jobs[16];
	struct writer *writer = make(100, 16, LONG_MS);
	writer_expect(writer, true);
	submit(writer, jobs, 16);
	wait_for_answers(16);
	assert_int_equal(groups, 1);
	writer_destroy(writer);
}

static void
nobody_waits_longer_than_was_said(void **state)
{
	(void)state;
	struct writer_job job;
	struct writer *writer = make(100, 16, 1);
	writer_expect(writer, true);
	submit(writer, &job, 1);
	wait_for_answers(1);
	writer_destroy(writer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_gathers_meanwhile_is_one_group),
		cmocka_unit_test(a_full_queue_says_so),
		cmocka_unit_test(every_job_of_every_thread_is_answered_once),
		cmocka_unit_test(a_group_waits_for_what_is_coming),
		cmocka_unit_test(a_full_group_waits_for_nothing),
		cmocka_unit_test(nobody_waits_longer_than_was_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
