#include "audit/test_store.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "platform/query.h"
#include "platform/test_folder.h"

#define CLASS 3

void
test_store_make(struct test_store *test)
{
	memset(test, 0, sizeof(*test));
	test_folder_make(test->folder);
	snprintf(test->database, sizeof(test->database), "%s/school.db", test->folder);
	snprintf(test->journal, sizeof(test->journal), "%s/journal", test->folder);
	memset(test->key.bytes, 9, sizeof(test->key.bytes));
	test->random = random_seeded(11);
	test->clock = clock_fixed((struct instant){ 1800000000000 });
	disk_faulty_init(&test->faulty, test->random);
	vfs_faulty_install(&test->faulty);
	buf_init(&test->why, 10000);
}

void
test_store_remove(struct test_store *test)
{
	disk_faulty_plan(&test->faulty, DISK_FINE, 0);
	test_store_close(test);
	random_destroy(test->random);
	clock_destroy(test->clock);
	buf_finish(&test->why);
	test_folder_remove(test->folder);
}

enum outcome
test_store_open(struct test_store *test, bool create)
{
	assert(!test->store);
	buf_clear(&test->why);
	return school_store_open(&test->store,
		&(struct school_store_options){ .database_path = test->database,
			.journal_path = test->journal,
			.create = create,
			.key = &test->key,
			.disk = &test->faulty.disk,
			.clock = test->clock,
			.random = test->random,
			.steps = schema_steps,
			.step_count = schema_step_count },
		&test->why);
}

void
test_store_close(struct test_store *test)
{
	school_store_close(test->store);
	test->store = NULL;
}

/* Closing would let the engine tidy up its log: with a dead disk it cannot. */
void
test_store_die(struct test_store *test)
{
	disk_faulty_plan(&test->faulty, DISK_DIES, 1);
	test_store_close(test);
	disk_faulty_plan(&test->faulty, DISK_FINE, 0);
}

void
test_call_plan(struct test_call *call, int64_t number, int64_t status)
{
	*call = (struct test_call){ .number = number,
		.status = status,
		.answer = OK,
		.operation = { .id = number * 10 + status,
			.author = 7,
			.role = TEXT("teacher"),
			.action = TEXT("lesson_record"),
			.event_at = { 1000 },
			.recorded_at = { 2000 } } };
}

enum outcome
test_call_run(struct db *db, void *context)
{
	const struct test_call *call = context;
	const struct table *attendance = table_named(TEXT("attendance"));
	for (int pupil = 1; pupil <= TEST_PUPILS; pupil++) {
		struct value row[] = { value_of_int(call->number), value_of_int(CLASS), value_of_int(pupil),
			value_of_int(call->status), value_of_int(1000), value_of_int(2000), value_of_int(7) };
		assert(attendance->column_count == sizeof(row) / sizeof(row[0]));
		enum outcome put = db_put(db, attendance, row);
		if (put != OK)
			return put;
	}
	return call->answer;
}

enum outcome
test_call_commit(struct test_store *test, int64_t number, int64_t status)
{
	struct test_call call;
	test_call_plan(&call, number, status);
	return commit_run(test->store, &call.operation, test_call_run, &call);
}

int
test_call_rows(struct test_store *test, int64_t number, int64_t status)
{
	int rows = 0;
	struct value day, stored;
	struct cursor *cursor = db_scan(school_store_db(test->store), table_named(TEXT("attendance")));
	while (cursor_next(cursor)) {
		cursor_value(cursor, 0, &day);
		cursor_value(cursor, 3, &stored);
		rows += day.number == number && stored.number == status;
	}
	enum outcome ended = cursor_end(cursor);
	assert(ended == OK);
	return rows;
}
