/* A connection: whole messages in, whole messages out. */
#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "platform/limits.h"
#include "platform/log.h"

#define SMALL_MESSAGE_BYTES_MAX (128 * KIB) /* everything we say ourselves */

static int take_over(struct hub *hub, struct link *link, uint8_t *bytes, size_t length);
static int collect(struct hub *hub, struct link *link, const uint8_t *bytes, size_t length);
static bool expect(struct link *link);
static bool holds_its_pace(struct hub *hub, struct link *link, enum message_type type);
static int say_next(struct hub *hub, struct link *link);

struct hub *
hub_of(struct lws *wsi)
{
	return lws_context_user(lws_get_context(wsi));
}

int
link_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct hub *hub = hub_of(wsi);
	struct link *link = user;
	switch (reason) {
	case LWS_CALLBACK_EVENT_WAIT_CANCELLED:
	case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS: return hub_context_event(hub, reason, user);
	case LWS_CALLBACK_HTTP: /* a page is asked for: there is none */ return -1;
	case LWS_CALLBACK_ESTABLISHED: return link_begin(hub, wsi, link) ? 0 : -1;
	case LWS_CALLBACK_RECEIVE:
		hub_tell_time(hub);
		if (link->closing || !lws_frame_is_binary(wsi))
			return -1;
		return take_over(hub, link, in, length);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return link->closing && link->waiting == 0 ? -1 : say_next(hub, link);
	case LWS_CALLBACK_CLOSED:
		hub_tell_time(hub);
		link_gone(hub, link);
		return 0;
	default: return 0;
	}
}

/* The library keeps what it handed over until something else comes: a picture
 * would lie there after its end (CLS-36). */
static int
take_over(struct hub *hub, struct link *link, uint8_t *bytes, size_t length)
{
	int done = collect(hub, link, bytes, length);
	crypt_wipe(bytes, length);
	return done;
}

bool
link_begin(struct hub *hub, struct lws *wsi, struct link *link)
{
	hub_tell_time(hub);
	*link = (struct link){ .wsi = wsi,
		.is_poll = link->is_poll,
		.number = ++hub->links_made,
		.since_ms = hub->monotonic_ms,
		.heard_ms = hub->monotonic_ms,
		.pinged_ms = hub->monotonic_ms,
		.next = hub->links };
	if (link->next)
		link->next->previous = link;
	hub->links = link;
	hub->link_count++;
	if (!link_address(wsi, link->address))
		return false;
	crypt_random(link->nonce, sizeof link->nonce);
	struct message_challenge challenge;
	memcpy(challenge.nonce, link->nonce, sizeof challenge.nonce);
	struct message_writer out = link_writer(link);
	message_challenge_encode(&out, ++link->sequence_out, 0, &challenge);
	link_say(hub, link, &out);
	return true;
}

bool
link_address(struct lws *wsi, uint8_t address[16])
{
	char print[64];
	struct in_addr v4;
	memset(address, 0, 16);
	if (!lws_get_peer_simple(wsi, print, sizeof print))
		return false;
	if (inet_pton(AF_INET, print, &v4) != 1)
		return inet_pton(AF_INET6, print, address) == 1;
	memset(address + 10, 0xff, 2);
	memcpy(address + 12, &v4, 4);
	return true;
}

/* The head says how much is to come; a byte more or less ends the connection. */
static int
collect(struct hub *hub, struct link *link, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		if (!link->room) {
			link->room = malloc(MESSAGE_HEAD_BYTES);
			assert(link->room);
			link->expected = MESSAGE_HEAD_BYTES;
		}
		size_t part = link->expected - link->length < length ? link->expected - link->length : length;
		if (part == 0)
			return -1;
		memcpy(link->room + link->length, bytes, part);
		link->length += part;
		bytes += part;
		length -= part;
		if (link->length == MESSAGE_HEAD_BYTES && link->expected == MESSAGE_HEAD_BYTES &&
			!expect(link))
			return -1;
	}
	if (lws_remaining_packet_payload(link->wsi) > 0 || !lws_is_final_fragment(link->wsi))
		return 0;
	bool fine = link->room && link->length == link->expected &&
		link_heard(hub, link, (struct bytes){ link->room, link->length });
	if (link->room)
		crypt_wipe(link->room, link->length);
	free(link->room);
	link->room = NULL;
	link->length = link->expected = 0;
	return fine ? 0 : -1;
}

static bool
expect(struct link *link)
{
	struct message_bytes rest = { link->room, link->length };
	struct message_head head;
	if (!message_take_head(&rest, &head) || !link_may_say(link, &head))
		return false;
	link->expected = MESSAGE_HEAD_BYTES + head.length;
	uint8_t *room = realloc(link->room, link->expected);
	assert(room);
	link->room = room;
	return true;
}

/* By its head alone: a stranger says who it is, no more; and no message is
 * longer than the table lets it be. */
bool
link_may_say(const struct link *link, const struct message_head *head)
{
	if (!message_name(head->type) || head->length > message_most(head->type) ||
		(link->is_poll && !poll_may_say((enum message_type)head->type)))
		return false;
	return link->device || link->viewer || head->type == MESSAGE_HELLO || head->type == MESSAGE_ENROL ||
		head->type == MESSAGE_VIEWER_HELLO;
}

bool
link_heard(struct hub *hub, struct link *link, struct bytes bytes)
{
	struct message_bytes whole = { bytes.at, bytes.length }, fields;
	struct message_head head;
	enum message_side side = link->viewer || bytes.at[0] == MESSAGE_VIEWER_HELLO ? MESSAGE_SIDE_VIEWER
										     : MESSAGE_SIDE_DEVICE;
	if (!message_open(whole, side, &head, &fields) || head.sequence <= link->sequence_in ||
		!holds_its_pace(hub, link, (enum message_type)head.type))
		return false;
	link->sequence_in = head.sequence;
	link->heard_ms = hub->monotonic_ms;
	if (head.type == MESSAGE_HELLO)
		return device_hello(hub, link, fields);
	if (head.type == MESSAGE_ENROL)
		return device_enrol(hub, link, fields);
	if (head.type == MESSAGE_VIEWER_HELLO)
		return viewer_hello(hub, link, fields);
	if (link->device)
		return device_heard(hub, link, &head, fields, bytes);
	return viewer_heard(hub, link, &head, fields);
}

/* What web, the writer and open walls have to do for it is the whole school's: one
 * that talks without end is closed. Pictures make room for each other. */
static bool
holds_its_pace(struct hub *hub, struct link *link, enum message_type type)
{
	struct pace *pace = link->device ? &link->device->pace : link->viewer ? &link->viewer->pace : NULL;
	if (!pace || type == MESSAGE_FRAME_KEY || type == MESSAGE_FRAME_TILES || type == MESSAGE_TABS ||
		pace_holds(pace, hub->monotonic_ms))
		return true;
	if (pace->said == PACE_MAX + 1)
		log_line(LEVEL_WARNING, "%s says more than anybody has to say",
			link->device ? "a device" : "a page");
	return false;
}

struct message_writer
link_writer(struct link *link)
{
	static uint8_t room[SMALL_MESSAGE_BYTES_MAX]; /* of the one loop; said before the next is begun */
	(void)link;
	return message_writer(room, sizeof room);
}

void
link_say(struct hub *hub, struct link *link, const struct message_writer *written)
{
	(void)hub;
	struct message_bytes bytes = message_written(written);
	assert(bytes.length > 0);
	if (link->closing)
		return;
	if (link->waiting == LINK_QUEUE_MAX) { /* it does not read: it may come again */
		link_close(link);
		return;
	}
	link->queue[(link->first + link->waiting++) % LINK_QUEUE_MAX] = payload_make((struct bytes){
		bytes.at, bytes.length });
	link_wake(link);
}

void
link_wake(struct link *link)
{
	if (!link->is_poll)
		lws_callback_on_writable(link->wsi);
	else if (link->wsi) /* between two polls there is nobody to wake */
		poll_wake(link->wsi);
}

void
link_close(struct link *link)
{
	link->closing = true;
	while (link->waiting > 0) {
		payload_release(link->queue[link->first]);
		link->first = (link->first + 1) % LINK_QUEUE_MAX;
		link->waiting--;
	}
	if (link->is_poll)
		link_wake(link);
	else
		lws_set_timeout(link->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

static int
say_next(struct hub *hub, struct link *link)
{
	if (link->waiting > 0) {
		struct payload *payload = link->queue[link->first];
		link->first = (link->first + 1) % LINK_QUEUE_MAX;
		link->waiting--;
		int sent = lws_write(link->wsi, payload->at, payload->length, LWS_WRITE_BINARY);
		payload_release(payload);
		if (sent < 0)
			return -1;
		lws_callback_on_writable(link->wsi);
		return 0;
	}
	if (link->viewer && viewer_writes(hub, link))
		lws_callback_on_writable(link->wsi);
	return 0;
}

void
link_gone(struct hub *hub, struct link *link)
{
	if (link->device)
		device_left(hub, link);
	if (link->viewer)
		viewer_left(hub, link);
	if (link->next)
		link->next->previous = link->previous;
	if (link->previous)
		link->previous->next = link->next;
	else
		hub->links = link->next;
	hub->link_count--;
	for (; link->waiting > 0; link->waiting--, link->first = (link->first + 1) % LINK_QUEUE_MAX)
		payload_release(link->queue[link->first]);
	if (link->room)
		crypt_wipe(link->room, link->length);
	free(link->room);
	link->room = NULL;
}
