/* What the body of a long poll may bring, and what it ends the line with. */
#include <string.h>

#include "daemon/devices_hub.h"
#include "platform/test.h"

static struct hub hub;
static struct link line;
static struct device *device;
static uint8_t body[4096];
static struct message_writer out;

static int
set_up(void **state)
{
	(void)state;
	hub = (struct hub){ .now_ms = 1000000, .monotonic_ms = 1000 };
	device = device_add(&hub, 901);
	line = (struct link){ .is_poll = true, .device = device };
	device->link = &line;
	out = message_writer(body, sizeof body);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	device->link = NULL;
	device_forget(&hub, 901);
	return 0;
}

static void
hand(uint32_t sequence, bool up)
{
	assert_true(message_hand_encode(&out, sequence, 0, &(struct message_hand){ 901, up }));
}

static bool
is_heard(size_t less)
{
	return poll_heard(&hub, &line, (struct message_bytes){ out.at, out.length - less });
}

static void
all_messages_of_a_body_are_heard_in_order(void **state)
{
	(void)state;
	hand(1, true);
	assert_true(is_heard(0));
	assert_true(device->hand);
	out.length = 0;
	assert_true(is_heard(0)); /* it only waits */
	hand(2, true);
	assert_true(message_ping_encode(&out, 3, 0, &(struct message_ping){ 0 }));
	hand(4, false);
	assert_true(is_heard(0));
	assert_false(device->hand);
}

static void
what_was_said_before_or_is_cut_off_ends_the_line(void **state)
{
	(void)state;
	hand(5, true);
	assert_true(is_heard(0));
	assert_false(is_heard(0)); /* the same again */
	out.length = 0;
	hand(6, false);
	for (size_t less = 1; less < out.length; less++)
		assert_false(is_heard(less));
	assert_true(device->hand);
}

static void
nothing_that_shows_a_screen_is_heard(void **state)
{
	(void)state;
	for (unsigned type = 0; type <= UINT8_MAX; type++) {
		bool may = type == MESSAGE_HELLO || type == MESSAGE_ENROL || type == MESSAGE_REFUSE ||
			type == MESSAGE_HAND || type == MESSAGE_LOGHEAD || type == MESSAGE_LOOK ||
			type == MESSAGE_PING;
		struct message_head head = { .type = (uint8_t)type };
		assert_int_equal(link_may_say(&line, &head), may);
	}
	assert_true(message_frame_tiles_encode(&out, 1, 5,
		&(struct message_frame_tiles){ { (const uint8_t *)"sealed", 6 } }));
	assert_false(is_heard(0));
}

static void
a_stranger_says_who_it_is_and_no_more(void **state)
{
	(void)state;
	line.device = NULL;
	hand(1, true);
	assert_false(is_heard(0));
	assert_false(device->hand);
	line.device = device;
}

static void
who_talks_without_end_is_closed(void **state)
{
	(void)state;
	uint32_t sequence = 0;
	do {
		out.length = 0;
		sequence++;
		hand(sequence, sequence & 1);
		assert_true(sequence <= PACE_MAX + 1);
	} while (is_heard(0));
	assert_int_equal(sequence, PACE_MAX + 1);
	hub.monotonic_ms += PACE_MS;
	out.length = 0;
	hand(++sequence, true);
	assert_true(is_heard(0));
}

int
main(void)
{
#define ON_A_LINE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		ON_A_LINE(all_messages_of_a_body_are_heard_in_order),
		ON_A_LINE(what_was_said_before_or_is_cut_off_ends_the_line),
		ON_A_LINE(nothing_that_shows_a_screen_is_heard),
		ON_A_LINE(a_stranger_says_who_it_is_and_no_more),
		ON_A_LINE(who_talks_without_end_is_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
