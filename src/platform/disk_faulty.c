#include "platform/disk_faulty.h"

#include <assert.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static int
faulty_open(struct disk *disk, const char *path, bool create)
{
	struct disk_faulty *faulty = (struct disk_faulty *)disk;
	int fd = disk_system()->open(disk, path, create);
	if (fd >= 0)
		faulty->synced = disk_size(fd);
	return fd;
}

static int64_t
faulty_write(struct disk *disk, int fd, const void *bytes, size_t length, int64_t at)
{
	struct disk_faulty *faulty = (struct disk_faulty *)disk;
	if (!disk_faulty_strikes(faulty))
		return disk_system()->write(disk, fd, bytes, length, at);
	if (faulty->fault == DISK_TEARS || faulty->fault == DISK_FULL) {
		size_t part = (size_t)random_below(faulty->random, length);
		int64_t written = disk_system()->write(disk, fd, bytes, part, at);
		assert(written == (int64_t)part);
	}
	errno = faulty->fault == DISK_FULL ? ENOSPC : EIO;
	return -1;
}

static int
faulty_sync(struct disk *disk, int fd)
{
	struct disk_faulty *faulty = (struct disk_faulty *)disk;
	if (faulty->fault != DISK_FULL && disk_faulty_strikes(faulty)) {
		errno = EIO;
		return -1;
	}
	faulty->synced = disk_size(fd);
	return disk_system()->sync(disk, fd);
}

static int
faulty_truncate(struct disk *disk, int fd, int64_t length)
{
	struct disk_faulty *faulty = (struct disk_faulty *)disk;
	if (faulty->fault != DISK_FULL && disk_faulty_strikes(faulty)) {
		errno = EIO;
		return -1;
	}
	return disk_system()->truncate(disk, fd, length);
}

static int
faulty_rename(struct disk *disk, const char *from, const char *to)
{
	if (disk_faulty_strikes((struct disk_faulty *)disk)) {
		errno = EIO;
		return -1;
	}
	return disk_system()->rename(disk, from, to);
}

static int
faulty_sync_folder(struct disk *disk, const char *path)
{
	if (disk_faulty_strikes((struct disk_faulty *)disk)) {
		errno = EIO;
		return -1;
	}
	return disk_system()->sync_folder(disk, path);
}

void
disk_faulty_init(struct disk_faulty *faulty, struct random *random)
{
	*faulty = (struct disk_faulty){
		.disk = {
			.open = faulty_open,
			.write = faulty_write,
			.sync = faulty_sync,
			.truncate = faulty_truncate,
			.rename = faulty_rename,
			.sync_folder = faulty_sync_folder,
		},
		.random = random,
	};
}

void
disk_faulty_plan(struct disk_faulty *faulty, enum disk_fault fault, int at)
{
	faulty->fault = fault;
	faulty->at = at;
	faulty->operations = 0;
}

void
disk_faulty_power_cut(struct disk_faulty *faulty, const char *path)
{
	struct stat stat_now;
	if (stat(path, &stat_now) != 0 || stat_now.st_size <= faulty->synced)
		return;
	int64_t unsure = stat_now.st_size - faulty->synced;
	int64_t kept = faulty->synced + (int64_t)random_below(faulty->random, (uint64_t)unsure + 1);
	int cut = truncate(path, kept);
	assert(cut == 0);
}

bool
disk_faulty_strikes(struct disk_faulty *faulty)
{
	faulty->operations++;
	bool now = faulty->operations == faulty->at;
	bool since = faulty->operations >= faulty->at;
	bool strike = faulty->fault == DISK_FINE                             ? false
		: faulty->fault == DISK_FAILS || faulty->fault == DISK_TEARS ? now
									     : since;
	faulty->fired += strike;
	return strike;
}
