#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agent/session.h"
#include "agent/still_machine.h"

/*
 * The connection's own rules, without a network, a screen and a clock: what is
 * answered, what is refused in words and what ends the connection.
 */
static int sent, held, released, orders_taken;
static bool link_open;
static struct message_head last;
static enum message_refusal last_refusal;

bool
link_send(struct link *link, struct message_bytes bytes)
{
	struct message_bytes fields;
	struct message_refuse refuse;
	(void)link;
	assert_true(message_open(bytes, MESSAGE_SIDE_DEVICE, &last, &fields));
	if (last.type == MESSAGE_REFUSE && message_refuse_decode(fields, &refuse))
		last_refusal = refuse.code;
	sent++;
	return true;
}

bool
link_is_free(const struct link *link)
{
	(void)link;
	return true;
}

void
link_connect(struct link *link)
{
	(void)link;
	link_open = true;
}

void
link_close(struct link *link)
{
	(void)link;
	link_open = false;
}

enum message_refusal
watch_hold(struct watch *watch, const struct message_lease_terms *terms, struct message_bytes content,
	int64_t wall)
{
	(void)watch, (void)terms, (void)content, (void)wall;
	held++;
	return MESSAGE_REFUSAL_NONE;
}

void
watch_release(struct watch *watch, uint64_t lease)
{
	(void)watch, (void)lease;
}

void
watch_release_all(struct watch *watch)
{
	(void)watch;
	released++;
}

void
watch_again(struct watch *watch, uint64_t lease)
{
	(void)watch, (void)lease;
}

int64_t
watch_tick(struct watch *watch, const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device)
{
	(void)watch, (void)policy, (void)time, (void)device;
	return INT64_MAX;
}

void
session_take_lock(struct session *session, const struct message_head *head, struct message_bytes content)
{
	(void)session, (void)head, (void)content;
	orders_taken++;
}

void
session_take_message(struct session *session, const struct message_head *head, struct message_bytes content)
{
	session_take_lock(session, head, content);
}

void
session_take_page(struct session *session, const struct message_head *head, struct message_bytes content)
{
	session_take_lock(session, head, content);
}

void
session_say_log_differs(struct session *session)
{
	(void)session;
}

void
session_panels_tick(struct session *session)
{
	(void)session;
}

void
session_panels_close(struct session *session)
{
	(void)session;
}

static int
set_up(void **state)
{
	static const uint8_t certificate[32] = { 4 };
	struct session *session = calloc(1, sizeof *session);
	assert_non_null(session);
	assert_true(seal_start());
	still_begin();
	sent = held = released = orders_taken = 0;
	last_refusal = MESSAGE_REFUSAL_NONE;
	session->identity.device = 7;
	assert_true(seal_public_of(session->identity.seed, session->identity.public_key));
	session_init(session);
	link_open = true;
	session_opened(session, certificate);
	*state = session;
	return 0;
}

static int
tear_down(void **state)
{
	free(*state);
	return 0;
}

#define HEARS(session, message, ...)                                                                         \
	do {                                                                                                 \
		uint8_t bytes_[300];                                                                         \
		struct message_writer out_ = message_writer(bytes_, sizeof bytes_);                          \
		assert_true(message_##message##_encode(&out_, 1, 5,                                          \
			&(struct message_##message)__VA_ARGS__));                                            \
		session_received(session, message_written(&out_));                                           \
	} while (0)

static void
cls_14_the_first_word_is_the_servers_question(void **state)
{
	struct session *session = *state;
	HEARS(session, lease, { .content = { (const uint8_t *)"x", 1 } });
	assert_false(link_open);
	assert_int_equal(held + sent, 0);
	assert_int_equal(released, 1);
}

static struct session *
greeted(void **state)
{
	struct session *session = *state;
	HEARS(session, challenge, { .nonce = { 1 } });
	assert_true(link_open);
	assert_int_equal(last.type, MESSAGE_HELLO);
	return session;
}

static void
cls_15_what_no_agent_does_is_refused_in_words(void **state)
{
	struct session *session = greeted(state);
	HEARS(session, focus, { .content = { (const uint8_t *)"x", 1 } });
	assert_true(link_open);
	assert_int_equal(last_refusal, MESSAGE_REFUSAL_ECAP);
	assert_int_equal(orders_taken, 0);
}

static void
cls_15_what_stands_in_no_table_ends_the_connection(void **state)
{
	static const uint8_t unknown[MESSAGE_HEAD_BYTES] = { 0xff, [8] = 1 };
	struct session *session = greeted(state);
	session_received(session, (struct message_bytes){ unknown, sizeof unknown });
	assert_false(link_open);
}

static void
cls_15_a_devices_own_words_are_no_servers(void **state)
{
	struct session *session = greeted(state);
	HEARS(session, notice_ack, { .at = 1 });
	assert_false(link_open);
}

static void
cls_22_nothing_is_held_that_was_not_checked(void **state)
{
	struct session *session = greeted(state);
	HEARS(session, lease, { .content = { (const uint8_t *)"x", 1 } });
	assert_int_equal(held, 0);
	assert_int_equal(last_refusal, MESSAGE_REFUSAL_EPOLICY);
	assert_int_equal(last.lease, 5);
}

static void
cls_44_the_silence_counts_from_the_last_ping_also_over_a_broken_line(void **state)
{
	struct session *session = greeted(state);
	still.now += 20000;
	HEARS(session, ping, { .content = { 0 } });
	int64_t heard = still.now;
	still.now += SESSION_SILENT_MS;
	(void)session_tick(session); /* no word for three pings: the line is given up */
	assert_false(link_open);
	assert_false(session->connected);
	assert_int_equal(released, 1);
	assert_int_equal(session->silent_since, heard);
	static const uint8_t certificate[32] = { 4 };
	session_opened(session, certificate); /* a server that only takes connections says nothing */
	assert_int_equal(session->silent_since, heard);
}

/* A school forgets a raised hand with its line, the pupil does not. */
static void
cls_43_a_hand_stays_up_over_a_broken_line(void **state)
{
	static const uint8_t certificate[32] = { 4 };
	struct session *session = *state;
	session_hand(session, true);
	assert_int_equal(sent, 0); /* nothing is said before the hello */
	for (int line = 1; line <= 2; line++) {
		HEARS(session, challenge, { .nonce = { 1 } });
		assert_int_equal(last.type, MESSAGE_HAND);
		assert_int_equal(sent, 2 * line);
		session_closed(session);
		session_opened(session, certificate);
	}
	session_hand(session, false);
	HEARS(session, challenge, { .nonce = { 1 } });
	assert_int_equal(last.type, MESSAGE_HELLO);
}

/* CLS-47: when the server comes back, a school's devices do not all knock in the same second. */
static void
cls_47_devices_come_back_spread(void **state)
{
	enum { DEVICES = 10000, SECONDS = SESSION_SPREAD_MS / 1000 };
	int arrivals[SECONDS] = { 0 };
	uint32_t chance = 1;
	(void)state;
	assert_int_equal(session_back_after(0), SESSION_BACK_MS);
	assert_int_equal(session_back_after(UINT32_MAX) < SESSION_BACK_MS + SESSION_SPREAD_MS, 1);
	for (int i = 0; i < DEVICES; i++) {
		chance ^= chance << 13, chance ^= chance >> 17, chance ^= chance << 5;
		int64_t after = session_back_after(chance) - SESSION_BACK_MS;
		assert_in_range(after, 0, SESSION_SPREAD_MS - 1);
		arrivals[after / 1000]++;
	}
	for (int i = 0; i < SECONDS; i++)
		assert_in_range(arrivals[i], DEVICES / SECONDS * 3 / 4, DEVICES / SECONDS * 5 / 4);
}

int
main(void)
{
#define CONNECTED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CONNECTED(cls_14_the_first_word_is_the_servers_question),
		CONNECTED(cls_15_what_no_agent_does_is_refused_in_words),
		CONNECTED(cls_15_what_stands_in_no_table_ends_the_connection),
		CONNECTED(cls_15_a_devices_own_words_are_no_servers),
		CONNECTED(cls_22_nothing_is_held_that_was_not_checked),
		CONNECTED(cls_44_the_silence_counts_from_the_last_ping_also_over_a_broken_line),
		CONNECTED(cls_43_a_hand_stays_up_over_a_broken_line),
		cmocka_unit_test(cls_47_devices_come_back_spread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
