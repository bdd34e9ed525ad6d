#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/seal.h"
#include "agent/view_log.h"

/* CLS-31: the device's record, and what the school's side can and cannot do to it. */
static char folder[64];
static struct device_state kept;
static uint8_t heads[VIEW_PENDING_MAX + 2][32]; /* after each look */

static struct message_lease_terms
look_of(int number)
{
	return (struct message_lease_terms){ .lease = 1000 + (uint64_t)number,
		.device = 7,
		.pupil = 101,
		.class = 5,
		.teacher = 11,
		.kind = MESSAGE_KIND_THUMB,
		.teacher_name = message_text("Prof. Bianchi"),
		.lesson = message_text("Arte\nimmagine") };
}

/* As it was signed; the signature is not looked at here. */
static struct message_bytes
signed_of(const struct message_lease_terms *terms, uint8_t room[VIEW_LEASE_BYTES_MAX])
{
	struct message_writer out = message_writer(room, VIEW_LEASE_BYTES_MAX);
	static const uint8_t signature[MESSAGE_SIGNATURE_BYTES];
	message_lease_terms_put(&out, terms);
	message_put_raw(&out, signature, sizeof signature);
	return message_written(&out);
}

static bool
add(int number)
{
	uint8_t room[VIEW_LEASE_BYTES_MAX];
	struct message_lease_terms terms = look_of(number);
	bool good = view_log_add(&kept, folder, &terms, signed_of(&terms, room), 1000 * number);
	if (good)
		memcpy(heads[number], kept.log_head, 32);
	return good;
}

static enum view_log_verdict
hear(int number)
{
	return view_log_hear(&kept, folder, heads[number], 99000);
}

static int
lines(void)
{
	char path[128];
	int count = 0;
	(void)snprintf(path, sizeof path, "%s/views.log", folder);
	FILE *file = fopen(path, "r");
	for (int c; file && (c = fgetc(file)) != EOF;)
		count += c == '\n';
	if (file)
		fclose(file);
	return count;
}

static void
restarts(void)
{
	struct device_state again;
	assert_true(state_load(&again, folder));
	kept.lines_lack = false;
	assert_memory_equal(&again, &kept, sizeof kept);
	kept = again;
}

static int
begin(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof folder, "/tmp/campanella-views.XXXXXX");
	kept = (struct device_state){ 0 };
	memset(heads, 0, sizeof heads);
	return mkdtemp(folder) && seal_start() && add(1) && add(2) && add(3) ? 0 : -1;
}

static int
finish(void **state)
{
	static const char *const names[] = { "state", "views.log", "state.new" };
	char path[128];
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	return rmdir(folder);
}

static void
test_it_is_a_chain_and_survives(void **state)
{
	(void)state;
	uint8_t first[32], second[32], zeros[32] = { 0 };
	struct message_lease_terms one = look_of(1), two = look_of(2);
	view_log_entry(zeros, &one, 1000, first);
	view_log_entry(first, &two, 2000, second);
	assert_memory_equal(heads[1], first, 32);
	assert_memory_equal(heads[2], second, 32);
	restarts();
	assert_int_equal(kept.log_count, 3);
	assert_int_equal(kept.school_count, 0);
	assert_int_equal(lines(), 3); /* whatever stands in a lesson's name */
}

/* Whichever side ended: what the school lacks waits, in order, with its lease. */
static void
test_what_the_school_lacks_is_told_again(void **state)
{
	(void)state;
	uint8_t previous[32], room[VIEW_LEASE_BYTES_MAX];
	assert_int_equal(hear(0), VIEW_LOG_BEHIND);
	const struct view_pending *look = view_log_missing(&kept, previous);
	struct message_lease_terms terms = look_of(1);
	struct message_bytes content = signed_of(&terms, room);
	assert_true(look && look->at == 1000 && look->length == content.length);
	assert_memory_equal(look->lease, content.at, content.length);
	assert_memory_equal(previous, heads[0], 32);
	assert_int_equal(hear(2), VIEW_LOG_BEHIND);
	restarts();
	look = view_log_missing(&kept, previous);
	assert_true(look && look->at == 3000);
	assert_memory_equal(previous, heads[2], 32);
	assert_int_equal(hear(3), VIEW_LOG_AGREES);
	assert_null(view_log_missing(&kept, previous));
	restarts();
	assert_true(kept.differs_at == 0 && kept.school_count == 3);
}

/* A school that had a look cannot lose it again, whatever it says, and whatever it says later. */
static void
test_what_was_confirmed_cannot_be_taken_back(void **state)
{
	(void)state;
	uint8_t previous[32];
	assert_int_equal(hear(2), VIEW_LOG_BEHIND);
	static const int shorter[] = { 1, 0 };
	for (size_t i = 0; i < sizeof shorter / sizeof shorter[0]; i++)
		assert_int_equal(hear(shorter[i]), VIEW_LOG_DIFFERS);
	assert_true(kept.differs_at == 99000 && kept.log_count == 3 && kept.school_count == 2);
	assert_true(view_log_missing(&kept, previous)->at == 3000); /* only what it never had */
	assert_int_equal(hear(3), VIEW_LOG_AGREES);
	restarts();
	assert_true(kept.differs_at == 99000); /* it is not forgotten */
}

static void
test_another_chain_differs(void **state)
{
	(void)state;
	uint8_t other[32];
	memcpy(other, heads[3], 32);
	other[31] ^= 1;
	assert_int_equal(view_log_hear(&kept, folder, other, 5), VIEW_LOG_DIFFERS);
	restarts();
	assert_true(kept.differs_at == 5);
}

static void
test_a_school_that_confirms_nothing_sees_little(void **state)
{
	(void)state;
	for (int i = 4; i <= VIEW_PENDING_MAX; i++)
		assert_true(add(i));
	assert_true(view_log_is_full(&kept));
	assert_false(add(VIEW_PENDING_MAX + 1));
	restarts();
	assert_int_equal(kept.log_count, VIEW_PENDING_MAX);
	assert_int_equal(hear(1), VIEW_LOG_BEHIND);
	assert_true(add(VIEW_PENDING_MAX + 1));
	restarts();
}

static void
test_one_series_is_one_look(void **state)
{
	(void)state;
	assert_true(view_log_knows(&kept, 1001) && view_log_knows(&kept, 1003));
	assert_false(view_log_knows(&kept, 1004));
	assert_int_equal(hear(3), VIEW_LOG_AGREES);
	restarts();
	assert_true(view_log_knows(&kept, 1002));
}

/* Neither the state nor the list can be written: no look, and nothing half. */
static void
test_a_record_that_cannot_be_written_is_none(void **state)
{
	(void)state;
	char path[128], away[128];
	(void)snprintf(path, sizeof path, "%s/state.new", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(add(4));
	assert_int_equal(hear(3), VIEW_LOG_BEHIND); /* not confirmed before it is on disk */
	assert_int_equal(kept.log_count, 3);
	assert_int_equal(kept.school_count, 0);
	assert_int_equal(rmdir(path), 0);
	restarts();

	(void)snprintf(path, sizeof path, "%s/views.log", folder);
	(void)snprintf(away, sizeof away, "%s/state.new", folder);
	assert_int_equal(rename(path, away), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_false(add(4)); /* on record, but the pupil could not read it */
	assert_int_equal(kept.log_count, 4);
	assert_int_equal(hear(4), VIEW_LOG_BEHIND);
	assert_int_equal(rmdir(path), 0);
	memcpy(heads[4], kept.log_head, 32);
	assert_int_equal(hear(4), VIEW_LOG_AGREES);
	assert_int_equal(lines(), 4);
}

/* An end between the state and its line, or in the middle of the line. */
static void
test_a_line_that_is_missing_is_mended(void **state)
{
	(void)state;
	char path[128];
	struct stat is;
	(void)snprintf(path, sizeof path, "%s/views.log", folder);
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(truncate(path, is.st_size - 20), 0);
	assert_true(view_log_mend(&kept, folder));
	assert_int_equal(lines(), 4); /* the torn one, and it again */
	assert_int_equal(unlink(path), 0);
	assert_true(view_log_mend(&kept, folder));
	assert_int_equal(lines(), 3);
	assert_true(view_log_mend(&kept, folder));
	assert_int_equal(lines(), 3);
}

static void
test_a_damaged_state_is_none(void **state)
{
	(void)state;
	char path[128];
	struct device_state again;
	struct stat is;
	(void)snprintf(path, sizeof path, "%s/state", folder);
	assert_int_equal(stat(path, &is), 0);
	assert_int_equal(truncate(path, is.st_size - 700), 0); /* without its last looks */
	assert_false(state_load(&again, folder));
}

static void
test_an_entry_depends_on_every_part(void **state)
{
	(void)state;
	uint8_t previous[32] = { 1 }, base[32], other[32];
	const struct message_lease_terms terms = {
		.lease = 1, .device = 2, .pupil = 3, .class = 4, .teacher = 5, .kind = MESSAGE_KIND_THUMB
	};
	struct message_lease_terms changed[8];
	view_log_entry(previous, &terms, 9, base);
	for (int i = 0; i < 8; i++)
		changed[i] = terms;
	changed[0].lease++;
	changed[1].device++;
	changed[2].pupil++;
	changed[3].class ++;
	changed[4].teacher++;
	changed[5].kind = MESSAGE_KIND_FULL;
	changed[6].remote = 1;
	changed[7].page_key[31] = 1;
	for (int i = 0; i < 8; i++) {
		view_log_entry(previous, &changed[i], 9, other);
		assert_memory_not_equal(other, base, 32);
	}
	view_log_entry(previous, &terms, 10, other);
	assert_memory_not_equal(other, base, 32);
}

int
main(void)
{
#define WITH_LOOKS(test) cmocka_unit_test_setup_teardown(test, begin, finish)
	const struct CMUnitTest tests[] = {
		WITH_LOOKS(test_it_is_a_chain_and_survives),
		WITH_LOOKS(test_what_the_school_lacks_is_told_again),
		WITH_LOOKS(test_what_was_confirmed_cannot_be_taken_back),
		WITH_LOOKS(test_another_chain_differs),
		WITH_LOOKS(test_a_school_that_confirms_nothing_sees_little),
		WITH_LOOKS(test_one_series_is_one_look),
		WITH_LOOKS(test_a_record_that_cannot_be_written_is_none),
		WITH_LOOKS(test_a_line_that_is_missing_is_mended),
		WITH_LOOKS(test_a_damaged_state_is_none),
		cmocka_unit_test(test_an_entry_depends_on_every_part),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
