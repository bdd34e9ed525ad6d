#ifndef CLASSROOM_DEVICE_PRESENCE_H
#define CLASSROOM_DEVICE_PRESENCE_H

#include "platform/text.h"
#include "policy.h"

/*
 * Which devices are connected now, and from where the server sees them. Only
 * in the memory of web, as long as they are connected: where a pupil's device
 * is, is in no table. Any thread.
 */
struct device_presence;

struct present_device {
	uint8_t address[16];
	int64_t can;     /* bits: MESSAGE_CAN_* */
	int64_t session; /* enum message_session */
};

struct device_presence *presence_create(int devices_port);
void presence_destroy(struct device_presence *presence);   /* NULL is fine */
int presence_port(const struct device_presence *presence); /* where devices and open walls connect */

void presence_arrives(struct device_presence *presence, struct device_id device,
	const struct present_device *present);
void presence_leaves(struct device_presence *presence, struct device_id device);
void presence_forget(struct device_presence *presence); /* everybody: the devices process is a new one */
bool presence_find(struct device_presence *presence, struct device_id device, struct present_device *present);
/* The one device at this address; 0 when there is none or more than one. */
struct device_id presence_only_at(struct device_presence *presence, const uint8_t address[16]);

/* What a device finds at that door; digest: SHA-256. None: false. */
void presence_put_certificate(struct device_presence *presence, const uint8_t digest[32], bool self_signed);
bool presence_certificate(struct device_presence *presence, uint8_t digest[32], bool *self_signed);

/* Every connected one, copied; the caller frees. */
struct device_id *presence_all(struct device_presence *presence, size_t *count);

/* The key that signs the time a device is told; false before it is known. */
void presence_put_time_key(struct device_presence *presence, const uint8_t key[32]);
bool presence_time_key(struct device_presence *presence, uint8_t key[32]);

#endif
