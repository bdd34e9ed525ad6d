#include "platform/clock.h"

#include <assert.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "platform/log.h"

#define MS_PER_MINUTE INT64_C(60000)

enum clock_kind { CLOCK_SYSTEM, CLOCK_FIXED, CLOCK_FILE };

struct clock {
	enum clock_kind kind;
	int64_t shift_ms;         /* system */
	_Atomic int64_t fixed_ms; /* fixed, file: the last reading */
	_Atomic int64_t latest_ms;
	int fd; /* file */
};

static struct clock the_system = { .kind = CLOCK_SYSTEM, .latest_ms = INT64_MIN };

static struct clock *clock_create(enum clock_kind kind);
static int64_t read_now(struct clock *clock);
static int64_t read_file(struct clock *clock);
static int64_t system_ms(clockid_t which);

struct clock *
clock_system(void)
{
	return &the_system;
}

struct clock *
clock_shifted(int64_t minutes)
{
	struct clock *clock = clock_create(CLOCK_SYSTEM);
	clock->shift_ms = minutes * MS_PER_MINUTE;
	return clock;
}

struct clock *
clock_from_file(const char *path)
{
	struct clock *clock = clock_create(CLOCK_FILE);
	/* Held open: a sandboxed process can read it but not open it again. */
	clock->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (clock->fd < 0 || read_file(clock) == INT64_MIN) {
		clock_destroy(clock);
		return NULL;
	}
	return clock;
}

struct clock *
clock_fixed(struct instant start)
{
	struct clock *clock = clock_create(CLOCK_FIXED);
	atomic_store(&clock->fixed_ms, start.ms);
	return clock;
}

void
clock_set(struct clock *clock, struct instant now)
{
	assert(clock->kind == CLOCK_FIXED);
	atomic_store(&clock->fixed_ms, now.ms);
}

void
clock_destroy(struct clock *clock)
{
	if (!clock || clock == &the_system)
		return;
	if (clock->fd >= 0)
		close(clock->fd);
	free(clock);
}

struct instant
clock_now(struct clock *clock)
{
	int64_t now = read_now(clock);
	int64_t latest = atomic_load(&clock->latest_ms);
	while (now > latest && !atomic_compare_exchange_weak(&clock->latest_ms, &latest, now))
		continue;
	return (struct instant){ now > latest ? now : latest };
}

static struct clock *
clock_create(enum clock_kind kind)
{
	struct clock *clock = calloc(1, sizeof *clock);
	if (!clock) {
		log_line(LEVEL_FAILURE, "clock: out of memory");
		abort();
	}
	clock->kind = kind;
	clock->fd = -1;
	atomic_store(&clock->latest_ms, INT64_MIN);
	return clock;
}

static int64_t
read_now(struct clock *clock)
{
	switch (clock->kind) {
	case CLOCK_FIXED: return atomic_load(&clock->fixed_ms);
	case CLOCK_FILE: return read_file(clock);
	default: return system_ms(CLOCK_REALTIME) + clock->shift_ms;
	}
}

/* A reading in the middle of the test's write may be short or empty; the last
 * good one stands then. INT64_MIN when there was none. */
static int64_t
read_file(struct clock *clock)
{
	char digits[32];
	ssize_t length = pread(clock->fd, digits, sizeof digits, 0);
	int64_t ms;
	struct text text = { digits, length > 0 ? (size_t)length : 0 };
	if (text_int64(text_trim(text), &ms))
		atomic_store(&clock->fixed_ms, ms);
	else if (atomic_load(&clock->fixed_ms) == 0)
		return INT64_MIN;
	return atomic_load(&clock->fixed_ms);
}

static int64_t
system_ms(clockid_t which)
{
	struct timespec now;
	int failed = clock_gettime(which, &now);
	assert(!failed);
	(void)failed;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
