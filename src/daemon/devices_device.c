/* What a device says, and what is believed of it. */
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "platform/log.h"
#include "platform/tls.h"

#define CLOCK_STEP_MS 2000 /* what a time service moves by itself is less */

static bool is_proven(struct link *link, const uint8_t public_key[32], const char *label,
	struct message_writer *payload, const uint8_t signature[64]);
static bool turn_away(struct hub *hub, struct link *link, uint64_t id);
static void tell_what_it_shows(struct hub *hub, struct device *device, struct message_hello *hello);
static void tell_here(struct hub *hub, struct device *device, const struct message_hello *hello);
static bool refused(struct hub *hub, struct device *device, const struct message_head *head,
	struct message_bytes fields);
static bool noticed(struct hub *hub, struct device *device, const struct message_head *head,
	struct message_bytes fields);
static bool told_look(struct hub *hub, struct device *device, struct message_bytes fields);
static bool raised_hand(struct hub *hub, struct device *device, struct message_bytes fields);
static bool told_log(struct hub *hub, struct device *device, struct message_bytes fields);

/* Device identity (CLS-14): a key made on the device, over our nonce and the
 * certificate it saw, so that a connection somebody else relays fails. */
bool
device_hello(struct hub *hub, struct link *link, struct message_bytes fields)
{
	struct message_hello hello;
	if (link->device || link->viewer || link->turned_away || !message_hello_decode(fields, &hello))
		return false;
	struct device *device = device_find(hub, (int64_t)hello.device);
	if (!device) {
		log_line(LEVEL_WARNING, "device %llu is not known here", (unsigned long long)hello.device);
		return turn_away(hub, link, hello.device);
	}
	struct message_hello_proof proof = { .device = hello.device };
	memcpy(proof.nonce, link->nonce, sizeof proof.nonce);
	/* A browser does not tell its extension which certificate it saw. */
	if (device->platform != MESSAGE_PLATFORM_BROWSER &&
		!tls_certificate_hash(lws_get_ssl(link->wsi), proof.certificate))
		return false;
	uint8_t room[MESSAGE_HELLO_PROOF_BYTES_MAX];
	struct message_writer payload = message_writer(room, sizeof room);
	message_hello_proof_put(&payload, &proof);
	if (!is_proven(link, device->public_key, MESSAGE_HELLO_PROOF_LABEL, &payload, hello.signature)) {
		log_line(LEVEL_WARNING, "device %lld did not prove itself", (long long)device->id);
		return turn_away(hub, link, hello.device);
	}
	if (!pace_holds(&device->pace, hub->monotonic_ms)) /* each costs a policy */
		return false;
	if (device->link) { /* it came back before its old line was seen to be dead */
		struct link *old = device->link;
		device_left(hub, old);
		old->device = NULL;
		link_close(old);
	}
	device->link = link;
	link->device = device;
	device->hand = false;
	tell_what_it_shows(hub, device, &hello);
	tell_here(hub, device, &hello); /* its policy comes back, and with it the time */
	return true;
}

/* Said in words, or it could not be told from a line that broke: a browser that is
 * given a fresh code becomes another device only after this. */
static bool
turn_away(struct hub *hub, struct link *link, uint64_t id)
{
	struct message_refuse refuse = { .device = id, .code = MESSAGE_REFUSAL_EDEV };
	struct message_writer out = link_writer(link);
	message_refuse_encode(&out, ++link->sequence_out, 0, &refuse);
	link_say(hub, link, &out);
	link->turned_away = true; /* a stranger, whose time is short */
	return true;
}

bool
device_enrol(struct hub *hub, struct link *link, struct message_bytes fields)
{
	struct message_enrol enrol;
	if (link->device || link->viewer || link->enrolling || !message_enrol_decode(fields, &enrol))
		return false;
	struct message_enrol_proof proof = { 0 };
	memcpy(proof.nonce, link->nonce, sizeof proof.nonce);
	memcpy(proof.public_key, enrol.public_key, sizeof proof.public_key);
	if (enrol.platform != MESSAGE_PLATFORM_BROWSER &&
		!tls_certificate_hash(lws_get_ssl(link->wsi), proof.certificate))
		return false;
	uint8_t room[MESSAGE_ENROL_PROOF_BYTES_MAX];
	struct message_writer payload = message_writer(room, sizeof room);
	message_enrol_proof_put(&payload, &proof);
	if (!is_proven(link, enrol.public_key, MESSAGE_ENROL_PROOF_LABEL, &payload, enrol.signature))
		return false;
	link->enrolling = true; /* one code a connection */
	struct buf frame = wire_frame(WIRE_enrol_asked, 1);
	wire_put_enrol_asked_ask(&frame,
		&(struct wire_enrol_asked_ask){ (int64_t)link->number,
			{ (const char *)enrol.code.at, enrol.code.length }, enrol.platform,
			{ (const char *)enrol.public_key, sizeof enrol.public_key } });
	web_tell(hub, &frame);
	buf_finish(&frame);
	return true;
}

bool
device_heard(struct hub *hub, struct link *link, const struct message_head *head, struct message_bytes fields,
	struct bytes whole)
{
	struct device *device = link->device;
	switch ((enum message_type)head->type) {
	case MESSAGE_FRAME_KEY:
	case MESSAGE_FRAME_TILES:
	case MESSAGE_TABS: return picture_relay(hub, device, head, whole);
	case MESSAGE_REFUSE: return refused(hub, device, head, fields);
	case MESSAGE_NOTICE_ACK: return noticed(hub, device, head, fields);
	case MESSAGE_LEASE_END: {
		struct message_lease_end end;
		struct lease *lease = lease_find(device, (int64_t)head->lease);
		if (message_lease_end_decode(fields, &end) && lease)
			lease_end(hub, device, lease, end.reason);
		return true;
	}
	case MESSAGE_HAND: return raised_hand(hub, device, fields);
	case MESSAGE_LOGHEAD: return told_log(hub, device, fields);
	case MESSAGE_LOOK: return told_look(hub, device, fields);
	case MESSAGE_PING: return true;
	default: return false;
	}
}

void
device_left(struct hub *hub, struct link *link)
{
	struct device *device = link->device;
	if (device->link != link)
		return;
	leases_end_all(hub, device, MESSAGE_ENDING_DEVICE_GONE);
	device->link = NULL;
	device->hand = false;
	device_tell_state(hub, device, MESSAGE_TILE_STATE_OFFLINE, MESSAGE_REFUSAL_NONE);
	struct buf frame = wire_frame(WIRE_device_left, 1);
	wire_put_device_left_ask(&frame, &(struct wire_device_left_ask){ device->id });
	web_tell(hub, &frame);
	buf_finish(&frame);
}

/* The time and the address, signed: the device's own clock and place are held
 * against them (CLS-23, CLS-24). A page gets it to keep its line open. */
void
device_ping(struct hub *hub, struct link *link)
{
	uint8_t room[200], label[200];
	struct message_writer payload = message_writer(room, sizeof room);
	struct message_server_time time = { .device = link->device ? (uint64_t)link->device->id : 0,
		.time = hub->now_ms };
	memcpy(time.address, link->address, sizeof time.address);
	message_server_time_put(&payload, &time);
	struct message_writer labelled = message_writer(label, sizeof label);
	message_put_signed(&labelled, MESSAGE_SERVER_TIME_LABEL, message_written(&payload));
	struct message_bytes bytes = message_written(&labelled);
	uint8_t signature[CRYPT_SIGNATURE_BYTES];
	crypt_sign(hub->time_secret, (struct bytes){ bytes.at, bytes.length }, signature);
	message_put_raw(&payload, signature, sizeof signature);

	link->pinged_ms = hub->monotonic_ms;
	struct message_ping ping = { .content = message_written(&payload) };
	struct message_writer out = link_writer(link);
	message_ping_encode(&out, ++link->sequence_out, 0, &ping);
	link_say(hub, link, &out);
}

int64_t
hub_set_back_ms(struct hub *hub)
{
	int64_t before = hub->apart_ms;
	hub->apart_ms = hub->now_ms - hub->monotonic_ms;
	int64_t back = before - hub->apart_ms;
	return before != 0 && back >= CLOCK_STEP_MS ? back : 0;
}

struct device *
device_find(struct hub *hub, int64_t id)
{
	struct device *device = hub->buckets[(uint64_t)id % HUB_BUCKETS];
	while (device && device->id != id)
		device = device->next;
	return device;
}

struct device *
device_add(struct hub *hub, int64_t id)
{
	struct device *device = device_find(hub, id);
	if (device)
		return device;
	device = calloc(1, sizeof *device);
	if (!device)
		abort();
	device->id = id;
	device->state = MESSAGE_TILE_STATE_OFFLINE;
	device->next = hub->buckets[(uint64_t)id % HUB_BUCKETS];
	hub->buckets[(uint64_t)id % HUB_BUCKETS] = device;
	return device;
}

void
device_forget(struct hub *hub, int64_t id)
{
	struct device **at = &hub->buckets[(uint64_t)id % HUB_BUCKETS];
	while (*at && (*at)->id != id)
		at = &(*at)->next;
	struct device *device = *at;
	if (!device)
		return;
	if (device->link) {
		struct link *link = device->link;
		device_left(hub, link);
		link->device = NULL;
		link_close(link);
	}
	leases_end_all(hub, device, MESSAGE_ENDING_CLOSED);
	frame_slot_wipe(&device->picture);
	frame_slot_wipe(&device->tabs);
	*at = device->next;
	free(device);
}

bool
pace_holds(struct pace *pace, int64_t monotonic_ms)
{
	if (monotonic_ms - pace->since_ms >= PACE_MS)
		*pace = (struct pace){ .since_ms = monotonic_ms };
	return ++pace->said <= PACE_MAX;
}

static bool
is_proven(struct link *link, const uint8_t public_key[32], const char *label, struct message_writer *payload,
	const uint8_t signature[64])
{
	(void)link;
	uint8_t room[300];
	struct message_writer labelled = message_writer(room, sizeof room);
	message_put_signed(&labelled, label, message_written(payload));
	struct message_bytes bytes = message_written(&labelled);
	return bytes.length > 0 &&
		crypt_sign_check(public_key, (struct bytes){ bytes.at, bytes.length }, signature);
}

/* No picture goes over a long poll, whatever the device could show: the wall says so. */
static void
tell_what_it_shows(struct hub *hub, struct device *device, struct message_hello *hello)
{
	const unsigned shown = MESSAGE_CAN_SCREEN | MESSAGE_CAN_TAB | MESSAGE_CAN_TABS;
	hello->can &= (uint16_t)~MESSAGE_CAN_ORDERS_ONLY;
	if (device->link->is_poll) {
		hello->can = (uint16_t)((hello->can & ~shown) | MESSAGE_CAN_ORDERS_ONLY);
		device_tell_state(hub, device, MESSAGE_TILE_STATE_ORDERS, MESSAGE_REFUSAL_NONE);
	} else if (hello->can & shown) {
		device_tell_state(hub, device, MESSAGE_TILE_STATE_READY, MESSAGE_REFUSAL_NONE);
	} else {
		device_tell_state(hub, device, MESSAGE_TILE_STATE_NOTHING, MESSAGE_REFUSAL_ECAP);
	}
}

static void
tell_here(struct hub *hub, struct device *device, const struct message_hello *hello)
{
	struct buf frame = wire_frame(WIRE_device_here, 1);
	wire_put_device_here_ask(&frame,
		&(struct wire_device_here_ask){ device->id,
			{ (const char *)hello->version.at, hello->version.length }, hello->can,
			hello->session, hello->log_count,
			{ (const char *)hello->log_head, sizeof hello->log_head },
			{ (const char *)device->link->address, sizeof device->link->address } });
	web_tell(hub, &frame);
	buf_finish(&frame);
}

/* The device decides on its own; the teacher is told why (CLS-25). */
static bool
refused(struct hub *hub, struct device *device, const struct message_head *head, struct message_bytes fields)
{
	struct message_refuse refuse;
	if (!message_refuse_decode(fields, &refuse))
		return false;
	struct lease *lease = lease_find(device, (int64_t)head->lease);
	if (refuse.order == 0 && lease) {
		lease_end(hub, device, lease, MESSAGE_ENDING_REFUSED);
		device_tell_state(hub, device, MESSAGE_TILE_STATE_REFUSED, refuse.code);
	} else if (head->lease == 0) {
		viewers_tell_refusal(hub, device, &refuse);
	}
	log_line(LEVEL_INFO, "device %lld refuses %s", (long long)device->id,
		message_refusal_word(refuse.code));
	return true;
}

/* The indicator is mapped. Web puts the look on record; until it says so
 * nothing passes (CLS-31). */
static bool
noticed(struct hub *hub, struct device *device, const struct message_head *head, struct message_bytes fields)
{
	struct message_notice_ack ack;
	if (!message_notice_ack_decode(fields, &ack))
		return false;
	struct lease *lease = lease_find(device, (int64_t)head->lease);
	if (!lease || lease->noticed)
		return true;
	lease->noticed = true;
	struct buf frame = wire_frame(WIRE_view_noticed, 1);
	wire_put_view_noticed_ask(&frame,
		&(struct wire_view_noticed_ask){ device->id, ack.at,
			{ (const char *)ack.previous, sizeof ack.previous },
			{ (const char *)lease->lease.at, lease->lease.length } });
	web_tell(hub, &frame);
	buf_finish(&frame);
	return true;
}

/* A look that the school's record lacks, told again. Web judges it; which lease
 * it is of is only looked at to say whether that one still runs. */
static bool
told_look(struct hub *hub, struct device *device, struct message_bytes fields)
{
	struct message_look look;
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_look_report report;
	uint64_t id;
	if (!message_look_decode(fields, &look) ||
		!message_split_signed(look.content, &payload, &signature) ||
		!message_look_report_decode(payload, &report) || !message_take_uint(&report.lease, &id, 8))
		return false;
	struct lease *lease = lease_find(device, (int64_t)id);
	struct buf frame = wire_frame(WIRE_look_reported, 1);
	wire_put_look_reported_ask(&frame,
		&(struct wire_look_reported_ask){ device->id, lease && lease->noticed ? lease->id : 0,
			{ (const char *)look.content.at, look.content.length } });
	web_tell(hub, &frame);
	buf_finish(&frame);
	return true;
}

static bool
raised_hand(struct hub *hub, struct device *device, struct message_bytes fields)
{
	struct message_hand hand;
	if (!message_hand_decode(fields, &hand))
		return false;
	device->hand = hand.up != 0;
	device_tell_state(hub, device, device->state, device->code);
	return true;
}

static bool
told_log(struct hub *hub, struct device *device, struct message_bytes fields)
{
	struct message_loghead log;
	if (!message_loghead_decode(fields, &log))
		return false;
	struct buf frame = wire_frame(WIRE_device_log, 1);
	wire_put_device_log_ask(&frame,
		&(struct wire_device_log_ask){
			device->id, log.count, { (const char *)log.head, sizeof log.head } });
	web_tell(hub, &frame);
	buf_finish(&frame);
	return true;
}
