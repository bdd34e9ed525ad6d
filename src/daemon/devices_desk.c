#include "daemon/devices_desk.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "classroom/device.sql.h"
#include "classroom/device_policy.h"
#include "classroom/enrol.h"
#include "classroom/signed_bytes.h"
#include "classroom/view_report.h"
#include "daemon/devices_channel.h"
#include "daemon/looks_ended.h"
#include "identity/setting.h"
#include "platform/crypt.h"
#include "platform/id.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/wire.h"
#include "wire/messages.h"

#define LOOK_AROUND_MS    1000 /* how late a change of the register reaches the devices */
#define POLICY_REFRESH_MS (3600 * 1000)
#define KNOWN_AT_ONCE     500
#define POLICIES_AT_ONCE  20 /* then whoever has something to say is heard */
#define HEARD_IN_A_ROW    50 /* then what changed is told, whoever goes on talking */
#define POLICY_AGAIN_MS   5000
#define UNKNOWN           (-1)

struct devices_desk {
	struct devices_desk_options options;
	int end_fd;
	pthread_t thread;
	struct db *db;
	struct arena *arena;
	struct classroom_stamp_row stamp;
	uint8_t places[CRYPT_DIGEST_BYTES]; /* of the sites' networks */
	int64_t refreshed_ms, looked_ms;    /* the latter monotonic */
	struct device_id *due;              /* whose policy is to be made anew */
	size_t due_count, due_done;
	struct looks_ended ended;
	pthread_mutex_t lock;
	pthread_cond_t written;
};

struct writing { /* one job for the writer; the desk waits for it */
	struct commit_job commit;
	struct operation operation;
	struct devices_desk *desk;
	struct instant now;
	struct arena *arena;
	enum outcome outcome;
	bool done;
	/* of the job itself */
	struct text lease, code;
	struct bytes previous;
	struct view_report report;
	struct instant at;
	int64_t id, frames;
	enum device_platform platform;
	struct bytes public_key;
	struct device_record device;
};

typedef void hearer(struct devices_desk *desk, struct text items);
static hearer hear_started, hear_here, hear_left, hear_enrol, hear_noticed, hear_ended, hear_log, hear_look;
static hearer *const hearers[WIRE_NUMBERS] = {
	[WIRE_devices_started] = hear_started,
	[WIRE_device_here] = hear_here,
	[WIRE_device_left] = hear_left,
	[WIRE_enrol_asked] = hear_enrol,
	[WIRE_view_noticed] = hear_noticed,
	[WIRE_view_ended] = hear_ended,
	[WIRE_device_log] = hear_log,
	[WIRE_look_reported] = hear_look,
};

static void *attend(void *context);
static void hear(struct devices_desk *desk, struct text frame);
static void tell_changes(struct devices_desk *desk);
static void look_around(struct devices_desk *desk);
static bool places_changed(struct devices_desk *desk);
static void tell_due(struct devices_desk *desk);
static bool tell_known(struct devices_desk *desk);
static void tell_enrolled(struct devices_desk *desk, const struct device_record *device);
static void tell_policy(struct devices_desk *desk, struct device_id device);
static enum outcome tell_head(struct devices_desk *desk, struct device_id device, struct text theirs,
	int64_t *count);
static bool all_ends_written(struct devices_desk *desk);
static look_writer write_end;
static void tell_logged(struct devices_desk *desk, int64_t device, int64_t lease);
static void tell_revoked(struct devices_desk *desk, int64_t device, int64_t lease);
static enum outcome write_it(struct devices_desk *desk, struct writing *writing, const char *action,
	enum outcome (*run)(struct db *db, void *context));
static void written(void *context, enum outcome outcome);
static enum outcome run_enrol(struct db *db, void *context);
static enum outcome run_open(struct db *db, void *context);
static enum outcome run_report(struct db *db, void *context);
static enum outcome run_close(struct db *db, void *context);
static void tell(struct devices_desk *desk, struct buf *frame);

enum outcome
devices_desk_create(struct devices_desk **created, const struct devices_desk_options *options)
{
	struct devices_desk *desk = calloc(1, sizeof *desk);
	assert(desk);
	desk->options = *options;
	desk->arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	desk->end_fd = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&desk->lock, NULL);
	pthread_cond_init(&desk->written, NULL);
	enum outcome got = db_open(&desk->db,
		&(struct db_options){ .path = options->database_path,
			.read_only = true,
			.sealer = keys_sealer(options->keys) });
	if (got != OK) {
		arena_destroy(desk->arena);
		close(desk->end_fd);
		free(desk);
		return got;
	}
	int failed = pthread_create(&desk->thread, NULL, attend, desk);
	assert(!failed);
	*created = desk;
	return OK;
}

void
devices_desk_destroy(struct devices_desk *desk)
{
	if (!desk)
		return;
	(void)!write(desk->end_fd, &(uint64_t){ 1 }, 8);
	pthread_join(desk->thread, NULL);
	db_close(desk->db);
	arena_destroy(desk->arena);
	close(desk->end_fd);
	pthread_cond_destroy(&desk->written);
	pthread_mutex_destroy(&desk->lock);
	free(desk);
}

static void *
attend(void *context)
{
	struct devices_desk *desk = context;
	struct pollfd waits[] = { { desk->options.fd, POLLIN, 0 }, { desk->end_fd, POLLIN, 0 } };
	char *frame = malloc(WIRE_ASK_BYTES_MAX);
	assert(frame);
	struct buf started = wire_frame(WIRE_web_started, 1);
	wire_put_web_started_ask(&started,
		&(struct wire_web_started_ask){ clock_now(desk->options.clock).ms });
	tell(desk, &started);
	for (int in_a_row = 0;;) {
		int ready = poll(waits, 2, desk->due_done < desk->due_count ? 0 : LOOK_AROUND_MS);
		if (waits[1].revents || (ready < 0 && errno != EINTR))
			break;
		ssize_t got = waits[0].revents
			? recv(desk->options.fd, frame, WIRE_ASK_BYTES_MAX, MSG_DONTWAIT)
			: -1;
		if (got == 0)
			break;
		if (got > 0)
			hear(desk, (struct text){ frame, (size_t)got });
		if (got <= 0 || ++in_a_row >= HEARD_IN_A_ROW) {
			in_a_row = 0;
			tell_changes(desk);
		}
		arena_reset(desk->arena);
	}
	looks_ended_forget(&desk->ended);
	free(desk->due);
	free(frame);
	return NULL;
}

static void
hear(struct devices_desk *desk, struct text frame)
{
	struct wire_header header;
	if (!wire_take_header(&frame, &header) || !(wire_askers(header.number) & TO_WEB) ||
		header.count != 1 || !hearers[header.number])
		log_line(LEVEL_FAILURE, "the devices process said something that is not in the table");
	else
		hearers[header.number](desk, frame);
}

static void
tell_changes(struct devices_desk *desk)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t now_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	if (desk->due_done < desk->due_count) {
		tell_due(desk);
	} else if (now_ms - desk->looked_ms >= LOOK_AROUND_MS) {
		desk->looked_ms = now_ms;
		(void)all_ends_written(desk);
		look_around(desk);
	}
}

/* The register may have changed under the devices: a timetable, a substitution,
 * a lost device. Whoever changed it, page or command, is noticed here. */
static void
look_around(struct devices_desk *desk)
{
	struct classroom_stamp_row stamp;
	if (devices_channel_is_back(desk->options.fd))
		desk->stamp = (struct classroom_stamp_row){ .device_count = UNKNOWN };
	if (classroom_stamp(desk->db, desk->arena, &stamp) != OK)
		return;
	int64_t now = clock_now(desk->options.clock).ms;
	bool moved = places_changed(desk), changed = moved || memcmp(&stamp, &desk->stamp, sizeof stamp) != 0;
	if (!changed && now - desk->refreshed_ms < POLICY_REFRESH_MS && now >= desk->refreshed_ms)
		return;
	bool told = (stamp.device_count == desk->stamp.device_count &&
			    stamp.device_changed == desk->stamp.device_changed) ||
		tell_known(desk);
	desk->stamp = stamp;
	if (!told)
		desk->stamp.device_count = UNKNOWN;
	desk->refreshed_ms = now;
	free(desk->due);
	desk->due = presence_all(desk->options.presence, &desk->due_count);
	desk->due_done = 0;
}

/* Thousands of policies take seconds; a lease does not wait for them. */
static void
tell_due(struct devices_desk *desk)
{
	struct present_device present;
	for (int i = 0; i < POLICIES_AT_ONCE && desk->due_done < desk->due_count; i++) {
		struct device_id device = desk->due[desk->due_done++];
		if (presence_find(desk->options.presence, device, &present))
			tell_policy(desk, device);
	}
}

static bool
places_changed(struct devices_desk *desk)
{
	uint8_t digest[CRYPT_DIGEST_BYTES];
	if (device_policy_places(desk->db, desk->arena, digest) != OK)
		return false;
	bool changed = memcmp(digest, desk->places, sizeof digest) != 0;
	memcpy(desk->places, digest, sizeof digest);
	return changed;
}

static bool
tell_known(struct devices_desk *desk)
{
	struct devices_known_rows rows;
	if (devices_known(desk->db, desk->arena, &rows) != OK)
		return false;
	size_t at = 0;
	do {
		size_t count = rows.count - at < KNOWN_AT_ONCE ? rows.count - at : KNOWN_AT_ONCE;
		struct buf frame = wire_frame(WIRE_device_known, (unsigned)count);
		for (size_t i = at; i < at + count; i++) {
			const struct devices_known_row *row = &rows.at[i];
			wire_put_device_known_ask(&frame,
				&(struct wire_device_known_ask){ row->id.v, row->kind, row->platform,
					row->state != DEVICE_IS_ENROLLED,
					{ (const char *)row->public_key.at, row->public_key.length } });
		}
		tell(desk, &frame);
		at += count;
	} while (at < rows.count);
	return true;
}

/* One more: to tell all again at each of a batch would be a square. */
static void
tell_enrolled(struct devices_desk *desk, const struct device_record *device)
{
	struct buf frame = wire_frame(WIRE_device_known, 1);
	wire_put_device_known_ask(&frame,
		&(struct wire_device_known_ask){ device->id.v, device->kind, device->platform, false,
			{ (const char *)device->public_key.at, device->public_key.length } });
	tell(desk, &frame);
}

static void
tell_policy(struct devices_desk *desk, struct device_id device)
{
	struct text policy;
	enum outcome got = device_policy_make(desk->db, desk->options.keys, desk->arena,
		desk->options.presence, clock_now(desk->options.clock), device, &policy);
	if (got != OK) {
		log_line(LEVEL_WARNING, "device %lld gets no policy: %s", (long long)device.v,
			outcome_word(got));
		if (got == BUSY || got == BROKEN) /* it will pass: not in an hour */
			desk->refreshed_ms = clock_now(desk->options.clock).ms - POLICY_REFRESH_MS +
				POLICY_AGAIN_MS;
		return;
	}
	struct buf frame = wire_frame(WIRE_policy_for, 1);
	wire_put_policy_for_ask(&frame, &(struct wire_policy_for_ask){ device.v, policy });
	tell(desk, &frame);
}

/* What our chain of the device ends with: the device goes on only from there,
 * tells again what we lack, and shows the pupil when it is another chain
 * (CLS-31). OK: it is what the device said. CONFLICT: it is not. */
static enum outcome
tell_head(struct devices_desk *desk, struct device_id device, struct text theirs, int64_t *count)
{
	uint8_t hash[VIEW_LOG_HASH_BYTES];
	*count = 0;
	enum outcome got = view_log_head(desk->db, desk->arena, device, count, hash);
	if (got != OK)
		return got;
	struct buf frame = wire_frame(WIRE_log_head, 1);
	wire_put_log_head_ask(&frame,
		&(struct wire_log_head_ask){ device.v, *count, { (const char *)hash, sizeof hash } });
	tell(desk, &frame);
	return theirs.length == sizeof hash && memcmp(theirs.at, hash, sizeof hash) == 0 ? OK : CONFLICT;
}

static void
tell_logged(struct devices_desk *desk, int64_t device, int64_t lease)
{
	struct buf frame = wire_frame(WIRE_view_logged, 1);
	wire_put_view_logged_ask(&frame, &(struct wire_view_logged_ask){ device, lease });
	tell(desk, &frame);
}

static void
tell_revoked(struct devices_desk *desk, int64_t device, int64_t lease)
{
	struct buf frame = wire_frame(WIRE_lease_revoked, 1);
	wire_put_lease_revoked_ask(&frame,
		&(struct wire_lease_revoked_ask){ device, lease, MESSAGE_ENDING_CLOSED });
	tell(desk, &frame);
}

static void
hear_started(struct devices_desk *desk, struct text items)
{
	struct wire_devices_started_ask item;
	if (!wire_take_devices_started_ask(&items, &item) || item.time_key.length != 32)
		return;
	presence_forget(desk->options.presence);
	presence_put_time_key(desk->options.presence, (const uint8_t *)item.time_key.at);
	looks_ended_put(&desk->ended, (struct look_end){ .at = clock_now(desk->options.clock) });
	if (!all_ends_written(desk))
		log_line(LEVEL_WARNING, "looks that are over cannot be closed in the log: soon again");
	if (!tell_known(desk))
		desk->stamp.device_count = UNKNOWN;
}

static void
hear_here(struct devices_desk *desk, struct text items)
{
	struct wire_device_here_ask item;
	if (!wire_take_device_here_ask(&items, &item) || item.address.length != 16)
		return;
	struct present_device present = { .can = item.can, .session = item.session };
	memcpy(present.address, item.address.at, sizeof present.address);
	struct device_id device = { item.device };
	presence_arrives(desk->options.presence, device, &present);
	tell_policy(desk, device);
	/* One that has fewer looks than we lost some; one that has a few more is about to tell them. */
	int64_t count;
	if (tell_head(desk, device, item.head, &count) == CONFLICT && item.count <= count)
		log_line(LEVEL_WARNING, "device %lld has another view log: %lld looks, here %lld",
			(long long)device.v, (long long)item.count, (long long)count);
}

static void
hear_left(struct devices_desk *desk, struct text items)
{
	struct wire_device_left_ask item;
	if (wire_take_device_left_ask(&items, &item))
		presence_leaves(desk->options.presence, (struct device_id){ item.device });
}

static void
hear_enrol(struct devices_desk *desk, struct text items)
{
	struct wire_enrol_asked_ask item;
	if (!wire_take_enrol_asked_ask(&items, &item) || item.platform < 0 ||
		item.platform > PLATFORM_BROWSER)
		return;
	struct writing writing = { .code = item.code,
		.platform = (enum device_platform)item.platform,
		.public_key = { (const uint8_t *)item.public_key.at, item.public_key.length } };
	uint8_t key[KEYS_SIGN_PUBLIC_BYTES] = { 0 };
	enum outcome got = write_it(desk, &writing, "device_enrol", run_enrol);
	if (got == OK)
		got = keys_sign_public(desk->options.keys, KEYS_SIGN_POLICY, key);
	struct wire_enrol_answer_ask answer = { .connection = item.connection };
	if (got == OK) {
		answer.device = writing.device.id.v;
		answer.policy_key = (struct text){ (const char *)key, sizeof key };
		struct message_bytes school = signed_bytes_name(desk->arena,
			setting_read(desk->db, desk->arena, "school.name"), 80);
		answer.school = (struct text){ (const char *)school.at, school.length };
		tell_enrolled(desk, &writing.device);
	}
	log_line(LEVEL_INFO, "a device asked to be enrolled: %s", outcome_word(got));
	struct buf frame = wire_frame(WIRE_enrol_answer, 1);
	wire_put_enrol_answer_ask(&frame, &answer);
	tell(desk, &frame);
}

/* No record, no picture: when it cannot be written the lease ends here. When
 * the device has looks to tell first, this one comes again behind them. */
static void
hear_noticed(struct devices_desk *desk, struct text items)
{
	struct wire_view_noticed_ask item;
	if (!wire_take_view_noticed_ask(&items, &item))
		return;
	struct message_bytes rest = { (const uint8_t *)item.lease.at, item.lease.length };
	uint64_t lease;
	if (!message_take_uint(&rest, &lease, 8)) /* the first field of what was signed */
		return;
	struct writing writing = { .lease = item.lease,
		.at = { item.at },
		.previous = { (const uint8_t *)item.previous.at, item.previous.length } };
	enum outcome got = all_ends_written(desk) ? write_it(desk, &writing, "view_log_open", run_open)
						  : BUSY; /* it would be taken for one that is over */
	if (got == OK)
		tell_logged(desk, item.device, (int64_t)lease);
	int64_t count;
	enum outcome head = tell_head(desk, (struct device_id){ item.device }, item.previous, &count);
	if (head == CONFLICT) /* the look's own head, or one from which the device goes on */
		return;
	log_line(LEVEL_WARNING, "a look at device %lld is not on record (%s): nothing of it passes",
		(long long)item.device, outcome_word(got == OK ? head : got));
	tell_revoked(desk, item.device, (int64_t)lease);
}

static void
hear_look(struct devices_desk *desk, struct text items)
{
	struct wire_look_reported_ask item;
	if (!wire_take_look_reported_ask(&items, &item))
		return;
	struct writing writing = {
		.report = { .device = { item.device }, .content = item.content, .live = item.lease != 0 }
	};
	enum outcome got = all_ends_written(desk) ? write_it(desk, &writing, "view_report", run_report)
						  : BUSY;
	if (got != OK) { /* no word on the record: the device does not ask again before the next one */
		log_line(LEVEL_WARNING, "a look that device %lld told again is not on record: %s",
			(long long)item.device, outcome_word(got));
		if (item.lease != 0)
			tell_revoked(desk, item.device, item.lease);
		return;
	}
	if (writing.report.follows)
		log_line(LEVEL_INFO, "device %lld told a look again after an interruption",
			(long long)item.device);
	else
		log_line(LEVEL_WARNING, "the view log of device %lld does not continue ours",
			(long long)item.device);
	if (item.lease != 0)
		tell_logged(desk, item.device, item.lease);
	int64_t count;
	if (tell_head(desk, writing.report.device, (struct text){ 0 }, &count) != CONFLICT && item.lease != 0)
		tell_revoked(desk, item.device, item.lease);
}

static void
hear_ended(struct devices_desk *desk, struct text items)
{
	struct wire_view_ended_ask item;
	if (!wire_take_view_ended_ask(&items, &item))
		return;
	looks_ended_put(&desk->ended, (struct look_end){ item.lease, item.frames, { item.at } });
	if (!all_ends_written(desk))
		log_line(LEVEL_WARNING, "the end of a look at device %lld is not on record yet: soon again",
			(long long)item.device);
}

static bool
all_ends_written(struct devices_desk *desk)
{
	return looks_ended_write(&desk->ended, write_end, desk);
}

static enum outcome
write_end(void *context, const struct look_end *end)
{
	struct devices_desk *desk = context;
	struct writing writing = { .id = end->lease, .frames = end->frames, .at = end->at };
	return write_it(desk, &writing, "view_log_close", run_close);
}

static void
hear_log(struct devices_desk *desk, struct text items)
{
	struct wire_device_log_ask item;
	int64_t count;
	if (wire_take_device_log_ask(&items, &item))
		(void)tell_head(desk, (struct device_id){ item.device }, item.head, &count);
}

static enum outcome
write_it(struct devices_desk *desk, struct writing *writing, const char *action,
	enum outcome (*run)(struct db *db, void *context))
{
	writing->desk = desk;
	writing->arena = desk->arena; /* the desk waits meanwhile */
	writing->now = clock_now(desk->options.clock);
	writing->operation = (struct operation){
		.id = id_make(writing->now, desk->options.random),
		.role = TEXT("nobody"),
		.action = text_of(action),
		.event_at = writing->now,
		.recorded_at = writing->now,
	};
	writing->commit = (struct commit_job){
		.job = { .done = written, .context = writing }, .run = run, .operation = &writing->operation
	};
	enum outcome taken = dispatch_write(desk->options.dispatch, &writing->commit);
	if (taken != OK)
		return taken;
	pthread_mutex_lock(&desk->lock);
	while (!writing->done)
		pthread_cond_wait(&desk->written, &desk->lock);
	pthread_mutex_unlock(&desk->lock);
	return writing->outcome;
}

static void
written(void *context, enum outcome outcome)
{
	struct writing *writing = context;
	pthread_mutex_lock(&writing->desk->lock);
	writing->outcome = outcome;
	writing->done = true;
	pthread_cond_signal(&writing->desk->written);
	pthread_mutex_unlock(&writing->desk->lock);
}

static enum outcome
run_enrol(struct db *db, void *context)
{
	struct writing *writing = context;
	return enrol_redeem(db, writing->desk->options.keys, writing->arena, writing->now,
		writing->desk->options.random, writing->code, writing->platform, writing->public_key,
		&writing->device);
}

static enum outcome
run_open(struct db *db, void *context)
{
	struct writing *writing = context;
	return view_log_open(db, writing->desk->options.keys, writing->arena, writing->now, writing->lease,
		writing->at, writing->previous);
}

static enum outcome
run_report(struct db *db, void *context)
{
	struct writing *writing = context;
	return view_report_take(db, writing->desk->options.keys, writing->arena, writing->now,
		&writing->report);
}

static enum outcome
run_close(struct db *db, void *context)
{
	struct writing *writing = context;
	return writing->id == 0 ? view_log_close_all(db, writing->arena, writing->at)
				: view_log_close(db, writing->arena, (struct view_log_id){ writing->id },
					  writing->frames, writing->at);
}

static void
tell(struct devices_desk *desk, struct buf *frame)
{
	assert(buf_ok(frame));
	devices_channel_tell((void *)(intptr_t)desk->options.fd, buf_text(frame));
	buf_finish(frame);
}
