#ifndef PLATFORM_LANDLOCK_H
#define PLATFORM_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Landlock through its system calls; Debian 12 has no library for it. On a
 * kernel without it every call succeeds and nothing is confined: landlock_level
 * says so. TCP is refused altogether from level 4 on. */
struct landlock {
	int level;
	int fd;
	uint64_t handled;
};

enum landlock_rights {
	LANDLOCK_READS,  /* a file, or a folder with all below it */
	LANDLOCK_LISTS,  /* a folder: the names in it, and to sync it; no content */
	LANDLOCK_WRITES, /* a file: its content */
	LANDLOCK_FOLDER, /* a folder: files in it come and go */
};

int landlock_level(void); /* 0: none, and errno says why */
bool landlock_begin(struct landlock *landlock);
bool landlock_allow(struct landlock *landlock, const char *path, enum landlock_rights rights);
bool landlock_allow_folder_of(struct landlock *landlock,
	const char *file);                             /* to read; a renewed file has a new inode */
bool landlock_allow_system(struct landlock *landlock); /* time zones, the random device */
bool landlock_enter(struct landlock *landlock);        /* for this thread and those it starts */

#endif
