#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/page.h"
#include "agent/platform.h"

/*
 * A process of its own, made before the agent has read its key or shut itself
 * in: it may start other programs, the agent may not. All it takes is one
 * address at a time, looked at again here, and all it does with it is to give
 * it to the session's own opener.
 */
static int to_opener = -1;

static void
open_page(char *address)
{
	/* Under systemd the browser must not live on the agent's memory and end with it. */
	char *const apart[] = { (char[]){ "systemd-run" }, (char[]){ "--user" }, (char[]){ "--quiet" },
		(char[]){ "--collect" }, (char[]){ "xdg-open" }, address, NULL };
	char *const direct[] = { (char[]){ "xdg-open" }, address, NULL };
	const char *unit = getenv("INVOCATION_ID");
	int status = 1;
	(void)signal(SIGCHLD, SIG_DFL);
	if (unit && *unit) {
		pid_t asking = fork();
		if (asking == 0) {
			(void)execvp(apart[0], apart);
			_exit(127);
		}
		if (asking > 0 && waitpid(asking, &status, 0) == asking && status == 0)
			_exit(0);
	}
	(void)execvp(direct[0], direct);
	_exit(127);
}

static void
attend(int from_agent)
{
	char address[PAGE_BYTES_MAX + 1];
	ssize_t length;
	while ((length = recv(from_agent, address, sizeof address, 0)) > 0 ||
		(length < 0 && errno == EINTR)) {
		if (length < 0 || !page_is_web(address, (size_t)length))
			continue;
		address[length] = '\0';
		if (fork() == 0) {
			close(from_agent);
			(void)setsid();
			open_page(address);
		}
	}
	_exit(0);
}

bool
opener_start(void)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	pid_t child = fork();
	if (child == 0) {
		struct sigaction action = {
			.sa_handler = SIG_IGN
		}; /* what it starts leaves no dead behind */
		(void)sigaction(SIGCHLD, &action, NULL);
		close(ends[0]);
		attend(ends[1]);
	}
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return false;
	}
	to_opener = ends[0];
	return true;
}

bool
opener_open(const char *address, size_t length)
{
	return to_opener >= 0 && page_is_web(address, length) &&
		send(to_opener, address, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}
