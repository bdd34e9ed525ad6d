#include "platform/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "platform/landlock.h"
#include "platform/log.h"
#include "platform/sandbox_calls.h"

/*
 * Two nets. Landlock says which files a process may reach, by what they are,
 * not by name; seccomp says which system calls exist at all. A process that is
 * taken over through a parser still finds no key store (not in its files), no
 * way out (no socket call), and no neighbour to ask (no ptrace, no kill, no
 * exec). What a list leaves out fails with EPERM and the process lives on: a
 * library that tries something new must not stop a school in the morning.
 */
static enum outcome give_up_privileges(void);
static bool allow_school(struct landlock *landlock, const char *directory);
static enum outcome allow_only(const int *const *lists);
static bool add_calls(scmp_filter_ctx filter, const int *calls);
static bool add_meanings(scmp_filter_ctx filter);
static bool add_narrow_calls(scmp_filter_ctx filter);
static enum outcome failed(const char *what);

enum outcome
sandbox_parent(void)
{
	enum outcome got = give_up_privileges();
	if (got != OK)
		return got;
	/* Children inherit this, so it can only take what none of them needs. */
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool made = filter != NULL;
	for (const int *call = calls_of_nobody; made && *call != NO_CALL; call++)
		made = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), *call, 0) == 0;
	made = made && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return made ? OK : failed("seccomp");
}

enum outcome
sandbox_web(const char *directory, const char *journal_file, const char *certificate_file,
	const char *key_file)
{
	struct landlock landlock;
	if (!landlock_begin(&landlock) || !allow_school(&landlock, directory) ||
		!landlock_allow(&landlock, journal_file, LANDLOCK_WRITES) ||
		!landlock_allow_folder_of(&landlock, certificate_file) ||
		!landlock_allow_folder_of(&landlock, key_file) || !landlock_allow_system(&landlock) ||
		!landlock_enter(&landlock))
		return failed("Landlock");
	enum outcome got = give_up_privileges();
	return got == OK
		? allow_only((const int *const[]){ calls_of_all, calls_of_files, calls_of_web, NULL })
		: got;
}

enum outcome
sandbox_keys(const char *directory)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/keys", directory);
	struct landlock landlock;
	if (!landlock_begin(&landlock) || !landlock_allow(&landlock, path, LANDLOCK_FOLDER) ||
		!landlock_enter(&landlock))
		return failed("Landlock");
	enum outcome got = give_up_privileges();
	return got == OK ? allow_only((const int *const[]){ calls_of_all, calls_of_files, NULL }) : got;
}

/* A hostile laptop's bytes arrive here: no database, no journal, nothing to write. */
enum outcome
sandbox_devices(const char *certificate_file, const char *key_file)
{
	struct landlock landlock;
	if (!landlock_begin(&landlock) || !landlock_allow_folder_of(&landlock, certificate_file) ||
		!landlock_allow_folder_of(&landlock, key_file) || !landlock_allow_system(&landlock) ||
		!landlock_enter(&landlock))
		return failed("Landlock");
	enum outcome got = give_up_privileges();
	return got == OK ? allow_only((const int *const[]){ calls_of_all, calls_to_read, calls_of_web, NULL })
			 : got;
}

enum outcome
sandbox_jobs(const char *directory, const char *journal_file)
{
	struct landlock landlock;
	if (!landlock_begin(&landlock) || !allow_school(&landlock, directory) ||
		!landlock_allow(&landlock, journal_file, LANDLOCK_WRITES) ||
		!landlock_allow_system(&landlock) || !landlock_enter(&landlock))
		return failed("Landlock");
	enum outcome got = give_up_privileges();
	return got == OK ? allow_only((const int *const[]){ calls_of_all, calls_of_files, NULL }) : got;
}

enum outcome
sandbox_become_owner(const char *directory)
{
	struct stat status;
	if (stat(directory, &status) != 0)
		return failed("stat");
	if (geteuid() != 0 || status.st_uid == 0)
		return OK;
	if (setgroups(0, NULL) != 0 || setresgid(status.st_gid, status.st_gid, status.st_gid) != 0 ||
		setresuid(status.st_uid, status.st_uid, status.st_uid) != 0)
		return failed("becoming the owner of the school's folder");
	return OK;
}

int
sandbox_landlock_level(void)
{
	return landlock_level();
}

const char *
sandbox_landlock_missing(void)
{
	if (landlock_level() > 0)
		return NULL;
	if (errno == EOPNOTSUPP)
		return "Landlock is switched off in this kernel: a process that is taken over is kept from the files "
		       "of the others by seccomp alone. Add landlock to the kernel's parameter lsm=";
	if (errno == ENOSYS)
		return "this kernel has no Landlock: a process that is taken over is kept from the files of the "
		       "others by seccomp alone. A kernel from 5.13 on has it";
	return "Landlock is blocked, as a container does it: a process that is taken over is kept from the files of "
	       "the others by seccomp alone. Let the container use landlock_create_ruleset";
}

static enum outcome
give_up_privileges(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return failed("no new privileges");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) != 0)
		return failed("no core dump");
	/* Root without capabilities is a user like the others. */
	struct {
		uint32_t version;
		int pid;
	} header = { 0x20080522, 0 };
	struct {
		uint32_t effective, permitted, inheritable;
	} none[2] = { 0 };
	if (syscall(SYS_capset, &header, none) != 0)
		return failed("no capabilities");
	return OK;
}

/* Landlock allows and never forbids, so the key store, the configuration and
 * the lock are left out by naming everything else that lies in DIR now. */
static bool
allow_school(struct landlock *landlock, const char *directory)
{
	static const char *const not_these[] = { ".", "..", "keys", "school.conf", "lock", "tls",
		"accounts.txt", NULL };
	DIR *folder = opendir(directory);
	if (!folder)
		return false;
	/* The database syncs its folder after it has made a file there. */
	bool allowed = landlock_allow(landlock, directory, LANDLOCK_LISTS);
	struct dirent *entry;
	while (allowed && (entry = readdir(folder))) {
		const char *const *name = not_these;
		while (*name && strcmp(*name, entry->d_name) != 0)
			name++;
		char path[PATH_MAX];
		snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
		struct stat status;
		if (!*name && lstat(path, &status) == 0 && !S_ISLNK(status.st_mode))
			allowed = landlock_allow(landlock, path,
				S_ISDIR(status.st_mode) ? LANDLOCK_FOLDER : LANDLOCK_WRITES);
	}
	closedir(folder);
	return allowed;
}

static enum outcome
allow_only(const int *const *lists)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool made = filter && seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
		add_narrow_calls(filter);
	for (; made && *lists; lists++)
		made = add_calls(filter, *lists);
	made = made && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return made ? OK : failed("seccomp");
}

static bool
add_calls(scmp_filter_ctx filter, const int *calls)
{
	for (; *calls != NO_CALL; calls++) {
		if (*calls == __NR_SCMP_ERROR)
			continue; /* this architecture has no such call */
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, *calls, 0) != 0)
			return false;
	}
	return true;
}

/* Calls with so many meanings that each is allowed by itself. */
static bool
add_meanings(scmp_filter_ctx filter)
{
	static const struct {
		int call;
		unsigned argument;
		scmp_datum_t meaning;
	} meanings[] = {
		{ SCMP_SYS(prctl), 0, PR_SET_NAME },
		{ SCMP_SYS(prctl), 0, PR_GET_NAME },
		{ SCMP_SYS(prctl), 0, PR_GET_DUMPABLE },
		{ SCMP_SYS(prctl), 0, PR_GET_NO_NEW_PRIVS },
		{ SCMP_SYS(prctl), 0, 0x53564d41 }, /* names of anonymous memory, by libc */
		/* Is it a terminal, how much is there to read; never type into it. */
		{ SCMP_SYS(ioctl), 1, TCGETS },
		{ SCMP_SYS(ioctl), 1, FIONREAD },
		{ SCMP_SYS(ioctl), 1, FIONBIO },
		{ SCMP_SYS(ioctl), 1, TIOCOUTQ },
	};
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, meanings[i].call, 1,
			    SCMP_CMP(meanings[i].argument, SCMP_CMP_MASKED_EQ, 0xffffffff,
				    meanings[i].meaning)) != 0)
			return false;
	return true;
}

static bool
add_narrow_calls(scmp_filter_ctx filter)
{
	/* Threads, never processes. clone3 hides its flags behind a pointer: libc falls back when it is not
	 * there. */
	const int thread_flags = 0x00010000; /* CLONE_THREAD */
	return add_meanings(filter) &&
		seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
			SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)thread_flags,
				(scmp_datum_t)thread_flags)) == 0 &&
		/* Signals to itself only: abort() after an assert must work. */
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0 &&
		/* Its own limits may be read, not set: who cannot read how many files there can be takes it
		 * for 256, as the library of the listeners does, and loses every connection after that. */
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
			SCMP_A2(SCMP_CMP_EQ, 0)) == 0 &&
		/* No page becomes code. */
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static enum outcome
failed(const char *what)
{
	log_line(LEVEL_FAILURE, "sandbox: %s: %s", what, strerror(errno));
	return BROKEN;
}
