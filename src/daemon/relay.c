#include "daemon/relay.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/crypt.h"

struct payload *
payload_make(struct bytes bytes)
{
	struct payload *payload = malloc(sizeof *payload + RELAY_ROOM_BYTES + bytes.length);
	assert(payload);
	*payload = (struct payload){ 1, bytes.length, (uint8_t *)(payload + 1) + RELAY_ROOM_BYTES };
	if (bytes.length > 0)
		memcpy(payload->at, bytes.at, bytes.length);
	return payload;
}

struct payload *
payload_hold(struct payload *payload)
{
	payload->holders++;
	return payload;
}

void
payload_release(struct payload *payload)
{
	if (!payload || --payload->holders > 0)
		return;
	crypt_wipe(payload->at, payload->length);
	free(payload);
}

bool
relay_offer(struct relay_lane *lane, struct payload *payload, bool whole)
{
	if (!whole && (lane->waiting || lane->lost)) {
		lane->asks |= !lane->lost;
		lane->lost = true;
		return false;
	}
	payload_release(lane->waiting);
	lane->waiting = payload_hold(payload);
	if (whole)
		lane->lost = lane->asks = false;
	return true;
}

struct payload *
relay_next(struct relay_lane *lane, bool *again)
{
	struct payload *payload = lane->waiting;
	lane->waiting = NULL;
	*again = payload && lane->asks;
	if (*again)
		lane->asks = false;
	return payload;
}

void
relay_clear(struct relay_lane *lane)
{
	payload_release(lane->waiting);
	*lane = (struct relay_lane){ 0 };
}
