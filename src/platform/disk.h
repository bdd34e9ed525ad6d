#ifndef PLATFORM_DISK_H
#define PLATFORM_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/outcome.h"

/*
 * The writes to disk that must not go wrong unnoticed come in through here, so
 * that a test can fail the k-th of them, tear it, or say the disk is full.
 * Reads and locks work on the descriptor as usual.
 *
 * Each returns 0 or a length, or -1 with errno.
 */
struct disk {
	int (*open)(struct disk *disk, const char *path, bool create);
	int64_t (*write)(struct disk *disk, int fd, const void *bytes, size_t length, int64_t at);
	int (*sync)(struct disk *disk, int fd);
	int (*truncate)(struct disk *disk, int fd, int64_t length);
	int (*rename)(struct disk *disk, const char *from, const char *to);
	int (*sync_folder)(struct disk *disk, const char *path); /* of the folder that holds path */
};

struct disk *disk_system(void);

/* The whole of it, going on after interruptions and short writes. */
enum outcome disk_write_all(struct disk *disk, int fd, const void *bytes, size_t length, int64_t at) MUST_USE;
int64_t disk_size(int fd); /* -1 on failure */
/* How much could be read: less than length at the end of the file; -1 on failure. */
int64_t disk_read(int fd, void *bytes, size_t length, int64_t at);

#endif
