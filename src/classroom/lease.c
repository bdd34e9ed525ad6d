#include "classroom/lease.h"

#include <string.h>

#include "classroom/device_policy.sql.h"
#include "classroom/network.h"
#include "classroom/refusal.h"
#include "classroom/signed_bytes.h"
#include "classroom/view_log.sql.h"
#include "identity/session.h"
#include "platform/crypt.h"
#include "platform/wire.h"

#define SEEN_MAX         100
#define SERIES_MAX       1000000
#define LEASE_ROOM_BYTES 1000
#define KEY_BYTES        32

static const uint16_t intervals_ms[MESSAGE_KIND_WORDS] = {
	[MESSAGE_KIND_THUMB] = 1000,
	[MESSAGE_KIND_FULL] = 500,
	[MESSAGE_KIND_TABS] = 2000,
};

struct wish { /* one tile that the page shows */
	int64_t device, series;
	enum message_kind kind;
};

struct asking {
	const struct lesson_wall *wall;
	uint8_t page_key[KEY_BYTES], ticket[KEY_BYTES], digest[CRYPT_DIGEST_BYTES];
	struct instant expires;
	bool anything_new;
};

static void show_connected(struct request *req, struct lesson_wall *wall);
static bool read_asking(struct request *req, struct asking *asking);
static bool read_wish(struct text text, struct wish *wish);
static enum outcome grant_one(struct request *req, struct asking *asking, const struct wish *wish,
	struct buf *body, bool first);
static uint64_t lease_id(struct request *req, const struct asking *asking, const struct wish *wish,
	const struct tiles_of_class_row *tile);
static bool asked_before(const struct wish *wishes, size_t count, const struct wish *wish);
static enum outcome sign_lease(struct request *req, const struct asking *asking, const struct wish *wish,
	const struct tiles_of_class_row *tile, uint64_t id);
static void tell_ticket(struct request *req, const struct asking *asking);
static bool kind_allowed(const struct grant *grant, enum message_kind kind);
static void tell(struct request *req, struct buf *frame);

enum outcome
lesson_wall_open(struct request *req, struct class_id class, struct lesson_wall *wall)
{
	*wall = (struct lesson_wall){ .class = class, .grant = may(req, VIEW, SCREEN, of_class(class)) };
	if (!wall->grant)
		return REFUSED;
	enum outcome got = hour_of_teacher_now(req->db, req->session->person, class, req->today,
		day_weekday(req->today), req->time, CLOSURE_CLOSED, req->arena, &wall->hour);
	if (got != OK)
		return got == NOT_FOUND ? REFUSED : got;
	wall->starts = zone_instant(req->zone, req->today, wall->hour.starts);
	wall->ends = zone_instant(req->zone, req->today, wall->hour.ends);
	got = place_of_class(req->db, class, req->arena, &wall->place);
	struct remote_lessons_of_class_rows remote = { 0 };
	if (got == OK)
		got = remote_lessons_of_class(req->db, class, req->today, REMOTE_APPROVED, req->arena,
			&remote);
	if (got == OK)
		got = tiles_of_class(req->db, wall->grant, req->today, wall->hour.ordinal,
			req->session->person, REMOTE_APPROVED, DEVICE_PUPIL, DEVICE_IS_ENROLLED,
			day_weekday(req->today), SUBJECT_IS_RELIGION, req->arena, &wall->rows);
	show_connected(req, wall);
	for (size_t i = 0; i < remote.count; i++)
		wall->remote |= wall->hour.ordinal >= remote.at[i].first_ordinal &&
			wall->hour.ordinal <= remote.at[i].last_ordinal &&
			remote.at[i].approved_by.v != req->session->person.v;
	uint8_t address[16];
	wall->teacher_here = req->http && network_address(req->http->peer, address) &&
		networks_hold(wall->place.networks, address);
	return got;
}

/* A laptop that stays at home does not hide the device in the pupil's hands. */
static void
show_connected(struct request *req, struct lesson_wall *wall)
{
	struct tiles_of_class_row *rows = wall->rows.at, shown;
	struct present_device present;
	for (size_t i = 0, at = 0; i < wall->rows.count; i++) {
		if (lesson_wall_shows(wall, i))
			at = i;
		else if (!presence_find(req->presence, rows[at].device, &present) &&
			presence_find(req->presence, rows[i].device, &present))
			shown = rows[at], rows[at] = rows[i], rows[i] = shown;
	}
}

bool
lesson_wall_shows(const struct lesson_wall *wall, size_t row)
{
	return row == 0 || wall->rows.at[row].pupil.v != wall->rows.at[row - 1].pupil.v;
}

const struct tiles_of_class_row *
lesson_wall_tile(const struct lesson_wall *wall, int64_t device)
{
	for (size_t i = 0; i < wall->rows.count; i++)
		if (device != 0 && wall->rows.at[i].device.v == device)
			return &wall->rows.at[i];
	return NULL;
}

bool
lesson_wall_is_remote(const struct lesson_wall *wall, const struct tiles_of_class_row *tile)
{
	return wall->remote && tile->told > 0;
}

enum message_refusal
lease_refusal(struct request *req, const struct lesson_wall *wall, const struct tiles_of_class_row *tile)
{
	struct present_device present;
	if (lesson_wall_is_remote(wall, tile))
		return MESSAGE_REFUSAL_NONE; /* place alone is lifted; all else was asked already (CLS-35) */
	if (!wall->teacher_here || tile->device_site.v != wall->place.site.v)
		return MESSAGE_REFUSAL_ELOC;
	if (presence_find(req->presence, tile->device, &present) &&
		!networks_hold(wall->place.networks, present.address))
		return MESSAGE_REFUSAL_ELOC;
	return MESSAGE_REFUSAL_NONE;
}

struct text
lesson_wall_name(struct arena *arena, struct text given_name, struct text family_name)
{
	size_t first = 0;
	if (family_name.length > 0) /* one whole letter, whatever its bytes */
		for (first = 1;
			first < family_name.length && ((uint8_t)family_name.at[first] & 0xc0) == 0x80;)
			first++;
	struct text letter = { family_name.at, first };
	return first > 0 ? text_printf(arena, "%.*s %.*s.", TEXT_ARG(given_name), TEXT_ARG(letter))
			 : given_name;
}

struct text
lesson_wall_lesson(struct arena *arena, const struct lesson_wall *wall)
{
	struct text subject = wall->hour.subject_name, class = wall->place.name;
	return subject.length > 0 ? text_printf(arena, "%.*s, %.*s", TEXT_ARG(subject), TEXT_ARG(class))
				  : class;
}

struct text
lesson_wall_stand(struct arena *arena, const struct lesson_wall *wall)
{
	uint8_t digest[CRYPT_DIGEST_BYTES];
	size_t room = wall->rows.count * 17;
	struct message_writer out = message_writer(arena_take(arena, room + 1, 1), room);
	for (size_t i = 0; i < wall->rows.count; i++) {
		if (!lesson_wall_shows(wall, i))
			continue;
		message_put_uint(&out, (uint64_t)wall->rows.at[i].pupil.v, 8);
		message_put_uint(&out, (uint64_t)wall->rows.at[i].device.v, 8);
		message_put_uint(&out, wall->rows.at[i].restricted > 0, 1);
	}
	struct message_bytes bytes = message_written(&out);
	crypt_hash((struct bytes){ bytes.at, bytes.length }, digest);
	char *hex = arena_take(arena, CRYPT_HEX_SIZE(8), 1);
	crypt_hex(digest, 8, hex);
	return text_of(hex);
}

enum outcome
lease_renew(struct request *req, struct reply *reply)
{
	struct class_id class;
	struct lesson_wall wall;
	struct asking asking = { .wall = &wall };
	if (!request_int64(req, "class", &class.v))
		return NOT_FOUND;
	enum outcome got = lesson_wall_open(req, class, &wall);
	if (got != OK)
		return got;
	if (!read_asking(req, &asking))
		return INVALID;
	asking.expires.ms = req->now.ms + LEASE_MS_MAX < wall.ends.ms ? req->now.ms + LEASE_MS_MAX
								      : wall.ends.ms;

	char ticket[CRYPT_BASE64_SIZE(KEY_BYTES)];
	crypt_base64url(asking.ticket, sizeof asking.ticket, ticket);
	buf_printf(&reply->body,
		"{\"now\":%lld,\"until\":%lld,\"ends\":%lld,\"ticket\":\"%s\",\"stand\":\"%.*s\",\"tiles\":[",
		(long long)req->now.ms, (long long)asking.expires.ms, (long long)wall.ends.ms, ticket,
		TEXT_ARG(lesson_wall_stand(req->arena, &wall)));
	tell_ticket(req, &asking);
	bool first = true;
	struct wish *wishes = arena_array(req->arena, struct wish, SEEN_MAX);
	for (size_t i = 0, seen = 0; i < req->form.count && got == OK; i++) {
		if (!text_is(req->form.fields[i].name, "see"))
			continue;
		if (seen == SEEN_MAX || !read_wish(req->form.fields[i].value, &wishes[seen]) ||
			asked_before(wishes, seen, &wishes[seen]))
			return INVALID;
		got = grant_one(req, &asking, &wishes[seen++], &reply->body, first);
		first = false;
	}
	buf_printf(&reply->body, "]}\n");
	reply->content_type = "application/json";
	reply->status = 200;
	/* A look is on the trail when its series begins, not three times a minute. */
	if (!asking.anything_new)
		req->looks = NULL;
	return got;
}

static bool
read_asking(struct request *req, struct asking *asking)
{
	struct text ticket = form_text(&req->form, "ticket");
	if (!crypt_base64url_read(form_text(&req->form, "key"), asking->page_key, sizeof asking->page_key))
		return false;
	if (ticket.length == 0)
		crypt_random(asking->ticket, sizeof asking->ticket);
	else if (!crypt_base64url_read(ticket, asking->ticket, sizeof asking->ticket))
		return false;
	crypt_hash((struct bytes){ asking->ticket, sizeof asking->ticket }, asking->digest);
	return true;
}

/* DEVICE:KIND:SERIES */
static bool
read_wish(struct text text, struct wish *wish)
{
	int64_t kind;
	struct text device = text_cut(&text, ':'), word = text_cut(&text, ':');
	if (!text_int64(device, &wish->device) || !text_int64(word, &kind) ||
		!text_int64(text, &wish->series) || kind <= MESSAGE_KIND_NONE || kind >= MESSAGE_KIND_WORDS ||
		wish->series < 0 || wish->series > SERIES_MAX)
		return false;
	wish->kind = (enum message_kind)kind;
	return true;
}

/* A page looks at a screen once, whatever it shows of it. */
static bool
asked_before(const struct wish *wishes, size_t count, const struct wish *wish)
{
	for (size_t i = 0; i < count; i++)
		if (wishes[i].device == wish->device && wishes[i].kind == wish->kind)
			return true;
	return false;
}

static enum outcome
grant_one(struct request *req, struct asking *asking, const struct wish *wish, struct buf *body, bool first)
{
	const struct tiles_of_class_row *tile = lesson_wall_tile(asking->wall, wish->device);
	bool restricted = tile &&
		tile->restricted > 0; /* the family objects: no device needs to be asked (R64, R66) */
	struct present_device present = { 0 };
	if (tile)
		(void)presence_find(req->presence, tile->device, &present);
	enum message_refusal refusal = !tile || !kind_allowed(asking->wall->grant, wish->kind)
		? MESSAGE_REFUSAL_EGROUP
		: lease_refusal(req, asking->wall, tile);
	if (refusal == MESSAGE_REFUSAL_NONE && present.can & MESSAGE_CAN_ORDERS_ONLY)
		refusal = MESSAGE_REFUSAL_ECAP; /* no picture goes over its line */
	uint64_t id = 0;
	enum outcome got = OK;
	if (refusal == MESSAGE_REFUSAL_NONE && !restricted) {
		struct view_log_record row;
		id = lease_id(req, asking, wish, tile);
		got = view_log_row(req->db, (struct view_log_id){ (int64_t)id }, req->arena, &row);
		if (got != OK && got != NOT_FOUND)
			return got;
		asking->anything_new |= got == NOT_FOUND;
		if (got == OK && row.ended_at.ms != 0) /* over: the page begins another series */
			refusal = MESSAGE_REFUSAL_EEXP;
		got = refusal == MESSAGE_REFUSAL_NONE ? sign_lease(req, asking, wish, tile, id) : OK;
	}
	char key[CRYPT_BASE64_SIZE(KEY_BYTES)] = ""; /* the school vouches for it (CLS-41) */
	if (tile && tile->device_key.length == KEY_BYTES)
		crypt_base64url(tile->device_key.at, KEY_BYTES, key);
	bool untold = refusal == MESSAGE_REFUSAL_ELOC && tile && asking->wall->remote && tile->told == 0;
	const char *code = restricted ? LEASE_RESTRICTED : untold ? LEASE_UNTOLD : refusal_code(refusal);
	buf_printf(body,
		"%s{\"device\":\"%lld\",\"kind\":%d,\"series\":%lld,\"lease\":\"%lld\",\"can\":%lld,\"key\":\"%s\",\"code\":\"%s\"}",
		first ? "" : ",", (long long)wish->device, (int)wish->kind, (long long)wish->series,
		refusal == MESSAGE_REFUSAL_NONE && !restricted ? (long long)id : 0LL, (long long)present.can,
		key, code);
	return got;
}

/* The same for every renewal, different for everything else: nothing has to be
 * remembered between two requests. */
static uint64_t
lease_id(struct request *req, const struct asking *asking, const struct wish *wish,
	const struct tiles_of_class_row *tile)
{
	uint8_t room[128], digest[CRYPT_DIGEST_BYTES];
	struct message_writer out = message_writer(room, sizeof room);
	message_put_raw(&out, asking->page_key, sizeof asking->page_key);
	message_put_uint(&out, (uint64_t)req->session->person.v, 8);
	message_put_uint(&out, (uint64_t)asking->wall->class.v, 8);
	message_put_uint(&out, (uint64_t)req->today.number, 4);
	message_put_uint(&out, (uint64_t)asking->wall->hour.ordinal, 8);
	message_put_uint(&out, (uint64_t)wish->device, 8);
	message_put_uint(&out, (uint64_t)wish->kind, 1);
	message_put_uint(&out, (uint64_t)wish->series, 8);
	message_put_uint(&out, (uint64_t)tile->pupil.v, 8);
	message_put_uint(&out, lesson_wall_is_remote(asking->wall, tile), 1);
	struct message_bytes bytes = message_written(&out);
	crypt_sha256((struct bytes){ bytes.at, bytes.length }, digest);
	uint64_t id = 0;
	for (int i = 0; i < 8; i++)
		id = id << 8 | digest[i];
	return (id & INT64_MAX) | 1;
}

static enum outcome
sign_lease(struct request *req, const struct asking *asking, const struct wish *wish,
	const struct tiles_of_class_row *tile, uint64_t id)
{
	const struct lesson_wall *wall = asking->wall;
	struct message_lease_terms terms = {
		.lease = id,
		.device = (uint64_t)wish->device,
		.pupil = tile->pupil.v,
		.class = wall->class.v,
		.teacher = req->session->person.v,
		.teacher_name = signed_bytes_name(req->arena, req->session->shown_name, 64),
		.lesson = signed_bytes_name(req->arena, lesson_wall_lesson(req->arena, wall), 80),
		.purpose = MESSAGE_PURPOSE_INSTRUCTION,
		.kind = wish->kind,
		.interval_ms = intervals_ms[wish->kind],
		.not_before = req->now.ms,
		.expires = asking->expires.ms,
		.remote = lesson_wall_is_remote(wall, tile),
	};
	crypt_random(terms.nonce, sizeof terms.nonce);
	memcpy(terms.page_key, asking->page_key, sizeof terms.page_key);
	uint8_t room[LEASE_ROOM_BYTES];
	struct message_writer out = message_writer(room, sizeof room);
	message_lease_terms_put(&out, &terms);
	struct text both;
	enum outcome got = signed_bytes_make(req->keys, KEYS_SIGN_LEASE, req->arena,
		MESSAGE_LEASE_TERMS_LABEL, &out, &both);
	if (got != OK)
		return got;
	struct buf frame = wire_frame(WIRE_lease_granted, 1);
	wire_put_lease_granted_ask(&frame,
		&(struct wire_lease_granted_ask){
			{ (const char *)asking->digest, sizeof asking->digest }, both });
	tell(req, &frame);
	return OK;
}

/* Until the bell, for the devices of this wall. */
static void
tell_ticket(struct request *req, const struct asking *asking)
{
	const struct lesson_wall *wall = asking->wall;
	struct buf devices, frame = wire_frame(WIRE_viewer_ticket, 1);
	buf_init(&devices, 8 * SEEN_MAX);
	for (size_t i = 0; i < wall->rows.count; i++)
		if (wall->rows.at[i].device.v != 0 && devices.length < 8 * SEEN_MAX)
			buf_put_i64(&devices, wall->rows.at[i].device.v);
	wire_put_viewer_ticket_ask(&frame,
		&(struct wire_viewer_ticket_ask){ { (const char *)asking->digest, sizeof asking->digest },
			req->session->account.v, wall->class.v, wall->ends.ms, buf_text(&devices) });
	tell(req, &frame);
	buf_finish(&devices);
}

/* Thumb, full and tabs are three rights (CLS-18). */
static bool
kind_allowed(const struct grant *grant, enum message_kind kind)
{
	switch (kind) {
	case MESSAGE_KIND_THUMB: return grant_has_fields(grant, FIELD_SCREEN_THUMB);
	case MESSAGE_KIND_FULL: return grant_has_fields(grant, FIELD_SCREEN_FULL);
	case MESSAGE_KIND_TABS: return grant_has_fields(grant, FIELD_SCREEN_TABS);
	case MESSAGE_KIND_NONE:
	case MESSAGE_KIND_WORDS: break;
	}
	return false;
}

static void
tell(struct request *req, struct buf *frame)
{
	request_tell(req, buf_text(frame));
	buf_finish(frame);
}
