#include <stdlib.h>
#include <string.h>

#include "daemon/devices_hub.h"
#include "reached.h"
#include "silence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEVICE 901
#define LEASE  5

/* A device with one lease, under which a page sees it. */
static void
put_in_place(struct hub *hub, struct link *device_link, struct link *page_link)
{
	uint8_t digest[CRYPT_DIGEST_BYTES] = { 7 };
	struct device *device = device_add(hub, DEVICE);
	struct viewer *viewer = viewer_admit(hub, (struct text){ (char *)digest, sizeof digest }, 1);
	struct lease *lease = calloc(1, sizeof *lease);
	if (!viewer || !lease)
		abort();
	viewer->until_ms = 2000;
	viewer->devices[viewer->device_count++] = DEVICE;
	*lease = (struct lease){
		.viewer = viewer, .id = LEASE, .kind = MESSAGE_KIND_THUMB, .expires_ms = 2000
	};
	device->leases = lease;
	device->link = device_link;
	*device_link = (struct link){ .device = device, .closing = true }; /* what is said goes nowhere */
	*page_link = (struct link){ .viewer = viewer, .closing = true };
}

/*
 * What a pupil's device or an open page may send, message after message, each
 * behind a byte that says who and two of length: only what the table allows its
 * side is heard, a picture under no lease is kept nowhere, and all of it can be
 * taken down.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hub hub;
	struct link device_link, page_link;
	fuzz_silence();
	hub = (struct hub){ .open = true, .now_ms = 1000, .monotonic_ms = 1000 };
	put_in_place(&hub, &device_link, &page_link);
	struct device *device = device_link.device;
	while (size > 3) {
		bool from_page = data[0] & 1;
		if (data[0] & 2 && lease_find(device, LEASE))
			lease_logged(&hub, device, LEASE);
		size_t length = (size_t)data[1] << 8 | data[2];
		data += 3;
		size -= 3;
		length = length < size ? length : size;
		struct message_bytes whole = { data, length }, fields;
		struct message_head head;
		if (message_open(whole, from_page ? MESSAGE_SIDE_VIEWER : MESSAGE_SIDE_DEVICE, &head,
			    &fields)) {
			fuzz_reached(message_name(head.type));
			if (from_page)
				(void)viewer_heard(&hub, &page_link, &head, fields);
			else
				(void)device_heard(&hub, &device_link, &head, fields,
					(struct bytes){ data, length });
		}
		if (!device->leases && (device->picture.at || device->tabs.at))
			abort(); /* the last reader is gone, the picture is not */
		data += length;
		size -= length;
	}
	device->link = NULL;
	hub.now_ms = INT64_MAX;
	viewers_end_older(&hub);
	device_forget(&hub, DEVICE);
	viewers_forget(&hub);
	return 0;
}
