#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/still_machine.h"
#include "agent/vectors.h"
#include "agent/view_log.h"
#include "agent/watch.h"

/* One look, from the lease of the vectors, on a screen of memory: what is sent when that screen
 * changes its size, and when its display answers late. */
static struct watch watch;
static struct identity identity;
static struct device_state state;
static struct check_policy policy;
static struct check_time server_time;
static struct check_device device;
static char folder[] = "/tmp/campanella-watch.XXXXXX";
static uint8_t last; /* message */
static enum message_refusal refused;
static uint32_t sent;

static struct message_bytes
bytes_of(const char *hex, uint8_t *room)
{
	size_t length = strlen(hex) / 2;
	for (size_t i = 0; i < length; i++) {
		const char digits[3] = { hex[2 * i], hex[2 * i + 1], 0 };
		room[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return (struct message_bytes){ room, length };
}

static uint32_t
next_sequence(void *context)
{
	(void)context;
	return sent + 1;
}

static bool
send_bytes(void *context, struct message_bytes bytes)
{
	struct message_head head;
	struct message_bytes fields;
	struct message_refuse refuse;
	(void)context;
	assert_true(message_open(bytes, MESSAGE_SIDE_DEVICE, &head, &fields));
	last = head.type;
	if (last == MESSAGE_REFUSE && message_refuse_decode(fields, &refuse))
		refused = refuse.code;
	sent++;
	return true;
}

static bool
is_free(void *context)
{
	(void)context;
	return true;
}

static void
tick_after(int64_t ms)
{
	still.now += ms;
	device.monotonic += ms;
	device.wall += ms;
	last = 0;
	(void)watch_tick(&watch, &policy, &server_time, &device);
}

/* The case's clock and the machine's are one. */
static int
set_up(void **nothing)
{
	static uint8_t rooms[3][120000];
	const struct lease_case *one = &lease_cases[0];
	struct message_lease_terms terms;
	static struct check_nonces nonces;
	(void)nothing;
	if (folder[sizeof folder - 2] == 'X') {
		assert_true(seal_start());
		assert_non_null(mkdtemp(folder));
	}
	still_begin();
	still.now = one->monotonic;
	device = (struct check_device){ .device = (uint64_t)one->device,
		.wall = one->wall,
		.monotonic = one->monotonic,
		.address_count = 1,
		.user_is_here = true,
		.can = { [MESSAGE_KIND_THUMB] = true } };
	(void)bytes_of(one->addresses[0], device.addresses[0]);
	uint8_t key[32];
	(void)bytes_of(lease_policy_key, key);
	policy = (struct check_policy){ 0 };
	server_time = (struct check_time){ 0 };
	nonces = (struct check_nonces){ 0 };
	state = (struct device_state){ 0 };
	refused = MESSAGE_REFUSAL_NONE;
	assert_true(seal_public_of(identity.seed, identity.public_key));
	watch = (struct watch){ .identity = &identity,
		.state = &state,
		.folder = folder,
		.out = { NULL, next_sequence, send_bytes, is_free } };
	assert_int_equal(check_policy_take(&policy, key, bytes_of(one->policy, rooms[0]), &device), 0);
	struct check_device then = device;
	then.wall = one->time_wall;
	then.monotonic = one->time_monotonic;
	assert_true(check_time_take(&server_time, &policy, bytes_of(one->time, rooms[1]), &then));
	struct message_bytes content = bytes_of(one->content, rooms[2]);
	assert_int_equal(check_lease(&policy, &server_time, &nonces, &device, content, &terms), 0);
	assert_int_equal(watch_hold(&watch, &terms, content, device.wall), 0);
	tick_after(10);
	assert_int_equal(last, MESSAGE_NOTICE_ACK);
	assert_int_equal(still.strips, 0);
	(void)view_log_hear(&state, folder, state.log_head, device.wall);
	tick_after(10);
	assert_int_equal(last, MESSAGE_FRAME_KEY);
	return 0;
}

static int
tear_down(void **nothing)
{
	char path[64];
	(void)nothing;
	watch_release_all(&watch);
	assert_true(watch_is_idle(&watch) && !still.notice);
	for (const char *const *name = (const char *const[]){ "views.log", "state", NULL }; *name; name++) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, *name);
		(void)unlink(path);
	}
	return 0;
}

static void
what_changes_goes_as_a_piece_and_another_size_as_a_whole(void **nothing)
{
	(void)nothing;
	still.pixels[STILL_WIDTH_MAX * 60 + 60] = 0xffffff;
	tick_after(1000);
	assert_int_equal(last, MESSAGE_FRAME_TILES);
	tick_after(1000); /* nothing changed */
	assert_int_equal(last, 0);
	still.width = 140, still.height = 100;
	tick_after(1000);
	assert_int_equal(last, MESSAGE_FRAME_KEY);
	tick_after(1000);
	assert_int_equal(last, 0);
	still.width = 8, still.height = 8; /* no screen that can be shown */
	tick_after(1000);
	assert_int_equal(last, 0);
}

static void
cls_25_no_picture_for_long_is_said(void **nothing)
{
	(void)nothing;
	still.width = 8, still.height = 8;
	for (int i = 0; i < 5; i++) {
		tick_after(1000);
		assert_int_equal(refused, MESSAGE_REFUSAL_NONE);
	}
	still.width = STILL_WIDTH_MAX, still.height = STILL_HEIGHT_MAX; /* in time: it begins anew */
	tick_after(1000);
	assert_int_equal(last, MESSAGE_FRAME_KEY);
	still.width = 8, still.height = 8;
	for (int i = 0; i < 7 && !watch_is_idle(&watch); i++)
		tick_after(1000);
	assert_int_equal(refused, MESSAGE_REFUSAL_ECAP);
	assert_true(watch_is_idle(&watch) && !still.notice);
}

static void
cls_19_what_a_late_display_answers_is_not_used(void **nothing)
{
	(void)nothing;
	int strips = still.strips;
	still.pixels[STILL_WIDTH_MAX * 60 + 60] = 0xffffff;
	still.ready_takes = WATCH_STALE_MS + 1;
	tick_after(1000);
	assert_int_equal(still.strips, strips);
	assert_int_equal(last, 0);
	still.ready_takes = 0;
	device.monotonic = still.now; /* every check again: the lease is good still */
	device.wall += WATCH_STALE_MS + 1;
	tick_after(10);
	assert_int_equal(last, MESSAGE_FRAME_TILES);
	tick_after(36000); /* the lease is over */
	assert_int_equal(last, MESSAGE_LEASE_END);
	assert_true(watch_is_idle(&watch));
}

int
main(void)
{
#define LOOKED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		LOOKED(what_changes_goes_as_a_piece_and_another_size_as_a_whole),
		LOOKED(cls_25_no_picture_for_long_is_said),
		LOOKED(cls_19_what_a_late_display_answers_is_not_used),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)rmdir(folder);
	return failed;
}
