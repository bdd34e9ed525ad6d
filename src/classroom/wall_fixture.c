#include "classroom/wall_fixture.h"

#include <stdio.h>

#include "classroom/device_presence.h"
#include "classroom/network.h"
#include "classroom/signed_bytes.h"
#include "platform/keystore.h"
#include "platform/test.h"
#include "platform/test_folder.h"
#include "platform/wire.h"
#include "records.h"

static const struct {
	enum message_type type;
	const char *label;
} order_labels[] = {
	{ MESSAGE_LOCK, MESSAGE_LOCK_ORDER_LABEL },
	{ MESSAGE_MSG, MESSAGE_MESSAGE_ORDER_LABEL },
	{ MESSAGE_FOCUS, MESSAGE_FOCUS_ORDER_LABEL },
	{ MESSAGE_TAB_CMD, MESSAGE_TAB_ORDER_LABEL },
};

static void
put_device(struct school_fixture *school, int id, int kind, int state, int pupil)
{
	char sql[400];
	snprintf(sql, sizeof sql,
		"insert into device values (%d, %d, 0, 1, 'device %d', "
		"x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', %d, 1, 71, 1)",
		id, kind, id, state);
	fixture_sql(school, sql);
	if (pupil == 0)
		return;
	snprintf(sql, sizeof sql, "insert into device_use values (%d, 20710, null, %d, 0)", id, pupil);
	fixture_sql(school, sql);
}

void
wall_fixture_open(struct wall_fixture *fixture)
{
	struct school_fixture *school = &fixture->school;
	fixture_open(school);
	test_folder_make(fixture->folder);
	assert_int_equal(keystore_make(fixture->folder), OK);
	assert_int_equal(keys_open(&school->keys, fixture->folder), OK);
	school->presence = presence_create(9444);
	school->http.peer = TEXT("192.0.2.10");
	fixture_sql(school,
		"update site set networks = '192.0.2.0/24'; insert into site values (2, 'Succursale', 'Pavia', '')");
	put_device(school, 901, DEVICE_PUPIL, DEVICE_IS_ENROLLED, 31);
	put_device(school, 902, DEVICE_PUPIL, DEVICE_IS_ENROLLED, 32);
	put_device(school, 903, DEVICE_STAFF, DEVICE_IS_ENROLLED, 0);
	put_device(school, 904, DEVICE_PUPIL, DEVICE_IS_LOST, 33);
	put_device(school, 905, DEVICE_PUPIL, DEVICE_IS_ENROLLED, 41);
	wall_connects(fixture, 901, "192.0.2.31", MESSAGE_CAN_SCREEN);
	wall_connects(fixture, 902, "192.0.2.32", MESSAGE_CAN_SCREEN);
}

void
wall_fixture_close(struct wall_fixture *fixture)
{
	presence_destroy(fixture->school.presence);
	keys_close(fixture->school.keys);
	test_folder_remove(fixture->folder);
	fixture_close(&fixture->school);
}

int
wall_fixture_set_up(void **fixture)
{
	wall_fixture_open(*fixture);
	return 0;
}

int
wall_fixture_tear_down(void **fixture)
{
	wall_fixture_close(*fixture);
	return 0;
}

void
wall_connects(struct wall_fixture *fixture, int64_t device, const char *address, int64_t can)
{
	struct present_device present = { .can = can };
	assert_true(network_address(text_of(address), present.address));
	presence_arrives(fixture->school.presence, (struct device_id){ device }, &present);
}

size_t
wall_told_orders(struct wall_fixture *fixture, struct wall_order *orders, size_t most)
{
	size_t count = 0;
	for (const struct telling *telling = fixture->school.request.tellings; telling;
		telling = telling->next) {
		struct text frame = telling->frame;
		struct wire_header header;
		struct wire_order_for_ask item;
		const char *label = NULL;
		assert_true(wire_take_header(&frame, &header));
		if (header.number != WIRE_order_for)
			continue;
		assert_true(wire_take_order_for_ask(&frame, &item));
		for (size_t i = 0; i < sizeof order_labels / sizeof *order_labels; i++)
			if ((int64_t)order_labels[i].type == item.type)
				label = order_labels[i].label;
		assert_true(label && count < most);
		orders[count] = (struct wall_order){ .device = item.device,
			.type = (enum message_type)item.type };
		assert_int_equal(signed_bytes_check(fixture->school.keys, KEYS_SIGN_LEASE,
					 fixture->school.arena, label, item.order, &orders[count++].payload),
			OK);
	}
	return count;
}
