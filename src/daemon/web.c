/*
 * The web process: people's sessions and the school's store. It gets its
 * listening socket, the channel to the keys and nothing else; the order in
 * which it starts is the order in which it gives things up.
 */
#include <assert.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include "classroom/device_use.h"
#include "daemon/devices_channel.h"
#include "daemon/devices_desk.h"
#include "daemon/dispatch.h"
#include "daemon/process.h"
#include "daemon/routes.h"
#include "identity/setting.h"
#include "platform/certificate.h"
#include "platform/crypt.h"
#include "platform/limits.h"
#include "platform/log.h"
#include "platform/sandbox.h"

static struct web {
	struct db *first; /* keeps the files beside the database in place */
	struct keys *keys;
	struct clock *clock;
	struct school_store *store;
	struct dispatch *dispatch;
	struct device_presence *presence;
	struct devices_desk *devices;
	struct http *http;
	const struct process_start *start;
	char database[PROCESS_PATH_MAX + 16];
} web; /* the one global of this process */

static enum outcome enter(const struct process_start *start);
static enum outcome open_store(const struct process_start *start);
static enum outcome open_doors(const struct process_start *start);
static void look_at_certificate(const struct process_start *start);
static void stop(void *context);
static void reload(void *context);
static void keys_are_back(void *context);

int
web_main(const struct process_start *start)
{
	web.start = start;
	web.clock = process_clock(start);
	assert(web.clock);
	enum outcome got = enter(start);
	if (got == OK)
		got = keys_connect(&web.keys, FD_KEYS);
	if (got == OK)
		got = open_store(start);
	if (got == OK)
		got = open_doors(start);
	if (got != OK) {
		log_line(LEVEL_FAILURE, "cannot start: %s", outcome_word(got));
		return outcome_exit_code(got);
	}
	process_watch(&(struct process_events){ .stop = stop, .reload = reload, .keys_back = keys_are_back });
	process_ready();
	http_run(web.http);

	/* Nobody waits for an answer any more. A wounded writer ends this process
	 * too: the parent starts another, which brings the copies together. */
	bool wounded = school_store_wound(web.store) != NULL;
	devices_desk_destroy(web.devices);
	dispatch_destroy(web.dispatch);
	http_destroy(web.http);
	school_store_close(web.store);
	keys_close(web.keys);
	presence_destroy(web.presence);
	db_close(web.first);
	clock_destroy(web.clock);
	return wounded ? outcome_exit_code(BROKEN) : 0;
}

/* Makes the files there are to be, then leaves everything else behind. */
static enum outcome
enter(const struct process_start *start)
{
	/* Pages are made on one thread and freed on another, many at a time. Given
	 * back to the kernel each time, they cost a page fault for each 4 KiB. */
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_KEPT_BYTES_MAX);
	struct rlimit files;
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
	snprintf(web.database, sizeof web.database, "%s/school.db", start->directory);
	enum outcome got = db_open(&web.first, &(struct db_options){ .path = web.database });
	if (got != OK)
		return got;
	/* The first reading makes them; later this process may not. */
	struct arena *arena = arena_create(REQUEST_ARENA_BYTES_MAX);
	(void)setting_read(web.first, arena, "school.zone");
	arena_destroy(arena);
	return start->sandbox
		? sandbox_web(start->directory, start->journal_file, start->certificate_file, start->key_file)
		: OK;
}

static enum outcome
open_store(const struct process_start *start)
{
	struct frame_key journal;
	struct buf why;

	enum outcome got = keys_lend(web.keys, KEYS_LENT_JOURNAL, journal.bytes);
	if (got != OK)
		return got;
	buf_init(&why, 4 * KIB);
	got = school_store_open(&web.store,
		&(struct school_store_options){
			.database_path = web.database,
			.journal_path = start->journal_file,
			.key = &journal,
			.sealer = keys_sealer(web.keys),
			.clock = web.clock,
			.random = random_system(),
			.steps = schema_steps,
			.step_count = schema_step_count,
			.checkpoints_beside = true,
			.wounded = stop,
		},
		&why);
	crypt_wipe(&journal, sizeof journal);
	if (got != OK)
		log_line(LEVEL_FAILURE, "the school's store: %.*s", TEXT_ARG(text_trim(buf_text(&why))));
	buf_finish(&why);
	return got;
}

static enum outcome
open_doors(const struct process_start *start)
{
	struct dispatch_options options = {
		.routes = routes,
		.route_count = route_count,
		.database_path = web.database,
		.store = web.store,
		.keys = web.keys,
		.clock = web.clock,
		.random = random_system(),
		.find_session = session_find,
		.is_touch_due = session_is_touch_due,
		.touch_session = session_touch,
		.session_begun = device_use_session_begun,
		.presence = web.presence = presence_create(start->devices_port),
		.tell = devices_channel_tell,
		.tell_context = (void *)(intptr_t)FD_DEVICES,
	};
	enum outcome got = keys_lend(web.keys, KEYS_LENT_FORM_TOKEN, options.form_key);
	if (got == OK)
		got = dispatch_create(&web.dispatch, &options);
	crypt_wipe(options.form_key, sizeof options.form_key);
	if (got == OK)
		got = devices_desk_create(&web.devices,
			&(struct devices_desk_options){
				.fd = FD_DEVICES,
				.database_path = web.database,
				.keys = web.keys,
				.clock = web.clock,
				.random = random_system(),
				.presence = web.presence,
				.dispatch = web.dispatch,
			});
	if (got != OK)
		return got;
	look_at_certificate(start);
	return http_create(&web.http,
		&(struct http_options){
			.listen_fd = FD_LISTEN,
			.certificate_file = start->certificate_file,
			.key_file = start->key_file,
			.headers = standing_headers,
			.header_count = standing_header_count,
			.usual = usual_headers,
			.usual_count = usual_header_count,
			.body_bytes_max = REQUEST_BODY_BYTES_MAX,
			.connections_max = CONNECTIONS_MAX,
			.idle_seconds = CONNECTION_IDLE_SECONDS,
			.request = dispatch_request,
			.context = web.dispatch,
		});
}

/* What the page of the devices says to expect. */
static void
look_at_certificate(const struct process_start *start)
{
	struct certificate_facts facts;
	if (certificate_look(start->certificate_file, start->key_file, &facts) == OK)
		presence_put_certificate(web.presence, facts.digest, facts.self_signed);
}

static void
stop(void *context)
{
	(void)context;
	http_stop(web.http);
}

static void
reload(void *context)
{
	(void)context;
	http_reload_certificate(web.http);
	look_at_certificate(web.start);
}

static void
keys_are_back(void *context)
{
	(void)context;
	keys_reconnected(web.keys);
}
