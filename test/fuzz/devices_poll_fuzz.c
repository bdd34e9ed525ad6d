#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "silence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEVICE 901

/*
 * The body of a long poll: whole messages one after the other, of the few that
 * go over such a line; a picture never gets as far as anybody.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hub hub;
	fuzz_silence();
	hub = (struct hub){ .open = true, .now_ms = 1000, .monotonic_ms = 1000 };
	struct device *device = device_add(&hub, DEVICE);
	struct link link = { .is_poll = true };
	struct lease *lease = calloc(1, sizeof *lease);
	uint8_t digest[CRYPT_DIGEST_BYTES] = { 7 };
	struct viewer *viewer = viewer_admit(&hub, (struct text){ (char *)digest, sizeof digest }, 1);
	if (!lease || !viewer)
		abort();
	*lease = (struct lease){ .viewer = viewer,
		.id = 5,
		.kind = MESSAGE_KIND_THUMB,
		.expires_ms = 2000,
		.noticed = true,
		.logged = true };
	device->leases = lease;
	link.device = device; /* it has proved itself */
	device->link = &link;
	(void)poll_heard(&hub, &link, (struct message_bytes){ data, size });
	if (device->picture.at || device->tabs.at || (device->leases && device->leases->lane.waiting))
		abort(); /* something that shows a screen came over a poll */
	while (link.waiting > 0) {
		payload_release(link.queue[link.first]);
		link.first = (link.first + 1) % LINK_QUEUE_MAX;
		link.waiting--;
	}
	link.device = NULL;
	device->link = NULL;
	hub.now_ms = INT64_MAX;
	viewers_end_older(&hub);
	device_forget(&hub, DEVICE);
	viewers_forget(&hub);
	return 0;
}
