/*
 * The rules that a device is given (CLS-22, CLS-24, CLS-29): a pupil's hours as
 * the register has them, a staff device nothing that could open it.
 */
#include "classroom/device_policy.h"

#include <string.h>

#include "classroom/device.sql.h"
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
whatever_the_school_is_called_there_is_a_policy(void **state)
{
	(void)state;
	fixture_sql(&fixture.school,
		"insert or replace into setting (name, value) values ('school.name', 'I.T.' || char(9) || 'Est')");
	assert_int_equal(makes(901), OK);
	assert_int_equal(said.school.length, 8);
	assert_memory_equal(said.school.at, "I.T. Est", 8);
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
	fixture_sql(&fixture.school, "insert into timetable values (90, 11, 1, 5, 52, 2, 0, 20710, null, 1)");
	assert_int_equal(makes(901), OK);
	assert_false(has_hour("2026-11-23", 720)); /* of a timetable that has given way to another */
	fixture_sql(&fixture.school, "update timetable set provisional = 0 where id = 90");
	assert_int_equal(makes(901), OK);
	assert_true(has_hour("2026-11-23", 720));
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

/* What a device is to know is looked for each second, by this. */
static void
a_change_of_each_kind_is_noticed(void **state)
{
	(void)state;
	static const char *const changes[] = {
		"update device set state = 3, changed_at = changed_at - 5 where id = 905", /* the clock was
											      set back */
		"update device set site = 2, changed_at = changed_at + 1 where id = 902",
		"update device_use set pupil = 33 where device = 901",
		"update timetable set provisional = 1 where id = 1",
		"update timetable set from_day = 20781 where id = 2",
		"update timetable set teacher = 56 where id = 3",
		"insert into substitution values (20780, 11, 1, 55, 51)",
		"update substitution set teacher = 54",
		"update closure set site = 1",
		"update slot set starts = starts + 5 where ordinal = 1",
		"update grid set provisional = 1",
		"update grid set to_day = 20900",
		"update class set site = 2 where id = 11",
		"update school_year set last_day = 20978",
		"update class_member set from_day = 20781 where pupil = 31",
		"update class_member set to_day = 20790 where pupil = 32",
		"insert into restriction values (31, 20780, null, 71)",
		"delete from restriction",
	};
	struct classroom_stamp_row before, after;
	struct school_fixture *school = &fixture.school;
	assert_int_equal(classroom_stamp(school->db, school->arena, &before), OK);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		fixture_sql(school, changes[i]);
		assert_int_equal(classroom_stamp(school->db, school->arena, &after), OK);
		if (memcmp(&before, &after, sizeof before) == 0)
			fail_msg("not noticed: %s", changes[i]);
		before = after;
	}
}

int
main(void)
{
#define AT_SCHOOL(test)                                                                                      \
	cmocka_unit_test_prestate_setup_teardown(test, set_up, wall_fixture_tear_down, &fixture)
	const struct CMUnitTest tests[] = {
		AT_SCHOOL(cls_29_a_staff_device_gets_nothing_that_opens_it),
		AT_SCHOOL(whatever_the_school_is_called_there_is_a_policy),
		AT_SCHOOL(what_is_not_in_the_schools_hands_gets_none),
		AT_SCHOOL(cls_24_for_a_week_at_most_and_each_newer_than_the_last),
		AT_SCHOOL(cls_22_signed_by_a_key_that_signs_no_lease),
		AT_SCHOOL(cls_21_hours_day_by_day_as_the_register_has_them),
		AT_SCHOOL(r66_a_restricted_pupils_device_is_told_of_no_lesson),
		AT_SCHOOL(a_change_of_each_kind_is_noticed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
