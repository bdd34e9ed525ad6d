#include "platform/test_folder.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void
test_folder_make(char path[64])
{
	snprintf(path, 64, "%s/campanella-test-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	char *made = mkdtemp(path);
	assert(made);
}

void
test_folder_remove(const char *path)
{
	DIR *folder = opendir(path);
	assert(folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		(void)unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	(void)rmdir(path);
}
