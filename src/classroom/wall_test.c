/*
 * What the wall shows without its script, and what it orders (CLS-10, 21, 29,
 * 30, 43, 44; R01, R16, R64).
 */
#include "classroom/wall.h"

#include <string.h>

#include "classroom/command.h"
#include "classroom/device_presence.h"
#include "classroom/lease.h"
#include "classroom/wall_fixture.h"
#include "platform/test.h"

#define ORDERS_MAX 10
#define ASK        "key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8&see=901:1:1"

static struct wall_fixture fixture;
static struct wall_order orders[ORDERS_MAX];

static bool
shows(const char *words)
{
	return fixture_shows(&fixture.school, words);
}

static enum outcome
opens(void)
{
	return fixture_get(&fixture.school, wall_page, "class=11", "");
}

/* How many devices are told. */
static size_t
says(const char *form)
{
	assert_int_equal(fixture_post(&fixture.school, command_send, "class=11", form), OK);
	return wall_told_orders(&fixture, orders, ORDERS_MAX);
}

static void
closed_to(enum role role, int64_t person)
{
	fixture_as(&fixture.school, role, person);
	assert_int_equal(opens(), REFUSED);
	assert_int_equal(fixture_post(&fixture.school, command_send, "class=11", "do=lock"), REFUSED);
	assert_null(fixture.school.request.tellings);
	fixture_as(&fixture.school, ROLE_TEACHER, 51);
}

static void
r16_a_surname_is_nowhere_on_the_wall(void **state)
{
	(void)state;
	assert_int_equal(opens(), OK);
	assert_true(shows("Anna A."));
	assert_true(shows("Bruno B."));
	static const char *const surnames[] = { "Abate", "Basso", "Conti", "2012" };
	for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++)
		assert_false(shows(surnames[i]));
}

static void
two_of_the_same_name_have_their_numbers(void **state)
{
	(void)state;
	assert_int_equal(opens(), OK);
	assert_true(shows("<b>Anna A.</b>"));
	fixture_sql(&fixture.school,
		"update person set given_name = (select given_name from person where id = 31),"
		" family_name = (select family_name from person where id = 31) where id = 32");
	assert_int_equal(opens(), OK);
	assert_true(shows("<b>Anna A. 1</b>"));
	assert_true(shows("<b>Anna A. 2</b>"));
	assert_false(shows("Abate"));
}

static void
a_class_without_devices_reads_who_gives_them(void **state)
{
	(void)state;
	assert_int_equal(opens(), OK);
	assert_false(shows("The office enrols them"));
	fixture_sql(&fixture.school, "delete from device_use");
	assert_int_equal(opens(), OK);
	assert_true(shows("The office enrols them"));
}

static void
cls_10_each_state_in_words(void **state)
{
	(void)state;
	assert_int_equal(opens(), OK);
	assert_true(shows("connected"));
	assert_true(shows("no device today")); /* the lost one */
	presence_leaves(fixture.school.presence, (struct device_id){ 901 });
	wall_connects(&fixture, 902, "192.0.2.32", 0); /* a session that has no pictures */
	assert_int_equal(opens(), OK);
	assert_true(shows(">off<"));
	assert_true(shows("This device cannot show its screen."));
	wall_connects(&fixture, 902, "192.0.2.32", MESSAGE_CAN_ORDERS_ONLY); /* by long poll */
	assert_int_equal(opens(), OK);
	assert_true(shows("Orders reach this device, pictures do not"));
	assert_true(shows("data-mark=\"orders\""));
	wall_connects(&fixture, 902, "198.51.100.2", MESSAGE_CAN_ORDERS_ONLY);
	assert_int_equal(opens(), OK);
	assert_true(shows("data-code=\"ELOC\""));
	wall_connects(&fixture, 902, "198.51.100.2", MESSAGE_CAN_SCREEN);
	assert_int_equal(opens(), OK);
	assert_true(shows("data-code=\"ELOC\""));
	fixture_sql(&fixture.school, "insert into restriction values (32, 20780, null, 71)");
	assert_int_equal(opens(), OK);
	assert_true(shows("not to be seen"));
	fixture_sql(&fixture.school, "update site set networks = ''");
	assert_int_equal(opens(), OK);
	assert_true(shows("This site has no networks yet"));
}

/* R13: today's hands, not the roster's; and of two the one that is there. */
static void
r13_the_device_in_the_pupils_hands(void **state)
{
	(void)state;
	presence_leaves(fixture.school.presence, (struct device_id){ 901 });
	fixture_sql(&fixture.school, "insert into device_use values (902, 20780, 20780, 31, 1)");
	assert_int_equal(opens(), OK);
	assert_true(shows("data-device=\"902\""));
	assert_false(shows("data-device=\"901\"")); /* the own one, at home */
	assert_int_equal(says("do=lock"), 2);       /* each of that pupil's; the other pupil has none today */
	wall_connects(&fixture, 901, "192.0.2.31", MESSAGE_CAN_SCREEN);
	presence_leaves(fixture.school.presence, (struct device_id){ 902 });
	assert_int_equal(opens(), OK);
	assert_true(shows("data-device=\"901\""));
	assert_false(shows("data-device=\"902\""));
	fixture_sql(&fixture.school,
		"update device set state = 1 where id = 902"); /* a lost one hides no other */
	assert_int_equal(opens(), OK);
	assert_true(shows("data-device=\"901\""));
}

static void
only_the_teacher_of_the_hour(void **state)
{
	(void)state;
	closed_to(ROLE_TEACHER, 52);
	closed_to(ROLE_TEACHER, 55);
	closed_to(ROLE_HEAD, 71);
	closed_to(ROLE_DEPUTY, 71);
	closed_to(ROLE_OFFICE, 72);
	closed_to(ROLE_TECHNICIAN, 72);
	closed_to(ROLE_AUDITOR, 72);
	closed_to(ROLE_PUPIL, 31);
	closed_to(ROLE_GUARDIAN, 61);
	fixture_at(&fixture.school, "2026-11-23", "09:00");
	closed_to(ROLE_TEACHER, 51);
	assert_int_equal(opens(), REFUSED);
	assert_string_equal(fixture.school.request.problems[0].message,
		"Screens open only in your own hour with the class, until its bell.");
	fixture_as(&fixture.school, ROLE_HEAD, 71);
	assert_int_equal(opens(), REFUSED);
	assert_false(request_has_problem(&fixture.school.request, NULL));
	fixture_as(&fixture.school, ROLE_TEACHER, 51);
}

/* R01: the first and the last minute of each hour of each day of a year, judged here by hand. */
static void
r01_never_outside_calendar_and_timetable(void **state)
{
	(void)state;
	static const int minutes[] = { 0, 7 * 60 + 59, 8 * 60, 8 * 60 + 59, 9 * 60, 12 * 60 + 30, 14 * 60,
		23 * 60 + 59 };
	int allowed = 0;
	for (int day = 20697; day < 20697 + 365; day++) { /* from 1 September 2026 */
		for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
			int weekday = (day + 4) % 7; /* 1 January 1970 was a Thursday */
			bool school = day >= 20710 && day <= 20977 && (day < 20810 || day > 20824);
			bool hour = (weekday == 1 || weekday == 3) && minutes[i] >= 8 * 60 &&
				minutes[i] < 9 * 60;
			fixture.school.now = zone_instant(ZONE_CET, (struct day){ day },
				(struct minute){ (int16_t)minutes[i] });
			bool open = opens() == OK;
			assert_int_equal(open, school && hour);
			assert_int_equal(fixture_post(&fixture.school, lease_renew, "class=11", ASK) == OK,
				open);
			assert_int_equal(fixture_post(&fixture.school, command_send, "class=11", "do=lock") ==
					OK,
				open);
			allowed += open;
		}
		arena_reset(fixture.school.arena);
	}
	assert_int_equal(allowed, 144);
}

static void
cls_44_a_lock_lasts_until_the_bell(void **state)
{
	(void)state;
	struct message_lock_order lock;
	assert_int_equal(says("do=lock"), 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(orders[i].device, 901 + i);
		assert_true(message_lock_order_decode(orders[i].payload, &lock));
		assert_int_equal(lock.on, 1);
		assert_int_equal(lock.order.pupil, 31 + i);
		assert_int_equal(lock.order.teacher, 51);
		assert_int_equal(lock.order.class, 11);
		assert_int_equal(lock.order.not_before, fixture.school.now.ms);
		assert_int_equal(lock.order.expires, fixture.school.now.ms + 50 * 60000); /* 9 o'clock */
	}
	assert_int_equal(says("do=unlock"), 2);
	assert_true(message_lock_order_decode(orders[0].payload, &lock));
	assert_int_equal(lock.on, 0);
}

static void
cls_44_messages_and_pages_last_minutes_and_never_past_the_bell(void **state)
{
	(void)state;
	struct message_message_order message;
	struct message_tab_order tab;
	assert_int_equal(says("do=message&text=Pagina+40"), 2);
	assert_true(message_message_order_decode(orders[0].payload, &message));
	assert_int_equal(message.order.expires, fixture.school.now.ms + 10 * 60000);
	fixture_at(&fixture.school, "2026-11-23", "08:58");
	assert_int_equal(says("do=message&text=Pagina+40"), 2);
	assert_true(message_message_order_decode(orders[0].payload, &message));
	assert_int_equal(message.order.expires, fixture.school.now.ms + 2 * 60000);
	assert_int_equal(says("do=open&url=https://it.wikipedia.org/"), 2);
	assert_true(message_tab_order_decode(orders[0].payload, &tab));
	assert_int_equal(tab.action, MESSAGE_TAB_ACTION_OPEN);
	assert_int_equal(tab.order.expires, fixture.school.now.ms + 60000);
	assert_int_equal(says("do=close&device=902&tab=7"), 1); /* of that one device */
	assert_int_equal(orders[0].device, 902);
	assert_true(message_tab_order_decode(orders[0].payload, &tab));
	assert_int_equal(tab.action, MESSAGE_TAB_ACTION_CLOSE);
	assert_int_equal(tab.tab, 7);
	assert_int_equal(says("do=close&device=903&tab=7"), 0); /* nobody's of this wall */
}

static void
cls_43_an_order_goes_where_a_picture_could_come_from(void **state)
{
	(void)state;
	fixture_sql(&fixture.school, "insert into restriction values (31, 20780, null, 71)");
	assert_int_equal(says("do=lock"), 1); /* the family objects (R64, R66) */
	assert_int_equal(orders[0].device, 902);
	wall_connects(&fixture, 902, "198.51.100.2", MESSAGE_CAN_SCREEN);
	assert_int_equal(says("do=lock"), 0); /* nobody steers a device at home */
	wall_connects(&fixture, 902, "192.0.2.32", MESSAGE_CAN_SCREEN);
	fixture.school.http.peer = TEXT("198.51.100.1");
	assert_int_equal(says("do=lock"), 0); /* nor from home */
}

static void
what_is_no_order_is_refused_whole(void **state)
{
	(void)state;
	static const char *const bad[] = { "do=", "do=shutdown",
		"do=message&text=", "do=open&url=http://example.org/", "do=open&url=javascript:alert(1)",
		"do=focus&domains=", "do=focus&domains=nonsense", "do=close&device=901", "do=close&tab=1" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(fixture_post(&fixture.school, command_send, "class=11", bad[i]), INVALID);
		assert_null(fixture.school.request.tellings);
	}
}

static void
stand_after(const char *mark, char stand[17])
{
	const char *at = memmem(fixture.school.reply.body.at, fixture.school.reply.body.length, mark,
		strlen(mark));
	assert_non_null(at);
	memcpy(stand, at + strlen(mark), 16);
	stand[16] = '\0';
}

static void
an_open_page_hears_that_devices_changed_hands(void **state)
{
	(void)state;
	char page[17], answer[17];
	assert_int_equal(opens(), OK);
	stand_after("data-stand=\"", page);
	assert_int_equal(fixture_post(&fixture.school, lease_renew, "class=11", ASK), OK);
	stand_after("\"stand\":\"", answer);
	assert_string_equal(page, answer);
	fixture_sql(&fixture.school, "insert into device_use values (902, 20780, 20780, 31, 1)");
	presence_leaves(fixture.school.presence, (struct device_id){ 901 });
	assert_int_equal(fixture_post(&fixture.school, lease_renew, "class=11", ASK), OK);
	stand_after("\"stand\":\"", answer);
	assert_string_not_equal(page, answer);
	assert_int_equal(opens(), OK);
	stand_after("data-stand=\"", page);
	assert_string_equal(page, answer);
}

/* Without the page's script too. */
static void
what_was_typed_comes_back_with_what_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(fixture_post(&fixture.school, command_send, "class=11",
				 "do=focus&domains=it.wikipedia.org%0awiki%3cpedia"),
		INVALID);
	assert_true(shows("Screens of 1A"));
	assert_true(shows("<details name=\"wall-orders\" open>"));
	assert_true(shows("aria-invalid=\"true\">it.wikipedia.org\nwiki&lt;pedia</textarea>"));
	assert_true(shows("wiki&lt;pedia is not a site such as it.wikipedia.org."));
	assert_int_equal(fixture_post(&fixture.school, command_send, "class=11",
				 "do=open&url=http://a.example"),
		INVALID);
	assert_true(shows("value=\"http://a.example\" aria-invalid=\"true\">"));
	assert_int_equal(opens(), OK);
	assert_false(shows("<details name=\"wall-orders\" open>"));
}

int
main(void)
{
#define AT_THE_WALL(test)                                                                                    \
	cmocka_unit_test_prestate_setup_teardown(test, wall_fixture_set_up, wall_fixture_tear_down, &fixture)
	const struct CMUnitTest tests[] = {
		AT_THE_WALL(r16_a_surname_is_nowhere_on_the_wall),
		AT_THE_WALL(two_of_the_same_name_have_their_numbers),
		AT_THE_WALL(a_class_without_devices_reads_who_gives_them),
		AT_THE_WALL(cls_10_each_state_in_words),
		AT_THE_WALL(r13_the_device_in_the_pupils_hands),
		AT_THE_WALL(only_the_teacher_of_the_hour),
		AT_THE_WALL(r01_never_outside_calendar_and_timetable),
		AT_THE_WALL(cls_44_a_lock_lasts_until_the_bell),
		AT_THE_WALL(cls_44_messages_and_pages_last_minutes_and_never_past_the_bell),
		AT_THE_WALL(cls_43_an_order_goes_where_a_picture_could_come_from),
		AT_THE_WALL(what_is_no_order_is_refused_whole),
		AT_THE_WALL(what_was_typed_comes_back_with_what_is_wrong),
		AT_THE_WALL(an_open_page_hears_that_devices_changed_hands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
