/*
 * Web's side of the channel, with a writer and a database that fail (CLS-31), and
 * a devices process that talks without end: whoever asks is answered, and what
 * changed is told. This test is the devices process.
 */
#include "daemon/devices_desk.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "classroom/view_log.sql.h"
#include "classroom/wall_fixture.h"
#include "platform/test.h"
#include "platform/wire.h"

#define PATIENCE_MS   20000
#define TALK_MOST     500000
#define UNKNOWN_COUNT (-1)

static struct wall_fixture fixture;
static struct devices_desk *desk;
static struct db *file, *writer;
static atomic_bool it_writes;
static atomic_int opened; /* looks that were to begin */
static char path[96];
static int ends[2];
static struct text rest; /* of the message that was told last, without its header */

/* The writer's queue is full, until it writes. */
enum outcome
dispatch_write(struct dispatch *dispatch, struct commit_job *job)
{
	(void)dispatch;
	atomic_fetch_add(&opened, text_is(job->operation->action, "view_log_open"));
	if (!atomic_load(&it_writes))
		return BUSY;
	assert_int_equal(db_begin(writer, true), OK);
	enum outcome got = job->run(writer, job->job.context);
	db_changes_clear(writer);
	assert_int_equal(db_commit(writer), OK);
	job->job.done(job->job.context, got);
	return OK;
}

static void
says(struct buf *frame)
{
	assert_int_equal(send(ends[1], frame->at, frame->length, 0), frame->length);
	buf_finish(frame);
}

/* The number of the next message that waits. WIRE_NUMBERS: none in so long. */
static enum wire_number
is_told(int patience_ms)
{
	static char bytes[WIRE_ASK_BYTES_MAX];
	struct pollfd wait = { ends[1], POLLIN, 0 };
	struct wire_header header;
	if (poll(&wait, 1, patience_ms) <= 0)
		return WIRE_NUMBERS;
	rest = (struct text){ bytes, (size_t)recv(ends[1], bytes, sizeof bytes, 0) };
	assert_true(wire_take_header(&rest, &header));
	return header.number;
}

static void
waits_for(enum wire_number number)
{
	enum wire_number told;
	while ((told = is_told(PATIENCE_MS)) != number)
		assert_int_not_equal(told, WIRE_NUMBERS);
}

static void
says_hello(int64_t device)
{
	static const char zeros[32];
	struct buf frame = wire_frame(WIRE_device_here, 1);
	wire_put_device_here_ask(&frame,
		&(struct wire_device_here_ask){ .device = device,
			.version = TEXT("1"),
			.head = { zeros, 32 },
			.address = { zeros, 16 } });
	says(&frame);
}

static void
says_started(void)
{
	static const char zeros[32];
	struct buf frame = wire_frame(WIRE_devices_started, 1);
	wire_put_devices_started_ask(&frame, &(struct wire_devices_started_ask){ { zeros, 32 } });
	says(&frame);
}

static void
asks_head(int64_t device)
{
	static const char zeros[32];
	struct buf frame = wire_frame(WIRE_device_log, 1);
	wire_put_device_log_ask(&frame, &(struct wire_device_log_ask){ device, 0, { zeros, 32 } });
	says(&frame);
}

static void
changes(const char *sql)
{
	if (db_script(file, text_of(sql)) != OK)
		fail_msg("%s", db_problem(file));
}

static int
set_up(void **state)
{
	char sql[160];
	(void)state;
	wall_fixture_open(&fixture);
	snprintf(path, sizeof path, "%s/school.db", fixture.folder);
	snprintf(sql, sizeof sql, "vacuum into '%s'", path);
	fixture_sql(&fixture.school, sql);
	assert_int_equal(db_open(&file, &(struct db_options){ .path = path }), OK);
	assert_int_equal(db_open(&writer, &(struct db_options){ .path = path }), OK);
	atomic_store(&it_writes, false);
	atomic_store(&opened, 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	assert_int_equal(devices_desk_create(&desk,
				 &(struct devices_desk_options){ .fd = ends[0],
					 .database_path = path,
					 .keys = fixture.school.keys,
					 .clock = clock_system(),
					 .random = fixture.school.random,
					 .presence = fixture.school.presence }),
		OK);
	waits_for(WIRE_web_started);
	says_started();
	waits_for(WIRE_device_known);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	devices_desk_destroy(desk);
	close(ends[0]);
	close(ends[1]);
	db_close(writer);
	db_close(file);
	wall_fixture_close(&fixture);
	return 0;
}

static void
ends_the_lease(int64_t lease)
{
	struct wire_lease_revoked_ask item;
	waits_for(WIRE_lease_revoked);
	assert_true(wire_take_lease_revoked_ask(&rest, &item));
	assert_int_equal(item.device, 901);
	assert_int_equal(item.lease, lease);
}

static void
cls_31_what_cannot_be_put_on_record_ends(void **state)
{
	static const char zeros[32], lease[9] = { 0, 0, 0, 0, 0, 0, 0, 77, 1 };
	struct wire_enrol_answer_ask answer;
	(void)state;
	struct buf frame = wire_frame(WIRE_view_noticed, 1);
	wire_put_view_noticed_ask(&frame,
		&(struct wire_view_noticed_ask){ 901, 1, { zeros, 32 }, { lease, sizeof lease } });
	says(&frame);
	ends_the_lease(77);
	frame = wire_frame(WIRE_look_reported, 1);
	wire_put_look_reported_ask(&frame, &(struct wire_look_reported_ask){ 901, 78, { zeros, 32 } });
	says(&frame);
	ends_the_lease(78);
	frame = wire_frame(WIRE_view_ended, 1);
	wire_put_view_ended_ask(&frame, &(struct wire_view_ended_ask){ 901, 77, 0, 1 });
	says(&frame);
	frame = wire_frame(WIRE_enrol_asked, 1);
	wire_put_enrol_asked_ask(&frame, &(struct wire_enrol_asked_ask){ 5, TEXT("code"), 0, { zeros, 32 } });
	says(&frame);
	waits_for(WIRE_enrol_answer);
	assert_true(wire_take_enrol_answer_ask(&rest, &answer));
	assert_int_equal(answer.connection, 5);
	assert_int_equal(answer.device, 0);
}

static int64_t
open_looks(void)
{
	int64_t count = UNKNOWN_COUNT;
	struct view_log_open_ones_rows rows;
	if (view_log_open_ones(file, fixture.school.arena, &rows) == OK)
		count = (int64_t)rows.count;
	return count;
}

static void
closes_all(void)
{
	for (int waited = 0; waited < PATIENCE_MS && open_looks() != 0; waited += 10)
		usleep(10000);
	assert_int_equal(open_looks(), 0);
}

static void
looks(int64_t lease)
{
	char sql[400];
	snprintf(sql, sizeof sql,
		"insert into view_log (id, pupil, class, device, teacher, day, ordinal, subject, kind, started_at, "
		"ended_at, frames, remote, page_key, previous) values (%lld, 31, 11, 901, 51, 20000, 1, 0, 1, %lld, "
		"null, 0, 0, zeroblob(32), zeroblob(32))",
		(long long)lease, (long long)lease);
	changes(sql);
}

static void
says_ended(int64_t lease, int64_t frames, int64_t at)
{
	struct buf frame = wire_frame(WIRE_view_ended, 1);
	wire_put_view_ended_ask(&frame, &(struct wire_view_ended_ask){ 901, lease, frames, at });
	says(&frame);
}

/* Nobody reads "now" of a look that is over because the disk was full when it ended (CLS-32). */
static void
cls_32_an_end_that_could_not_be_written_is_written_soon(void **state)
{
	(void)state;
	waits_for(WIRE_device_known);
	looks(70);
	atomic_store(&it_writes, true);
	closes_all(); /* what was open when the devices process began */
	looks(77);
	looks(78);
	atomic_store(&it_writes, false);
	says_ended(77, 5, 90077);
	says_ended(78, 6, 90078);
	asks_head(901);
	waits_for(WIRE_log_head); /* both were heard */
	assert_int_equal(open_looks(), 2);
	atomic_store(&it_writes, true);
	closes_all();
	for (int64_t lease = 77; lease <= 78; lease++) {
		struct view_log_record row;
		assert_int_equal(view_log_row(file, (struct view_log_id){ lease }, fixture.school.arena,
					 &row),
			OK);
		assert_int_equal(row.ended_at.ms, 90000 + lease);
		assert_int_equal(row.frames, lease - 72);
	}
}

/* What another devices process left open is closed before a look begins, else it would be taken for it. */
static void
cls_32_no_look_begins_before_those_that_are_over_are_closed(void **state)
{
	static const char zeros[32], lease[9] = { 0, 0, 0, 0, 0, 0, 0, 79, 1 };
	(void)state;
	waits_for(WIRE_device_known);
	looks(77);
	says_started(); /* it cannot be written */
	waits_for(WIRE_device_known);
	struct buf frame = wire_frame(WIRE_view_noticed, 1);
	wire_put_view_noticed_ask(&frame,
		&(struct wire_view_noticed_ask){ 901, 1, { zeros, 32 }, { lease, sizeof lease } });
	says(&frame);
	waits_for(WIRE_log_head);
	assert_int_equal(atomic_load(&opened), 0);
	assert_int_equal(open_looks(), 1);
	atomic_store(&it_writes, true);
	closes_all();
}

static void
cls_31_a_record_that_cannot_be_read_shows_nothing(void **state)
{
	static const char zeros[32], lease[9] = { 0, 0, 0, 0, 0, 0, 0, 77, 1 };
	(void)state;
	changes("alter table view_log rename to elsewhere");
	struct buf frame = wire_frame(WIRE_view_noticed, 1);
	wire_put_view_noticed_ask(&frame,
		&(struct wire_view_noticed_ask){ 901, 1, { zeros, 32 }, { lease, sizeof lease } });
	says(&frame);
	ends_the_lease(77);
}

static void
devices_that_could_not_be_read_are_told_of_later(void **state)
{
	(void)state;
	says_hello(901);
	waits_for(WIRE_policy_for);
	waits_for(WIRE_policy_for); /* what it had to know is known by now */
	changes("alter table device rename to elsewhere");
	says_started();
	asks_head(901);
	waits_for(WIRE_log_head);
	changes("alter table elsewhere rename to device");
	waits_for(WIRE_device_known);
}

static void
a_policy_that_could_not_be_made_is_made_soon(void **state)
{
	(void)state;
	waits_for(WIRE_device_known); /* of the first look around */
	changes("alter table grid rename to elsewhere");
	says_hello(901);
	waits_for(WIRE_log_head);
	changes("alter table elsewhere rename to grid");
	waits_for(WIRE_policy_for);
}

static void
what_changed_is_told_whoever_talks(void **state)
{
	(void)state;
	waits_for(WIRE_device_known);
	changes("update device set state = 3, changed_at = changed_at - 1 where id = 902");
	for (int i = 0; i < TALK_MOST; i++) {
		asks_head(901);
		for (enum wire_number told; (told = is_told(0)) != WIRE_NUMBERS;)
			if (told == WIRE_device_known)
				return;
	}
	fail_msg("nobody was told");
}

int
main(void)
{
#define AT_THE_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_THE_DESK(cls_31_what_cannot_be_put_on_record_ends),
		AT_THE_DESK(cls_32_an_end_that_could_not_be_written_is_written_soon),
		AT_THE_DESK(cls_32_no_look_begins_before_those_that_are_over_are_closed),
		AT_THE_DESK(cls_31_a_record_that_cannot_be_read_shows_nothing),
		AT_THE_DESK(devices_that_could_not_be_read_are_told_of_later),
		AT_THE_DESK(a_policy_that_could_not_be_made_is_made_soon),
		AT_THE_DESK(what_changed_is_told_whoever_talks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
