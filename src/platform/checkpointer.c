#include "platform/checkpointer.h"

#include <pthread.h>
#include <stdlib.h>

#include "platform/log.h"

struct checkpointer {
	struct db *db;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool due;
	bool over;
};

static void *run(void *context);
static bool is_due(struct checkpointer *checkpointer);

enum outcome
checkpointer_create(struct checkpointer **out, const char *database_path)
{
	struct checkpointer *checkpointer = calloc(1, sizeof(*checkpointer));
	*out = NULL;
	if (!checkpointer)
		return BROKEN;
	enum outcome opened = db_open(&checkpointer->db, &(struct db_options){ .path = database_path });
	pthread_mutex_init(&checkpointer->lock, NULL);
	pthread_cond_init(&checkpointer->woken, NULL);
	if (opened == OK && pthread_create(&checkpointer->thread, NULL, run, checkpointer) == 0) {
		*out = checkpointer;
		return OK;
	}
	db_close(checkpointer->db);
	free(checkpointer);
	return opened == OK ? BROKEN : opened;
}

void
checkpointer_wake(void *context)
{
	struct checkpointer *checkpointer = context;
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->due = true;
	pthread_cond_signal(&checkpointer->woken);
	pthread_mutex_unlock(&checkpointer->lock);
}

void
checkpointer_destroy(struct checkpointer *checkpointer)
{
	if (!checkpointer)
		return;
	pthread_mutex_lock(&checkpointer->lock);
	checkpointer->over = true;
	pthread_cond_signal(&checkpointer->woken);
	pthread_mutex_unlock(&checkpointer->lock);
	pthread_join(checkpointer->thread, NULL);
	db_close(checkpointer->db);
	pthread_cond_destroy(&checkpointer->woken);
	pthread_mutex_destroy(&checkpointer->lock);
	free(checkpointer);
}

/* One that fails loses nothing: all of it still stands in the log. */
static void *
run(void *context)
{
	struct checkpointer *checkpointer = context;
	while (is_due(checkpointer))
		if (db_checkpoint(checkpointer->db) == BROKEN)
			log_line(LEVEL_FAILURE, "checkpoint: %s", db_problem(checkpointer->db));
	return NULL;
}

static bool
is_due(struct checkpointer *checkpointer)
{
	pthread_mutex_lock(&checkpointer->lock);
	while (!checkpointer->due && !checkpointer->over)
		pthread_cond_wait(&checkpointer->woken, &checkpointer->lock);
	checkpointer->due = false;
	bool over = checkpointer->over;
	pthread_mutex_unlock(&checkpointer->lock);
	return !over;
}
