#include "classroom/view_report.h"

#include <stdio.h>
#include <string.h>

#include "classroom/signed_bytes.h"
#include "classroom/view_log.h"
#include "classroom/wall_fixture.h"
#include "platform/crypt.h"
#include "platform/test.h"

/* CLS-31: the look of a device whose school, or which itself, ended in between. */
static struct wall_fixture fixture;
static uint8_t device_secret[CRYPT_SECRET_BYTES];

struct told { /* what a device says, right or wrong */
	int64_t lease, device, said_by, at;
	uint8_t previous[VIEW_LOG_HASH_BYTES];
	bool forged_lease, forged_report, live;
};

static int
set_up(void **state)
{
	uint8_t open_key[CRYPT_PUBLIC_BYTES], seed[CRYPT_KEY_BYTES];
	char sql[200], hex[CRYPT_HEX_SIZE(CRYPT_PUBLIC_BYTES)];
	(void)wall_fixture_set_up(state);
	crypt_random(seed, sizeof seed);
	crypt_sign_from_seed(seed, open_key, device_secret);
	crypt_hex(open_key, sizeof open_key, hex);
	snprintf(sql, sizeof sql, "update device set public_key = x'%s' where id in (901, 902)", hex);
	fixture_sql(&fixture.school, sql);
	return 0;
}

static struct message_lease_terms
terms_of(const struct told *told)
{
	return (struct message_lease_terms){ .lease = (uint64_t)told->lease,
		.device = (uint64_t)told->device,
		.pupil = 31,
		.class = 11,
		.teacher = 51,
		.teacher_name = message_text("Prof. Bianchi"),
		.lesson = message_text("Arte"),
		.purpose = MESSAGE_PURPOSE_INSTRUCTION,
		.kind = MESSAGE_KIND_THUMB,
		.interval_ms = 1000,
		.not_before = fixture.school.now.ms,
		.expires = fixture.school.now.ms + 60000 };
}

static struct text
lease_of(const struct told *told)
{
	uint8_t room[400];
	struct message_writer out = message_writer(room, sizeof room);
	struct message_lease_terms terms = terms_of(told);
	struct text both;
	message_lease_terms_put(&out, &terms);
	assert_int_equal(signed_bytes_make(fixture.school.keys, KEYS_SIGN_LEASE, fixture.school.arena,
				 MESSAGE_LEASE_TERMS_LABEL, &out, &both),
		OK);
	if (told->forged_lease)
		((char *)(uintptr_t)both.at)[17] ^= 1; /* another pupil's */
	return both;
}

static struct text
report_of(const struct told *told)
{
	uint8_t *room = arena_take(fixture.school.arena, 1200, 1), labelled[1300],
		signature[CRYPT_SIGNATURE_BYTES];
	struct message_writer out = message_writer(room, 1200), bytes = message_writer(labelled, 1300);
	struct text lease = lease_of(told);
	struct message_look_report report = { .device = (uint64_t)told->said_by,
		.at = told->at,
		.lease = { (const uint8_t *)lease.at, lease.length } };
	memcpy(report.previous, told->previous, sizeof report.previous);
	message_look_report_put(&out, &report);
	message_put_signed(&bytes, MESSAGE_LOOK_REPORT_LABEL, message_written(&out));
	struct message_bytes whole = message_written(&bytes);
	crypt_sign(device_secret, (struct bytes){ whole.at, whole.length }, signature);
	signature[5] ^= told->forged_report;
	message_put_raw(&out, signature, sizeof signature);
	struct message_bytes both = message_written(&out);
	return (struct text){ (const char *)both.at, both.length };
}

static enum outcome
tells(const struct told *told, bool *follows)
{
	struct school_fixture *school = &fixture.school;
	struct view_report report = { .device = { 901 }, .content = report_of(told), .live = told->live };
	assert_int_equal(db_begin(school->db, true), OK);
	enum outcome got = view_report_take(school->db, school->keys, school->arena, school->now, &report);
	if (got != OK)
		db_rollback(school->db);
	db_changes_clear(school->db);
	assert_true(got != OK || db_commit(school->db) == OK);
	*follows = report.follows;
	return got;
}

static void
head(uint8_t hash[VIEW_LOG_HASH_BYTES])
{
	int64_t count;
	assert_int_equal(view_log_head(fixture.school.db, fixture.school.arena, (struct device_id){ 901 },
				 &count, hash),
		OK);
}

static bool
is_whole(void)
{
	bool whole;
	assert_int_equal(view_log_is_whole(fixture.school.db, fixture.school.arena, (struct device_id){ 901 },
				 &whole),
		OK);
	return whole;
}

static void
what_was_interrupted_is_put_on_record(void **state)
{
	(void)state;
	struct school_fixture *school = &fixture.school;
	struct told told = { .lease = 7001, .device = 901, .said_by = 901, .at = school->now.ms + 500 };
	bool follows;
	uint8_t entry[VIEW_LOG_HASH_BYTES];
	assert_int_equal(tells(&told, &follows), OK);
	assert_true(follows && is_whole());
	struct message_lease_terms terms = terms_of(&told);
	view_log_hash(told.previous,
		&(struct view_log_entry){
			7001, 901, 31, 11, 51, MESSAGE_KIND_THUMB, told.at, false, { terms.page_key, 32 } },
		entry);
	head(told.previous);
	assert_memory_equal(told.previous, entry, sizeof entry); /* what the device comes to */
	assert_int_equal(fixture_number(school,
				 "select count(*) from view_log join view_report on view = id "
				 "where ended_at = started_at and frames = 0 and follows = 1"),
		1);
	assert_int_equal(tells(&told, &follows), CONFLICT); /* once */

	told.lease = 7002; /* its lease still runs: pictures may follow, so it has no end yet */
	told.at++;
	told.live = true;
	assert_int_equal(tells(&told, &follows), OK);
	assert_true(is_whole());
	assert_int_equal(fixture_number(school, "select count(*) from view_log where ended_at is null"), 1);

	fixture_sql(school, "delete from timetable"); /* changed since: the look is told all the same */
	told.lease = 7003;
	told.at++;
	head(told.previous);
	assert_int_equal(tells(&told, &follows), OK);
	assert_int_equal(fixture_number(school, "select ordinal + subject from view_log where id = 7003"), 0);
	assert_true(is_whole());
}

/* What a family reads: "no picture had left it" only of a look that ended before it was told. */
static void
nothing_is_said_of_pictures_that_nobody_counted(void **state)
{
	(void)state;
	struct school_fixture *school = &fixture.school;
	static const char words[] = "No picture had left it.";
	struct told told = {
		.lease = 7001, .device = 901, .said_by = 901, .at = school->now.ms, .live = true
	};
	bool follows;
	assert_int_equal(tells(&told, &follows), OK);
	/* It went on; then the devices process died and nobody said how much was seen. */
	fixture_sql(school, "update view_log set ended_at = started_at + 9000");
	fixture_as(school, ROLE_GUARDIAN, 61);
	assert_int_equal(fixture_get(school, view_log_page, "pupil=31", ""), OK);
	assert_false(fixture_shows(school, words));
	fixture_sql(school, "update view_log set ended_at = started_at");
	assert_int_equal(fixture_get(school, view_log_page, "pupil=31", ""), OK);
	assert_true(fixture_shows(school, words));
}

/* A device in other hands invents no look: each needs a lease of the school's, for it, in its minute. */
static void
nobody_is_blamed_without_a_lease(void **state)
{
	(void)state;
	int64_t now = fixture.school.now.ms;
	const struct told good = { .lease = 7001, .device = 901, .said_by = 901, .at = now };
	struct told bad[6];
	bool follows;
	for (size_t i = 0; i < 6; i++)
		bad[i] = good;
	bad[0].forged_lease = true;
	bad[1].forged_report = true;
	bad[2].device = 902;      /* another device's lease */
	bad[3].said_by = 902;     /* another device's word */
	bad[4].at = now - 121000; /* when there was no lease yet */
	bad[5].at = now + 181000;
	static const enum outcome says[] = { REFUSED, REFUSED, REFUSED, INVALID, REFUSED, REFUSED };
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(tells(&bad[i], &follows), says[i]);
	struct view_report torn = { .device = { 901 }, .content = report_of(&good) };
	torn.content.length -= 70;
	assert_int_not_equal(view_report_take(fixture.school.db, fixture.school.keys, fixture.school.arena,
				     fixture.school.now, &torn),
		OK);
	assert_int_equal(fixture_number(&fixture.school, "select count(*) from view_log"), 0);
	fixture_sql(&fixture.school, "delete from device where id = 901");
	assert_int_equal(tells(&good, &follows), NOT_FOUND);
}

/* Where a part of the record was lost or taken, the list goes on, and the gap stays. */
static void
a_gap_is_never_closed(void **state)
{
	(void)state;
	struct school_fixture *school = &fixture.school;
	struct told told = { .lease = 7001, .device = 901, .said_by = 901, .at = school->now.ms };
	bool follows;
	assert_int_equal(tells(&told, &follows), OK);
	head(told.previous);
	fixture_sql(school, "delete from view_log; delete from view_report"); /* the look is hidden */
	assert_true(is_whole());
	for (int i = 0; i < 3; i++) {
		told.lease++;
		told.at++;
		assert_int_equal(tells(&told, &follows), OK);
		assert_int_equal(follows, i > 0);
		head(told.previous);
	}
	assert_int_equal(fixture_number(school, "select count(*) from view_report where follows = 0"), 1);
	fixture_sql(school,
		"insert into view_log select 6999, pupil, class, device, teacher, day, ordinal, "
		"subject, kind, started_at - 9, ended_at, frames, remote, page_key, zeroblob(32) "
		"from view_log where id = 7002"); /* another look in its place */
	assert_false(is_whole());
}

int
main(void)
{
#define AT_SCHOOL(test)                                                                                      \
	cmocka_unit_test_prestate_setup_teardown(test, set_up, wall_fixture_tear_down, &fixture)
	const struct CMUnitTest tests[] = {
		AT_SCHOOL(what_was_interrupted_is_put_on_record),
		AT_SCHOOL(nothing_is_said_of_pictures_that_nobody_counted),
		AT_SCHOOL(nobody_is_blamed_without_a_lease),
		AT_SCHOOL(a_gap_is_never_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
