#ifndef PLATFORM_TEST_TABLES_H
#define PLATFORM_TEST_TABLES_H

#include "platform/migrate.h"
#include "platform/test_folder.h"

/* A small school for the tests of the storage: its tables and its schema. */
extern const struct schema_step test_steps[];
extern const int test_step_count;

const struct table *test_table(const char *name);
struct value test_int(int64_t number);
struct value test_text(const char *text);
struct value test_null(void);

#endif
