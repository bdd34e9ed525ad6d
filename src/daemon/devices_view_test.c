/*
 * Who gets which picture (CLS-16, 29, 31, 36): the hub's rules without a
 * socket. What would be written to a device, a page and web is counted here.
 */
#include "daemon/devices_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/test.h"

static struct hub hub;
static struct device *pupil, *staff;
static struct link device_link, page_link;
static struct viewer *viewer;
static uint8_t digest[CRYPT_DIGEST_BYTES] = { 7 }, other_digest[CRYPT_DIGEST_BYTES] = { 8 };

static int
set_up(void **state)
{
	(void)state;
	hub = (struct hub){ .now_ms = 1000000, .monotonic_ms = 1000 };
	heard = (struct devices_heard){ 0 };
	pupil = device_add(&hub, 901);
	pupil->link = &device_link;
	pupil->state = MESSAGE_TILE_STATE_READY;
	staff = device_add(&hub, 903);
	staff->link = &device_link;
	staff->is_staff = true;
	viewer = viewer_admit(&hub, (struct text){ (char *)digest, sizeof digest }, 1051);
	assert_non_null(viewer);
	viewer->until_ms = hub.now_ms + 600000;
	viewer->devices[viewer->device_count++] = 901;
	page_link = (struct link){ .viewer = viewer };
	viewer->link = &page_link;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	pupil->link = staff->link = NULL;
	device_forget(&hub, 901);
	device_forget(&hub, 903);
	viewers_forget(&hub);
	return 0;
}

static void
grants(int64_t device, int64_t id, enum message_kind kind)
{
	uint8_t room[1200] = { 0 };
	struct message_writer out = message_writer(room, sizeof room);
	struct message_lease_terms terms = { .lease = (uint64_t)id,
		.device = (uint64_t)device,
		.kind = kind,
		.not_before = hub.now_ms,
		.expires = hub.now_ms + 60000 };
	message_lease_terms_put(&out, &terms);
	message_put_raw(&out, digest, 32);
	message_put_raw(&out, digest, 32);
	lease_grant(&hub, viewer, (struct text){ (char *)room, out.length });
}

static bool
sends(struct device *device, enum message_type type, int64_t lease)
{
	struct message_head head = { .type = (uint8_t)type, .lease = (uint64_t)lease };
	return picture_relay(&hub, device, &head, (struct bytes){ (const uint8_t *)"sealed", 6 });
}

/* One picture goes to the page, after whatever else is to be said to it. */
static bool
shows(void)
{
	int before = heard.pictures;
	while (heard.pictures == before && viewer_writes(&hub, &page_link))
		continue;
	return heard.pictures > before;
}

static void
cls_31_nothing_passes_before_it_is_noticed_and_on_record(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 5)); /* the pupil does not see yet who looks */
	assert_false(shows());
	assert_int_equal(frame_slot_get(&pupil->picture).length, 0);
	lease_find(pupil, 5)->noticed = true;
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 5)); /* not on record yet */
	assert_false(shows());
	assert_int_equal(frame_slot_get(&pupil->picture).length, 0);
	int asked = heard.said;
	lease_logged(&hub, pupil, 5);
	assert_int_equal(heard.said, asked + 1); /* for a whole picture */
	assert_true(sends(pupil, MESSAGE_FRAME_TILES, 5));
	assert_true(shows());
	grants(901, 6, MESSAGE_KIND_THUMB); /* a second look the same way is not on record by the first */
	lease_find(pupil, 6)->noticed = true;
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 5));
	assert_true(shows());
	assert_false(shows());
}

static void
cls_29_a_picture_of_a_member_of_staff_goes_nowhere(void **state)
{
	(void)state;
	grants(903, 6, MESSAGE_KIND_THUMB);
	assert_null(staff->leases);
	assert_false(sends(staff, MESSAGE_FRAME_KEY, 6));
	assert_int_equal(frame_slot_get(&staff->picture).length, 0);
}

static void
a_device_on_long_poll_gets_no_lease(void **state)
{
	(void)state;
	device_link.is_poll = true;
	grants(901, 5, MESSAGE_KIND_THUMB);
	device_link.is_poll = false;
	assert_null(pupil->leases);
	assert_int_equal(heard.said, 0);
}

static void
cls_18_each_lease_covers_its_kind_alone(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	lease_find(pupil, 5)->noticed = true;
	lease_logged(&hub, pupil, 5);
	while (shows())
		continue;
	int before = heard.pictures;
	assert_true(sends(pupil, MESSAGE_TABS, 5));
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 77)); /* a lease that nobody gave */
	assert_false(shows());
	assert_int_equal(heard.pictures, before);
}

/* The device ends by itself; what was on its way then is late. */
static void
cls_19_what_comes_after_the_end_goes_nowhere(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	lease_find(pupil, 5)->noticed = true;
	lease_logged(&hub, pupil, 5);
	hub.now_ms += 30000;
	grants(901, 6, MESSAGE_KIND_THUMB);
	lease_find(pupil, 6)->noticed = true;
	lease_logged(&hub, pupil, 6);
	hub.now_ms += 29999;
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 6));
	assert_true(shows());
	assert_true(shows());
	hub.now_ms += 1; /* 5 is over */
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 6));
	assert_true(shows());
	assert_false(shows());
	hub.now_ms += 30000; /* 6 too */
	struct message_head head = { .type = MESSAGE_FRAME_KEY, .lease = 6 };
	assert_true(picture_relay(&hub, pupil, &head, (struct bytes){ (const uint8_t *)"late", 4 }));
	assert_false(shows());
	assert_int_not_equal(frame_slot_get(&pupil->picture).length, 4);
}

static void
cls_36_the_last_reader_takes_the_picture_along(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	lease_find(pupil, 5)->noticed = true;
	lease_logged(&hub, pupil, 5);
	assert_true(sends(pupil, MESSAGE_FRAME_KEY, 5));
	hub.now_ms += 60000;
	leases_end_older(&hub, pupil);
	assert_null(pupil->leases);
	assert_int_equal(frame_slot_get(&pupil->picture).length, 0);
	assert_int_equal(heard.told[WIRE_view_ended], 1);
	assert_int_equal(pupil->state, MESSAGE_TILE_STATE_READY);
}

/* A picture that can be known again: its magic is put together here, so that it
 * stands nowhere in the program. */
#define MARKED_BYTES 4096
#define MAGIC_BYTES  24
static uint8_t magic[MAGIC_BYTES];

static void
sends_marked(uint32_t number)
{
	static uint8_t picture[MARKED_BYTES];
	struct message_head head = { .type = MESSAGE_FRAME_KEY, .lease = 5 };
	for (size_t i = 0; i < MAGIC_BYTES; i++)
		picture[100 + i] = magic[i] ^ 0xff;
	memcpy(picture + 100 + MAGIC_BYTES, &number, sizeof number);
	assert_true(picture_relay(&hub, pupil, &head, (struct bytes){ picture, sizeof picture }));
	crypt_wipe(picture, sizeof picture);
}

/* Everywhere in this process's memory: how many marked pictures, and the number of one. */
static int
marked_pictures(uint32_t *number)
{
	static uint8_t room[1 << 16];
	int found = 0;
	FILE *maps = fopen("/proc/self/maps", "re");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	assert_true(maps && memory >= 0);
	char line[512];
	unsigned long first, last;
	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx rw", &first, &last) != 2 || !strstr(line, " rw") ||
			last - first > 1UL << 28)
			continue;
		for (unsigned long at = first; at < last; at += sizeof room - 64) {
			ssize_t length = pread(memory, room,
				last - at < sizeof room ? last - at : sizeof room, (off_t)at);
			for (ssize_t i = 0; i + 64 <= length; i++) {
				size_t same = 0;
				while (same < MAGIC_BYTES && (room[i + (ssize_t)same] ^ magic[same]) == 0xff)
					same++;
				bool here = at + (unsigned long)i >= (unsigned long)room &&
					at + (unsigned long)i < (unsigned long)room + sizeof room;
				if (same < MAGIC_BYTES || here)
					continue;
				found++;
				memcpy(number, room + i + MAGIC_BYTES, sizeof *number);
			}
		}
	}
	crypt_wipe(room, sizeof room);
	close(memory);
	fclose(maps);
	return found;
}

static void
looks_at(enum message_kind kind)
{
	grants(901, 5, kind);
	lease_find(pupil, 5)->noticed = true;
	lease_logged(&hub, pupil, 5);
}

/* R48: ten thousand leave one. */
static void
cls_36_ten_thousand_pictures_leave_one_in_all_the_memory(void **state)
{
	(void)state;
	uint32_t number = 0;
	crypt_random(magic, sizeof magic);
	looks_at(MESSAGE_KIND_THUMB);
	for (uint32_t i = 1; i <= 10000; i++) {
		sends_marked(i);
		if (i % 3 != 0) /* a reader that does not keep up */
			(void)shows();
	}
	while (shows())
		continue;
	if (frame_slot_get(&pupil->picture).length == 0)
		skip(); /* this machine locks no memory: nothing is kept */
	assert_int_equal(marked_pictures(&number), 1);
	assert_int_equal(number, 10000);
	lease_end(&hub, pupil, lease_find(pupil, 5), MESSAGE_ENDING_LESSON_OVER);
	assert_int_equal(marked_pictures(&number), 0);
}

/* R47: however long a lesson were, 48 hours and not a second more. */
static void
cls_36_after_48_hours_nothing_is_there(void **state)
{
	(void)state;
	uint32_t number = 0;
	struct bytes tabs = { (const uint8_t *)"tabs", 4 };
	crypt_random(magic, sizeof magic);
	looks_at(MESSAGE_KIND_THUMB);
	sends_marked(1);
	while (shows())
		continue;
	if (!frame_slot_put(&pupil->tabs, tabs, hub.monotonic_ms))
		skip();
	lease_find(pupil, 5)->expires_ms = lease_find(pupil, 5)->renewed_ms = INT64_MAX;
	hub.monotonic_ms += 48 * 3600 * INT64_C(1000);
	leases_end_older(&hub, pupil);
	assert_int_equal(marked_pictures(&number), 1);
	assert_int_equal(frame_slot_get(&pupil->tabs).length, 4);
	hub.monotonic_ms += 1000;
	leases_end_older(&hub, pupil);
	assert_int_equal(marked_pictures(&number), 0);
	assert_int_equal(frame_slot_get(&pupil->tabs).length, 0);
}

static void
a_ticket_is_one_accounts_until_the_bell(void **state)
{
	(void)state;
	struct text text = { (char *)digest, sizeof digest },
		    other = { (char *)other_digest, sizeof other_digest };
	assert_ptr_equal(viewer_find(&hub, text), viewer);
	assert_null(viewer_find(&hub, other));
	assert_null(viewer_admit(&hub, text, 1052)); /* somebody else's */
	assert_ptr_equal(viewer_admit(&hub, text, 1051), viewer);
	grants(901, 5, MESSAGE_KIND_THUMB);
	hub.now_ms = viewer->until_ms;
	viewers_end_older(&hub);
	assert_null(hub.viewers);
	assert_null(pupil->leases);
	assert_true(page_link.closing);
}

static void
cls_19_a_page_that_goes_ends_its_captures(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	int before = heard.said;
	viewer_left(&hub, &page_link);
	assert_null(pupil->leases);
	assert_int_equal(heard.said, before + 1);
}

static void
cls_19_a_page_that_went_while_it_asked_looks_for_seconds(void **state)
{
	(void)state;
	viewer_left(&hub, &page_link);
	grants(901, 5, MESSAGE_KIND_THUMB);
	hub.monotonic_ms += AWAITED_MS;
	leases_end_older(&hub, pupil);
	assert_non_null(lease_find(pupil, 5)); /* its line may be on its way */
	viewer->link = &page_link;
	hub.monotonic_ms += 1000;
	leases_end_older(&hub, pupil);
	assert_non_null(lease_find(pupil, 5));
	viewer->link = NULL;
	leases_end_older(&hub, pupil);
	assert_null(pupil->leases);
}

/* A hundred devices, and every hand of them: nothing of it stands in a queue that has an end. */
/* One device that refuses without end closes no teacher's page, and what ends a look is still said. */
static void
cls_16_a_device_fills_no_page(void **state)
{
	struct message_refuse refuse = { .code = MESSAGE_REFUSAL_ECAP };
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	viewers_tell_refusal(&hub, pupil, &refuse);
	int said = heard.said;
	page_link.waiting = LINK_QUEUE_MAX / 2;
	viewers_tell_refusal(&hub, pupil, &refuse);
	assert_int_equal(heard.said, said);
	lease_end(&hub, pupil, lease_find(pupil, 5), MESSAGE_ENDING_REFUSED);
	assert_int_equal(heard.said, said + 1);
	page_link.waiting = LINK_QUEUE_MAX / 2 - 1;
	viewers_tell_refusal(&hub, pupil, &refuse);
	assert_int_equal(heard.said, said + 2);
	page_link.waiting = 0;
}

static void
a_large_class_is_told_of_whole(void **state)
{
	(void)state;
	uint8_t ticket[32] = { 1 }, of_ticket[CRYPT_DIGEST_BYTES], devices[8 * VIEWER_DEVICES_MAX] = { 0 };
	struct message_viewer_hello hello;
	uint8_t room[32];
	struct message_writer out = message_writer(room, sizeof room);
	struct link line = { .number = 2 };
	crypt_hash((struct bytes){ ticket, sizeof ticket }, of_ticket);
	struct viewer *page = viewer_admit(&hub, (struct text){ (char *)of_ticket, sizeof of_ticket }, 1051);
	for (int i = 0; i < VIEWER_DEVICES_MAX; i++) {
		devices[8 * i + 6] = 4;
		devices[8 * i + 7] = (uint8_t)i;
		(void)device_add(&hub, 1024 + i);
	}
	page->until_ms = hub.now_ms + 600000;
	viewer_sees(page, (struct text){ (char *)devices, sizeof devices });
	memcpy(hello.ticket, ticket, sizeof ticket);
	message_viewer_hello_put(&out, &hello);
	assert_true(viewer_hello(&hub, &line, message_written(&out)));
	for (int k = 0; k < 50; k++)
		for (int i = 0; i < VIEWER_DEVICES_MAX; i++)
			device_tell_state(&hub, device_find(&hub, 1024 + i), MESSAGE_TILE_STATE_READY,
				MESSAGE_REFUSAL_NONE);
	assert_int_equal(heard.said, 0);
	while (viewer_writes(&hub, &line))
		continue;
	assert_int_equal(heard.written, 2 * VIEWER_DEVICES_MAX); /* each state and each hand */
	struct link gone = { .device = device_find(&hub, 1024) };
	gone.device->link = &gone;
	device_forget(&hub, 1024);
	assert_true(viewer_writes(&hub, &line)); /* it is off */
	for (int i = 0; i < VIEWER_DEVICES_MAX; i++)
		device_forget(&hub, 1024 + i);
}

static void
a_page_has_no_device_captured_without_end(void **state)
{
	(void)state;
	struct message_head head = { .type = MESSAGE_AGAIN, .lease = 5 };
	grants(901, 5, MESSAGE_KIND_THUMB);
	int before = heard.said;
	for (int i = 0; i < 100; i++)
		assert_true(viewer_heard(&hub, &page_link, &head, (struct message_bytes){ 0 }));
	assert_int_equal(heard.said, before + 1);
	hub.monotonic_ms += 1000;
	assert_true(viewer_heard(&hub, &page_link, &head, (struct message_bytes){ 0 }));
	assert_int_equal(heard.said, before + 2);
}

static void
a_teacher_has_a_few_pages_and_a_device_a_few_leases(void **state)
{
	(void)state;
	struct link line = { .viewer = viewer };
	for (int64_t id = 1; id <= 3 * LEASES_MAX; id++)
		grants(901, id, MESSAGE_KIND_THUMB);
	assert_non_null(lease_find(pupil, LEASES_MAX));
	assert_null(lease_find(pupil, LEASES_MAX + 1));
	viewer->link = &line;
	for (uint8_t i = 0; i < 3 * VIEWERS_MAX; i++) {
		uint8_t another[CRYPT_DIGEST_BYTES] = { 100, i };
		assert_non_null(viewer_admit(&hub, (struct text){ (char *)another, sizeof another }, 1051));
	}
	int count = 0;
	for (struct viewer *one = hub.viewers; one; one = one->next)
		count++;
	assert_int_equal(count, VIEWERS_MAX);
	assert_true(line.closing); /* the oldest made room, and what it looked at ended */
	assert_null(pupil->leases);
	assert_non_null(viewer_admit(&hub, (struct text){ (char *)other_digest, sizeof other_digest }, 1052));
	assert_non_null(hub.viewers->next); /* nobody else's had to */
}

static void
cls_18_a_minute_by_a_clock_that_nobody_sets(void **state)
{
	(void)state;
	grants(901, 5, MESSAGE_KIND_THUMB);
	hub.now_ms -= 3600000; /* the machine's was set back */
	hub.monotonic_ms += 40000;
	leases_end_older(&hub, pupil);
	assert_non_null(lease_find(pupil, 5));
	grants(901, 5, MESSAGE_KIND_THUMB);
	hub.now_ms -= 3600000;
	hub.monotonic_ms += 60000;
	leases_end_older(&hub, pupil);
	assert_non_null(lease_find(pupil, 5));
	hub.monotonic_ms += 1;
	leases_end_older(&hub, pupil);
	assert_null(pupil->leases);
}

int
main(void)
{
#define AT_THE_HUB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_THE_HUB(cls_31_nothing_passes_before_it_is_noticed_and_on_record),
		AT_THE_HUB(cls_29_a_picture_of_a_member_of_staff_goes_nowhere),
		AT_THE_HUB(a_device_on_long_poll_gets_no_lease),
		AT_THE_HUB(cls_18_each_lease_covers_its_kind_alone),
		AT_THE_HUB(cls_19_what_comes_after_the_end_goes_nowhere),
		AT_THE_HUB(cls_36_the_last_reader_takes_the_picture_along),
		AT_THE_HUB(cls_36_ten_thousand_pictures_leave_one_in_all_the_memory),
		AT_THE_HUB(cls_36_after_48_hours_nothing_is_there),
		AT_THE_HUB(a_ticket_is_one_accounts_until_the_bell),
		AT_THE_HUB(cls_19_a_page_that_goes_ends_its_captures),
		AT_THE_HUB(cls_19_a_page_that_went_while_it_asked_looks_for_seconds),
		AT_THE_HUB(cls_16_a_device_fills_no_page),
		AT_THE_HUB(a_large_class_is_told_of_whole),
		AT_THE_HUB(a_page_has_no_device_captured_without_end),
		AT_THE_HUB(a_teacher_has_a_few_pages_and_a_device_a_few_leases),
		AT_THE_HUB(cls_18_a_minute_by_a_clock_that_nobody_sets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
