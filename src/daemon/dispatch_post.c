/*
 * POST: what is cheap to refuse is refused first; then one after another on
 * the writer thread, in the transaction whose commit releases the answer.
 */
#include "daemon/dispatch_work.h"

#include <string.h>

#include "audit/operation.sql.h"
#include "audit/trail.h"
#include "daemon/origin.h"
#include "identity/posted.sql.h"
#include "platform/crypt.h"
#include "platform/log.h"
#include "platform/page.h"

#define FORM_ID_BYTES_MAX 64
#define LINE_LOST_MS_MAX  ((int64_t)14 * 24 * 3600 * 1000) /* older than that is recorded as now */

static enum outcome post_run(struct db *db, void *work);
static enum outcome still_signed_in(struct work *work);
static bool handled_before(struct work *work, struct db *db);
static int64_t operation_of_form(struct work *work);
static enum outcome put_on_record(struct work *work, struct db *db);
static void post_done(void *work, enum outcome outcome);

enum outcome
post_check(struct work *work)
{
	struct request *req = &work->req;
	int64_t event_ms;

	if (!origin_is_ours(req->http)) {
		request_problem(req, "", TR("This was sent from a page of another site."));
		work->status = 403;
		return INVALID;
	}
	if (!text_starts(req->http->content_type, "application/x-www-form-urlencoded") &&
		req->http->body.length > 0) {
		work->status = 415;
		return INVALID;
	}
	enum outcome parsed = form_parse(&req->form, req->arena, req->http->body);
	if (parsed != OK)
		return parsed;

	struct text token = form_text(&req->form, "token");
	bool signed_in = req->session->account.v != 0; /* a visitor has nothing to lend to a forger */
	if (signed_in &&
		(token.length != req->form_token.length ||
			!crypt_equal(token.at, req->form_token.at, token.length))) {
		request_problem(req, "",
			TR("The page is from before you signed in. Open it again and repeat."));
		work->status = 401;
		return INVALID;
	}
	work->form_id = form_text(&req->form, "form");
	if (work->form_id.length > FORM_ID_BYTES_MAX)
		return INVALID;
	if (form_int64(&req->form, "event_time", &event_ms) && event_ms < req->now.ms &&
		event_ms > req->now.ms - LINE_LOST_MS_MAX)
		req->event_at.ms = event_ms;
	return OK;
}

void
post_prepare(struct work *work, struct db *db)
{
	struct request *req = &work->req;

	work->outcome = db_begin(db, false);
	if (work->outcome == OK) {
		req->db = db;
		work->outcome = work->match.route->prepare(req);
		answer_explain(work);
		db_rollback(db);
		req->db = NULL;
	}
	if (work->outcome == OK)
		post_submit(work);
	else
		work_finish(work);
}

void
post_submit(struct work *work)
{
	struct request *req = &work->req;

	req->operation = operation_of_form(work);
	work->operation = (struct operation){
		.id = req->operation,
		.author = req->session->account.v,
		.role = text_of(role_word(req->session->role)),
		.action = text_of(work->match.route->name),
		.event_at = req->event_at,
		.recorded_at = req->now,
	};
	work->commit = (struct commit_job){
		.job = { .done = post_done, .context = work },
		.run = post_run,
		.operation = &work->operation,
	};
	enum outcome taken = writer_submit(work->dispatch->writer, &work->commit.job);
	if (taken == OK)
		return; /* the work is the writer's now */
	work->outcome = taken;
	answer_work(work);
}

/* In a savepoint: whatever is not OK leaves nothing behind. */
static enum outcome
post_run(struct db *db, void *context)
{
	struct work *work = context;
	struct request *req = &work->req;

	req->db = db;
	db_sealed_ahead(db, req->ahead, req->ahead_count);
	work->outcome = still_signed_in(work);
	if (work->outcome == OK && !handled_before(work, db)) {
		work->outcome = work->match.route->handle(req, &work->reply);
		if (work->outcome == OK && req->begun_account != 0 && work->dispatch->options.session_begun)
			work->outcome = work->dispatch->options.session_begun(req);
		if (work->outcome == OK)
			work->outcome = put_on_record(work, db);
	}
	if (work->outcome == BROKEN)
		log_line(LEVEL_FAILURE, "%s: broken: %s", work->match.route->name, db_problem(db));
	answer_explain(work);
	db_sealed_ahead(db, NULL, 0);
	req->db = NULL;
	return work->outcome;
}

/* The session was found on a snapshot; somebody may have ended it since. */
static enum outcome
still_signed_in(struct work *work)
{
	struct request *req = &work->req;
	const struct session *before = req->session;

	if (before->account.v == 0)
		return OK;
	enum outcome found = work->dispatch->options.find_session(req);
	if (found != OK)
		return found == BUSY ? BUSY : BROKEN;
	if (req->session->account.v == before->account.v && req->session->role == before->role)
		return OK;
	request_problem(req, "", TR("You have been signed out. Sign in again."));
	work->status = 401;
	return INVALID;
}

/*
 * The first outcome again, without doing anything a second time. A process
 * that died between the two copies left the operation to the journal alone; it
 * was done again to the rows, but what had been posted is not in there. So the
 * operation's own id speaks for it.
 */
static bool
handled_before(struct work *work, struct db *db)
{
	struct request *req = &work->req;
	struct posted_before_row row;
	struct operation_known_row known;

	if (req->session->account.v == 0 || work->form_id.length == 0)
		return false;
	enum outcome found = posted_before(db, req->session->account, work->form_id, req->arena, &row);
	if (found == OK) {
		reply_see(&work->reply, req, "%.*s", TEXT_ARG(row.location));
		return true;
	}
	if (found == NOT_FOUND)
		found = operation_known(db, (struct operation_id){ req->operation }, req->arena, &known);
	if (found == OK)
		reply_see(&work->reply, req, "%.*s", TEXT_ARG(req->http->path));
	else if (found != NOT_FOUND)
		work->outcome = found;
	return found != NOT_FOUND;
}

/* The same form of the same account is the same operation. */
static int64_t
operation_of_form(struct work *work)
{
	struct request *req = &work->req;
	uint8_t digest[CRYPT_DIGEST_BYTES];
	int64_t id;

	if (req->session->account.v == 0 || work->form_id.length == 0)
		return request_new_id(req);
	struct text both = text_printf(req->arena, "%lld %.*s", (long long)req->session->account.v,
		TEXT_ARG(work->form_id));
	crypt_hash((struct bytes){ (const uint8_t *)both.at, both.length }, digest);
	memcpy(&id, digest, sizeof(id));
	id &= INT64_MAX;
	return id > 0 ? id : 1;
}

static enum outcome
put_on_record(struct work *work, struct db *db)
{
	struct request *req = &work->req;
	enum outcome outcome = OK;

	trail_keep(req, LOOK_ALLOWED);
	if (trail_is_due(req))
		outcome = trail_write(db, req->arena, req);
	if (outcome == OK && work->touches)
		outcome = work->dispatch->options.touch_session(db, req->session, req->now);
	if (outcome != OK || req->session->account.v == 0 || work->form_id.length == 0)
		return outcome;
	struct posted_record posted = {
		.account = req->session->account,
		.form = work->form_id,
		.status = 303,
		.location = work->reply.see.length > 0 ? work->reply.see : req->http->path,
		.at = req->now,
	};
	return posted_put(db, req->arena, &posted);
}

static void
post_done(void *context, enum outcome outcome)
{
	struct work *work = context;

	if (work->outcome == OK && outcome != OK) { /* the group did not become durable */
		work->outcome = outcome;
		work->status = 0;
		work->explained = false;
	}
	const struct dispatch_options *options = &work->dispatch->options;
	for (const struct telling *telling = work->outcome == OK && options->tell ? work->req.tellings : NULL;
		telling; telling = telling->next)
		options->tell(options->tell_context, telling->frame);
	if (work->outcome == OK)
		answer_work(work);
	else
		work_finish(work);
}
