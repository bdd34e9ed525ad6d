#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "agent/session.h"

/* CLS-47: when the server comes back, a school's devices do not all knock in the same second. */
static void
devices_come_back_spread(void **state)
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(devices_come_back_spread) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
