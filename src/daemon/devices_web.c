/* What web tells the devices process, and how it is told. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/devices_hub.h"
#include "platform/log.h"

#define WEB_WAITING_MAX 100000

typedef bool hearer(struct hub *hub, struct text items, unsigned count);
static hearer hear_known, hear_policy, hear_ticket, hear_lease, hear_revoked, hear_logged, hear_order,
	hear_enrolled, hear_log_head, hear_started;

static hearer *const hearers[WIRE_NUMBERS] = {
	[WIRE_device_known] = hear_known,
	[WIRE_policy_for] = hear_policy,
	[WIRE_viewer_ticket] = hear_ticket,
	[WIRE_lease_granted] = hear_lease,
	[WIRE_lease_revoked] = hear_revoked,
	[WIRE_view_logged] = hear_logged,
	[WIRE_order_for] = hear_order,
	[WIRE_enrol_answer] = hear_enrolled,
	[WIRE_log_head] = hear_log_head,
	[WIRE_web_started] = hear_started,
};

static struct message_bytes bytes_of(struct text text);

void
web_heard(struct hub *hub, struct text frame)
{
	struct wire_header header;
	if (!wire_take_header(&frame, &header) || !(wire_askers(header.number) & TO_DEVICES) ||
		!hearers[header.number] || !hearers[header.number](hub, frame, header.count))
		log_line(LEVEL_FAILURE, "web said something that is not in the table");
}

static bool
send_to_web(const char *at, size_t length)
{
	ssize_t sent;
	do
		sent = send(FD_WEB, at, length, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	if (sent < 0 && errno != EAGAIN)
		log_line(LEVEL_WARNING, "web was not told: %s", strerror(errno));
	return sent >= 0 || errno != EAGAIN;
}

/* The loop never waits: when a whole school comes at once, its names stand in
 * line until web has taken them. */
void
web_tell(struct hub *hub, const struct buf *frame)
{
	if (!hub->web_first && send_to_web(frame->at, frame->length))
		return;
	if (hub->web_waiting == WEB_WAITING_MAX) {
		log_line(LEVEL_WARNING, "web was not told: too much waits already");
		return;
	}
	struct web_waiting *one = malloc(sizeof *one + frame->length);
	if (!one)
		abort();
	one->next = NULL;
	one->length = frame->length;
	memcpy(one->at, frame->at, frame->length);
	if (!hub->web_first)
		hub->web_last = &hub->web_first;
	*hub->web_last = one;
	hub->web_last = &one->next;
	hub->web_waiting++;
	if (hub->web)
		lws_callback_on_writable(hub->web);
}

void
web_tell_waiting(struct hub *hub)
{
	while (hub->web_first && send_to_web(hub->web_first->at, hub->web_first->length)) {
		struct web_waiting *told = hub->web_first;
		hub->web_first = told->next;
		hub->web_waiting--;
		free(told);
	}
	if (hub->web_first)
		lws_callback_on_writable(hub->web);
}

void
web_forget_waiting(struct hub *hub)
{
	while (hub->web_first) {
		struct web_waiting *gone = hub->web_first;
		hub->web_first = gone->next;
		free(gone);
	}
	hub->web_waiting = 0;
}

static bool
hear_known(struct hub *hub, struct text items, unsigned count)
{
	struct wire_device_known_ask item;
	for (unsigned i = 0; i < count; i++) {
		if (!wire_take_device_known_ask(&items, &item) ||
			item.public_key.length != CRYPT_PUBLIC_BYTES)
			return false;
		if (item.gone) {
			device_forget(hub, item.device);
			continue;
		}
		struct device *device = device_add(hub, item.device);
		device->is_staff = item.kind != 0;
		device->platform = (enum message_platform)item.platform;
		memcpy(device->public_key, item.public_key.at, sizeof device->public_key);
	}
	hub_open(hub);
	return true;
}

static bool
hear_policy(struct hub *hub, struct text items, unsigned count)
{
	struct wire_policy_for_ask item;
	if (count != 1 || !wire_take_policy_for_ask(&items, &item))
		return false;
	struct device *device = device_find(hub, item.device);
	if (!device || !device->link)
		return true;
	struct message_policy policy = { .content = bytes_of(item.policy) };
	struct message_writer out = link_writer(device->link);
	message_policy_encode(&out, ++device->link->sequence_out, 0, &policy);
	link_say(hub, device->link, &out);
	device_ping(hub, device->link); /* whose key stands in the policy */
	return true;
}

static bool
hear_ticket(struct hub *hub, struct text items, unsigned count)
{
	struct wire_viewer_ticket_ask item;
	if (count != 1 || !wire_take_viewer_ticket_ask(&items, &item) || item.devices.length % 8 != 0)
		return false;
	struct viewer *viewer = viewer_admit(hub, item.digest, item.account);
	if (!viewer)
		return true;
	viewer->class = item.class;
	viewer->until_ms = item.until;
	viewer_sees(viewer, item.devices);
	return true;
}

static bool
hear_lease(struct hub *hub, struct text items, unsigned count)
{
	struct wire_lease_granted_ask item;
	if (count != 1 || !wire_take_lease_granted_ask(&items, &item))
		return false;
	struct viewer *viewer = viewer_find(hub, item.digest);
	if (viewer)
		lease_grant(hub, viewer, item.lease);
	return true;
}

static bool
hear_revoked(struct hub *hub, struct text items, unsigned count)
{
	struct wire_lease_revoked_ask item;
	if (count != 1 || !wire_take_lease_revoked_ask(&items, &item) || item.reason < 0 ||
		item.reason >= MESSAGE_ENDING_WORDS)
		return false;
	struct device *device = device_find(hub, item.device);
	struct lease *lease = device ? lease_find(device, item.lease) : NULL;
	if (lease)
		lease_end(hub, device, lease, (enum message_ending)item.reason);
	return true;
}

static bool
hear_logged(struct hub *hub, struct text items, unsigned count)
{
	struct wire_view_logged_ask item;
	if (count != 1 || !wire_take_view_logged_ask(&items, &item))
		return false;
	struct device *device = device_find(hub, item.device);
	if (device)
		lease_logged(hub, device, item.lease);
	return true;
}

static bool
hear_order(struct hub *hub, struct text items, unsigned count)
{
	struct wire_order_for_ask item;
	if (count != 1 || !wire_take_order_for_ask(&items, &item))
		return false;
	struct device *device = device_find(hub, item.device);
	if (!device || !device->link)
		return true;
	struct message_writer out = link_writer(device->link);
	uint32_t sequence = ++device->link->sequence_out;
	struct message_bytes order = bytes_of(item.order);
	bool made = false;
	switch ((enum message_type)item.type) {
	case MESSAGE_LOCK:
		made = message_lock_encode(&out, sequence, 0, &(struct message_lock){ order });
		break;
	case MESSAGE_MSG: made = message_msg_encode(&out, sequence, 0, &(struct message_msg){ order }); break;
	case MESSAGE_FOCUS:
		made = message_focus_encode(&out, sequence, 0, &(struct message_focus){ order });
		break;
	case MESSAGE_TAB_CMD:
		made = message_tab_cmd_encode(&out, sequence, 0, &(struct message_tab_cmd){ order });
		break;
	default: break;
	}
	if (made)
		link_say(hub, device->link, &out);
	return made;
}

static bool
hear_enrolled(struct hub *hub, struct text items, unsigned count)
{
	struct wire_enrol_answer_ask item;
	if (count != 1 || !wire_take_enrol_answer_ask(&items, &item))
		return false;
	struct link *link = hub->links;
	while (link && link->number != (uint64_t)item.connection)
		link = link->next;
	if (!link || !link->enrolling)
		return true;
	if (item.device == 0 ||
		item.policy_key.length != CRYPT_PUBLIC_BYTES) { /* no such code, or no longer */
		struct message_refuse refuse = { .code = MESSAGE_REFUSAL_EPOLICY };
		struct message_writer out = link_writer(link);
		message_refuse_encode(&out, ++link->sequence_out, 0, &refuse);
		link_say(hub, link, &out);
		return true;
	}
	struct message_enrolled enrolled = { .device = (uint64_t)item.device,
		.school = bytes_of(item.school) };
	memcpy(enrolled.policy_key, item.policy_key.at, sizeof enrolled.policy_key);
	struct message_writer out = link_writer(link);
	message_enrolled_encode(&out, ++link->sequence_out, 0, &enrolled);
	link_say(hub, link, &out);
	return true;
}

static bool
hear_log_head(struct hub *hub, struct text items, unsigned count)
{
	struct wire_log_head_ask item;
	if (count != 1 || !wire_take_log_head_ask(&items, &item) || item.head.length != 32)
		return false;
	struct device *device = device_find(hub, item.device);
	if (!device || !device->link)
		return true;
	struct message_loghead log = { .device = (uint64_t)item.device, .count = (uint32_t)item.count };
	memcpy(log.head, item.head.at, sizeof log.head);
	struct message_writer out = link_writer(device->link);
	message_loghead_encode(&out, ++device->link->sequence_out, 0, &log);
	link_say(hub, device->link, &out);
	return true;
}

/* Web died and came back: it knows nothing of us. Looks end, and how much was seen
 * of each is said before it closes those of which nobody says it; devices say
 * hello again. */
static bool
hear_started(struct hub *hub, struct text items, unsigned count)
{
	struct wire_web_started_ask item;
	if (count != 1 || !wire_take_web_started_ask(&items, &item))
		return false;
	web_forget_waiting(hub); /* it was for the one that died */
	for (int i = 0; i < HUB_BUCKETS; i++)
		for (struct device *device = hub->buckets[i]; device; device = device->next)
			leases_end_all(hub, device, MESSAGE_ENDING_CLOSED);
	struct buf frame = wire_frame(WIRE_devices_started, 1);
	wire_put_devices_started_ask(&frame,
		&(struct wire_devices_started_ask){
			{ (const char *)hub->time_open, sizeof hub->time_open } });
	web_tell(hub, &frame);
	buf_finish(&frame);
	for (struct link *link = hub->links, *next; link; link = next) {
		next = link->next;
		if (link->device)
			link_close(link);
	}
	return true;
}

static struct message_bytes
bytes_of(struct text text)
{
	return (struct message_bytes){ (const uint8_t *)text.at, text.length };
}
