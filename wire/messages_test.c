#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/messages.h"

static void
test_head_is_17_bytes_big_endian(void **state)
{
	(void)state;
	uint8_t room[64];
	struct message_writer out = message_writer(room, sizeof room);
	assert_true(message_state_encode(&out, 0x01020304, 0x1122334455667788,
		&(struct message_state){
			.device = 7, .state = MESSAGE_TILE_STATE_REFUSED, .code = MESSAGE_REFUSAL_ETIME }));
	const uint8_t expected[] = { 22, 0, 0, 0, 10, 1, 2, 3, 4, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
		0x88, 0, 0, 0, 0, 0, 0, 0, 7, 4, 5 };
	assert_int_equal(out.length, sizeof expected);
	assert_memory_equal(room, expected, sizeof expected);

	struct message_head head;
	struct message_bytes fields;
	assert_true(message_open(message_written(&out), MESSAGE_SIDE_SERVER, &head, &fields));
	assert_int_equal(head.type, MESSAGE_STATE);
	assert_int_equal(head.sequence, 0x01020304);
	assert_true(head.lease == 0x1122334455667788);
	struct message_state taken;
	assert_true(message_state_decode(fields, &taken));
	assert_int_equal(taken.code, MESSAGE_REFUSAL_ETIME);
}

/* CLS-15: each of these closes the connection. */
static void
test_what_does_not_stand_in_the_table_is_refused(void **state)
{
	(void)state;
	uint8_t room[64];
	struct message_writer out = message_writer(room, sizeof room);
	assert_true(message_hand_encode(&out, 1, 0, &(struct message_hand){ .device = 1, .up = 1 }));
	struct message_head head;
	struct message_bytes fields, whole = message_written(&out);
	assert_true(message_open(whole, MESSAGE_SIDE_DEVICE, &head, &fields));
	assert_false(message_open(whole, MESSAGE_SIDE_VIEWER, &head, &fields));
	whole.length--;
	assert_false(message_open(whole, MESSAGE_SIDE_DEVICE, &head, &fields));
	whole.length = MESSAGE_HEAD_BYTES - 1;
	assert_false(message_open(whole, MESSAGE_SIDE_DEVICE, &head, &fields));
	whole.length = out.length;
	const struct {
		size_t at;
		uint8_t byte;
	} changes[] = { { 0, 0 }, { 0, 24 }, { 0, 255 }, { 1, 1 }, { 2, 1 }, { 4, 10 } };
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		uint8_t kept = room[changes[i].at];
		room[changes[i].at] = changes[i].byte;
		assert_false(message_open(whole, MESSAGE_SIDE_DEVICE, &head, &fields));
		room[changes[i].at] = kept;
	}
	struct message_state tile;
	const uint8_t no_such_word[] = { 0, 0, 0, 0, 0, 0, 0, 7, 200, 5 };
	assert_false(message_state_decode((struct message_bytes){ no_such_word, 10 }, &tile));
	const uint8_t too_long[11] = { 0 };
	assert_false(message_state_decode((struct message_bytes){ too_long, 11 }, &tile));
	assert_false(message_state_decode((struct message_bytes){ too_long, 9 }, &tile));
}

static void
test_lists_and_records_come_back(void **state)
{
	(void)state;
	uint8_t room[4096];
	const struct message_domain domains[] = { { message_text("scuola.example") },
		{ message_text("b.example") } };
	struct message_focus_order order = { .on = 1, .domains = { .at = domains, .count = 2 } };
	order.order.teacher_name = message_text("Ada B.\xc3\xa8");
	order.order.expires = -5;
	struct message_writer out = message_writer(room, sizeof room);
	message_focus_order_put(&out, &order);
	struct message_focus_order taken;
	assert_true(message_focus_order_decode(message_written(&out), &taken));
	assert_int_equal(taken.order.expires, -5);
	assert_int_equal(taken.domains.count, 2);
	struct message_domain domain;
	assert_true(message_domain_take(&taken.domains.bytes, &domain));
	assert_true(message_domain_take(&taken.domains.bytes, &domain));
	assert_int_equal(domain.name.length, 9);
	assert_memory_equal(domain.name.at, "b.example", 9);
	assert_false(message_domain_take(&taken.domains.bytes, &domain));

	/* What was taken can be put again as it is. */
	uint8_t again[4096];
	assert_true(message_focus_order_decode(message_written(&out), &taken));
	struct message_writer copy = message_writer(again, sizeof again);
	message_focus_order_put(&copy, &taken);
	assert_int_equal(copy.length, out.length);
	assert_memory_equal(again, room, out.length);
}

static void
test_more_than_the_table_allows_is_not_written(void **state)
{
	(void)state;
	static uint8_t room[8192];
	static char long_text[2000];
	memset(long_text, 'a', sizeof long_text - 1);
	struct message_writer out = message_writer(room, sizeof room);
	struct message_enrol enrol = { .code = message_text(long_text) };
	assert_false(message_enrol_encode(&out, 1, 0, &enrol));
	out = message_writer(room, sizeof room);
	enrol.code = message_text("two\tcolumns");
	assert_false(message_enrol_encode(&out, 1, 0, &enrol));
	out = message_writer(room, 20);
	enrol.code = message_text("short");
	assert_false(message_enrol_encode(&out, 1, 0, &enrol));
	struct message_wrap wraps[17] = { 0 };
	out = message_writer(room, sizeof room);
	assert_false(message_frame_key_encode(&out, 1, 0,
		&(struct message_frame_key){ .wraps = { .at = wraps, .count = 17 } }));
}

static void
test_text_is_utf8_without_control_characters(void **state)
{
	(void)state;
	static const char *const good[] = { "", "line\nline", "\xc3\xa8", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80" };
	static const char *const bad[] = { "\t", "\x7f", "\xc2\x85", "\xc3", "\xc0\xaf", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xe0\x80\xaf", "\x80", "a\xff" };
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(message_is_text(message_text(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(message_is_text(message_text(bad[i])));
}

static void
test_signature_is_the_last_64_bytes(void **state)
{
	(void)state;
	uint8_t both[66] = { 1, 2, 3 };
	struct message_bytes payload;
	const uint8_t *signature;
	assert_true(message_split_signed((struct message_bytes){ both, 66 }, &payload, &signature));
	assert_int_equal(payload.length, 2);
	assert_ptr_equal(signature, both + 2);
	assert_false(message_split_signed((struct message_bytes){ both, 63 }, &payload, &signature));
	uint8_t room[64];
	struct message_writer out = message_writer(room, sizeof room);
	message_put_signed(&out, MESSAGE_LEASE_TERMS_LABEL, payload);
	assert_int_equal(out.length, strlen("campanella/lease/1") + 1 + 2);
	assert_memory_equal(room, "campanella/lease/1\0\1\2", out.length);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_head_is_17_bytes_big_endian),
		cmocka_unit_test(test_what_does_not_stand_in_the_table_is_refused),
		cmocka_unit_test(test_lists_and_records_come_back),
		cmocka_unit_test(test_more_than_the_table_allows_is_not_written),
		cmocka_unit_test(test_text_is_utf8_without_control_characters),
		cmocka_unit_test(test_signature_is_the_last_64_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
