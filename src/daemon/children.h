#ifndef DAEMON_CHILDREN_H
#define DAEMON_CHILDREN_H

#include <sys/types.h>

#include "daemon/process.h"

/*
 * The parent's side of its children: sockets made once and kept, so that a
 * child that died is replaced without the others noticing more than a pause.
 */
struct child {
	enum process process;
	pid_t pid;      /* 0: not running */
	int control_fd; /* the parent's end; anew for each run */
	bool ready;
	int64_t started_ms;
	int64_t restart_at_ms; /* when pid is 0 */
	int failures;          /* in a row, for the back-off */
};

/* web, jobs, devices: [0] theirs, [1] the keys process's; then [0] web's, [1] devices' */
enum { CHANNEL_WEB, CHANNEL_JOBS, CHANNEL_DEVICES, CHANNEL_BETWEEN, CHANNELS };

struct children {
	struct process_start start;
	struct child child[PROCESSES]; /* [PROCESS_PARENT] is not used */
	int listen_fd;
	int devices_listen_fd;
	int channel_fds[CHANNELS][2];
};

bool children_prepare(struct children *children);
bool child_start(struct children *children, enum process process, int64_t now_ms);
void child_tell(struct child *child, char word);
void child_ended(struct child *child, int64_t now_ms);

#endif
