/*
 * Who gets which picture. A picture passes when its device is a pupil's, when
 * a lease covers it, when that lease's pupil has been shown who looks and when
 * web has said that the look is on record; otherwise it goes nowhere.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "platform/log.h"

#define AGAIN_MS      1000
#define REFUSALS_WAIT (LINK_QUEUE_MAX / 2) /* the other half is for what ends a look */

/* What a page was told of a device: its state and its hand, its state alone, nothing. */
enum { TOLD_ALL, TOLD_STATE, TOLD_NOTHING };

static void end_oldest(struct hub *hub, int64_t account);
static void end_viewer(struct hub *hub, struct viewer *viewer);
static bool write_state(struct hub *hub, struct link *link);
static void write_small(struct link *link, const struct message_writer *written);
static int lease_count(const struct device *device);
static void offer_kept(struct hub *hub, struct device *device, struct lease *lease);
static void ask_again(struct hub *hub, struct device *device, struct lease *lease);
static bool sees(const struct viewer *viewer, int64_t device);
static void free_lease(struct device *device, struct lease *lease);
static void ends_view(struct hub *hub, struct viewer *viewer);

bool
viewer_hello(struct hub *hub, struct link *link, struct message_bytes fields)
{
	struct message_viewer_hello hello;
	uint8_t digest[CRYPT_DIGEST_BYTES];
	if (link->device || link->viewer || !message_viewer_hello_decode(fields, &hello))
		return false;
	crypt_hash((struct bytes){ hello.ticket, sizeof hello.ticket }, digest);
	struct viewer *viewer = viewer_find(hub, (struct text){ (const char *)digest, sizeof digest });
	if (!viewer || viewer->until_ms <= hub->now_ms)
		return false;
	if (viewer->link) { /* the page's own line, not yet seen to be dead */
		viewer->link->viewer = NULL;
		link_close(viewer->link);
	}
	viewer->link = link;
	link->viewer = viewer;
	memset(viewer->told, TOLD_NOTHING, sizeof viewer->told);
	for (int i = 0; i < viewer->device_count; i++) {
		struct device *device = device_find(hub, viewer->devices[i]);
		for (struct lease *lease = device ? device->leases : NULL; lease; lease = lease->next)
			if (lease->viewer == viewer && lease->logged)
				offer_kept(hub, device, lease);
	}
	link_wake(link);
	return true;
}

bool
viewer_heard(struct hub *hub, struct link *link, const struct message_head *head, struct message_bytes fields)
{
	(void)fields;
	if (head->type == MESSAGE_PING)
		return true;
	if (head->type != MESSAGE_LEASE_END && head->type != MESSAGE_AGAIN)
		return false;
	for (int i = 0; i < link->viewer->device_count; i++) {
		struct device *device = device_find(hub, link->viewer->devices[i]);
		struct lease *lease = device ? lease_find(device, (int64_t)head->lease) : NULL;
		if (!lease || lease->viewer != link->viewer)
			continue;
		if (head->type == MESSAGE_LEASE_END) {
			lease_end(hub, device, lease, MESSAGE_ENDING_CLOSED);
		} else if (hub->monotonic_ms - lease->asked_ms >=
			AGAIN_MS) { /* it costs the device a capture */
			lease->asked_ms = hub->monotonic_ms;
			ask_again(hub, device, lease);
		}
		break;
	}
	return true;
}

void
viewer_left(struct hub *hub, struct link *link)
{
	if (link->viewer->link != link)
		return;
	link->viewer->link = NULL;
	link->viewer->left_ms = hub->monotonic_ms;
	ends_view(hub, link->viewer); /* nobody looks: the capture ends now, not in a minute */
}

struct viewer *
viewer_find(struct hub *hub, struct text digest)
{
	struct viewer *viewer = hub->viewers;
	while (viewer &&
		(digest.length != sizeof viewer->digest ||
			memcmp(viewer->digest, digest.at, sizeof viewer->digest) != 0))
		viewer = viewer->next;
	return viewer;
}

/* NULL: somebody else's ticket. The page that was opened longest ago makes room. */
struct viewer *
viewer_admit(struct hub *hub, struct text digest, int64_t account)
{
	struct viewer *viewer = viewer_find(hub, digest);
	if (viewer)
		return viewer->account == account ? viewer : NULL;
	if (digest.length != CRYPT_DIGEST_BYTES)
		return NULL;
	end_oldest(hub, account);
	viewer = calloc(1, sizeof *viewer);
	assert(viewer);
	memcpy(viewer->digest, digest.at, digest.length);
	viewer->account = account;
	viewer->left_ms = hub->monotonic_ms;
	viewer->next = hub->viewers;
	hub->viewers = viewer;
	return viewer;
}

/* The bell, or a page that did not come back: everything of it ends. */
void
viewers_end_older(struct hub *hub)
{
	for (struct viewer **at = &hub->viewers; *at;) {
		struct viewer *viewer = *at;
		bool left = !viewer->link && hub->monotonic_ms - viewer->left_ms > RECONNECT_MS;
		if (viewer->until_ms > hub->now_ms && !left) {
			at = &viewer->next;
			continue;
		}
		end_viewer(hub, viewer);
	}
}

static void
end_viewer(struct hub *hub, struct viewer *viewer)
{
	struct viewer **at = &hub->viewers;
	while (*at != viewer)
		at = &(*at)->next;
	ends_view(hub, viewer);
	if (viewer->link) {
		viewer->link->viewer = NULL;
		link_close(viewer->link);
	}
	*at = viewer->next;
	free(viewer);
}

/* The newest stand first. */
static void
end_oldest(struct hub *hub, int64_t account)
{
	struct viewer *oldest = NULL;
	int count = 0;
	for (struct viewer *viewer = hub->viewers; viewer; viewer = viewer->next)
		if (viewer->account == account) {
			oldest = viewer;
			count++;
		}
	if (count >= VIEWERS_MAX)
		end_viewer(hub, oldest);
}

void
viewer_sees(struct viewer *viewer, struct text devices)
{
	viewer->device_count = 0;
	for (size_t i = 0; i + 8 <= devices.length && viewer->device_count < VIEWER_DEVICES_MAX; i += 8) {
		uint64_t id = 0;
		for (size_t k = 0; k < 8; k++)
			id = id << 8 | (uint8_t)devices.at[i + k];
		int at = viewer->device_count++;
		if (viewer->devices[at] != (int64_t)id)
			viewer->told[at] = TOLD_NOTHING;
		viewer->devices[at] = (int64_t)id;
	}
}

void
viewers_forget(struct hub *hub)
{
	while (hub->viewers) {
		struct viewer *viewer = hub->viewers;
		hub->viewers = viewer->next;
		free(viewer);
	}
}

/* Its leases end, with their capture. */
static void
ends_view(struct hub *hub, struct viewer *viewer)
{
	for (int i = 0; i < HUB_BUCKETS; i++)
		for (struct device *device = hub->buckets[i]; device; device = device->next)
			for (struct lease *lease = device->leases, *next; lease; lease = next) {
				next = lease->next;
				if (lease->viewer == viewer)
					lease_end(hub, device, lease,
						viewer->until_ms <= hub->now_ms ? MESSAGE_ENDING_LESSON_OVER
										: MESSAGE_ENDING_CLOSED);
			}
}

/* What changed is marked and written when there is room, so that a class that comes
 * all at once, or a hand that goes up and down, fills no queue. Then one picture,
 * of the device whose turn it is. */
bool
viewer_writes(struct hub *hub, struct link *link)
{
	struct viewer *viewer = link->viewer;
	if (write_state(hub, link))
		return true;
	for (int i = 0; i < viewer->device_count; i++) {
		link->turn = (link->turn + 1) % viewer->device_count;
		struct device *device = device_find(hub, viewer->devices[link->turn]);
		for (struct lease *lease = device ? device->leases : NULL; lease; lease = lease->next) {
			bool again;
			struct payload *payload = lease->viewer == viewer ? relay_next(&lease->lane, &again)
									  : NULL;
			if (!payload)
				continue;
			(void)lws_write(link->wsi, payload->at, payload->length, LWS_WRITE_BINARY);
			payload_release(payload);
			lease->frames++;
			if (again)
				ask_again(hub, device, lease);
			return true;
		}
	}
	return false;
}

static bool
write_state(struct hub *hub, struct link *link)
{
	struct viewer *viewer = link->viewer;
	int i = 0;
	while (i < viewer->device_count && viewer->told[i] == TOLD_ALL)
		i++;
	if (i == viewer->device_count)
		return false;
	struct device *device = device_find(hub, viewer->devices[i]);
	uint8_t room[MESSAGE_HEAD_BYTES + MESSAGE_STATE_BYTES_MAX];
	struct message_writer out = message_writer(room, sizeof room);
	if (viewer->told[i] == TOLD_NOTHING)
		message_state_encode(&out, ++link->sequence_out, 0,
			&(struct message_state){ (uint64_t)viewer->devices[i],
				device ? device->state : MESSAGE_TILE_STATE_OFFLINE,
				device ? device->code : MESSAGE_REFUSAL_NONE });
	else
		message_hand_encode(&out, ++link->sequence_out, 0,
			&(struct message_hand){ (uint64_t)viewer->devices[i], device && device->hand });
	viewer->told[i]--;
	write_small(link, &out);
	return true;
}

static void
write_small(struct link *link, const struct message_writer *written)
{
	struct message_bytes bytes = message_written(written);
	struct payload *payload = payload_make((struct bytes){ bytes.at, bytes.length });
	(void)lws_write(link->wsi, payload->at, payload->length, LWS_WRITE_BINARY);
	payload_release(payload);
}

void
device_tell_state(struct hub *hub, struct device *device, enum message_tile_state state,
	enum message_refusal code)
{
	device->state = state;
	device->code = code;
	for (struct viewer *viewer = hub->viewers; viewer; viewer = viewer->next)
		for (int i = 0; i < viewer->device_count && viewer->link; i++)
			if (viewer->devices[i] == device->id) {
				viewer->told[i] = TOLD_NOTHING;
				link_wake(viewer->link);
			}
}

void
viewers_tell_refusal(struct hub *hub, struct device *device, const struct message_refuse *refuse)
{
	struct message_refuse said = {
		.device = (uint64_t)device->id, .order = refuse->order, .code = refuse->code
	};
	for (struct viewer *viewer = hub->viewers; viewer; viewer = viewer->next) {
		if (!viewer->link || !sees(viewer, device->id))
			continue;
		/* No device closes a page by refusing without end. */
		if (viewer->link->waiting >= REFUSALS_WAIT)
			continue;
		struct message_writer out = link_writer(viewer->link);
		message_refuse_encode(&out, ++viewer->link->sequence_out, 0, &said);
		link_say(hub, viewer->link, &out);
	}
}

struct lease *
lease_find(struct device *device, int64_t id)
{
	struct lease *lease = device->leases;
	while (lease && lease->id != id)
		lease = lease->next;
	return lease;
}

/* A new series, or the next minute of one. */
void
lease_grant(struct hub *hub, struct viewer *viewer, struct text signed_lease)
{
	struct message_bytes both = { (const uint8_t *)signed_lease.at, signed_lease.length }, payload;
	const uint8_t *signature;
	struct message_lease_terms terms;
	if (!message_split_signed(both, &payload, &signature) ||
		!message_lease_terms_decode(payload, &terms)) {
		log_line(LEVEL_FAILURE, "a lease that is none");
		return;
	}
	struct device *device = device_find(hub, (int64_t)terms.device);
	if (!device || !device->link || device->is_staff) /* CLS-29 */
		return;
	if (device->link->is_poll) /* what it showed could not come here */
		return;
	struct lease *lease = lease_find(device, (int64_t)terms.lease);
	if (lease && lease->viewer != viewer)
		return;
	if (!lease && lease_count(device) >= LEASES_MAX)
		return;
	if (!lease) {
		lease = calloc(1, sizeof *lease);
		assert(lease);
		*lease = (struct lease){ .next = device->leases,
			.viewer = viewer,
			.id = (int64_t)terms.lease,
			.kind = terms.kind,
			.granted_ms = hub->monotonic_ms };
		device->leases = lease;
	}
	lease->expires_ms = terms.expires;
	lease->renewed_ms = hub->monotonic_ms;
	uint8_t *copy = realloc((void *)(uintptr_t)lease->lease.at, signed_lease.length);
	assert(copy);
	memcpy(copy, signed_lease.at, signed_lease.length);
	lease->lease = (struct bytes){ copy, signed_lease.length };

	struct message_lease message = { .content = both };
	struct message_writer out = link_writer(device->link);
	message_lease_encode(&out, ++device->link->sequence_out, terms.lease, &message);
	link_say(hub, device->link, &out);
}

void
lease_logged(struct hub *hub, struct device *device, int64_t id)
{
	struct lease *lease = lease_find(device, id);
	if (!lease || lease->logged)
		return;
	lease->logged = true;
	device_tell_state(hub, device, MESSAGE_TILE_STATE_LIVE, MESSAGE_REFUSAL_NONE);
	offer_kept(hub, device, lease);
}

void
lease_end(struct hub *hub, struct device *device, struct lease *lease, enum message_ending reason)
{
	struct message_lease_end end = { .reason = reason };
	uint64_t id = (uint64_t)lease->id;
	if (device->link && reason != MESSAGE_ENDING_REFUSED && reason != MESSAGE_ENDING_DEVICE_GONE) {
		struct message_writer out = link_writer(device->link);
		message_lease_end_encode(&out, ++device->link->sequence_out, id, &end);
		link_say(hub, device->link, &out);
	}
	if (lease->viewer->link) {
		struct message_writer out = link_writer(lease->viewer->link);
		message_lease_end_encode(&out, ++lease->viewer->link->sequence_out, id, &end);
		link_say(hub, lease->viewer->link, &out);
	}
	if (lease->noticed) {
		struct buf frame = wire_frame(WIRE_view_ended, 1);
		wire_put_view_ended_ask(&frame,
			&(struct wire_view_ended_ask){ device->id, lease->id, lease->frames, hub->now_ms });
		web_tell(hub, &frame);
		buf_finish(&frame);
	}
	free_lease(device, lease);
	if (!device->leases) { /* the last reader is gone: so is the picture (CLS-36) */
		frame_slot_wipe(&device->picture);
		frame_slot_wipe(&device->tabs);
		if (device->link && device->state == MESSAGE_TILE_STATE_LIVE)
			device_tell_state(hub, device, MESSAGE_TILE_STATE_READY, MESSAGE_REFUSAL_NONE);
	}
}

void
leases_end_all(struct hub *hub, struct device *device, enum message_ending reason)
{
	while (device->leases)
		lease_end(hub, device, device->leases, reason);
}

void
leases_end_older(struct hub *hub, struct device *device)
{
	for (struct lease *lease = device->leases, *next; lease; lease = next) {
		next = lease->next;
		if (lease->expires_ms <= hub->now_ms ||
			hub->monotonic_ms - lease->renewed_ms > LEASE_MS_MAX) /* the clock was set back */
			lease_end(hub, device, lease, MESSAGE_ENDING_EXPIRED);
		else if (!lease->viewer->link && hub->monotonic_ms - lease->granted_ms > AWAITED_MS)
			lease_end(hub, device, lease,
				MESSAGE_ENDING_CLOSED); /* asked for by a page that is gone */
	}
	struct frame_slot *slots[] = { &device->picture, &device->tabs };
	for (int i = 0; i < 2; i++)
		if (slots[i]->at && hub->monotonic_ms - slots[i]->kept_ms > FRAME_KEPT_MS_MAX)
			frame_slot_wipe(slots[i]);
}

bool
picture_relay(struct hub *hub, struct device *device, const struct message_head *head, struct bytes whole)
{
	if (device->is_staff) {
		log_line(LEVEL_WARNING,
			"device %lld is a member of staff's and sent a picture: nothing of it was kept",
			(long long)device->id);
		return false;
	}
	struct lease *lead = lease_find(device, (int64_t)head->lease);
	bool tabs = head->type == MESSAGE_TABS, pieces = head->type == MESSAGE_FRAME_TILES;
	if (!lead || !lead->logged || lead->expires_ms <= hub->now_ms ||
		(lead->kind == MESSAGE_KIND_TABS) != tabs)
		return true; /* a lease that just ended, or is not on record: it goes nowhere */
	if (pieces)
		frame_slot_wipe(&device->picture); /* it is not what the screen shows any more */
	else
		(void)frame_slot_put(tabs ? &device->tabs : &device->picture, whole, hub->monotonic_ms);
	if (!tabs)
		device->picture_kind = lead->kind;
	struct payload *payload = payload_make(whole);
	for (struct lease *lease = device->leases; lease; lease = lease->next) {
		if (lease->kind != lead->kind || !lease->logged || !lease->viewer->link ||
			lease->expires_ms <= hub->now_ms)
			continue;
		(void)relay_offer(&lease->lane, payload, !pieces);
		link_wake(lease->viewer->link);
	}
	payload_release(payload);
	return true;
}

static void
offer_kept(struct hub *hub, struct device *device, struct lease *lease)
{
	bool tabs = lease->kind == MESSAGE_KIND_TABS;
	struct bytes kept = frame_slot_get(tabs ? &device->tabs : &device->picture);
	if (kept.length == 0 || (!tabs && device->picture_kind != (int64_t)lease->kind)) {
		ask_again(hub, device, lease);
		return;
	}
	if (!lease->viewer->link)
		return;
	struct payload *payload = payload_make(kept);
	(void)relay_offer(&lease->lane, payload, true);
	payload_release(payload);
	link_wake(lease->viewer->link);
}

static void
ask_again(struct hub *hub, struct device *device, struct lease *lease)
{
	if (!device->link)
		return;
	struct message_again again = { 0 };
	struct message_writer out = link_writer(device->link);
	message_again_encode(&out, ++device->link->sequence_out, (uint64_t)lease->id, &again);
	link_say(hub, device->link, &out);
}

static bool
sees(const struct viewer *viewer, int64_t device)
{
	for (int i = 0; i < viewer->device_count; i++)
		if (viewer->devices[i] == device)
			return true;
	return false;
}

static int
lease_count(const struct device *device)
{
	int count = 0;
	for (const struct lease *lease = device->leases; lease; lease = lease->next)
		count++;
	return count;
}

static void
free_lease(struct device *device, struct lease *lease)
{
	struct lease **at = &device->leases;
	while (*at != lease)
		at = &(*at)->next;
	*at = lease->next;
	relay_clear(&lease->lane);
	free((void *)(uintptr_t)lease->lease.at);
	free(lease);
}
