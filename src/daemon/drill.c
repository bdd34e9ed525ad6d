#include "daemon/drill.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the attempts need to know; sibling is another process of the school. */
static struct {
	const struct process_start *start;
	pid_t sibling;
} goal;

#define IN(process) (1u << PROCESS_##process)
#define CHILDREN    (IN(WEB) | IN(KEYS) | IN(JOBS) | IN(DEVICES))

typedef bool attempt(void); /* true: it worked; otherwise errno says why not */

static bool
opens(const char *name, int flags)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s%s", name[0] == '/' ? "" : goal.start->directory,
		name[0] == '/' ? name : name + 1);
	int fd = open(path, flags | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool
read_master_key(void)
{
	return opens("./keys/master.key", O_RDONLY);
}
static bool
write_key_store(void)
{
	return opens("./keys/keys.db", O_RDWR);
}
static bool
read_database(void)
{
	return opens("./school.db", O_RDONLY);
}
static bool
read_journal(void)
{
	return opens(goal.start->journal_file, O_RDONLY);
}
static bool
add_to_journal(void)
{
	return opens(goal.start->journal_file, O_WRONLY | O_APPEND);
}
static bool
read_configuration(void)
{
	return opens("./school.conf", O_RDONLY);
}
static bool
read_certificate_key(void)
{
	return opens(goal.start->key_file, O_RDONLY);
}
static bool
read_passwd(void)
{
	return opens("/etc/passwd", O_RDONLY);
}

static bool
write_outside(void)
{
	char path[] = "/tmp/campanella-drill-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	return fd >= 0;
}

static bool
write_into_school(void)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/drill", goal.start->directory);
	bool opened = opens("./drill", O_RDWR | O_CREAT);
	if (opened)
		unlink(path);
	return opened;
}

static bool
connect_out(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)goal.start->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool connected = fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return connected;
}

static bool
listen_on_a_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool listens = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 1) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return listens;
}

static bool
send_a_datagram(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* A call that exists answers "no such file"; one that is taken away, "not permitted". */
static bool
execute(void)
{
	execve("/nonexistent/campanella-drill", (char *const[]){ "drill", NULL }, (char *const[]){ NULL });
	return errno == ENOENT;
}

static bool
start_a_process(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		syscall(SYS_exit_group, 0);
	if (pid > 0)
		syscall(SYS_wait4, pid, NULL, __WALL, NULL);
	return pid > 0;
}

static bool
trace_a_sibling(void)
{
	if (ptrace(PTRACE_SEIZE, goal.sibling, NULL, NULL) != 0)
		return false;
	/* Held for a moment, then let go; a tracee that runs cannot be detached. */
	int status;
	ptrace(PTRACE_INTERRUPT, goal.sibling, NULL, NULL);
	waitpid(goal.sibling, &status, __WALL);
	ptrace(PTRACE_DETACH, goal.sibling, NULL, NULL);
	return true;
}

static bool
read_a_siblings_memory(void)
{
	char here[8];
	struct iovec mine = { here, sizeof here }, theirs = { (void *)4096, sizeof here };
	ssize_t got = process_vm_readv(goal.sibling, &mine, 1, &theirs, 1, 0);
	return got >= 0 || errno == EFAULT; /* nothing lies there, but it was allowed to look */
}

static bool
open_a_siblings_memory(void)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/mem", (int)goal.sibling);
	return opens(path, O_RDONLY);
}

static bool
signal_a_sibling(void)
{
	return kill(goal.sibling, 0) == 0;
}

static bool
make_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page != MAP_FAILED)
		munmap(page, 4096);
	return page != MAP_FAILED;
}

static bool
dump_core(void)
{
	errno = 0;
	return prctl(PR_GET_DUMPABLE) == 1;
}
static bool
gain_privileges(void)
{
	errno = 0;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
}

/* Undoes it again in the control. */
static bool
allow_core_dumps(void)
{
	int before = prctl(PR_GET_DUMPABLE);
	bool allowed = prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
	int why = errno;
	(void)prctl(PR_SET_DUMPABLE, before, 0, 0, 0);
	errno = why;
	return allowed;
}

static bool
ask_the_terminal(void)
{
	/* TIOCSTI would type into the operator's terminal; this neighbour of it only asks for the group. */
	int group;
	return ioctl(STDERR_FILENO, TIOCGPGRP, &group) == 0 || errno == ENOTTY;
}

static bool
make_a_namespace(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); /* not of this process itself: it has threads */
	if (pid == 0)
		syscall(SYS_exit_group, syscall(SYS_unshare, 0x00020000 /* CLONE_NEWNS */) == 0 ? 0 : 1);
	int status = 1;
	if (pid > 0)
		syscall(SYS_wait4, pid, &status, __WALL, NULL);
	if (pid > 0 && status != 0)
		errno = EPERM;
	return pid > 0 && status == 0;
}

static const struct {
	const char *name;
	unsigned stopped_in; /* these processes */
	attempt *try;
} attempts[] = {
	{ "read-master-key", IN(WEB) | IN(JOBS) | IN(DEVICES), read_master_key },
	{ "write-key-store", IN(WEB) | IN(JOBS) | IN(DEVICES), write_key_store },
	{ "read-database", IN(KEYS) | IN(DEVICES), read_database },
	{ "read-journal", IN(KEYS) | IN(DEVICES), read_journal },
	{ "add-to-journal", IN(KEYS) | IN(DEVICES), add_to_journal },
	{ "read-configuration", CHILDREN, read_configuration },
	{ "read-certificate-key", IN(KEYS) | IN(JOBS), read_certificate_key },
	{ "read-passwd", CHILDREN, read_passwd },
	{ "write-outside", CHILDREN, write_outside },
	{ "write-into-school", CHILDREN, write_into_school },
	{ "connect-out", CHILDREN, connect_out },
	{ "listen-on-a-port", CHILDREN, listen_on_a_port },
	{ "send-a-datagram", CHILDREN, send_a_datagram },
	{ "execute", CHILDREN, execute },
	{ "start-a-process", CHILDREN, start_a_process },
	{ "make-a-namespace", CHILDREN | IN(PARENT), make_a_namespace },
	{ "trace-a-sibling", CHILDREN | IN(PARENT), trace_a_sibling },
	{ "read-a-siblings-memory", CHILDREN | IN(PARENT), read_a_siblings_memory },
	{ "open-a-siblings-memory", CHILDREN, open_a_siblings_memory },
	{ "signal-a-sibling", CHILDREN, signal_a_sibling },
	{ "make-code", CHILDREN, make_code },
	{ "allow-core-dumps", CHILDREN, allow_core_dumps },
	{ "ask-the-terminal", CHILDREN, ask_the_terminal },
	{ "dump-core", CHILDREN | IN(PARENT), dump_core },
	{ "gain-privileges", CHILDREN | IN(PARENT), gain_privileges },
};

void
drill_run(const struct process_start *start, enum process process, const struct drill_order *order)
{
	goal.start = start;
	goal.sibling = order->pids[process == PROCESS_KEYS ? PROCESS_WEB : PROCESS_KEYS];
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		if (!(attempts[i].stopped_in & 1u << process))
			continue;
		errno = 0;
		bool reached = attempts[i].try();
		if (reached)
			fprintf(stderr, "drill %s reached %s\n", process_name(process), attempts[i].name);
		else
			fprintf(stderr, "drill %s stopped %s: %s\n", process_name(process), attempts[i].name,
				strerror(errno));
	}
	fprintf(stderr, "drill %s done\n", process_name(process));
}
