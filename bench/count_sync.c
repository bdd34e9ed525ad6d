/*
 * Loaded into the server while it is measured: counts what reached the disk,
 * in a file shared with the bench, so that no figure can come from a server
 * that does not sync.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

struct counts {
	uint64_t syncs, writes, bytes;
};
static struct counts *counts;
static int (*real_fsync)(int), (*real_fdatasync)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("COUNT_SYNC_FILE");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	int fd = path ? open(path, O_RDWR) : -1;
	if (fd < 0)
		return;
	void *shared = mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (shared != MAP_FAILED)
		counts = shared;
}

int
fsync(int fd)
{
	if (counts)
		__atomic_add_fetch(&counts->syncs, 1, __ATOMIC_RELAXED);
	return real_fsync(fd);
}

int
fdatasync(int fd)
{
	if (counts)
		__atomic_add_fetch(&counts->syncs, 1, __ATOMIC_RELAXED);
	return real_fdatasync(fd);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t length, off_t at)
{
	if (counts) {
		__atomic_add_fetch(&counts->writes, 1, __ATOMIC_RELAXED);
		__atomic_add_fetch(&counts->bytes, length, __ATOMIC_RELAXED);
	}
	return real_pwrite(fd, bytes, length, at);
}
