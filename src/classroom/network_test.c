/* CLS-23: is an address inside the networks of a site? */
#include "classroom/network.h"

#include "platform/test.h"

static bool
holds(const char *list, const char *print)
{
	uint8_t address[16];
	assert_true(network_address(text_of(print), address));
	return networks_hold(text_of(list), address);
}

static void
an_address_is_inside_or_not(void **state)
{
	(void)state;
	assert_true(holds("192.0.2.0/24", "192.0.2.1"));
	assert_true(holds("192.0.2.0/24", "::ffff:192.0.2.1"));
	assert_false(holds("192.0.2.0/24", "192.0.3.1"));
	assert_true(holds("10.20.0.0/15", "10.21.255.255"));
	assert_false(holds("10.20.0.0/15", "10.22.0.0"));
	assert_true(holds("203.0.113.0/24, 2001:db8::/48", "2001:db8::7"));
	assert_false(holds("203.0.113.0/24, 2001:db8::/48", "2001:db8:1::7"));
	assert_true(holds("198.51.100.7/32", "198.51.100.7"));
	assert_false(holds("198.51.100.7/32", "198.51.100.8"));
}

static void
a_site_without_networks_holds_nobody(void **state)
{
	(void)state;
	assert_false(holds("", "192.0.2.1"));
	assert_false(holds("nonsense, 192.0.2.0/33, 192.0.2.0, /24", "192.0.2.1"));
	assert_true(holds("nonsense, 192.0.2.0/32", "192.0.2.0"));
	/* No IPv4 network is meant by an IPv6 prefix that happens to hold it. */
	assert_false(holds("2001:db8::/32", "192.0.2.1"));
}

static void
what_is_no_address_is_refused(void **state)
{
	(void)state;
	uint8_t address[16];
	static const char *const bad[] = { "", "192.0.2", "192.0.2.256", "::g", "192.0.2.1/24",
		"192.0.2.1 " };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(network_address(text_of(bad[i]), address));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_inside_or_not),
		cmocka_unit_test(a_site_without_networks_holds_nobody),
		cmocka_unit_test(what_is_no_address_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
