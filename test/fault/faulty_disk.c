/*
 * LD_PRELOAD library: a disk that goes wrong under a program that knows
 * nothing of it. The plan stands in a small shared file (FAULT_PLAN), so that
 * a test can change it while the program runs, and all its processes count
 * together: writes, syncs and truncations of files under the plan's folder.
 *
 *   fail  the k-th operation fails with EIO and does nothing
 *   tear  the k-th write puts half of its bytes, then fails with EIO
 *   full  from the k-th on, every write puts half of its bytes and fails with ENOSPC
 *   sync  the k-th sync fails with EIO
 */
#undef _FILE_OFFSET_BITS /* both names of each call are defined here */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* 512 bytes, the same in disk_faults.mjs. */
struct plan {
	_Atomic uint64_t operations;
	_Atomic uint64_t fired;
	_Atomic uint64_t at; /* 0: nothing goes wrong */
	_Atomic uint64_t kind;
	char folder[480];
};
enum { FAIL = 1, TEAR = 2, FULL = 3, SYNC = 4 };
enum operation { WRITE, TRUNCATE, SYNCHRONISE };

#define FILES_MAX 4096

static struct plan *plan;
static atomic_bool watched[FILES_MAX];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *
real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("FAULT_PLAN");
	int fd = path ? REAL(open)(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *at = mmap(NULL, sizeof(*plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	REAL(close)(fd);
	plan = at == MAP_FAILED ? NULL : at;
}

/* The side file that is only shared memory promises nothing. */
static int
opened(const char *path, int fd)
{
	if (fd < 0 || fd >= FILES_MAX || !plan)
		return fd;
	size_t length = strlen(path);
	bool shared = length > 4 && strcmp(path + length - 4, "-shm") == 0;
	watched[fd] = !shared && strncmp(path, plan->folder, strlen(plan->folder)) == 0;
	return fd;
}

static bool
strikes(int fd, enum operation operation)
{
	if (!plan || fd < 0 || fd >= FILES_MAX || !watched[fd])
		return false;
	uint64_t kind = plan->kind, at = plan->at;
	if ((kind == SYNC && operation != SYNCHRONISE) ||
		((kind == FULL || kind == TEAR) && operation != WRITE))
		return false;
	uint64_t number = ++plan->operations;
	bool now = at > 0 && (kind == FULL ? number >= at : number == at);
	plan->fired += now;
	return now;
}

static mode_t
mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                                                                           \
	int name(const char *path, int flags, ...)                                                           \
	{                                                                                                    \
		va_list arguments;                                                                           \
		va_start(arguments, flags);                                                                  \
		mode_t mode = mode_of(flags, arguments);                                                     \
		va_end(arguments);                                                                           \
		return opened(path, REAL(name)(path, flags, mode));                                          \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                         \
	int name(int folder, const char *path, int flags, ...)                                               \
	{                                                                                                    \
		va_list arguments;                                                                           \
		va_start(arguments, flags);                                                                  \
		mode_t mode = mode_of(flags, arguments);                                                     \
		va_end(arguments);                                                                           \
		return opened(path, REAL(name)(folder, path, flags, mode));                                  \
	}
OPENAT(openat)
OPENAT(openat64)

int
close(int fd)
{
	if (fd >= 0 && fd < FILES_MAX)
		watched[fd] = false;
	return REAL(close)(fd);
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	if (!strikes(fd, WRITE))
		return REAL(write)(fd, bytes, length);
	if (plan->kind != FAIL && length > 1)
		(void)!REAL(write)(fd, bytes, length / 2);
	errno = plan->kind == FULL ? ENOSPC : EIO;
	return -1;
}

static ssize_t
write_at(int fd, const void *bytes, size_t length, off_t at)
{
	if (!strikes(fd, WRITE))
		return REAL(pwrite)(fd, bytes, length, at);
	if (plan->kind != FAIL && length > 1)
		(void)!REAL(pwrite)(fd, bytes, length / 2, at);
	errno = plan->kind == FULL ? ENOSPC : EIO;
	return -1;
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	return write_at(fd, bytes, length, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
	return write_at(fd, bytes, length, at);
}

static bool
fails(int fd, enum operation operation)
{
	if (!strikes(fd, operation))
		return false;
	errno = EIO;
	return true;
}

int
fsync(int fd)
{
	return fails(fd, SYNCHRONISE) ? -1 : REAL(fsync)(fd);
}

int
fdatasync(int fd)
{
	return fails(fd, SYNCHRONISE) ? -1 : REAL(fdatasync)(fd);
}

int
ftruncate(int fd, off_t length)
{
	return fails(fd, TRUNCATE) ? -1 : REAL(ftruncate)(fd, length);
}

int
ftruncate64(int fd, off64_t length)
{
	return fails(fd, TRUNCATE) ? -1 : REAL(ftruncate)(fd, length);
}
