/*
 * The rules that a device is given (CLS-22, CLS-24, CLS-29): a pupil's hours as
 * the register has them, a staff device nothing that could open it.
 */
#include "classroom/device_policy.h"

#include <string.h>

#include "classroom/device_presence.h"
#include "classroom/signed_bytes.h"
#include "classroom/wall_fixture.h"
#include "platform/keys.h"
#include "platform/test.h"

static struct wall_fixture fixture;
static struct text signed_policy;
static struct message_policy_rules said;

static int
set_up(void **state)
{
	uint8_t key[32] = { 9 };
	wall_fixture_set_up(state);
	presence_put_time_key(fixture.school.presence, key);
	return 0;
}

static enum outcome
makes(int64_t device)
{
	struct school_fixture *school = &fixture.school;
	struct message_bytes payload;
	enum outcome got = device_policy_make(school->db, school->keys, school->arena, school->presence,
		school->now, (struct device_id){ device }, &signed_policy);
	if (got != OK)
		return got;
	assert_int_equal(signed_bytes_check(school->keys, KEYS_SIGN_POLICY, school->arena,
				 MESSAGE_POLICY_RULES_LABEL, signed_policy, &payload),
		OK);
	assert_true(message_policy_rules_decode(payload, &said));
	return OK;
}

static bool
has_hour(const char *day_text, int from)
{
	struct message_bytes rest = said.hours.bytes;
	struct message_hour hour;
	struct day day;
	assert_true(day_parse(text_of(day_text), &day));
	while (message_hour_take(&rest, &hour))
		if (hour.class == 11 && (int32_t)hour.first_day == day.number &&
			hour.last_day == hour.first_day && hour.from_minute == from)
			return true;
	return false;
}

static void
cls_29_a_staff_device_gets_nothing_that_opens_it(void **state)
{
	(void)state;
	fixture_sql(&fixture.school,
		"insert into device_use values (903, 20710, null, 31, 0)"); /* whatever somebody ties */
	assert_int_equal(makes(903), OK);
	assert_int_equal(said.role, MESSAGE_ROLE_STAFF);
	assert_int_equal(said.lease_keys.count, 0);
	assert_int_equal(said.pupil, 0);
	assert_int_equal(said.classes.count + said.hours.count + said.remote_hours.count, 0);
}

static void
what_is_not_in_the_schools_hands_gets_none(void **state)
{
	(void)state;
	assert_int_equal(makes(904), NOT_FOUND); /* lost */
	assert_int_equal(makes(999), NOT_FOUND);
	fixture_sql(&fixture.school, "update device set state = 3 where id = 901");
	assert_int_equal(makes(901), NOT_FOUND);
}

static void
cls_24_for_a_week_at_most_and_each_newer_than_the_last(void **state)
{
	(void)state;
	assert_int_equal(makes(901), OK);
	uint32_t version = said.version;
	assert_int_equal(said.role, MESSAGE_ROLE_PUPIL);
	assert_int_equal(said.pupil, 31);
	assert_int_equal(said.device, 901);
	assert_int_equal(said.valid_from, fixture.school.now.ms);
	assert_true(said.valid_until - said.valid_from <= INT64_C(7) * 24 * 3600 * 1000);
	assert_int_equal(said.lease_keys.count, 1);
	assert_int_equal(said.time_keys.count, 1);
	assert_int_equal(said.public_networks.count, 1);
	fixture.school.now.ms += 1000;
	assert_int_equal(makes(901), OK);
	assert_true(said.version > version);
}

static void
cls_22_signed_by_a_key_that_signs_no_lease(void **state)
{
	(void)state;
	struct message_bytes payload;
	assert_int_equal(makes(901), OK);
	assert_int_equal(signed_bytes_check(fixture.school.keys, KEYS_SIGN_LEASE, fixture.school.arena,
				 MESSAGE_POLICY_RULES_LABEL, signed_policy, &payload),
		REFUSED);
	assert_int_equal(signed_bytes_check(fixture.school.keys, KEYS_SIGN_POLICY, fixture.school.arena,
				 MESSAGE_LEASE_TERMS_LABEL, signed_policy, &payload),
		REFUSED);
}

static void
cls_21_hours_day_by_day_as_the_register_has_them(void **state)
{
	(void)state;
	assert_int_equal(makes(901), OK);
	assert_true(has_hour("2026-11-23", 480));
	assert_true(has_hour("2026-11-25", 480));
	assert_false(has_hour("2026-11-24", 480)); /* nobody teaches then */
	assert_false(has_hour("2026-11-23", 600));
	fixture_sql(&fixture.school,
		"insert into substitution values (20781, 11, 1, 55, 51);" /* Tuesday */
		"insert into closure values (9, 20782, 20782, 0, 0, 'storm')");
	assert_int_equal(makes(901), OK);
	assert_true(has_hour("2026-11-24", 480));
	assert_false(has_hour("2026-11-25", 480)); /* closed */
	fixture_sql(&fixture.school, "update class_member set to_day = 20779 where pupil = 31");
	assert_int_equal(makes(901), OK);
	assert_int_equal(said.hours.count + said.classes.count, 0); /* left the class */
}

/* What the school must not do the device does not either, whoever asks it (CLS-22). */
static void
r66_a_restricted_pupils_device_is_told_of_no_lesson(void **state)
{
	(void)state;
	fixture_sql(&fixture.school, "insert into restriction values (31, 20780, null, 71)");
	assert_int_equal(makes(901), OK);
	assert_int_equal(said.pupil, 31);
	assert_int_equal(said.hours.count + said.classes.count, 0);
	assert_int_equal(makes(902), OK);
	assert_true(said.hours.count > 0 && said.classes.count > 0);
	fixture_sql(&fixture.school, "update restriction set from_day = 20700, to_day = 20779");
	assert_int_equal(makes(901), OK);
	assert_true(said.hours.count > 0 && said.classes.count > 0);
}

int
main(void)
{
#define AT_SCHOOL(test)                                                                                      \
	cmocka_unit_test_prestate_setup_teardown(test, set_up, wall_fixture_tear_down, &fixture)
	const struct CMUnitTest tests[] = {
		AT_SCHOOL(cls_29_a_staff_device_gets_nothing_that_opens_it),
		AT_SCHOOL(what_is_not_in_the_schools_hands_gets_none),
		AT_SCHOOL(cls_24_for_a_week_at_most_and_each_newer_than_the_last),
		AT_SCHOOL(cls_22_signed_by_a_key_that_signs_no_lease),
		AT_SCHOOL(cls_21_hours_day_by_day_as_the_register_has_them),
		AT_SCHOOL(r66_a_restricted_pupils_device_is_told_of_no_lesson),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
