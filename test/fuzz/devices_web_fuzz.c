#include "daemon/devices_hub.h"
#include "silence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What web tells the devices process, frame after frame, each behind two bytes
 * of length: whatever it is, the hub stays whole and can be taken down. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hub hub;
	fuzz_silence();
	hub = (struct hub){ .open = true, .now_ms = 1000, .monotonic_ms = 1000 };
	while (size > 2) {
		size_t length = (size_t)data[0] << 8 | data[1];
		data += 2;
		size -= 2;
		length = length < size ? length : size;
		web_heard(&hub, (struct text){ (const char *)data, length });
		data += length;
		size -= length;
	}
	hub.now_ms = INT64_MAX;
	viewers_end_older(&hub);
	for (int i = 0; i < HUB_BUCKETS; i++)
		while (hub.buckets[i])
			device_forget(&hub, hub.buckets[i]->id);
	viewers_forget(&hub);
	return 0;
}
