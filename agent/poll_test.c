#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "agent/poll.h"

static struct message_bytes
message_of(enum message_type type, uint8_t room[64])
{
	struct message_writer out = message_writer(room, 64);
	if (type == MESSAGE_HAND)
		assert_true(message_hand_encode(&out, 1, 0, &(struct message_hand){ 7, 1 }));
	else if (type == MESSAGE_NOTICE_ACK)
		assert_true(message_notice_ack_encode(&out, 1, 5, &(struct message_notice_ack){ .at = 1 }));
	else
		assert_true(message_ping_encode(&out, 1, 0, &(struct message_ping){ 0 }));
	return message_written(&out);
}

static void
polls_after_upgrades_that_failed_and_no_sooner(void **state)
{
	(void)state;
	struct poll poll = { 0 };
	poll_upgrade_failed(&poll);
	assert_false(poll_is_next(&poll));
	poll_upgraded(&poll); /* it was a moment's trouble */
	poll_upgrade_failed(&poll);
	assert_false(poll_is_next(&poll));
	poll_upgrade_failed(&poll);
	assert_true(poll_is_next(&poll));
	poll_failed(&poll); /* nor does that work: it was not the upgrade */
	assert_false(poll_is_next(&poll));
}

static void
orders_answers_go_and_pictures_do_not(void **state)
{
	(void)state;
	struct poll poll = { 0 };
	uint8_t room[64], body[POLL_BODY_MAX];
	static const uint8_t zeros[POLL_LINE_BYTES];
	static uint8_t long_one[POLL_BODY_MAX] = { MESSAGE_HAND };
	poll_begin(&poll);
	assert_true(poll_put(&poll, message_of(MESSAGE_HAND, room)));
	assert_false(poll_put(&poll, message_of(MESSAGE_NOTICE_ACK, room)));
	for (int type = 0; type < 256; type++) {
		uint8_t head[MESSAGE_HEAD_BYTES] = { (uint8_t)type };
		bool goes = type == MESSAGE_HELLO || type == MESSAGE_ENROL || type == MESSAGE_REFUSE ||
			type == MESSAGE_HAND || type == MESSAGE_LOGHEAD || type == MESSAGE_LOOK ||
			type == MESSAGE_PING;
		struct poll other = { 0 };
		poll_begin(&other);
		assert_int_equal(poll_put(&other, (struct message_bytes){ head, sizeof head }), goes);
	}
	assert_false(poll_put(&poll, (struct message_bytes){ long_one, sizeof long_one }));
	struct message_bytes hand = message_of(MESSAGE_HAND, room);
	assert_int_equal(poll_take_body(&poll, body), POLL_LINE_BYTES + hand.length);
	assert_memory_equal(body, zeros, sizeof zeros);
	assert_memory_equal(body + POLL_LINE_BYTES, hand.at, hand.length);
	assert_int_equal(poll_take_body(&poll, body), POLL_LINE_BYTES); /* nothing twice */
}

static void
an_answer_is_whole_messages_and_the_first_names_the_line(void **state)
{
	(void)state;
	struct poll poll = { 0 };
	uint8_t room[256], body[POLL_BODY_MAX];
	struct message_challenge challenge;
	memset(challenge.nonce, 9, sizeof challenge.nonce);
	struct message_writer out = message_writer(room, sizeof room);
	assert_true(message_challenge_encode(&out, 1, 0, &challenge));
	assert_true(message_ping_encode(&out, 2, 0, &(struct message_ping){ 0 }));
	struct message_bytes all = message_written(&out), answer = all, message;
	bool broken;
	poll_begin(&poll);
	assert_true(poll_next(&poll, &answer, &message, &broken));
	assert_int_equal(message.at[0], MESSAGE_CHALLENGE);
	assert_true(poll_next(&poll, &answer, &message, &broken));
	assert_int_equal(message.at[0], MESSAGE_PING);
	assert_false(poll_next(&poll, &answer, &message, &broken));
	assert_false(broken);
	assert_int_equal(poll_take_body(&poll, body), POLL_LINE_BYTES);
	assert_memory_equal(body, challenge.nonce, POLL_LINE_BYTES);
	size_t last = message.length; /* without the whole of the last message it is whole too */
	for (size_t cut = 1; cut < all.length; cut++) {
		answer = (struct message_bytes){ all.at, all.length - cut };
		while (poll_next(&poll, &answer, &message, &broken))
			continue;
		assert_int_equal(broken, cut != last);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(polls_after_upgrades_that_failed_and_no_sooner),
		cmocka_unit_test(orders_answers_go_and_pictures_do_not),
		cmocka_unit_test(an_answer_is_whole_messages_and_the_first_names_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
