/*
 * `campanella serve`: the parent. It reads the configuration, holds the lock
 * and the listening sockets, starts keys, jobs, web and devices and replaces
 * whichever dies. It never reads a byte that came from the network.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "daemon/children.h"
#include "daemon/drill.h"
#include "daemon/process_wire.h"
#include "daemon/school_clock.h"
#include "daemon/serve_config.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/sandbox.h"

#define END_MS ((DRAIN_SECONDS_MAX + 5) * 1000)

struct parent {
	struct children children;
	struct serve_listen listen;
	struct serve_listen devices_listen;
	int signal_fd;
	bool announced; /* the ready line is out */
	bool stopping;
	int64_t stopping_ms;
	int exit_code;
};

static struct parent parent; /* the one global of this process */

static int prepare(const struct command_line *line);
static int listen_for_devices(void);
static bool take_lock(const char *directory);
static bool files_open(const struct process_start *start);
static void catch_signals(void);
static int run(void);
static int next_wait_ms(int64_t now);
static void take_signal(int64_t now);
static void kill_children(void);
static void take_ends(int64_t now);
static void take_words(const struct pollfd *waits, int64_t now);
static void announce(void);
#ifdef CAMPANELLA_DRILL
static void order_drill(enum process process);
#endif
static void restart_due(int64_t now);
static void stop_next(int64_t now);
static int64_t monotonic_ms(void);

int
serve_command(int argc, char **argv)
{
	struct command_line line;
	if (command_read(&line, argc, argv, 1, 1) != OK)
		return outcome_exit_code(INVALID);
	int code = prepare(&line);
	if (code != 0)
		return code;
	process_end(run());
}

static int
prepare(const struct command_line *line)
{
	static struct log_sink sink;
	sink.process = process_name(PROCESS_PARENT);
	log_to(&sink);
	struct process_start *start = &parent.children.start;
	enum outcome got = serve_config_read(start, &parent.listen, &parent.devices_listen, line->operands[0],
		command_value(line, "listen"));
	if (got != OK)
		return outcome_exit_code(got);
	if (!take_lock(start->directory))
		return outcome_exit_code(CONFLICT);
	/* The port may be a low one and the folder somebody else's: listen first. */
	parent.children.listen_fd = serve_listen_open(&parent.listen);
	if (parent.children.listen_fd < 0)
		return outcome_exit_code(BROKEN);
	parent.children.devices_listen_fd = listen_for_devices();
	if (parent.children.devices_listen_fd < 0 || sandbox_become_owner(start->directory) != OK)
		return outcome_exit_code(BROKEN);
	if (!files_open(start))
		return outcome_exit_code(NOT_FOUND);
	got = school_clock_shift(start->directory, &start->clock_shift_minutes);
	if (got != OK)
		return outcome_exit_code(got);
	if (start->clock_shift_minutes != 0)
		log_line(LEVEL_INFO, "this school's clock is moved by minutes: %lld",
			(long long)start->clock_shift_minutes);

	start->port = parent.listen.port;
	start->devices_port = parent.devices_listen.port;
	if (!start->host[0])
		snprintf(start->host, sizeof start->host, strchr(parent.listen.address, ':') ? "[%s]" : "%s",
			parent.listen.address);
#ifdef CAMPANELLA_DRILL
	start->sandbox = getenv("CAMPANELLA_SANDBOX") == NULL;
#endif
	const char *missing = start->sandbox ? sandbox_landlock_missing() : NULL;
	if (missing)
		log_line(LEVEL_WARNING, "%s", missing);
	catch_signals();
	if (!children_prepare(&parent.children) || (start->sandbox && sandbox_parent() != OK))
		return outcome_exit_code(BROKEN);
	return 0;
}

/* A port that nobody chose must not keep the school from being served. */
static int
listen_for_devices(void)
{
	bool chosen = parent.devices_listen.port >= 0;
	serve_devices_beside(&parent.devices_listen, &parent.listen);
	int fd = serve_listen_open(&parent.devices_listen);
	if (fd >= 0 || chosen)
		return fd;
	parent.devices_listen.port = 0;
	fd = serve_listen_open(&parent.devices_listen);
	log_line(LEVEL_WARNING,
		"the port beside the school's is taken: devices connect to %d this time; "
		"set devices-listen in school.conf",
		parent.devices_listen.port);
	return fd;
}

/* Held as long as this process lives, whatever ends it. */
static bool
take_lock(const char *directory)
{
	char path[PATH_MAX], pid[32] = "";
	snprintf(path, sizeof path, "%s/lock", directory);
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		fprintf(stderr, "campanella serve: cannot open %s: %s\n", path, strerror(errno));
		return false;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		ssize_t got = read(fd, pid, sizeof pid - 1);
		fprintf(stderr, "campanella serve: %s is already being served by process %.*s\n", directory,
			got > 0 ? (int)strcspn(pid, "\n") : 1, got > 0 ? pid : "?");
		return false;
	}
	struct stat owner; /* root makes it for whoever the school belongs to */
	if (geteuid() == 0 && (stat(directory, &owner) != 0 || fchown(fd, owner.st_uid, owner.st_gid) != 0))
		log_line(LEVEL_WARNING, "cannot give %s to its owner", path);
	int length = snprintf(pid, sizeof pid, "%d\n", (int)getpid());
	if (ftruncate(fd, 0) != 0 || write(fd, pid, (size_t)length) != length)
		log_line(LEVEL_WARNING, "cannot write %s", path);
	return true;
}

/* The processes that need these files can only say that they could not start. */
static bool
files_open(const struct process_start *start)
{
	char database[PATH_MAX];
	snprintf(database, sizeof database, "%s/school.db", start->directory);
	const struct {
		const char *what, *path;
		int how;
	} files[] = {
		{ "database", database, R_OK | W_OK },
		{ "second copy", start->journal_file, R_OK | W_OK },
		{ "certificate", start->certificate_file, R_OK },
		{ "certificate's key", start->key_file, R_OK },
	};
	bool all = true;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (access(files[i].path, files[i].how) != 0) {
			fprintf(stderr, "campanella serve: the %s %s cannot be opened: %s\n", files[i].what,
				files[i].path, strerror(errno));
			all = false;
		}
	if (!all)
		fprintf(stderr, "campanella serve: campanella doctor %s says what to do\n", start->directory);
	return all;
}

static void
catch_signals(void)
{
	sigset_t caught;
	sigemptyset(&caught);
	sigaddset(&caught, SIGTERM);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGHUP);
	sigaddset(&caught, SIGCHLD);
	sigprocmask(SIG_BLOCK, &caught, NULL);
	signal(SIGPIPE, SIG_IGN);
	parent.signal_fd = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	assert(parent.signal_fd >= 0);
}

static int
run(void)
{
	int64_t now = monotonic_ms();
	for (enum process process = PROCESS_PARENT + 1; process < PROCESSES; process++)
		child_start(&parent.children, process, now);
	for (;;) {
		struct pollfd waits[PROCESSES] = { { parent.signal_fd, POLLIN, 0 } };
		bool running = false;
		for (int i = 1; i < PROCESSES; i++) {
			const struct child *child = &parent.children.child[i];
			waits[i] = (struct pollfd){ child->pid > 0 ? child->control_fd : -1, POLLIN, 0 };
			running |= child->pid > 0;
		}
		if (parent.stopping && !running)
			return parent.exit_code;
		if (poll(waits, PROCESSES, next_wait_ms(now)) < 0 && errno != EINTR)
			return outcome_exit_code(BROKEN);
		now = monotonic_ms();
		take_words(waits, now);
		if (waits[0].revents)
			take_signal(now);
		take_ends(now);
		if (parent.stopping)
			stop_next(now);
		else
			restart_due(now);
	}
}

static int
next_wait_ms(int64_t now)
{
	if (parent.stopping)
		return 1000;
	int64_t wait = -1;
	for (int i = 1; i < PROCESSES; i++) {
		const struct child *child = &parent.children.child[i];
		if (child->pid > 0)
			continue;
		int64_t until = child->restart_at_ms > now ? child->restart_at_ms - now : 0;
		wait = wait < 0 || until < wait ? until : wait;
	}
	return (int)wait;
}

static void
take_signal(int64_t now)
{
	struct signalfd_siginfo info;
	while (read(parent.signal_fd, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGHUP) {
			child_tell(&parent.children.child[PROCESS_WEB], PROCESS_RELOAD);
			child_tell(&parent.children.child[PROCESS_DEVICES], PROCESS_RELOAD);
		} else if (info.ssi_signo != SIGCHLD && parent.stopping) {
			kill_children(); /* asked twice: no more waiting */
		} else if (info.ssi_signo != SIGCHLD) {
			parent.stopping = true;
			parent.stopping_ms = now;
		}
	}
}

static void
kill_children(void)
{
	for (int i = 1; i < PROCESSES; i++)
		if (parent.children.child[i].pid > 0)
			kill(parent.children.child[i].pid, SIGKILL);
}

static void
take_ends(int64_t now)
{
	for (int i = 1; i < PROCESSES; i++) {
		struct child *child = &parent.children.child[i];
		int status;
		if (child->pid <= 0 || waitpid(child->pid, &status, WNOHANG) != child->pid)
			continue;
		child_ended(child, now);
		if (parent.stopping)
			continue;
		const char *how = WIFSIGNALED(status) ? "was killed by signal" : "ended with";
		int number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
		log_line(LEVEL_FAILURE, "%s %s %d", process_name(child->process), how, number);
		if (!parent.announced) {
			/* It never answered: a fault of the set-up, which restarting does not mend.
			 * Nobody is being served, so nobody needs to be waited for. */
			parent.stopping = true;
			parent.stopping_ms = now;
			kill_children();
			parent.exit_code = WIFEXITED(status) && number != 0 ? number
									    : outcome_exit_code(BROKEN);
		}
	}
}

static void
take_words(const struct pollfd *waits, int64_t now)
{
	(void)now;
	for (int i = 1; i < PROCESSES; i++) {
		struct child *child = &parent.children.child[i];
		char word;
		if (!waits[i].revents || child->pid <= 0 ||
			recv(child->control_fd, &word, 1, MSG_DONTWAIT) != 1)
			continue;
#ifdef CAMPANELLA_DRILL
		if (word == PROCESS_SAYS_DRILLED)
			order_drill(child->process + 1);
#endif
		if (word != PROCESS_SAYS_READY)
			continue;
		child->ready = true;
		if (child->process == PROCESS_KEYS && parent.announced) {
			child_tell(&parent.children.child[PROCESS_WEB], PROCESS_KEYS_BACK);
			child_tell(&parent.children.child[PROCESS_JOBS], PROCESS_KEYS_BACK);
			child_tell(&parent.children.child[PROCESS_DEVICES], PROCESS_KEYS_BACK);
		}
		announce();
	}
}

static void
announce(void)
{
	for (int i = 1; i < PROCESSES; i++)
		if (!parent.children.child[i].ready)
			return;
	if (parent.announced)
		return;
	parent.announced = true;
	printf("ready https://%s:%d\n", parent.children.start.host, parent.children.start.port);
	fflush(stdout);
#ifdef CAMPANELLA_DRILL
	if (getenv("CAMPANELLA_DRILL"))
		order_drill(PROCESS_PARENT);
#endif
}

#ifdef CAMPANELLA_DRILL
/* Every process tries to leave its place; one after the other, for two cannot trace the same third. */
static void
order_drill(enum process process)
{
	struct drill_order order = { 0 };
	char frame[1 + sizeof order] = { PROCESS_DRILL };
	for (int i = 1; i < PROCESSES; i++)
		order.pids[i] = parent.children.child[i].pid;
	memcpy(frame + 1, &order, sizeof order);
	if (process == PROCESS_PARENT)
		drill_run(&parent.children.start, process++, &order);
	if (process < PROCESSES)
		(void)!send(parent.children.child[process].control_fd, frame, sizeof frame, MSG_NOSIGNAL);
}
#endif

static void
restart_due(int64_t now)
{
	for (enum process process = PROCESS_PARENT + 1; process < PROCESSES; process++) {
		const struct child *child = &parent.children.child[process];
		if (child->pid == 0 && now >= child->restart_at_ms)
			child_start(&parent.children, process, now);
	}
}

/* No more pictures first; then web, jobs, and the keys last: the others need them to finish. */
static void
stop_next(int64_t now)
{
	static const enum process order[] = { PROCESS_DEVICES, PROCESS_WEB, PROCESS_JOBS, PROCESS_KEYS };
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct child *child = &parent.children.child[order[i]];
		if (child->pid <= 0)
			continue;
		if (now - parent.stopping_ms > END_MS) {
			log_line(LEVEL_FAILURE, "%s did not end in time", process_name(order[i]));
			kill(child->pid, SIGKILL);
		} else if (child->restart_at_ms == 0) {
			child_tell(child, PROCESS_STOP);
			child->restart_at_ms = -1; /* told */
		}
		return;
	}
}

static int64_t
monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
