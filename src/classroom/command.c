#include "classroom/command.h"

#include <ctype.h>
#include <string.h>

#include "classroom/lease.h"
#include "classroom/signed_bytes.h"
#include "classroom/wall.h"
#include "identity/session.h"
#include "platform/crypt.h"
#include "platform/page.h"
#include "platform/wire.h"

#define DOMAINS_MAX            200
#define DOMAIN_BYTES_MAX       253
#define MESSAGE_BYTES_ROOM_MAX 1000
#define URL_BYTES_MAX          2000
#define ORDER_ROOM_BYTES       60000
#define MESSAGE_ENDS_MS        (10 * 60 * 1000)
#define PAGE_ENDS_MS           (60 * 1000)

struct command {
	const struct lesson_wall *wall;
	enum message_type type;
	int64_t only;     /* the one device, 0 for all */
	int64_t lasts_ms; /* 0: until the bell */
	bool on;
	struct text text, url;
	int64_t tab;
	struct message_domain_list domains;
};

static enum outcome read_command(struct request *req, struct command *command);
static enum outcome read_domains(struct request *req, struct command *command);
static bool url_is_fine(struct text url);
static enum outcome send_to(struct request *req, const struct command *command,
	const struct tiles_of_class_row *tile);
static const char *put_order(struct message_writer *out, const struct command *command,
	const struct message_order *order);

enum outcome
command_send(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct lesson_wall wall;
	struct command command = { .wall = &wall };
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	if (!may(req, STEER, SCREEN, of_class(class)))
		return REFUSED;
	enum outcome got = lesson_wall_open(req, class, &wall);
	if (got == OK)
		got = read_command(req, &command);
	for (size_t i = 0; i < wall.rows.count && got == OK; i++) {
		const struct tiles_of_class_row *tile = &wall.rows.at[i];
		if (tile->device.v == 0 || (command.only != 0 && tile->device.v != command.only) ||
			tile->restricted > 0 || lease_refusal(req, &wall, tile) != MESSAGE_REFUSAL_NONE)
			continue;
		got = send_to(req, &command, tile);
	}
	if (got == OK)
		reply_see(reply, req, "/classes/%lld/wall?sent=1", (long long)class.v);
	if (got != INVALID || !request_has_problem(req, NULL))
		return got;
	return request_invalid(wall_page(req, reply)); /* with what was typed */
}

struct text
command_domain(struct arena *arena, struct text typed)
{
	struct text rest = text_trim(typed);
	static const char *const schemes[] = { "https://", "http://", "*." };
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (text_starts(rest, schemes[i]))
			rest = (struct text){ rest.at + strlen(schemes[i]),
				rest.length - strlen(schemes[i]) };
	struct text host = text_cut(&rest, '/');
	host = text_cut(&host, ':');
	if (host.length < 3 || host.length > DOMAIN_BYTES_MAX || !memchr(host.at, '.', host.length))
		return (struct text){ 0 };
	char *small = arena_take(arena, host.length, 1);
	for (size_t i = 0; i < host.length; i++) {
		char letter = (char)tolower((unsigned char)host.at[i]);
		bool edge = i == 0 || i + 1 == host.length;
		bool fine = isalnum((unsigned char)letter) || (!edge && letter == '-') ||
			(!edge && letter == '.' && host.at[i - 1] != '.');
		if (!fine)
			return (struct text){ 0 };
		small[i] = letter;
	}
	return (struct text){ small, host.length };
}

static enum outcome
read_command(struct request *req, struct command *command)
{
	struct text what = form_text(&req->form, "do");
	if (text_is(what, "focus") || text_is(what, "unfocus")) {
		command->type = MESSAGE_FOCUS;
		command->on = text_is(what, "focus");
		return command->on ? read_domains(req, command) : OK;
	}
	if (text_is(what, "lock") || text_is(what, "unlock")) {
		command->type = MESSAGE_LOCK;
		command->on = text_is(what, "lock");
		return OK;
	}
	if (text_is(what, "message")) {
		command->type = MESSAGE_MSG;
		command->lasts_ms = MESSAGE_ENDS_MS;
		command->text = text_trim(form_text(&req->form, "text"));
		if (command->text.length > 0 && command->text.length <= MESSAGE_BYTES_ROOM_MAX &&
			message_is_text((struct message_bytes){
				(const uint8_t *)command->text.at, command->text.length }))
			return OK;
		request_problem(req, "text", TR("Write what the class is to read, at most 500 letters."));
		return INVALID;
	}
	command->type = MESSAGE_TAB_CMD;
	command->lasts_ms = PAGE_ENDS_MS;
	if (text_is(what, "open")) {
		command->url = text_trim(form_text(&req->form, "url"));
		if (url_is_fine(command->url))
			return OK;
		request_problem(req, "url", TR("A whole address that begins with https://"));
		return INVALID;
	}
	if (text_is(what, "close") && form_int64(&req->form, "device", &command->only) &&
		command->only != 0 && form_int64(&req->form, "tab", &command->tab) && command->tab >= 0 &&
		command->tab <= UINT32_MAX)
		return OK;
	return INVALID;
}

static enum outcome
read_domains(struct request *req, struct command *command)
{
	struct text rest = form_text(&req->form, "domains");
	struct message_domain *list = arena_array(req->arena, struct message_domain, DOMAINS_MAX);
	size_t count = 0;
	while (rest.at && rest.length > 0) {
		struct text line = text_trim(text_cut(&rest, '\n'));
		if (line.length == 0)
			continue;
		struct text domain = command_domain(req->arena, line);
		if (domain.length == 0 || count == DOMAINS_MAX) {
			request_problem_about(req, "domains",
				TR("%1 is not a site such as it.wikipedia.org."), line);
			return INVALID;
		}
		list[count++].name = (struct message_bytes){ (const uint8_t *)domain.at, domain.length };
	}
	command->domains = (struct message_domain_list){ .at = list, .count = count };
	if (count == 0)
		request_problem(req, "domains", TR("Write at least one site."));
	return count > 0 ? OK : INVALID;
}

static bool
url_is_fine(struct text url)
{
	if (!text_starts(url, "https://") || url.length < 12 || url.length > URL_BYTES_MAX)
		return false;
	for (size_t i = 0; i < url.length; i++)
		if ((unsigned char)url.at[i] <= ' ' || url.at[i] == '"' || url.at[i] == '<' ||
			url.at[i] == '>')
			return false;
	return message_is_text((struct message_bytes){ (const uint8_t *)url.at, url.length });
}

static enum outcome
send_to(struct request *req, const struct command *command, const struct tiles_of_class_row *tile)
{
	const struct lesson_wall *wall = command->wall;
	int64_t ends = command->lasts_ms > 0 && req->now.ms + command->lasts_ms < wall->ends.ms
		? req->now.ms + command->lasts_ms
		: wall->ends.ms;
	struct message_order order = {
		.order = (uint64_t)request_new_id(req),
		.device = (uint64_t)tile->device.v,
		.pupil = tile->pupil.v,
		.class = wall->class.v,
		.teacher = req->session->person.v,
		.teacher_name = signed_bytes_name(req->arena, req->session->shown_name, 64),
		.lesson = signed_bytes_name(req->arena, lesson_wall_lesson(req->arena, wall), 80),
		.not_before = req->now.ms,
		.expires = ends,
	};
	crypt_random(order.nonce, sizeof order.nonce);
	struct message_writer out = message_writer(arena_take(req->arena, ORDER_ROOM_BYTES, 1),
		ORDER_ROOM_BYTES);
	const char *label = put_order(&out, command, &order);
	struct text both;
	enum outcome got = signed_bytes_make(req->keys, KEYS_SIGN_LEASE, req->arena, label, &out, &both);
	if (got != OK)
		return got;
	struct buf frame = wire_frame(WIRE_order_for, 1);
	wire_put_order_for_ask(&frame, &(struct wire_order_for_ask){ tile->device.v, command->type, both });
	request_tell(req, buf_text(&frame));
	buf_finish(&frame);
	return OK;
}

/* Gives the label it is signed under. */
static const char *
put_order(struct message_writer *out, const struct command *command, const struct message_order *order)
{
	struct message_bytes text = { (const uint8_t *)command->text.at, command->text.length };
	struct message_bytes url = { (const uint8_t *)command->url.at, command->url.length };
	switch (command->type) {
	case MESSAGE_FOCUS:
		message_focus_order_put(out,
			&(struct message_focus_order){ *order, command->on, command->domains });
		return MESSAGE_FOCUS_ORDER_LABEL;
	case MESSAGE_LOCK:
		message_lock_order_put(out, &(struct message_lock_order){ *order, command->on, text });
		return MESSAGE_LOCK_ORDER_LABEL;
	case MESSAGE_MSG:
		message_message_order_put(out, &(struct message_message_order){ *order, text });
		return MESSAGE_MESSAGE_ORDER_LABEL;
	default:
		message_tab_order_put(out,
			&(struct message_tab_order){ *order,
				command->only ? MESSAGE_TAB_ACTION_CLOSE : MESSAGE_TAB_ACTION_OPEN,
				(uint32_t)command->tab, url });
		return MESSAGE_TAB_ORDER_LABEL;
	}
}
