#ifndef PLATFORM_TEST_FOLDER_H
#define PLATFORM_TEST_FOLDER_H

/* A folder of its own, in memory where there is one, for a test; removed with all that is in it. */
void test_folder_make(char path[64]);
void test_folder_remove(const char *path);

#endif
