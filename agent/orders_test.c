#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "agent/session.h"

/*
 * T4, CLS-44: a lock or a message that nobody takes away ends by itself. The
 * screen is one of memory, the clock is the test's.
 */
static int panel_place, screen_place, closed;

struct screen *
screen_open(void)
{
	return (struct screen *)&screen_place;
}

void
screen_close(struct screen *screen)
{
	(void)screen;
}

struct panel *
panel_open(struct screen *screen, bool lock, const char *title, const char *text, const char *foot)
{
	(void)screen, (void)lock, (void)title, (void)text, (void)foot;
	return (struct panel *)&panel_place;
}

bool
panel_service(struct panel *panel)
{
	(void)panel;
	return true;
}

void
panel_close(struct panel *panel)
{
	closed += panel != NULL;
}

bool
opener_open(const char *address, size_t length)
{
	(void)address, (void)length;
	abort();
}

void
machine_clock_text(int64_t wall, char text[6])
{
	(void)wall;
	text[0] = '\0';
}

void
session_refuse(struct session *session, uint64_t lease, uint64_t order, enum message_refusal code)
{
	(void)session, (void)lease, (void)order, (void)code;
	abort();
}

#define MINUTE INT64_C(60000)
#define BELL   (50 * MINUTE)

/* Locked at 0 until the bell; the server's time is known. */
static struct session *
locked(void)
{
	struct session *session = calloc(1, sizeof *session);
	assert_non_null(session);
	session->lock = (struct session_panel){ (struct screen *)&screen_place, (struct panel *)&panel_place,
		BELL };
	session->time = (struct check_time){ .told = true };
	closed = 0;
	return session;
}

static bool
holds_at(struct session *session, int64_t now, int64_t heard)
{
	session->device.monotonic = session->device.wall = now;
	session->silent_since = heard;
	session_panels_tick(session);
	return session->lock.panel != NULL;
}

static void
it_lasts_while_the_server_speaks_and_ends_at_the_bell(void **state)
{
	(void)state;
	struct session *session = locked();
	for (int64_t now = 0; now < BELL; now += MINUTE / 3)
		assert_true(holds_at(session, now, now));
	assert_false(holds_at(session, BELL, BELL));
	assert_int_equal(closed, 1);
	free(session);
}

static void
a_dead_server_leaves_nobody_locked(void **state)
{
	(void)state;
	struct session *session = locked();
	assert_true(holds_at(session, MINUTE, MINUTE));
	assert_true(holds_at(session, 6 * MINUTE - 1, MINUTE));
	assert_false(holds_at(session, 6 * MINUTE, MINUTE)); /* five minutes of silence */
	assert_int_equal(closed, 1);
	free(session);
}

static void
without_the_servers_time_the_devices_own_must_do(void **state)
{
	(void)state;
	struct session *session = locked();
	session->time.told = false;
	assert_true(holds_at(session, BELL, BELL));
	assert_true(holds_at(session, BELL + CHECK_CLOCK_MS - 1, BELL + CHECK_CLOCK_MS - 1));
	assert_false(holds_at(session, BELL + CHECK_CLOCK_MS, BELL + CHECK_CLOCK_MS));
	free(session);
}

/* Who turns the clock back is not locked for longer: the silence is counted by the other clock. */
static void
a_clock_turned_back_does_not_keep_it(void **state)
{
	(void)state;
	struct session *session = locked();
	session->time.told = false;
	session->device.wall = -1000 * MINUTE;
	session->device.monotonic = 5 * MINUTE;
	session->silent_since = 0;
	session_panels_tick(session);
	assert_null(session->lock.panel);
	free(session);
}

static bool
message_stays_at(int64_t until, int64_t now, int64_t heard)
{
	struct session *session = locked();
	session->message = session->lock;
	session->lock = (struct session_panel){ 0 };
	session->message.until = until;
	session->device.monotonic = session->device.wall = now;
	session->silent_since = heard;
	session_panels_tick(session);
	bool stays = session->message.panel != NULL;
	assert_int_equal(closed, !stays);
	free(session);
	return stays;
}

static void
a_message_ends_as_a_lock_does(void **state)
{
	(void)state;
	assert_true(message_stays_at(10 * MINUTE, 10 * MINUTE - 1, 10 * MINUTE - 1));
	assert_false(message_stays_at(10 * MINUTE, 10 * MINUTE, 10 * MINUTE));
	assert_true(message_stays_at(10 * MINUTE, 5 * MINUTE - 1, 0));
	assert_false(message_stays_at(10 * MINUTE, 5 * MINUTE, 0));
	/* What the device itself has to say is no order of anybody's. */
	assert_true(message_stays_at(0, 600 * MINUTE, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_lasts_while_the_server_speaks_and_ends_at_the_bell),
		cmocka_unit_test(a_dead_server_leaves_nobody_locked),
		cmocka_unit_test(without_the_servers_time_the_devices_own_must_do),
		cmocka_unit_test(a_clock_turned_back_does_not_keep_it),
		cmocka_unit_test(a_message_ends_as_a_lock_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
