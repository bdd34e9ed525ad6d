#include "daemon/dispatch_work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/trail.h"
#include "daemon/accept_language.h"
#include "identity/setting.h"
#include "platform/clock.h"
#include "platform/crypt.h"
#include "platform/log.h"
#include "platform/page.h"
#include "privacy/grant.h"

#define SLOW_THREADS  4 /* they wait for the keys process, which does the work */
#define SIGN_IN_PATH  "/sign-in"
#define PASSWORD_PATH "/password"

static void read_serve(struct work *work, struct db *db);
static enum outcome find_route(struct work *work);
static void tell_time(struct work *work);
static enum outcome find_session(struct work *work);
static void make_form_token(struct work *work);
static enum outcome look_for_rule(struct work *work);
static bool is_open_meanwhile(const struct route *route);
static struct text sign_in_path(struct work *work);
static enum outcome trail_run(struct db *db, void *work);
static void trail_done(void *work, enum outcome outcome);

enum outcome
dispatch_create(struct dispatch **created, const struct dispatch_options *options)
{
	struct dispatch *dispatch = calloc(1, sizeof(*dispatch));
	assert(dispatch);
	dispatch->options = *options;
	dispatch->router = router_create(options->routes, options->route_count);

	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int readers = options->readers > 0 ? options->readers : (int)processors;
	if (readers < 2)
		readers = 2;
	if (readers > READ_WORKERS_MAX)
		readers = READ_WORKERS_MAX;

	struct writer_options writer = {
		.queue_max = WRITE_QUEUE_MAX,
		.group_max = GROUP_COMMIT_JOBS_MAX,
		.gather_ms = GROUP_COMMIT_GATHER_MS,
		.commit = commit_group,
		.context = options->store,
	};
	enum outcome outcome = writer_create(&dispatch->writer, &writer);
	dispatch->readers.writer = dispatch->writer;
	if (outcome == OK)
		outcome = lane_start(&dispatch->readers, dispatch, readers, READ_QUEUE_MAX, read_serve);
	if (outcome == OK)
		outcome = lane_start(&dispatch->slow, dispatch, SLOW_THREADS, HASH_QUEUE_MAX, post_prepare);
	if (outcome != OK) {
		dispatch_destroy(dispatch);
		dispatch = NULL;
	}
	*created = dispatch;
	return outcome;
}

void
dispatch_destroy(struct dispatch *dispatch)
{
	if (!dispatch)
		return;
	lane_stop(&dispatch->readers);
	lane_stop(&dispatch->slow);
	writer_destroy(dispatch->writer);
	router_destroy(dispatch->router);
	crypt_wipe(dispatch->options.form_key, sizeof(dispatch->options.form_key));
	free(dispatch);
}

void
dispatch_request(struct exchange *exchange, void *context)
{
	struct dispatch *dispatch = context;
	const struct http_request *http = exchange_request(exchange);

	if (text_starts(http->path, "/web/") && http->method == HTTP_GET) {
		answer_asset(exchange, (struct text){ http->path.at + 5, http->path.length - 5 });
		return;
	}
	struct work *work = arena_new(exchange_arena(exchange), struct work);
	work->dispatch = dispatch;
	work->exchange = exchange;
	if (lane_add(&dispatch->readers, work) != OK)
		answer_busy(exchange);
}

enum outcome
dispatch_write(struct dispatch *dispatch, struct commit_job *job)
{
	return writer_submit(dispatch->writer, &job->job);
}

static void
read_serve(struct work *work, struct db *db)
{
	struct request *req = &work->req;

	work->outcome = db_begin(db, false);
	if (work->outcome == OK)
		work->outcome = work_open(work, db);
	bool goes_on = work->outcome == OK && work->reply.see.length == 0;
	if (goes_on && work->match.route->method == HTTP_GET)
		work->outcome = work->match.route->handle(req, &work->reply);
	else if (goes_on && work->match.route->foresee)
		work->outcome = work->match.route->foresee(req);
	if (work->outcome == BROKEN)
		log_line(LEVEL_FAILURE, "%s: broken: %s",
			work->match.route ? work->match.route->name : "request", db_problem(db));
	if (req->db)
		answer_explain(work);
	db_rollback(db); /* the end of the snapshot */
	req->db = NULL;

	if (!goes_on || work->match.route->method == HTTP_GET || work->outcome != OK) {
		work_finish(work);
	} else if (!work->match.route->prepare) {
		post_submit(work);
	} else if (lane_add(&work->dispatch->slow, work) != OK) {
		work->outcome = BUSY;
		answer_work(work);
	}
}

enum outcome
work_open(struct work *work, struct db *db)
{
	struct request *req = &work->req;
	const struct dispatch_options *options = &work->dispatch->options;

	req->http = exchange_request(work->exchange);
	req->arena = exchange_arena(work->exchange);
	req->keys = options->keys;
	req->random = options->random;
	req->presence = options->presence;
	req->session = &session_visitor;
	req->db = db;
	req->now = clock_now(options->clock);
	req->event_at = req->now;
	buf_init(&work->reply.body, REPLY_BODY_BYTES_MAX);

	tell_time(work);
	enum outcome outcome = find_session(work);
	if (outcome == OK)
		outcome = find_route(work);
	if (outcome == OK)
		outcome = form_parse(&req->query, req->arena, req->http->query);
	if (outcome == OK && req->http->method == HTTP_POST)
		outcome = post_check(work);
	return outcome == OK ? look_for_rule(work) : outcome;
}

static enum outcome
find_route(struct work *work)
{
	struct request *req = &work->req;

	switch (router_find(work->dispatch->router, req->http->method, req->http->path, &work->match)) {
	case ROUTE_NO_METHOD: work->status = 405; return INVALID;
	case ROUTE_NO_PATH: return NOT_FOUND;
	case ROUTE_FOUND: break;
	}
	memcpy(req->parameters, work->match.parameters, sizeof(req->parameters));
	req->parameter_count = work->match.parameter_count;
	return OK;
}

/* The school's day, and its language for who asks for none of ours. */
static void
tell_time(struct work *work)
{
	struct request *req = &work->req;
	enum language school = LANGUAGE_EN;

	if (!zone_parse(setting_text(req, "school.zone"), &req->zone))
		req->zone = ZONE_CET;
	zone_local(req->zone, req->now, &req->today, &req->time);
	(void)language_of_tag(setting_text(req, "school.language"), &school);
	req->language = accept_language(req->http->accept_language, school);
}

static enum outcome
find_session(struct work *work)
{
	struct request *req = &work->req;
	enum outcome found = work->dispatch->options.find_session(req);
	if (found != OK) {
		req->session = &session_visitor;
		return found == BUSY ? BUSY : BROKEN;
	}
	if (req->session->account.v != 0) {
		if (req->session->language >= 0 && req->session->language < LANGUAGES)
			req->language = (enum language)req->session->language;
		work->touches = work->dispatch->options.is_touch_due(req->session, req->now);
	}
	make_form_token(work);
	return OK;
}

/* A form is bound to the session that asked for it. */
static void
make_form_token(struct work *work)
{
	struct request *req = &work->req;
	uint8_t mac[CRYPT_DIGEST_BYTES];
	char *token = arena_take(req->arena, CRYPT_HEX_SIZE(16), 1);
	struct bytes bound = req->session->token;

	if (bound.length == 0)
		bound = (struct bytes){ (const uint8_t *)"visitor", 7 };
	crypt_mac(work->dispatch->options.form_key, bound, mac);
	crypt_hex(mac, 16, token);
	req->form_token = (struct text){ token, 32 };
}

/* Has the role any rule at all for what the route needs? Whose data it is
 * about is the handler's question, by may(). */
static enum outcome
look_for_rule(struct work *work)
{
	struct request *req = &work->req;
	const struct route *route = work->match.route;
	enum verb verb = (enum verb)route->verb;
	enum thing thing = (enum thing)route->thing;

	if (req->session->must_change_password && !is_open_meanwhile(route)) {
		reply_see(&work->reply, req, PASSWORD_PATH);
		return OK;
	}
	if (verb == ANYONE || role_may_ever(req->session->role, verb, thing))
		return OK;
	if (req->session->account.v == 0) {
		reply_see(&work->reply, req, "%.*s", TEXT_ARG(sign_in_path(work)));
		return OK;
	}
	trail_note_refused(req, verb, thing, SUBJECT_ANY, 0);
	return REFUSED;
}

/* To somebody who must first choose a new password. */
static bool
is_open_meanwhile(const struct route *route)
{
	static const char *const paths[] = { PASSWORD_PATH, SIGN_IN_PATH, "/sign-out", "/sign-out-everywhere",
		"/stay", "/language" };
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (strcmp(route->path, paths[i]) == 0)
			return true;
	}
	return false;
}

/* Back to where one wanted to go, if that is a page. */
static struct text
sign_in_path(struct work *work)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~";
	struct request *req = &work->req;
	struct text path = req->http->path;

	if (req->http->method != HTTP_GET || text_is(path, "/"))
		return TEXT(SIGN_IN_PATH);
	struct buf where;
	buf_init(&where, 3 * PATH_BYTES_MAX + 64);
	buf_printf(&where, SIGN_IN_PATH "?next=");
	for (size_t i = 0; i < path.length; i++) {
		if (memchr(plain, path.at[i], sizeof(plain) - 1))
			buf_put_byte(&where, path.at[i]);
		else
			buf_printf(&where, "%%%02X", (unsigned char)path.at[i]);
	}
	struct text copy = text_copy(req->arena, buf_text(&where));
	buf_finish(&where);
	return copy;
}

bool
work_shows_page(const struct work *work)
{
	if (work->outcome == OK)
		return true;
	return work->reply.body.length > 0 && !work->explained &&
		(work->outcome == INVALID || work->outcome == CONFLICT);
}

/* A page that shows a person's data leaves when the look is durable; so does
 * the word that something was refused. What it delivers is on record as well. */
void
work_finish(struct work *work)
{
	struct request *req = &work->req;

	if (!req->arena) { /* it never came to looking */
		answer_work(work);
		return;
	}
	trail_keep(req, work_shows_page(work) ? LOOK_ALLOWED : LOOK_REFUSED);
	if (!work_shows_page(work) || req->http->method != HTTP_GET || req->http->without_body)
		req->deliveries = NULL;
	if (!trail_is_due(req) && !work->touches && !req->deliveries) {
		answer_work(work);
		return;
	}
	work->commit = (struct commit_job){
		.job = { .done = trail_done, .context = work },
		.run = trail_run,
	};
	if (req->deliveries) {
		work->operation = (struct operation){
			.id = request_new_id(req),
			.author = req->session->account.v,
			.role = text_of(role_word(req->session->role)),
			.action = text_of(req->deliveries->action),
			.event_at = req->now,
			.recorded_at = req->now,
		};
		work->commit.operation = &work->operation;
	}
	enum outcome taken = writer_submit(work->dispatch->writer, &work->commit.job);
	if (taken != OK)
		trail_done(work, taken);
}

static enum outcome
trail_run(struct db *db, void *context)
{
	struct work *work = context;
	enum outcome outcome = trail_write(db, work->req.arena, &work->req);
	for (const struct delivery *one = work->req.deliveries; one && outcome == OK; one = one->next)
		outcome = one->run(db, work->req.arena, one->context);
	if (outcome == OK && work->touches)
		outcome = work->dispatch->options.touch_session(db, work->req.session, work->req.now);
	if (outcome == BROKEN)
		log_line(LEVEL_FAILURE, "trail: broken: %s", db_problem(db));
	return outcome;
}

static void
trail_done(void *context, enum outcome outcome)
{
	struct work *work = context;
	if (outcome != OK) {
		work->outcome = outcome == BUSY ? BUSY : BROKEN;
		work->status = 0;
		work->explained = false;
	}
	answer_work(work);
}
