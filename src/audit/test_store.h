#ifndef AUDIT_TEST_STORE_H
#define AUDIT_TEST_STORE_H

#include "audit/commit.h"
#include "platform/disk_faulty.h"

/* A school in a folder of its own for the tests of the two copies: one
 * operation is the roll call of one class, a row for each of its pupils. */
#define TEST_PUPILS 3

struct test_store {
	char folder[64];
	char database[96];
	char journal[96];
	struct frame_key key;
	struct random *random;
	struct clock *clock;
	struct disk_faulty faulty;
	struct school_store *store;
	struct buf why;
};

struct test_call {
	int64_t number; /* of the call: its day, and its operation's id */
	int64_t status;
	enum outcome answer; /* what run is to say after its rows */
	struct operation operation;
};

void test_store_make(struct test_store *test);
void test_store_remove(struct test_store *test);
enum outcome test_store_open(struct test_store *test, bool create);
void test_store_close(struct test_store *test);
/* As if the process had died here: nothing is tidied up by anybody. */
void test_store_die(struct test_store *test);

void test_call_plan(struct test_call *call, int64_t number, int64_t status);
enum outcome test_call_run(struct db *db, void *call);
enum outcome test_call_commit(struct test_store *test, int64_t number, int64_t status);
/* How many of the call's rows are stored with this status. */
int test_call_rows(struct test_store *test, int64_t number, int64_t status);

#endif
