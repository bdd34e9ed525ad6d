#include <stdlib.h>
#include <string.h>

#include "agent/poll.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a school, or who pretends to be one, answers to a long poll. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct poll poll = { 0 };
	struct message_bytes answer = { data, size }, message;
	const uint8_t *at = data;
	bool broken;
	poll_begin(&poll);
	while (poll_next(&poll, &answer, &message, &broken)) {
		if (message.at != at || message.length < MESSAGE_HEAD_BYTES)
			abort();
		at += message.length;
	}
	if (at + answer.length != data + size || broken == (answer.length == 0))
		abort();
	uint8_t body[POLL_BODY_MAX];
	if (poll_take_body(&poll, body) != POLL_LINE_BYTES)
		abort();
	return 0;
}
