#include "audit/frame.h"

#include <string.h>

#include "platform/test.h"

static const struct frame_key key = { { 1, 2, 3 } };
static struct random *chance;
static struct buf bytes, plain;

static struct operation
an_operation(int64_t id)
{
	return (struct operation){ .id = id,
		.author = 7,
		.role = TEXT("teacher"),
		.action = TEXT("lesson_record"),
		.event_at = { 1000 },
		.recorded_at = { 2000 },
		.changes = TEXT("what changed") };
}

static void
put(struct frame_chain *chain, int64_t id)
{
	struct operation operation = an_operation(id);
	frame_put(&bytes, chain, &operation, &key, chance);
	assert_true(buf_ok(&bytes));
}

static void
an_operation_comes_back_from_its_frame(void **state)
{
	(void)state;
	struct frame_chain chain = { 0 }, other = { 0 };
	struct frame frame;
	struct operation operation;
	put(&chain, 41);
	put(&chain, 42);
	assert_int_equal(chain.sequence, 2);
	struct text rest = buf_text(&bytes);
	for (int64_t id = 41; id <= 42; id++) {
		assert_int_equal(frame_look(rest, &frame), OK);
		assert_true(frame_follows(&frame, &other));
		frame_chain_on(&other, &frame);
		assert_int_equal(frame_open(&frame, &key, &plain, &operation), OK);
		assert_int_equal(operation.id, id);
		assert_int_equal(operation.author, 7);
		assert_int_equal(operation.event_at.ms, 1000);
		assert_int_equal(operation.recorded_at.ms, 2000);
		assert_true(text_is(operation.role, "teacher"));
		assert_true(text_is(operation.action, "lesson_record"));
		assert_true(text_is(operation.changes, "what changed"));
		rest.at += frame.whole.length;
		rest.length -= frame.whole.length;
	}
	assert_int_equal(rest.length, 0);
	assert_memory_equal(chain.digest, other.digest, FRAME_DIGEST_SIZE);
}

/* Not one bit of a frame can change unseen. */
static void
every_changed_byte_is_noticed(void **state)
{
	(void)state;
	struct frame_chain chain = { 0 }, start = { 0 };
	struct frame frame;
	struct operation operation;
	put(&chain, 1);
	for (size_t i = 0; i < bytes.length; i++) {
		bytes.at[i] = (char)(bytes.at[i] ^ 0x20);
		enum outcome looked = frame_look(buf_text(&bytes), &frame);
		if (looked == OK)
			looked = frame_open(&frame, &key, &plain, &operation);
		assert_int_equal(looked, INVALID);
		bytes.at[i] = (char)(bytes.at[i] ^ 0x20);
	}
	assert_int_equal(frame_look(buf_text(&bytes), &frame), OK);
	assert_true(frame_follows(&frame, &start));
	struct frame_key other = key;
	other.bytes[31] = 1;
	assert_int_equal(frame_open(&frame, &other, &plain, &operation), INVALID);
}

static void
a_part_of_a_frame_is_no_frame(void **state)
{
	(void)state;
	struct frame_chain chain = { 0 };
	struct frame frame;
	put(&chain, 1);
	for (size_t length = 0; length < bytes.length; length++)
		assert_int_equal(frame_look((struct text){ bytes.at, length }, &frame), INVALID);
}

static void
no_clear_text_stands_in_a_frame(void **state)
{
	(void)state;
	struct frame_chain chain = { 0 };
	put(&chain, 1);
	assert_null(memmem(bytes.at, bytes.length, "what changed", 12));
	assert_null(memmem(bytes.at, bytes.length, "teacher", 7));
	struct operation operation = an_operation(1);
	operation_put(&bytes, &operation); /* the positive control */
	assert_non_null(memmem(bytes.at, bytes.length, "what changed", 12));
}

static int
set_up(void **state)
{
	(void)state;
	chance = random_seeded(5);
	buf_init(&bytes, 100000);
	buf_init(&plain, 100000);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	random_destroy(chance);
	buf_finish(&bytes);
	buf_finish(&plain);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_operation_comes_back_from_its_frame),
		TEST(every_changed_byte_is_noticed),
		TEST(a_part_of_a_frame_is_no_frame),
		TEST(no_clear_text_stands_in_a_frame),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
