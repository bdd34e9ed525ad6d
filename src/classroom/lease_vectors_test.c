/*
 * test/vectors/lease.json put to the side that issues (T2): the school that a
 * case's policy describes is put into the database, and the teacher's page asks
 * at the case's moment. Where place, time, group or role make the device refuse,
 * no lease is made here either; where it agrees, one is. What only the device
 * can know (its clock, its user, its own address, what it saw before) is left
 * to the device.
 */
#include "classroom/lease.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "classroom/network.h"
#include "classroom/signed_bytes.h"
#include "platform/crypt.h"
#include "platform/keystore.h"
#include "platform/test.h"
#include "platform/test_folder.h"
#include "platform/wire.h"
#include "register/school_fixture.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-const-variable"
#include "vectors.h"

#define TEACHER  51
#define PUPIL    31
#define PAGE_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

struct school_case {
	const struct lease_case *vector;
	struct message_policy_rules policy;
	struct message_lease_terms terms;
	struct message_server_time time;
	struct instant now;
};

static struct school_fixture school;
static char folder[64];

static struct message_bytes
payload_of(const char *hex)
{
	static uint8_t rooms[3][120000];
	static int next;
	uint8_t *room = rooms[next++ % 3];
	size_t length = strlen(hex) / 2;
	assert_true(length <= sizeof rooms[0]);
	for (size_t i = 0; i < length; i++)
		assert_int_equal(sscanf(hex + 2 * i, "%2hhx", &room[i]), 1);
	struct message_bytes payload;
	const uint8_t *signature;
	return message_split_signed((struct message_bytes){ room, length }, &payload, &signature)
		? payload
		: (struct message_bytes){ 0 };
}

/* What this side judges as well as the device. */
static bool
is_ours(const struct lease_case *one)
{
	static const char *const judged[] = { "none", "etime", "eloc", "egroup", "erole" };
	bool known = false;
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++)
		known |= strcmp(one->browser, judged[i]) ==
			0; /* a browser knows the address that the server sees, as we do */
	return known && strcmp(one->kind, "lease") == 0 && strcmp(one->policy_refusal, "none") == 0 &&
		one->policy[0] && one->time[0];
}

static bool
read_case(const struct lease_case *one, struct school_case *made)
{
	*made = (struct school_case){ .vector = one };
	if (!message_policy_rules_decode(payload_of(one->policy), &made->policy) ||
		!message_lease_terms_decode(payload_of(one->content), &made->terms) ||
		!message_server_time_decode(payload_of(one->time), &made->time) ||
		made->policy.zone > ZONE_UTC)
		return false;
	made->now.ms = made->time.time + one->monotonic - one->time_monotonic;
	return true;
}

static void __attribute__((format(printf, 1, 2))) sql(const char *format, ...)
{
	char statement[600];
	va_list values;
	va_start(values, format);
	assert_true(vsnprintf(statement, sizeof statement, format, values) < (int)sizeof statement);
	va_end(values);
	fixture_sql(&school, statement);
}

static void
put_class(int64_t class)
{
	sql("insert or ignore into class values (%lld, 1, 1, 'class %lld', 1, '', 3000, 33)",
		(long long)class, (long long)class);
}

/* One ordinal a row, so that each hour stands for itself. */
static void
put_hours(const struct school_case *one)
{
	struct message_bytes rest = one->policy.hours.bytes;
	struct message_hour hour;
	for (int i = 1; message_hour_take(&rest, &hour); i++) {
		put_class(hour.class);
		sql("insert into slot values (1, %d, %d, %d, %d, 100)", hour.weekday, i, hour.from_minute,
			hour.to_minute);
		sql("insert into timetable values (%d, %lld, %d, %d, %d, 1, 0, %u, %u, 0)", i,
			(long long)hour.class, hour.weekday, i, TEACHER, hour.first_day, hour.last_day);
		struct message_bytes lessons = one->policy.remote_hours.bytes;
		struct message_remote_hour remote;
		for (int k = 1; message_remote_hour_take(&lessons, &remote); k++) {
			if (remote.class != hour.class || remote.from_minute > hour.from_minute ||
				remote.to_minute < hour.to_minute)
				continue;
			sql("insert into remote_lesson values (%d, %lld, %u, %d, %d, 1, null, null, 71, 1)",
				100 * i + k, (long long)remote.class, remote.day, i, i);
			sql("insert into remote_receipt values (%d, %d, 61, 0, 1, null)", 100 * i + k, PUPIL);
		}
	}
}

static struct text
networks_of(const struct school_case *one, char inside[INET6_ADDRSTRLEN])
{
	struct text all = { 0 };
	struct message_bytes rest = one->policy.public_networks.bytes;
	struct message_network network;
	strcpy(inside, "203.0.113.200");
	for (bool first = true; message_network_take(&rest, &network); first = false) {
		static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
		bool ipv4 = memcmp(network.address, mapped, sizeof mapped) == 0;
		char print[INET6_ADDRSTRLEN];
		inet_ntop(ipv4 ? AF_INET : AF_INET6, ipv4 ? network.address + 12 : network.address, print,
			sizeof print);
		all = text_printf(school.arena, "%.*s%s%s/%d", TEXT_ARG(all), first ? "" : ", ", print,
			ipv4 ? network.prefix - 96 : network.prefix);
		if (first)
			strcpy(inside, print); /* the teacher sits there */
	}
	return all;
}

static void
put_school(const struct school_case *one)
{
	char inside[INET6_ADDRSTRLEN];
	static char peer[INET6_ADDRSTRLEN];
	struct message_bytes rest = one->policy.classes.bytes;
	struct message_class class;
	struct message_closure closure;
	sql("delete from timetable; delete from slot; delete from closure; delete from rest_day; delete from class;"
	    "delete from class_member; update school_year set first_day = 0, last_day = 200000;"
	    "update grid set from_day = 0, to_day = null");
	put_class(one->terms.class);
	while (message_class_take(&rest, &class)) {
		put_class(class.class);
		sql("insert into class_member values (%lld, %lld, %d, 0, null, 1, 0, 0, 1, 0)",
			(long long)class.class, (long long)class.class, PUPIL);
	}
	put_hours(one);
	rest = one->policy.closures.bytes;
	for (int i = 1; message_closure_take(&rest, &closure); i++)
		sql("insert into closure values (%d, %u, %u, 0, 0, 'closed')", i, closure.first_day,
			closure.last_day);
	struct text networks = networks_of(one, inside);
	sql("update site set networks = '%.*s'", TEXT_ARG(networks));
	sql("insert into device values (7, %d, 0, 1, 'device', x'%064d', %d, 1, 71, 1)",
		one->policy.role == MESSAGE_ROLE_PUPIL ? DEVICE_PUPIL : DEVICE_STAFF, 0, DEVICE_IS_ENROLLED);
	sql("insert into device_use values (7, 0, null, %d, 0)", PUPIL);
	struct present_device present = { .can = MESSAGE_CAN_SCREEN };
	memcpy(present.address, one->time.address, sizeof present.address);
	presence_arrives(school.presence, (struct device_id){ 7 }, &present);
	strcpy(peer, inside);
	school.http.peer = text_of(peer);
	school.zone = (enum zone)one->policy.zone;
	school.now = one->now;
}

/* The one lease that was made, verified as a device would. */
static bool
leased(struct message_lease_terms *terms)
{
	for (const struct telling *telling = school.request.tellings; telling; telling = telling->next) {
		struct text frame = telling->frame;
		struct wire_header header;
		struct wire_lease_granted_ask item;
		struct message_bytes payload;
		assert_true(wire_take_header(&frame, &header));
		if (header.number != WIRE_lease_granted)
			continue;
		assert_true(wire_take_lease_granted_ask(&frame, &item));
		assert_int_equal(signed_bytes_check(school.keys, KEYS_SIGN_LEASE, school.arena,
					 MESSAGE_LEASE_TERMS_LABEL, item.lease, &payload),
			OK);
		assert_true(message_lease_terms_decode(payload, terms));
		return true;
	}
	return false;
}

static bool
agrees(const struct school_case *one)
{
	char form[120], path[40];
	struct message_lease_terms made;
	fixture_open(&school);
	assert_int_equal(keys_open(&school.keys, folder), OK);
	school.presence = presence_create(9444);
	put_school(one);
	snprintf(form, sizeof form, "key=" PAGE_KEY "&see=7:%d:1", (int)one->terms.kind);
	snprintf(path, sizeof path, "class=%lld", (long long)one->terms.class);
	enum outcome got = fixture_post(&school, lease_renew, path, form);
	bool given = leased(&made), remote = one->policy.remote_hours.count > 0;
	/* A lease that hides a remote lesson is none that we would make: ours says so. */
	bool hidden = remote && !one->terms.remote && strcmp(one->vector->browser, "eloc") == 0;
	bool wanted = hidden || strcmp(one->vector->browser, "none") == 0;
	bool good = (got == OK || got == REFUSED) && given == wanted &&
		(!given ||
			(made.expires <= one->now.ms + LEASE_MS_MAX && made.expires > one->now.ms &&
				made.remote == (hidden || one->terms.remote)));
	if (!good)
		printf("%s: %s here, %s on the device\n", one->vector->name, given ? "given" : "refused",
			one->vector->browser);
	presence_destroy(school.presence);
	keys_close(school.keys);
	fixture_close(&school);
	return good;
}

static void
the_school_issues_what_a_device_would_take(void **state)
{
	(void)state;
	int put = 0, wrong = 0, refusing = 0;
	test_folder_make(folder);
	assert_int_equal(keystore_make(folder), OK);
	for (size_t i = 0; i < sizeof lease_cases / sizeof *lease_cases; i++) {
		struct school_case one;
		if (!is_ours(&lease_cases[i]) || !read_case(&lease_cases[i], &one))
			continue;
		put++;
		refusing += strcmp(lease_cases[i].browser, "none") != 0;
		wrong += !agrees(&one);
	}
	test_folder_remove(folder);
	printf("%d lessons put to the issuing side, %d of them to be refused\n", put, refusing);
	assert_int_equal(wrong, 0);
	assert_true(put >= 40 && refusing >= 25);
}

/* T10: the server's own names for libsodium. */
static void
the_school_verifies_what_the_others_signed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof labelled_cases / sizeof *labelled_cases; i++) {
		const struct labelled_case *one = &labelled_cases[i];
		uint8_t room[600], open_key[CRYPT_PUBLIC_BYTES], signature[CRYPT_SIGNATURE_BYTES];
		size_t label = strlen(one->label) + 1, length = strlen(one->payload) / 2;
		memcpy(room, one->label, label);
		for (size_t k = 0; k < length; k++)
			assert_int_equal(sscanf(one->payload + 2 * k, "%2hhx", &room[label + k]), 1);
		for (size_t k = 0; k < sizeof open_key; k++)
			assert_int_equal(sscanf(one->public_key + 2 * k, "%2hhx", &open_key[k]), 1);
		for (size_t k = 0; k < sizeof signature; k++)
			assert_int_equal(sscanf(one->signature + 2 * k, "%2hhx", &signature[k]), 1);
		assert_true(crypt_sign_check(open_key, (struct bytes){ room, label + length }, signature));
		room[label + length / 2] ^= 1;
		assert_false(crypt_sign_check(open_key, (struct bytes){ room, label + length }, signature));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_school_issues_what_a_device_would_take),
		cmocka_unit_test(the_school_verifies_what_the_others_signed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
