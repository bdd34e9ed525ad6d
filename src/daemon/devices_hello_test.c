/*
 * Who a connection is (CLS-14), and what a device may say: a device without a
 * network. What web would be told and the device would hear is counted here.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_fixture.h"
#include "platform/test.h"

static struct hub hub;
static struct link line;
static uint8_t public_key[CRYPT_PUBLIC_BYTES], secret[CRYPT_SECRET_BYTES];

static int
set_up(void **state)
{
	(void)state;
	hub = (struct hub){ .now_ms = 1000000, .monotonic_ms = 1000 };
	crypt_sign_from_seed((const uint8_t[CRYPT_KEY_BYTES]){ 7 }, public_key, secret);
	line = (struct link){ .nonce = { 5 } };
	heard = (struct devices_heard){ 0 };
	struct device *device = device_add(&hub, 901);
	memcpy(device->public_key, public_key, sizeof public_key);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	struct device *device = device_find(&hub, 901);
	device->link = NULL;
	device_forget(&hub, 901);
	return 0;
}

/* A hello as the device with our key would say it, about this proof. */
static bool
says_hello(uint64_t id, const struct message_hello_proof *proof)
{
	uint8_t payload_room[200], label_room[300], hello_room[400];
	struct message_writer payload = message_writer(payload_room, sizeof payload_room),
			      label = message_writer(label_room, sizeof label_room),
			      out = message_writer(hello_room, sizeof hello_room);
	message_hello_proof_put(&payload, proof);
	message_put_signed(&label, MESSAGE_HELLO_PROOF_LABEL, message_written(&payload));
	struct message_hello hello = { .device = id,
		.can = MESSAGE_CAN_SCREEN | MESSAGE_CAN_LOCK | MESSAGE_CAN_ORDERS_ONLY };
	struct message_bytes bytes = message_written(&label);
	crypt_sign(secret, (struct bytes){ bytes.at, bytes.length }, hello.signature);
	message_hello_put(&out, &hello);
	return device_hello(&hub, &line, message_written(&out));
}

static struct message_hello_proof
true_proof(void)
{
	struct message_hello_proof proof = { .device = 901 };
	memcpy(proof.nonce, line.nonce, sizeof proof.nonce);
	memcpy(proof.certificate, seen_certificate, sizeof proof.certificate);
	return proof;
}

static void
is_a_stranger(uint64_t id, const struct message_hello_proof *proof)
{
	int said = heard.said;
	assert_true(says_hello(id, proof));
	assert_int_equal(heard.said, said + 1); /* that it is not known, no more */
	assert_int_equal(heard.last, MESSAGE_REFUSE);
	assert_null(line.device);
	assert_int_equal(heard.told[WIRE_device_here], 0);
	assert_false(says_hello(id, proof)); /* and it is heard once */
	line.turned_away = false;
}

static void
cls_14_who_has_the_key_is_let_in_once(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	assert_true(says_hello(901, &proof));
	assert_ptr_equal(line.device, device_find(&hub, 901));
	assert_int_equal(heard.told[WIRE_device_here], 1);
	assert_false(says_hello(901, &proof)); /* a connection is one device */
}

static void
cls_14_a_relayed_or_repeated_proof_is_none(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	proof.nonce[0] ^= 1; /* of another connection */
	is_a_stranger(901, &proof);
	proof = true_proof();
	proof.certificate[0] ^= 1; /* somebody stands in between */
	is_a_stranger(901, &proof);
	memset(proof.certificate, 0, sizeof proof.certificate); /* only a browser knows none */
	is_a_stranger(901, &proof);
	proof = true_proof();
	proof.device = 902; /* another device's */
	is_a_stranger(901, &proof);
	is_a_stranger(902, &proof);
	proof = true_proof();
	crypt_sign_from_seed((const uint8_t[CRYPT_KEY_BYTES]){ 8 }, public_key, secret); /* another key */
	is_a_stranger(901, &proof);
}

static void
cls_14_a_browser_tells_no_certificate(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	device_find(&hub, 901)->platform = MESSAGE_PLATFORM_BROWSER;
	is_a_stranger(901, &proof);
	memset(proof.certificate, 0, sizeof proof.certificate);
	assert_true(says_hello(901, &proof));
}

static void
by_long_poll_it_shows_nothing_whatever_it_says(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	line.is_poll = true;
	assert_true(says_hello(901, &proof));
	assert_int_equal(device_find(&hub, 901)->state, MESSAGE_TILE_STATE_ORDERS);
	assert_int_equal(heard.here.can, MESSAGE_CAN_LOCK | MESSAGE_CAN_ORDERS_ONLY);
}

static void
no_device_says_of_itself_that_orders_alone_reach_it(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	assert_true(says_hello(901, &proof));
	assert_int_equal(device_find(&hub, 901)->state, MESSAGE_TILE_STATE_READY);
	assert_int_equal(heard.here.can, MESSAGE_CAN_LOCK | MESSAGE_CAN_SCREEN);
}

static void
cls_15_what_is_not_a_devices_to_say_ends_its_line(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	assert_true(says_hello(901, &proof));
	for (unsigned type = 0; type <= UINT8_MAX; type++) {
		struct message_head head = { .type = (uint8_t)type };
		uint8_t fields[64] = { 0 };
		bool taken = device_heard(&hub, &line, &head, (struct message_bytes){ fields, 0 },
			(struct bytes){ fields, 0 });
		bool may = type == MESSAGE_FRAME_KEY || type == MESSAGE_FRAME_TILES || type == MESSAGE_TABS ||
			type == MESSAGE_PING || type == MESSAGE_LEASE_END;
		assert_true(taken == may); /* the others need fields, or are not its own */
	}
}

static void
a_device_that_goes_ends_what_was_seen_of_it(void **state)
{
	(void)state;
	struct message_hello_proof proof = true_proof();
	assert_true(says_hello(901, &proof));
	device_left(&hub, &line);
	assert_int_equal(heard.told[WIRE_device_left], 1);
	assert_int_equal(device_find(&hub, 901)->state, MESSAGE_TILE_STATE_OFFLINE);
}

/* Each is answered with a policy that has to be made and signed. */
static void
who_comes_back_without_end_is_not_let_in(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * PACE_MAX; i++) {
		if (line.device)
			device_left(&hub, &line);
		line = (struct link){ .nonce = { 6, (uint8_t)i } };
		struct message_hello_proof proof = true_proof();
		assert_true(says_hello(901, &proof) == (i < PACE_MAX));
	}
	assert_int_equal(heard.told[WIRE_device_here], PACE_MAX);
	hub.monotonic_ms += PACE_MS;
	struct message_hello_proof proof = true_proof();
	assert_true(says_hello(901, &proof));
}

static void
a_clock_that_is_set_back_is_noticed(void **state)
{
	(void)state;
	struct hub clocks = { .now_ms = 5000000, .monotonic_ms = 1000 };
	assert_int_equal(hub_set_back_ms(&clocks), 0);
	clocks.now_ms += 60500, clocks.monotonic_ms += 61000; /* a time service at work */
	assert_int_equal(hub_set_back_ms(&clocks), 0);
	clocks.now_ms += 3600000; /* forward: devices follow */
	assert_int_equal(hub_set_back_ms(&clocks), 0);
	clocks.now_ms -= 600000, clocks.monotonic_ms += 1000;
	assert_int_equal(hub_set_back_ms(&clocks), 601000);
	clocks.now_ms += 1000, clocks.monotonic_ms += 1000;
	assert_int_equal(hub_set_back_ms(&clocks), 0); /* said once */
}

int
main(void)
{
#define AT_THE_DOOR(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_THE_DOOR(cls_14_who_has_the_key_is_let_in_once),
		AT_THE_DOOR(cls_14_a_relayed_or_repeated_proof_is_none),
		AT_THE_DOOR(cls_14_a_browser_tells_no_certificate),
		AT_THE_DOOR(by_long_poll_it_shows_nothing_whatever_it_says),
		AT_THE_DOOR(no_device_says_of_itself_that_orders_alone_reach_it),
		AT_THE_DOOR(cls_15_what_is_not_a_devices_to_say_ends_its_line),
		AT_THE_DOOR(a_device_that_goes_ends_what_was_seen_of_it),
		AT_THE_DOOR(who_comes_back_without_end_is_not_let_in),
		cmocka_unit_test(a_clock_that_is_set_back_is_noticed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
