/*
 * The server's half of the lease matrix (CLS-17 to 23, 29, 33 to 35), and the
 * log of what was seen (CLS-31): every refusal beside the case that is allowed.
 */
#include "classroom/lease.h"

#include <stdio.h>
#include <string.h>

#include "classroom/device_policy.h"
#include "classroom/device_use.h"
#include "classroom/signed_bytes.h"
#include "classroom/view_log.h"
#include "classroom/wall_fixture.h"
#include "platform/test.h"
#include "platform/wire.h"

#define PAGE_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define ASK(see) "key=" PAGE_KEY "&see=" see

static struct wall_fixture fixture;

static void
connects(int64_t id, const char *print)
{
	wall_connects(&fixture, id, print, MESSAGE_CAN_SCREEN);
}

static enum outcome
asks(const char *form)
{
	return fixture_post(&fixture.school, lease_renew, "class=11", form);
}

/* The one lease that the devices process was told of. False: none. */
static bool
leased(struct message_lease_terms *terms, struct text *both)
{
	static char kept[1200];
	int found = 0;
	for (const struct telling *telling = fixture.school.request.tellings; telling;
		telling = telling->next) {
		struct text frame = telling->frame;
		struct wire_header header;
		struct wire_lease_granted_ask item;
		assert_true(wire_take_header(&frame, &header));
		if (header.number != WIRE_lease_granted)
			continue;
		assert_true(wire_take_lease_granted_ask(&frame, &item));
		memcpy(kept, item.lease.at, item.lease.length);
		*both = (struct text){ kept, item.lease.length };
		struct message_bytes payload;
		assert_int_equal(signed_bytes_check(fixture.school.keys, KEYS_SIGN_LEASE,
					 fixture.school.arena, MESSAGE_LEASE_TERMS_LABEL, *both, &payload),
			OK);
		assert_true(message_lease_terms_decode(payload, terms));
		found++;
	}
	assert_true(found <= 1);
	return found == 1;
}

static void
gives(const char *form, struct message_lease_terms *terms)
{
	struct text both;
	assert_int_equal(asks(form), OK);
	assert_true(leased(terms, &both));
}

static void
refuses(const char *form, const char *code)
{
	struct message_lease_terms terms;
	struct text both;
	char wanted[32];
	snprintf(wanted, sizeof wanted, "\"code\":\"%s\"", code);
	assert_int_equal(asks(form), OK);
	assert_false(leased(&terms, &both));
	assert_true(fixture_shows(&fixture.school, wanted));
}

static void
closed_to(enum role role, int64_t person)
{
	fixture_as(&fixture.school, role, person);
	assert_int_equal(asks(ASK("901:1:1")), REFUSED);
	assert_null(fixture.school.request.tellings);
	fixture_as(&fixture.school, ROLE_TEACHER, 51);
}

static void
cls_18_a_lease_names_everything_and_lasts_a_minute(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	gives(ASK("901:1:1"), &terms);
	assert_int_equal(terms.device, 901);
	assert_int_equal(terms.pupil, 31);
	assert_int_equal(terms.class, 11);
	assert_int_equal(terms.teacher, 51);
	assert_int_equal(terms.kind, MESSAGE_KIND_THUMB);
	assert_int_equal(terms.purpose, MESSAGE_PURPOSE_INSTRUCTION);
	assert_int_equal(terms.not_before, fixture.school.now.ms);
	assert_int_equal(terms.expires, fixture.school.now.ms + 60000);
	assert_int_equal(terms.page_key[31], 31);
	assert_int_equal(terms.remote, 0);
}

static bool
reads(const char *typed, size_t bytes_max, const char *wanted)
{
	struct message_bytes name = signed_bytes_name(fixture.school.arena, text_of(typed), bytes_max);
	return message_is_text(name) && name.length == strlen(wanted) &&
		memcmp(name.at, wanted, name.length) == 0;
}

/* A name that was pasted with a tab darkens no wall. */
static void
whatever_stands_in_a_name_can_be_said(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	fixture_sql(&fixture.school, "update subject set name = 'a' || char(9) || 'b' || char(133) || 'c'");
	gives(ASK("901:1:1"), &terms);
	assert_memory_equal(terms.lesson.at, "a b  c, 1A", 10);
	assert_true(reads("Zoë Öz\n", 64, "Zoë Öz "));
	assert_true(reads("Zoë", 3, "Zo"));
	assert_true(reads("\x7f\xc2\xa0", 64, " \xc2\xa0"));
	assert_true(reads("a\xff\xc3", 64, "a??"));
	assert_true(reads("", 64, ""));
}

/* R13: the lease names who has signed in on it, whoever else the office tied it to. */
static void
r13_a_device_is_that_pupils_who_signed_in_on_it(void **state)
{
	(void)state;
	struct message_lease_terms terms, before;
	gives(ASK("901:1:1"), &before);
	fixture_sql(&fixture.school, "insert into device_use values (901, 20780, 20780, 32, 1)");
	gives(ASK("901:1:1"), &terms);
	assert_int_equal(terms.pupil, 32);
	assert_true(terms.lease != before.lease); /* another look, on another's record */
	gives(ASK("902:1:1"), &terms);            /* that pupil's too, and perhaps the one in the bag */
	assert_int_equal(terms.pupil, 32);
	fixture_sql(&fixture.school, "update device_use set pupil = 41 where by_sign_in = 1");
	refuses(ASK("901:1:1"), "EGROUP"); /* in the hands of another class */
}

static enum outcome
signs_in(struct request *req, struct reply *reply)
{
	(void)reply;
	req->begun_role = ROLE_PUPIL;
	req->begun_account = 1032;
	return device_use_session_begun(req);
}

/* At home the whole family has one address. */
static void
r13_a_sign_in_counts_where_the_device_is_at_school(void **state)
{
	(void)state;
	struct school_fixture *school = &fixture.school;
	fixture_sql(school, "insert into account values (1032, 32, x'01', null, '', 0, 0, 0, null, 0, 0, 1)");
	connects(901, "198.51.100.7");
	school->http.peer = TEXT("198.51.100.7");
	assert_int_equal(fixture_post(school, signs_in, "", ""), OK);
	assert_int_equal(fixture_rows(school, "device_use where by_sign_in = 1"), 0);
	connects(901, "192.0.2.31");
	school->http.peer = TEXT("192.0.2.31");
	school->http.user_agent = TEXT("Mozilla/5.0 (iPhone) Version/18.0 Mobile/15E148");
	assert_int_equal(fixture_post(school, signs_in, "", ""), OK);
	assert_int_equal(fixture_rows(school, "device_use where by_sign_in = 1"), 0);
	school->http.user_agent = TEXT("Mozilla/5.0 (X11; Linux x86_64)");
	assert_int_equal(fixture_post(school, signs_in, "", ""), OK);
	assert_int_equal(fixture_rows(school,
				 "device_use where by_sign_in = 1 and device = 901 and pupil = 32"),
		1);
}

static void
cls_19_a_renewal_keeps_its_series(void **state)
{
	(void)state;
	struct message_lease_terms first, second, other, full;
	gives(ASK("901:1:1"), &first);
	fixture.school.now.ms += 20000;
	gives(ASK("901:1:1"), &second);
	gives(ASK("901:1:2"), &other);
	gives(ASK("901:2:1"), &full);
	assert_int_equal(first.lease, second.lease);
	assert_memory_not_equal(first.nonce, second.nonce, 16);
	assert_true(first.lease != other.lease && first.lease != full.lease);
	assert_int_equal(full.kind, MESSAGE_KIND_FULL);
}

static void
cls_21_never_past_the_bell(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	fixture_at(&fixture.school, "2026-11-23", "08:59");
	fixture.school.now.ms += 30000;
	gives(ASK("901:1:1"), &terms);
	assert_int_equal(terms.expires, fixture.school.now.ms + 30000);
	fixture_at(&fixture.school, "2026-11-23", "09:00"); /* another teacher's hour now */
	assert_int_equal(asks(ASK("901:1:1")), REFUSED);
}

static void
cls_21_only_by_calendar_and_timetable(void **state)
{
	(void)state;
	static const char *const times[][2] = { { "2026-11-23", "07:59" }, { "2026-11-23", "14:30" },
		{ "2026-11-23", "20:00" }, { "2026-11-24", "08:10" }, { "2026-11-22", "08:10" },
		{ "2027-01-04", "08:10" }, { "2026-09-07", "08:10" }, { "2027-06-14", "08:10" } };
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		fixture_at(&fixture.school, times[i][0], times[i][1]);
		assert_int_equal(asks(ASK("901:1:1")), REFUSED);
	}
	fixture_at(&fixture.school, "2026-11-25", "08:10");
	assert_int_equal(asks(ASK("901:1:1")), OK);
}

static void
cls_20_only_the_teacher_of_this_hour(void **state)
{
	(void)state;
	closed_to(ROLE_TEACHER, 52); /* teaches the class, not now */
	closed_to(ROLE_TEACHER, 54); /* a post in the class, no hour */
	closed_to(ROLE_TEACHER, 55);
	closed_to(ROLE_HEAD, 71);
	closed_to(ROLE_DEPUTY, 71);
	closed_to(ROLE_OFFICE, 72);
	closed_to(ROLE_TECHNICIAN, 72);
	closed_to(ROLE_PUPIL, 31);
	closed_to(ROLE_GUARDIAN, 61);
	closed_to(ROLE_OFFICE, 51); /* whose hour it is, but not as its teacher (R12) */
	fixture_sql(&fixture.school, "insert into substitution values (20780, 11, 1, 55, 51)");
	fixture_as(&fixture.school, ROLE_TEACHER, 55); /* who stands in may */
	assert_int_equal(asks(ASK("901:1:1")), OK);
	closed_to(ROLE_TEACHER, 51); /* and the teacher who is away does not teach now */
	fixture_sql(&fixture.school, "insert into rest_day values (1, '')");
	closed_to(ROLE_TEACHER, 55); /* nor does anybody on a rest day */
}

/* Who takes no religion is not in that hour, and a group's teacher teaches the group. */
static void
cls_20_only_who_is_in_this_teachers_part_of_the_hour(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	fixture_at(&fixture.school, "2026-11-23", "11:10"); /* religion */
	fixture_as(&fixture.school, ROLE_TEACHER, 56);
	gives(ASK("901:1:1"), &terms);
	refuses(ASK("902:1:1"), "EGROUP");
	fixture_sql(&fixture.school,
		"update class_member set religion = 1 where pupil = 32;"
		"insert into timetable values (91, 11, 1, 4, 54, 4, 1, 20710, null, 0)");
	fixture_as(&fixture.school, ROLE_TEACHER, 54); /* the alternative */
	gives(ASK("902:1:1"), &terms);
	refuses(ASK("901:1:1"), "EGROUP");
	fixture_sql(&fixture.school, "insert into substitution values (20780, 11, 4, 55, 54)");
	fixture_as(&fixture.school, ROLE_TEACHER, 55); /* and who stands in for it */
	gives(ASK("902:1:1"), &terms);
	refuses(ASK("901:1:1"), "EGROUP");
	fixture_sql(&fixture.school,
		"update timetable set subgroup = 5000 where id = 91;"
		"insert into subgroup_member values (5000, 31, 20710, null), (5000, 32, 20710, 20779)");
	gives(ASK("901:1:1"), &terms);
	refuses(ASK("902:1:1"), "EGROUP"); /* left the group yesterday */
	fixture_sql(&fixture.school, "update substitution set instead_of = 0");
	gives(ASK("902:1:1"), &terms); /* in nobody's place: the class */
}

static void
cls_29_staff_and_others_pupils_are_on_no_wall(void **state)
{
	(void)state;
	refuses(ASK("903:1:1"), "EGROUP");
	refuses(ASK("904:1:1"), "EGROUP"); /* lost */
	refuses(ASK("905:1:1"), "EGROUP"); /* a pupil of 1B */
	refuses(ASK("999:1:1"), "EGROUP");
	/* Even when somebody ties it to a pupil. */
	fixture_sql(&fixture.school, "insert into device_use values (903, 20710, null, 33, 0)");
	refuses(ASK("903:1:1"), "EGROUP");
}

static void
cls_23_both_in_the_same_place(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	gives(ASK("902:1:1"), &terms);
	fixture.school.http.peer = TEXT("198.51.100.1"); /* the teacher is at home */
	refuses(ASK("902:1:1"), "ELOC");
	fixture.school.http.peer = TEXT("192.0.2.10");
	connects(902, "198.51.100.2"); /* the device is */
	refuses(ASK("902:1:1"), "ELOC");
	connects(902, "192.0.2.32");
	fixture_sql(&fixture.school, "update device set site = 2 where id = 902");
	refuses(ASK("902:1:1"), "ELOC");
	fixture_sql(&fixture.school, "update device set site = 1; update site set networks = ''");
	refuses(ASK("902:1:1"), "ELOC"); /* a school that said nothing has no place */
}

static void
cls_33_a_remote_lesson_lifts_the_place_and_nothing_else(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	fixture.school.http.peer = TEXT("198.51.100.1");
	connects(901, "198.51.100.2");
	connects(902, "198.51.100.3");
	fixture_sql(&fixture.school,
		"insert into remote_lesson values (1, 11, 20780, 1, 1, 1, null, null, 71, 1);"
		"insert into remote_lesson values (2, 11, 20780, 4, 4, 1, null, null, 71, 1);"
		"insert into remote_receipt values (2, 31, 61, 0, 1, 1)");
	refuses(ASK("901:1:1"), LEASE_UNTOLD); /* the family knows of another hour */
	fixture_sql(&fixture.school, "insert into remote_receipt values (1, 31, 61, 0, 1, null)");
	gives(ASK("901:1:1"), &terms);
	assert_int_equal(terms.remote, 1);
	refuses(ASK("902:1:1"), LEASE_UNTOLD); /* one family's reading is not another's */
	fixture.school.http.peer = TEXT("192.0.2.10");
	connects(902, "192.0.2.32");
	gives(ASK("902:1:1"), &terms); /* who sits at school is seen as on any day */
	assert_int_equal(terms.remote, 0);
	fixture.school.http.peer = TEXT("198.51.100.1");
	fixture_sql(&fixture.school, "update remote_lesson set approved_by = 51 where id = 1");
	refuses(ASK("901:1:1"), "ELOC"); /* not by the lesson's own teacher */
	fixture_sql(&fixture.school, "update remote_lesson set approved_by = 71 where id = 1");
	fixture_sql(&fixture.school, "update remote_lesson set state = 2 where id = 1");
	refuses(ASK("901:1:1"), "ELOC"); /* withdrawn */
	fixture_sql(&fixture.school,
		"update remote_lesson set state = 1, first_ordinal = 2, last_ordinal = 3 where id = 1");
	refuses(ASK("901:1:1"), "ELOC"); /* for other hours */
	fixture_sql(&fixture.school, "update remote_lesson set first_ordinal = 1, day = 20781 where id = 1");
	refuses(ASK("901:1:1"), "ELOC"); /* for another day (CLS-34) */
	fixture_sql(&fixture.school, "update remote_lesson set day = 20780 where id = 1");
	fixture_at(&fixture.school, "2026-11-23", "07:30"); /* never time (CLS-35) */
	assert_int_equal(asks(ASK("901:1:1")), REFUSED);
}

static int
remote_hours_of(int64_t device)
{
	struct school_fixture *school = &fixture.school;
	struct text policy;
	struct message_policy_rules said;
	assert_int_equal(device_policy_make(school->db, school->keys, school->arena, school->presence,
				 school->now, (struct device_id){ device }, &policy),
		OK);
	struct message_bytes both = { (const uint8_t *)policy.at, policy.length }, payload;
	const uint8_t *signature;
	assert_true(message_split_signed(both, &payload, &signature));
	assert_true(message_policy_rules_decode(payload, &said));
	struct message_remote_hour hour;
	int count = 0;
	for (struct message_bytes rest = said.remote_hours.bytes; message_remote_hour_take(&rest, &hour);
		count++)
		assert_int_equal(hour.class, 11);
	return count;
}

static void
cls_33_the_device_is_told_the_same_by_a_signed_policy(void **state)
{
	(void)state;
	fixture_sql(&fixture.school,
		"insert into remote_lesson values (1, 11, 20780, 1, 2, 1, null, null, 71, 1)");
	assert_int_equal(remote_hours_of(901), 0); /* the family does not know yet */
	fixture_sql(&fixture.school, "insert into remote_receipt values (1, 31, 61, 0, 1, null)");
	assert_int_equal(remote_hours_of(901), 2);
	assert_int_equal(remote_hours_of(902), 0); /* nor does this one */
	fixture_sql(&fixture.school, "update remote_lesson set approved_by = 52");
	assert_int_equal(remote_hours_of(901), 1); /* the second hour is that teacher's own */
	fixture_sql(&fixture.school, "insert into substitution values (20780, 11, 1, 52, 51)");
	assert_int_equal(remote_hours_of(901), 0);
	fixture_sql(&fixture.school, "update remote_lesson set approved_by = 71, state = 2");
	assert_int_equal(remote_hours_of(901), 0); /* withdrawn */
}

static void
r66_nobody_sees_whose_family_objects(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	gives(ASK("901:1:1"), &terms);
	fixture_sql(&fixture.school, "insert into restriction values (31, 20780, null, 71)");
	refuses(ASK("901:1:1"), LEASE_RESTRICTED);
	gives(ASK("902:1:1"), &terms);
	fixture_sql(&fixture.school, "update restriction set from_day = 20781");
	gives(ASK("901:1:1"), &terms); /* from tomorrow on */
	fixture_sql(&fixture.school, "update restriction set from_day = 20700, to_day = 20779");
	gives(ASK("901:1:1"), &terms); /* until yesterday */
}

static void
what_is_no_asking_is_refused_whole(void **state)
{
	(void)state;
	static const char *const bad[] = { "see=901:1:1", "key=short&see=901:1:1", ASK("901:1"),
		ASK("901:0:1"), ASK("901:4:1"), ASK("901:1:-1"), ASK("x:1:1"), ASK("901:1:1") "&ticket=x",
		ASK("901:1:1") "&see=901:1:2" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(asks(bad[i]), INVALID);
	}
}

static void
r16_first_name_and_initial(void **state)
{
	(void)state;
	struct arena *arena = fixture.school.arena;
	assert_true(text_is(lesson_wall_name(arena, TEXT("Anna"), TEXT("Abate")), "Anna A."));
	assert_true(text_is(lesson_wall_name(arena, TEXT("Zoë"), TEXT("Öz")), "Zoë Ö."));
	assert_true(text_is(lesson_wall_name(arena, TEXT("Anna"), TEXT("")), "Anna"));
}

static enum outcome
notices(struct text lease, int64_t at)
{
	struct school_fixture *school = &fixture.school;
	uint8_t head[VIEW_LOG_HASH_BYTES];
	int64_t count;
	assert_int_equal(view_log_head(school->db, school->arena, (struct device_id){ 901 }, &count, head),
		OK);
	assert_int_equal(db_begin(school->db, true), OK);
	enum outcome got = view_log_open(school->db, school->keys, school->arena, school->now, lease,
		(struct instant){ at }, (struct bytes){ head, sizeof head });
	if (got != OK)
		db_rollback(school->db);
	db_changes_clear(school->db);
	assert_true(got != OK || db_commit(school->db) == OK);
	return got;
}

static void
cls_31_a_chain_that_shows_when_it_is_touched(void **state)
{
	(void)state;
	struct school_fixture *school = &fixture.school;
	struct message_lease_terms terms;
	struct text both;
	uint8_t head[VIEW_LOG_HASH_BYTES], zeros[VIEW_LOG_HASH_BYTES] = { 0 }, first[VIEW_LOG_HASH_BYTES];
	int64_t count, now = school->now.ms;
	bool whole;
	struct device_id device = { 901 };

	assert_int_equal(view_log_head(school->db, school->arena, device, &count, head), OK);
	assert_int_equal(count, 0);
	assert_memory_equal(head, zeros, sizeof zeros);

	assert_int_equal(asks(ASK("901:1:1")), OK);
	assert_true(leased(&terms, &both));
	assert_int_equal(notices(both, now + 5), OK);
	assert_int_equal(notices(both, now + 6), CONFLICT); /* one record a series */
	assert_int_equal(view_log_head(school->db, school->arena, device, &count, first), OK);
	view_log_hash(zeros,
		&(struct view_log_entry){ (int64_t)terms.lease, 901, 31, 11, 51, MESSAGE_KIND_THUMB, now + 5,
			false, { terms.page_key, 32 } },
		head);
	assert_int_equal(count, 1);
	assert_memory_equal(first, head, sizeof head); /* what the device comes to as well */
	assert_int_equal(fixture_number(school, "select ordinal * 100 + subject from view_log"), 101);

	assert_int_equal(asks(ASK("901:2:1")), OK);
	assert_true(leased(&terms, &both));
	assert_int_equal(notices(both, now + 5), CONFLICT); /* time stands still on that device */
	assert_int_equal(notices(both, now + 7), OK);
	assert_int_equal(view_log_is_whole(school->db, school->arena, device, &whole), OK);
	assert_true(whole);
	static const char *const tampered[] = { "update view_log set teacher = 52 where kind = 1",
		"update view_log set teacher = 51, started_at = started_at + 1 where kind = 1",
		"update view_log set started_at = started_at - 1, remote = 1 where kind = 1",
		"update view_log set remote = 0, pupil = 32 where kind = 1" };
	for (size_t i = 0; i < sizeof tampered / sizeof *tampered; i++) {
		fixture_sql(school, tampered[i]);
		assert_int_equal(view_log_is_whole(school->db, school->arena, device, &whole), OK);
		assert_false(whole);
	}
}

static void
cls_31_only_what_was_signed_here_and_now(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	struct text both;
	char forged[1200];
	int64_t now = fixture.school.now.ms;
	assert_int_equal(asks(ASK("901:1:1")), OK);
	assert_true(leased(&terms, &both));
	memcpy(forged, both.at, both.length);
	forged[15] ^= 1; /* another device */
	assert_int_equal(notices((struct text){ forged, both.length }, now), REFUSED);
	assert_int_equal(notices((struct text){ forged, 10 }, now), INVALID);
	assert_int_equal(notices(both, now - 121000), CONFLICT);
	assert_int_equal(notices(both, now + 121000), CONFLICT);
	assert_int_equal(fixture_number(&fixture.school, "select count(*) from view_log"), 0);
}

static void
cls_31_a_look_is_on_the_trail_once_a_series(void **state)
{
	(void)state;
	struct message_lease_terms terms;
	struct text both;
	assert_int_equal(asks(ASK("901:1:1")), OK);
	assert_non_null(fixture.school.request.looks);
	assert_true(leased(&terms, &both));
	assert_int_equal(notices(both, fixture.school.now.ms), OK);
	assert_int_equal(asks(ASK("901:1:1")), OK);
	assert_null(fixture.school.request.looks);
}

int
main(void)
{
#define AT_SCHOOL(test)                                                                                      \
	cmocka_unit_test_prestate_setup_teardown(test, wall_fixture_set_up, wall_fixture_tear_down, &fixture)
	const struct CMUnitTest tests[] = {
		AT_SCHOOL(cls_18_a_lease_names_everything_and_lasts_a_minute),
		AT_SCHOOL(whatever_stands_in_a_name_can_be_said),
		AT_SCHOOL(r13_a_device_is_that_pupils_who_signed_in_on_it),
		AT_SCHOOL(r13_a_sign_in_counts_where_the_device_is_at_school),
		AT_SCHOOL(cls_19_a_renewal_keeps_its_series),
		AT_SCHOOL(cls_21_never_past_the_bell),
		AT_SCHOOL(cls_21_only_by_calendar_and_timetable),
		AT_SCHOOL(cls_20_only_the_teacher_of_this_hour),
		AT_SCHOOL(cls_20_only_who_is_in_this_teachers_part_of_the_hour),
		AT_SCHOOL(cls_29_staff_and_others_pupils_are_on_no_wall),
		AT_SCHOOL(cls_23_both_in_the_same_place),
		AT_SCHOOL(cls_33_a_remote_lesson_lifts_the_place_and_nothing_else),
		AT_SCHOOL(cls_33_the_device_is_told_the_same_by_a_signed_policy),
		AT_SCHOOL(r66_nobody_sees_whose_family_objects),
		AT_SCHOOL(what_is_no_asking_is_refused_whole),
		AT_SCHOOL(r16_first_name_and_initial),
		AT_SCHOOL(cls_31_a_chain_that_shows_when_it_is_touched),
		AT_SCHOOL(cls_31_only_what_was_signed_here_and_now),
		AT_SCHOOL(cls_31_a_look_is_on_the_trail_once_a_series),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
