#include "daemon/process.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/drill.h"
#include "daemon/process_wire.h"
#include "platform/crypt.h"
#include "platform/log.h"

static const char *const names[PROCESSES] = {
	[PROCESS_PARENT] = "parent",
	[PROCESS_WEB] = "web",
	[PROCESS_KEYS] = "keys",
	[PROCESS_JOBS] = "jobs",
	[PROCESS_DEVICES] = "devices",
};

static struct process_start start;
static struct process_events events;

static bool read_start(void);
static void *watch_parent(void *context);

const char *
process_name(enum process process)
{
	assert(process < PROCESSES);
	return names[process];
}

bool
process_is_child(int argc, char **argv)
{
	return argc == 2 && argv[1][0] == '@';
}

int
process_child_main(int argc, char **argv)
{
	/* The parent decides when to stop: a Ctrl-C reaches the whole group, and a
	 * child that went first would take unanswered requests along. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!read_start() || argc != 2 || strcmp(argv[1] + 1, process_name(start.process)) != 0) {
		fprintf(stderr, "campanella: %s is started by \"campanella serve\"\n", argv[1]);
		return outcome_exit_code(INVALID);
	}
	char title[16]; /* what ps and top show */
	snprintf(title, sizeof title, "campanella:%s", process_name(start.process));
	prctl(PR_SET_NAME, title);
	static struct log_sink sink;
	sink.process = process_name(start.process);
	log_to(&sink);
	crypt_begin();
	static int (*const mains[PROCESSES])(const struct process_start *) = { [PROCESS_WEB] = web_main,
		[PROCESS_KEYS] = keys_main,
		[PROCESS_JOBS] = jobs_main,
		[PROCESS_DEVICES] = devices_main };
	process_end(mains[start.process](&start));
}

/* All is closed. What libraries do at exit was not promised to the sandbox, and
 * a leak checker cannot look into a process that cannot be dumped. */
void
process_end(int code)
{
	fflush(NULL);
	_exit(code);
}

struct clock *
process_clock(const struct process_start *of)
{
	if (of->clock_file[0])
		return clock_from_file(of->clock_file);
	return of->clock_shift_minutes ? clock_shifted(of->clock_shift_minutes) : clock_system();
}

void
process_watch(const struct process_events *watched)
{
	events = *watched;
	pthread_t thread;
	int failed = pthread_create(&thread, NULL, watch_parent, NULL);
	assert(!failed);
	pthread_detach(thread);
}

void
process_ready(void)
{
	(void)!send(FD_PARENT, &(char){ PROCESS_SAYS_READY }, 1, MSG_NOSIGNAL);
}

static bool
read_start(void)
{
	ssize_t got;
	do
		got = recv(FD_PARENT, &start, sizeof start, 0);
	while (got < 0 && errno == EINTR);
	return got == sizeof start && start.process > PROCESS_PARENT && start.process < PROCESSES;
}

static void *
watch_parent(void *context)
{
	(void)context;
	for (;;) {
		char frame[256];
		ssize_t got = recv(FD_PARENT, frame, sizeof frame, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			_exit(outcome_exit_code(BROKEN)); /* no parent, no school */
		char word = frame[0];
		if (word == PROCESS_STOP)
			events.stop(events.context);
		if (word == PROCESS_RELOAD && events.reload)
			events.reload(events.context);
		if (word == PROCESS_KEYS_BACK && events.keys_back)
			events.keys_back(events.context);
#ifdef CAMPANELLA_DRILL
		struct drill_order order;
		if (word == PROCESS_DRILL && got == 1 + (ssize_t)sizeof order) {
			memcpy(&order, frame + 1, sizeof order);
			drill_run(&start, start.process, &order);
			(void)!send(FD_PARENT, &(char){ PROCESS_SAYS_DRILLED }, 1, MSG_NOSIGNAL);
		}
#endif
	}
}
