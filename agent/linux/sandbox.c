#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent/platform.h"

/*
 * What the agent gives up once it knows its school: other programs, other
 * processes, listening for anybody, and all files but its own folder and what
 * the system's libraries read. A system that lacks a part of this is said, not
 * refused: the pupil's device decides with its own checks in any case.
 */
#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ALL_FILES                                                                                            \
	(READING | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |                              \
		LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                             \
		LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |   \
		LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |                                \
		LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

static void
allow(int rules, const char *path, uint64_t access)
{
	int fd = path ? open(path, O_PATH | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	struct landlock_path_beneath_attr beneath = { .allowed_access = access, .parent_fd = fd };
	(void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(fd);
}

static bool
close_files(const char *folder)
{
	static const char *const read[] = { "/etc", "/usr", "/lib", "/lib64", "/run", "/proc", "/sys",
		"/dev" };
	struct landlock_ruleset_attr all = { .handled_access_fs = ALL_FILES };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	if (rules < 0)
		return false;
	for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
		allow(rules, read[i], READING);
	allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
	allow(rules, folder,
		READING | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
			LANDLOCK_ACCESS_FS_REMOVE_FILE);
	char cookie[512];
	const char *home = getenv("HOME");
	(void)snprintf(cookie, sizeof cookie, "%s/.Xauthority", home ? home : "");
	allow(rules, getenv("XAUTHORITY"), LANDLOCK_ACCESS_FS_READ_FILE);
	allow(rules, cookie, LANDLOCK_ACCESS_FS_READ_FILE);
	bool good = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return good;
}

static bool
close_calls(void)
{
	static const int refused[] = { SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
		SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(listen),
		SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(bpf),
		SCMP_SYS(perf_event_open), SCMP_SYS(kexec_load), SCMP_SYS(init_module),
		SCMP_SYS(finit_module), SCMP_SYS(add_key), SCMP_SYS(keyctl), SCMP_SYS(userfaultfd),
		SCMP_SYS(io_uring_setup) };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		return false;
	bool good = true;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0) == 0 && good;
	good = good && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return good;
}

bool
machine_sandbox(const char *folder)
{
	struct rlimit none = { 0, 0 };
	(void)setrlimit(RLIMIT_CORE, &none); /* a core would hold pictures and the key */
	(void)prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	bool files = close_files(folder);
	return close_calls() && files;
}
