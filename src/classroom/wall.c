#include "classroom/wall.h"

#include "classroom/lease.h"
#include "classroom/network.h"
#include "classroom/refusal.h"
#include "classroom/wall.html.h"
#include "classroom/wall_view.h"
#include "identity/session.h"
#include "platform/asset.h"
#include "platform/page.h"

static void show_tile(struct request *req, const struct lesson_wall *wall,
	const struct tiles_of_class_row *row, struct wall_tile *tile);
static void tell_apart(struct wall_view *view);
static void show_reasons(struct request *req, struct wall_view *view);
static struct text socket_of(struct request *req);

enum outcome
wall_page(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct lesson_wall wall;
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	enum outcome got = lesson_wall_open(req, class, &wall);
	if (got == REFUSED && req->session->role == ROLE_TEACHER) /* or the bell has rung meanwhile */
		request_problem(req, "",
			TR("Screens open only in your own hour with the class, until its bell."));
	if (got != OK)
		return got;
	struct wall_view view = {
		.class = class.v,
		.class_name = wall.place.name,
		.subject = wall.hour.subject_name,
		.starts = wall.hour.starts,
		.ends = wall.hour.ends,
		.now = req->now,
		.ends_at = wall.ends,
		.socket = socket_of(req),
		.stand = lesson_wall_stand(req->arena, &wall),
		.version = text_of(assets_version),
		.remote = wall.remote,
		.teacher_here = wall.teacher_here || wall.remote,
		.no_networks = wall.place.networks.length == 0,
		.no_devices = true,
		.sent = form_has(&req->query, "sent"),
		.wrong_domains = request_has_problem(req, "domains"),
		.wrong_url = request_has_problem(req, "url"),
		.wrong_text = request_has_problem(req, "text"),
		.domains = form_text(&req->form, "domains"),
		.url = form_text(&req->form, "url"),
		.text = form_text(&req->form, "text"),
	};
	view.tiles.at = arena_array(req->arena, struct wall_tile, wall.rows.count);
	for (size_t i = 0; i < wall.rows.count; i++)
		if (lesson_wall_shows(&wall, i)) {
			show_tile(req, &wall, &wall.rows.at[i], &view.tiles.at[view.tiles.count++]);
			view.told += wall.rows.at[i].told > 0;
			view.no_devices &= wall.rows.at[i].device.v == 0;
		}
	tell_apart(&view);
	show_reasons(req, &view);
	req->bell_from = wall.starts;
	req->bell_until = wall.ends;
	req->wall_class = class.v;
	/* This page alone may speak to the devices process. */
	reply->policy = text_printf(req->arena,
		"default-src 'none'; style-src 'self'; script-src 'self'; "
		"img-src 'self' data: blob:; font-src 'self'; connect-src 'self' %.*s; form-action 'self'; "
		"base-uri 'none'; frame-ancestors 'none'",
		TEXT_ARG(view.socket));
	wall_html(req, reply, &view);
	return OK;
}

static void
show_tile(struct request *req, const struct lesson_wall *wall, const struct tiles_of_class_row *row,
	struct wall_tile *tile)
{
	struct present_device present = { 0 };
	enum message_refusal refusal = MESSAGE_REFUSAL_NONE;
	*tile = (struct wall_tile){ .device = row->device.v,
		.number = row->register_number,
		.name = lesson_wall_name(req->arena, row->given_name, row->family_name) };
	if (row->restricted > 0) {
		tile->device = 0; /* the page has nothing to ask for */
		tile->state = TR("not to be seen");
		tile->mark = "none";
		tile->code = TEXT(LEASE_RESTRICTED);
		return;
	}
	if (row->device.v == 0) {
		tile->state = TR("no device today");
		tile->mark = "none";
		return;
	}
	if (!presence_find(req->presence, row->device, &present)) {
		tile->state = TR("off");
		tile->mark = "off";
		return;
	}
	tile->can = present.can;
	refusal = lease_refusal(req, wall, row);
	if (refusal == MESSAGE_REFUSAL_NONE && present.can & MESSAGE_CAN_ORDERS_ONLY) {
		tile->state = TR("Orders reach this device, pictures do not: its network lets no lasting "
				 "line through.");
		tile->mark = "orders";
		return;
	}
	if (refusal == MESSAGE_REFUSAL_NONE && !(present.can & (MESSAGE_CAN_SCREEN | MESSAGE_CAN_TAB)))
		refusal = MESSAGE_REFUSAL_ECAP;
	if (refusal == MESSAGE_REFUSAL_ELOC && wall->remote && row->told == 0) {
		tile->state =
			TR("The family has not had the notice of the remote lesson: seen at school only.");
		tile->mark = "refused";
		tile->code = TEXT(LEASE_UNTOLD);
		tile->refused = true;
		return;
	}
	tile->code = text_of(refusal_code(refusal));
	tile->state = refusal == MESSAGE_REFUSAL_NONE ? TR("connected") : refusal_words(refusal);
	tile->refused = refusal != MESSAGE_REFUSAL_NONE;
	tile->mark = tile->refused ? "refused" : "ready";
}

static void
tell_apart(struct wall_view *view)
{
	for (size_t i = 0; i < view->tiles.count; i++)
		for (size_t k = 0; k < view->tiles.count; k++)
			view->tiles.at[i].same_name |= i != k &&
				text_equal(view->tiles.at[i].name, view->tiles.at[k].name);
}

/* What a device may answer, in the reader's language, for the script to show. */
static void
show_reasons(struct request *req, struct wall_view *view)
{
	view->reasons.at = arena_array(req->arena, struct wall_reason, MESSAGE_REFUSAL_WORDS);
	for (int i = MESSAGE_REFUSAL_NONE + 1; i < MESSAGE_REFUSAL_WORDS; i++)
		view->reasons.at[view->reasons.count++] = (struct wall_reason){
			text_of(refusal_code((enum message_refusal)i)), refusal_words((enum message_refusal)i)
		};
}

/* The same name as the page's, another port. */
static struct text
socket_of(struct request *req)
{
	struct text host = network_host(req->http->host);
	return host.length == 0 ? host
				: text_printf(req->arena, "wss://%.*s:%d", TEXT_ARG(host),
					  req->presence ? presence_port(req->presence) : 0);
}
