#include "platform/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
system_open(struct disk *disk, const char *path, bool create)
{
	(void)disk;
	return open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600);
}

static int64_t
system_write(struct disk *disk, int fd, const void *bytes, size_t length, int64_t at)
{
	(void)disk;
	return pwrite(fd, bytes, length, at);
}

static int
system_sync(struct disk *disk, int fd)
{
	(void)disk;
	return fdatasync(fd);
}

static int
system_truncate(struct disk *disk, int fd, int64_t length)
{
	(void)disk;
	return ftruncate(fd, length);
}

static int
system_rename(struct disk *disk, const char *from, const char *to)
{
	(void)disk;
	return rename(from, to);
}

static int
system_sync_folder(struct disk *disk, const char *path)
{
	(void)disk;
	char folder[4096];
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	if (length >= sizeof(folder)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(folder, path, length);
	folder[length] = '\0';
	int fd = open(slash ? (length ? folder : "/") : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int synced = fsync(fd);
	close(fd);
	return synced;
}

struct disk *
disk_system(void)
{
	static struct disk disk = {
		.open = system_open,
		.write = system_write,
		.sync = system_sync,
		.truncate = system_truncate,
		.rename = system_rename,
		.sync_folder = system_sync_folder,
	};
	return &disk;
}

enum outcome
disk_write_all(struct disk *disk, int fd, const void *bytes, size_t length, int64_t at)
{
	size_t written = 0;
	while (written < length) {
		int64_t now = disk->write(disk, fd, (const char *)bytes + written, length - written,
			at + (int64_t)written);
		if (now < 0 && errno == EINTR)
			continue;
		if (now <= 0)
			return BROKEN;
		written += (size_t)now;
	}
	return OK;
}

int64_t
disk_size(int fd)
{
	struct stat stat;
	return fstat(fd, &stat) == 0 ? (int64_t)stat.st_size : -1;
}

int64_t
disk_read(int fd, void *bytes, size_t length, int64_t at)
{
	size_t got = 0;
	while (got < length) {
		ssize_t now = pread(fd, (char *)bytes + got, length - got, at + (int64_t)got);
		if (now < 0 && errno == EINTR)
			continue;
		if (now < 0)
			return -1;
		if (now == 0)
			break;
		got += (size_t)now;
	}
	return (int64_t)got;
}
