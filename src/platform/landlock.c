#include "platform/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From the kernel's interface; the headers of Debian 12 end at level 2. */
#define SYS_CREATE_RULESET 444
#define SYS_ADD_RULE       445
#define SYS_RESTRICT_SELF  446
#define ASK_LEVEL          1
#define RULE_PATH          1

#define WRITE_FILE            (1u << 1)
#define READ_FILE             (1u << 2)
#define READ_DIR              (1u << 3)
#define REMOVE_FILE           (1u << 5)
#define MAKE_REG              (1u << 8)
#define LEVEL_1               ((1u << 13) - 1)
#define REFER                 (1u << 13)
#define TRUNCATE              (1u << 14)
#define IOCTL_DEV             (1u << 15)
#define TCP_BIND              (1u << 0)
#define TCP_CONNECT           (1u << 1)
#define SCOPE_ABSTRACT_SOCKET (1u << 0)
#define SCOPE_SIGNAL          (1u << 1)

struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
};
struct path_rule {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((packed));

int
landlock_level(void)
{
	long level = syscall(SYS_CREATE_RULESET, NULL, (size_t)0, ASK_LEVEL);
	return level < 0 ? 0 : (int)level;
}

bool
landlock_begin(struct landlock *landlock)
{
	*landlock = (struct landlock){ .level = landlock_level(), .fd = -1, .handled = LEVEL_1 };
	if (landlock->level == 0)
		return true;
	if (landlock->level >= 2)
		landlock->handled |= REFER;
	if (landlock->level >= 3)
		landlock->handled |= TRUNCATE;
	if (landlock->level >= 5)
		landlock->handled |= IOCTL_DEV;
	struct ruleset ruleset = { .files = landlock->handled };
	size_t size = sizeof ruleset.files;
	if (landlock->level >= 4) {
		ruleset.network = TCP_BIND | TCP_CONNECT;
		size += sizeof ruleset.network;
	}
	if (landlock->level >= 6) {
		ruleset.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
		size += sizeof ruleset.scoped;
	}
	landlock->fd = (int)syscall(SYS_CREATE_RULESET, &ruleset, size, 0);
	return landlock->fd >= 0;
}

bool
landlock_allow(struct landlock *landlock, const char *path, enum landlock_rights rights)
{
	static const uint64_t allowed[] = {
		[LANDLOCK_READS] = READ_FILE | READ_DIR,
		[LANDLOCK_LISTS] = READ_DIR,
		[LANDLOCK_WRITES] = READ_FILE | WRITE_FILE | TRUNCATE,
		[LANDLOCK_FOLDER] = READ_FILE | WRITE_FILE | TRUNCATE | READ_DIR | MAKE_REG | REMOVE_FILE,
	};
	if (landlock->level == 0)
		return true;
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct stat status;
	if (fd < 0 || fstat(fd, &status) != 0)
		return false;
	struct path_rule rule = { allowed[rights] & landlock->handled, fd };
	if (!S_ISDIR(status.st_mode))
		rule.allowed &= READ_FILE | WRITE_FILE | TRUNCATE;
	bool added = syscall(SYS_ADD_RULE, landlock->fd, RULE_PATH, &rule, 0) == 0;
	close(fd);
	return added;
}

bool
landlock_allow_folder_of(struct landlock *landlock, const char *file)
{
	char folder[PATH_MAX];
	snprintf(folder, sizeof folder, "%s", file);
	char *slash = strrchr(folder, '/');
	if (!slash)
		return false;
	slash[slash == folder ? 1 : 0] = '\0';
	return landlock_allow(landlock, folder, LANDLOCK_READS);
}

bool
landlock_allow_system(struct landlock *landlock)
{
	static const char *const places[] = { "/dev/urandom", "/dev/null", "/usr/share/zoneinfo",
		"/etc/ssl/openssl.cnf", "/sys/devices/system/cpu", NULL };
	for (const char *const *place = places; *place; place++)
		if (!landlock_allow(landlock, *place, LANDLOCK_READS) && errno != ENOENT && errno != EACCES)
			return false;
	return true;
}

bool
landlock_enter(struct landlock *landlock)
{
	if (landlock->level == 0)
		return true;
	bool entered = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		syscall(SYS_RESTRICT_SELF, landlock->fd, 0) == 0;
	close(landlock->fd);
	return entered;
}
