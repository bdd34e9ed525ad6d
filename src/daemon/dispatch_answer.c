/*
 * From an outcome to an HTTP answer. What a handler made leaves only when it
 * may be shown; otherwise a page of ours that holds nothing of it.
 */
#include "daemon/dispatch_work.h"

#include <string.h>

#include "identity/error.html.h"
#include "identity/session.h"
#include "platform/asset.h"
#include "platform/page.h"

/* The script and style of our own origin alone; no frame, no other site learns
 * where one came from; no camera, microphone or position. The referrer stays
 * within the site, because browsers then name the origin of a form. */
const struct http_header standing_headers[] = {
	{ "strict-transport-security", TEXT("max-age=31536000") },
	{ "x-content-type-options", TEXT("nosniff") },
	{ "x-frame-options", TEXT("DENY") },
	{ "referrer-policy", TEXT("same-origin") },
	{ "permissions-policy", TEXT("camera=(), microphone=(), geolocation=()") },
	{ "cross-origin-opener-policy", TEXT("same-origin") },
	{ "cross-origin-resource-policy", TEXT("same-origin") },
};
const int standing_header_count = sizeof(standing_headers) / sizeof(standing_headers[0]);

const struct http_header usual_headers[] = {
	{ "content-security-policy",
		TEXT("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
		     "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
		     "frame-ancestors 'none'") },
};
const int usual_header_count = sizeof(usual_headers) / sizeof(usual_headers[0]);

static void keep_entered(struct work *work, struct error_view *view);
static bool is_in_words(const struct form_field *field);
static void explain_plainly(struct work *work);
static void put_header(struct http_answer *answer, const char *name, struct text value);
static struct text disposition(struct arena *arena, struct text file_name);

void
answer_explain(struct work *work)
{
	struct request *req = &work->req;
	struct error_view view = {
		.outcome = work->status == 401 ? REFUSED : work->outcome,
		.signed_in = req->session->account.v != 0 && work->status != 401,
	};

	if (work_shows_page(work))
		return;
	work->explained = true;
	keep_entered(work, &view);
	buf_clear(&work->reply.body);
	error_html(req, &work->reply, &view);
}

void
answer_work(struct work *work)
{
	struct reply *reply = &work->reply;
	struct arena *arena = exchange_arena(work->exchange);

	if (!buf_ok(&reply->body) && work->outcome == OK)
		work->outcome = BROKEN; /* longer than a page may be */
	bool shown = work_shows_page(work);
	if (!shown && !work->explained && work->req.arena)
		answer_explain(work);
	else if (!shown && !work->explained)
		explain_plainly(work);
	int status = work->status != 0 ? work->status : outcome_http_status(work->outcome);
	if (shown && reply->status != 0)
		status = reply->status;

	struct http_answer answer = { .status = status };
	put_header(&answer, "cache-control", TEXT("no-store"));
	if (shown && reply->see.length > 0)
		put_header(&answer, "location", reply->see);
	if (reply->body.length > 0)
		put_header(&answer, "content-type",
			text_of(shown && reply->content_type       ? reply->content_type
					: shown || work->explained ? "text/html; charset=utf-8"
								   : "text/plain; charset=utf-8"));
	if (shown && reply->cookie.length > 0)
		put_header(&answer, "set-cookie", reply->cookie);
	if (shown && reply->file_name.length > 0)
		put_header(&answer, "content-disposition", disposition(arena, reply->file_name));
	if (shown && reply->clear_site_data)
		put_header(&answer, "clear-site-data", TEXT("\"cache\", \"storage\""));
	if (shown && reply->policy.length > 0)
		put_header(&answer, "content-security-policy", reply->policy);
	if (status == 405 && work->match.route)
		put_header(&answer, "allow",
			work->match.route->method == HTTP_GET ? TEXT("GET, HEAD") : TEXT("POST"));
	if (status == 503)
		put_header(&answer, "retry-after", TEXT("2"));
	answer.body = buf_text(&reply->body);

	struct buf body = reply->body; /* the work goes with its exchange */
	exchange_answer(work->exchange, &answer);
	buf_finish(&body);
}

void
answer_asset(struct exchange *exchange, struct text name)
{
	const struct http_request *http = exchange_request(exchange);
	const struct asset *asset = asset_find(name);
	struct http_answer answer = { .status = 404 };

	if (!asset) {
		put_header(&answer, "content-type", TEXT("text/plain; charset=utf-8"));
		put_header(&answer, "cache-control", TEXT("no-store"));
		answer.body = TEXT("There is no such file.\n");
		exchange_answer(exchange, &answer);
		return;
	}
	put_header(&answer, "etag", text_of(asset->etag));
	put_header(&answer, "cache-control",
		text_is(http->query, assets_version) ? TEXT("public, max-age=31536000, immutable")
						     : TEXT("public, max-age=3600"));
	answer.status = text_is(http->if_none_match, asset->etag) ? 304 : 200;
	if (answer.status == 200) {
		put_header(&answer, "content-type", text_of(asset->content_type));
		answer.body = (struct text){ (const char *)asset->content.at, asset->content.length };
	}
	exchange_answer(exchange, &answer);
}

void
answer_busy(struct exchange *exchange)
{
	struct http_answer answer = { .status = 503 };

	put_header(&answer, "content-type", TEXT("text/plain; charset=utf-8"));
	put_header(&answer, "cache-control", TEXT("no-store"));
	put_header(&answer, "retry-after", TEXT("2"));
	answer.body = TEXT("The server is busy. Nothing was lost. Try again in a moment.\n");
	exchange_answer(exchange, &answer);
}

/* A save that the disk or a full queue refused is not the person's fault: it is
 * given back whole, with its own id, so that it is still one save when it is sent
 * again, and with the time of the press. A password is never given back. */
static void
keep_entered(struct work *work, struct error_view *view)
{
	struct request *req = &work->req;
	const struct route *route = work->match.route;
	bool passes = work->outcome == BROKEN || work->outcome == BUSY;
	if (!passes || !route || route->method != HTTP_POST || route->prepare || req->session->account.v == 0)
		return;
	if (work->outcome == BROKEN)
		work->status = 503;
	view->again = req->http->path;
	view->entered.at = arena_array(req->arena, struct error_field, req->form.count + 1);
	view->words.at = arena_array(req->arena, struct error_field, req->form.count);
	for (size_t i = 0; i < req->form.count; i++) {
		const struct form_field *field = &req->form.fields[i];
		struct error_field *entered = &view->entered.at[view->entered.count++];
		*entered = (struct error_field){ field->name, field->value };
		if (is_in_words(field))
			view->words.at[view->words.count++] = *entered;
	}
	if (!form_has(&req->form, "event_time"))
		view->entered.at[view->entered.count++] = (struct error_field){ TEXT("event_time"),
			text_printf(req->arena, "%lld", (long long)req->event_at.ms) };
}

static bool
is_in_words(const struct form_field *field)
{
	if (field->value.length == 0)
		return false;
	return memchr(field->value.at, ' ', field->value.length) ||
		memchr(field->value.at, '\n', field->value.length) || text_is(field->name, "topic") ||
		text_is(field->name, "activity") || text_is(field->name, "homework");
}

/* Before anything is known of who asks. */
static void
explain_plainly(struct work *work)
{
	const char *words = work->outcome == BUSY
		? TR("The server is busy. Nothing was lost. Try again in a moment.")
		: TR("Something broke on the school's server. Nothing was stored. Try again in a minute.");

	buf_finish(&work->reply.body);
	buf_init(&work->reply.body, KIB);
	buf_printf(&work->reply.body, "%s\n", page_translate(work->req.language, words));
}

static void
put_header(struct http_answer *answer, const char *name, struct text value)
{
	answer->headers[answer->header_count++] = (struct http_header){ name, value };
}

static struct text
disposition(struct arena *arena, struct text file_name)
{
	char *plain = text_terminated(arena, file_name);
	for (char *at = plain; *at; at++) {
		bool fine = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
			(*at >= '0' && *at <= '9') || *at == '-' || *at == '.' || *at == '_';
		if (!fine)
			*at = '_';
	}
	return text_printf(arena, "attachment; filename=\"%s\"", plain);
}
