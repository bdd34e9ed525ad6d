#include "daemon/children.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/log.h"

#define CHANNEL_BUFFER_BYTES (1024 * 1024)
#define HIGH_FD              64 /* above every fixed descriptor */
#define BACK_OFF_FIRST_MS    100
#define BACK_OFF_MAX_MS      10000
#define STEADY_MS            60000 /* a child that lived this long starts afresh */

static void become_child(const struct children *children, enum process process, int control_fd);
static int high(int fd);

bool
children_prepare(struct children *children)
{
	for (int i = 0; i < CHANNELS; i++) {
		if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, children->channel_fds[i]) != 0)
			return false;
		for (int end = 0; end < 2; end++)
			setsockopt(children->channel_fds[i][end], SOL_SOCKET, SO_SNDBUF,
				&(int){ CHANNEL_BUFFER_BYTES }, sizeof(int));
	}
	return true;
}

bool
child_start(struct children *children, enum process process, int64_t now_ms)
{
	struct child *child = &children->child[process];
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	children->start.process = process;
	pid_t pid = send(pair[0], &children->start, sizeof children->start, 0) > 0 ? fork() : -1;
	if (pid == 0)
		become_child(children, process, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		log_line(LEVEL_FAILURE, "cannot start %s: %s", process_name(process), strerror(errno));
		close(pair[0]);
		child->restart_at_ms = now_ms + BACK_OFF_MAX_MS;
		return false;
	}
	*child = (struct child){ process, pid, pair[0], false, now_ms, 0, child->failures };
	return true;
}

void
child_tell(struct child *child, char word)
{
	if (child->pid > 0)
		(void)!send(child->control_fd, &word, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void
child_ended(struct child *child, int64_t now_ms)
{
	close(child->control_fd);
	if (now_ms - child->started_ms > STEADY_MS)
		child->failures = 0;
	int64_t wait = BACK_OFF_FIRST_MS;
	for (int i = 0; i < child->failures && wait < BACK_OFF_MAX_MS; i++)
		wait *= 2;
	child->failures++;
	child->pid = 0;
	child->ready = false;
	child->control_fd = -1;
	child->restart_at_ms = now_ms + (wait < BACK_OFF_MAX_MS ? wait : BACK_OFF_MAX_MS);
}

/* After the fork, before the exec: descriptors to their places. All others close by themselves. */
static void
become_child(const struct children *children, enum process process, int control_fd)
{
	struct {
		int fd, place;
	} moves[4] = { { control_fd, FD_PARENT }, { -1, -1 }, { -1, -1 }, { -1, -1 } };
	switch (process) {
	case PROCESS_WEB:
		moves[1].fd = children->channel_fds[CHANNEL_WEB][0], moves[1].place = FD_KEYS;
		moves[2].fd = children->listen_fd, moves[2].place = FD_LISTEN;
		moves[3].fd = children->channel_fds[CHANNEL_BETWEEN][0], moves[3].place = FD_DEVICES;
		break;
	case PROCESS_JOBS:
		moves[1].fd = children->channel_fds[CHANNEL_JOBS][0], moves[1].place = FD_KEYS;
		break;
	case PROCESS_DEVICES:
		moves[1].fd = children->channel_fds[CHANNEL_DEVICES][0], moves[1].place = FD_KEYS;
		moves[2].fd = children->devices_listen_fd, moves[2].place = FD_LISTEN;
		moves[3].fd = children->channel_fds[CHANNEL_BETWEEN][1], moves[3].place = FD_WEB;
		break;
	case PROCESS_KEYS:
		moves[1].fd = children->channel_fds[CHANNEL_WEB][1], moves[1].place = FD_WEB_CHANNEL;
		moves[2].fd = children->channel_fds[CHANNEL_JOBS][1], moves[2].place = FD_JOBS_CHANNEL;
		moves[3].fd = children->channel_fds[CHANNEL_DEVICES][1], moves[3].place = FD_DEVICES_CHANNEL;
		break;
	case PROCESS_PARENT:
	case PROCESSES: break;
	}
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int i = 0; i < 4; i++)
		if (moves[i].fd >= 0)
			moves[i].fd = high(moves[i].fd);
	for (int i = 0; i < 4; i++)
		if (moves[i].fd >= 0 && dup2(moves[i].fd, moves[i].place) < 0)
			_exit(127);
	/* Only the parent speaks on standard output. */
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		_exit(127);
	char name[16];
	snprintf(name, sizeof name, "@%s", process_name(process));
	execv("/proc/self/exe", (char *const[]){ "campanella", name, NULL });
	_exit(127);
}

static int
high(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
}
