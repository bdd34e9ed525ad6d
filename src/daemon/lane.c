#include "daemon/dispatch_work.h"

#include <assert.h>

static void *run(void *context);
static struct work *take(struct lane *lane);

enum outcome
lane_start(struct lane *lane, struct dispatch *dispatch, int threads, int count_max,
	void (*serve)(struct work *work, struct db *db))
{
	struct db_options options = {
		.path = dispatch->options.database_path,
		.read_only = true,
		.sealer = dispatch->options.keys ? keys_sealer(dispatch->options.keys) : NULL,
	};

	assert(threads <= READ_WORKERS_MAX);
	lane->serve = serve;
	lane->count_max = count_max;
	lane->last = &lane->first;
	lane->busy = threads; /* until they come for work */
	pthread_mutex_init(&lane->lock, NULL);
	pthread_cond_init(&lane->more, NULL);
	for (; lane->thread_count < threads; lane->thread_count++) {
		struct lane_thread *one = &lane->threads[lane->thread_count];
		one->lane = lane;
		enum outcome opened = db_open(&one->db, &options);
		if (opened != OK)
			return opened;
		if (pthread_create(&one->thread, NULL, run, one) != 0) {
			db_close(one->db);
			return BROKEN;
		}
	}
	return OK;
}

enum outcome
lane_add(struct lane *lane, struct work *work)
{
	pthread_mutex_lock(&lane->lock);
	bool full = lane->count >= lane->count_max || lane->over;
	if (!full) {
		work->next = NULL;
		if (lane->writer && lane->count == 0 && lane->busy == 0)
			writer_expect(lane->writer, true);
		*lane->last = work;
		lane->last = &work->next;
		lane->count++;
		pthread_cond_signal(&lane->more);
	}
	pthread_mutex_unlock(&lane->lock);
	return full ? BUSY : OK;
}

void
lane_stop(struct lane *lane)
{
	if (!lane->last) /* never started */
		return;
	pthread_mutex_lock(&lane->lock);
	lane->over = true;
	pthread_cond_broadcast(&lane->more);
	pthread_mutex_unlock(&lane->lock);
	for (int i = 0; i < lane->thread_count; i++) {
		pthread_join(lane->threads[i].thread, NULL);
		db_close(lane->threads[i].db);
	}
	pthread_mutex_destroy(&lane->lock);
	pthread_cond_destroy(&lane->more);
	lane->last = NULL;
}

static void *
run(void *context)
{
	struct lane_thread *one = context;
	struct work *work;

	while ((work = take(one->lane)))
		one->lane->serve(work, one->db);
	return NULL;
}

/* The oldest work; NULL when the lane is over and empty. When the last thread
 * comes back and nothing waits, nothing more goes to the writer for now. */
static struct work *
take(struct lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	lane->busy--;
	if (lane->writer && lane->busy == 0 && !lane->first)
		writer_expect(lane->writer, false);
	while (!lane->first && !lane->over)
		pthread_cond_wait(&lane->more, &lane->lock);
	struct work *work = lane->first;
	if (work) {
		lane->first = work->next;
		if (!lane->first)
			lane->last = &lane->first;
		lane->count--;
	}
	lane->busy += work != NULL;
	pthread_mutex_unlock(&lane->lock);
	return work;
}
