/* CLS-16, CLS-36: one picture waits for a viewer, one is kept of a device. */
#include "daemon/relay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/frame_slot.h"
#include "platform/test.h"

static struct payload *
picture(const char *word)
{
	return payload_make((struct bytes){ (const uint8_t *)word, strlen(word) });
}

static bool
offers(struct relay_lane *lane, const char *word, bool whole)
{
	struct payload *payload = picture(word);
	bool taken = relay_offer(lane, payload, whole);
	payload_release(payload);
	return taken;
}

static void
writes(struct relay_lane *lane, const char *word, bool wanted_again)
{
	bool again = false;
	struct payload *payload = relay_next(lane, &again);
	assert_non_null(payload);
	assert_int_equal(payload->length, strlen(word));
	assert_memory_equal(payload->at, word, payload->length);
	assert_int_equal(again, wanted_again);
	payload_release(payload);
}

static void
cls_16_a_reader_that_keeps_up_gets_all(void **state)
{
	(void)state;
	struct relay_lane lane = { 0 };
	assert_true(offers(&lane, "whole", true));
	writes(&lane, "whole", false);
	assert_true(offers(&lane, "piece 1", false));
	writes(&lane, "piece 1", false);
	assert_true(offers(&lane, "piece 2", false));
	writes(&lane, "piece 2", false);
	bool again;
	assert_null(relay_next(&lane, &again));
	relay_clear(&lane);
}

static void
cls_16_one_waits_and_pieces_are_lost_until_the_next_whole_one(void **state)
{
	(void)state;
	struct relay_lane lane = { 0 };
	assert_true(offers(&lane, "whole 1", true));
	assert_false(offers(&lane, "piece 1", false));
	assert_false(offers(&lane, "piece 2", false));
	writes(&lane, "whole 1", true); /* there is room: a whole one is asked for, once */
	assert_false(offers(&lane, "piece 3", false));
	bool again;
	assert_null(relay_next(&lane, &again));
	assert_true(offers(&lane, "whole 2", true));
	writes(&lane, "whole 2", false);
	assert_true(offers(&lane, "piece 4", false));
	writes(&lane, "piece 4", false);
	relay_clear(&lane);
}

static void
cls_16_a_whole_picture_takes_the_place_of_what_waits(void **state)
{
	(void)state;
	struct relay_lane lane = { 0 };
	assert_true(offers(&lane, "whole 1", true));
	assert_true(offers(&lane, "whole 2", true));
	writes(&lane, "whole 2", false);
	assert_true(offers(&lane, "piece", false));
	assert_false(offers(&lane, "piece", false));
	assert_true(offers(&lane, "whole 3", true));
	writes(&lane, "whole 3", false);
	relay_clear(&lane);
}

static void
two_readers_share_the_bytes(void **state)
{
	(void)state;
	struct relay_lane one = { 0 }, other = { 0 };
	struct payload *payload = picture("whole");
	relay_offer(&one, payload, true);
	relay_offer(&other, payload, true);
	assert_int_equal(payload->holders, 3);
	payload_release(payload);
	writes(&one, "whole", false);
	relay_clear(&other);
}

static void
cls_36_ten_thousand_pictures_leave_one(void **state)
{
	(void)state;
	struct frame_slot slot = { 0 };
	char marker[64];
	for (int i = 0; i < 10000; i++) {
		int length = snprintf(marker, sizeof marker, "picture %d %s", i,
			i % 2 ? "" : "longer than the others");
		if (!frame_slot_put(&slot, (struct bytes){ (const uint8_t *)marker, (size_t)length }, i))
			skip(); /* this machine locks no memory: nothing is kept at all */
	}
	struct bytes kept = frame_slot_get(&slot);
	assert_int_equal(kept.length, strlen("picture 9999 "));
	assert_memory_equal(kept.at, "picture 9999 ", kept.length);
	for (size_t i = kept.length; i < slot.room; i++) /* and nothing of the longer one before */
		assert_int_equal(slot.at[i], 0);
	frame_slot_wipe(&slot);
	assert_null(slot.at);
	assert_int_equal(frame_slot_get(&slot).length, 0);
}

/* Whether the system says of this memory that it is locked and in no core dump. */
static bool
flags_of(const void *at, char *flags, size_t size)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	if (!maps)
		return false;
	char line[512];
	bool here = false, found = false;
	while (!found && fgets(line, sizeof line, maps)) {
		unsigned long first, last;
		if (sscanf(line, "%lx-%lx ", &first, &last) == 2)
			here = first <= (unsigned long)at && (unsigned long)at < last;
		else if (here && strncmp(line, "VmFlags:", 8) == 0)
			found = snprintf(flags, size, "%s", line + 8) > 0;
	}
	fclose(maps);
	return found;
}

static void
cls_36_kept_in_locked_memory_that_no_core_dump_holds(void **state)
{
	(void)state;
	struct frame_slot slot = { 0 };
	char flags[512] = "";
	if (!frame_slot_put(&slot, (struct bytes){ (const uint8_t *)"picture", 7 }, 1) ||
		!flags_of(slot.at, flags, sizeof flags))
		skip();
#if !defined(__SANITIZE_ADDRESS__) /* which makes mlock do nothing */
	assert_non_null(strstr(flags, " lo"));
#endif
	assert_non_null(strstr(flags, " dd"));
	frame_slot_wipe(&slot);
}

static void
cls_36_what_is_too_long_leaves_nothing(void **state)
{
	(void)state;
	struct frame_slot slot = { 0 };
	uint8_t *big = calloc(1, FRAME_BYTES_MAX + 1);
	if (!frame_slot_put(&slot, (struct bytes){ (const uint8_t *)"picture", 7 }, 1))
		skip();
	assert_false(frame_slot_put(&slot, (struct bytes){ big, FRAME_BYTES_MAX + 1 }, 2));
	assert_int_equal(frame_slot_get(&slot).length, 0);
	free(big);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cls_16_a_reader_that_keeps_up_gets_all),
		cmocka_unit_test(cls_16_one_waits_and_pieces_are_lost_until_the_next_whole_one),
		cmocka_unit_test(cls_16_a_whole_picture_takes_the_place_of_what_waits),
		cmocka_unit_test(two_readers_share_the_bytes),
		cmocka_unit_test(cls_36_ten_thousand_pictures_leave_one),
		cmocka_unit_test(cls_36_kept_in_locked_memory_that_no_core_dump_holds),
		cmocka_unit_test(cls_36_what_is_too_long_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
