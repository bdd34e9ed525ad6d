#include "agent/poll.h"

#include <string.h>

void
poll_upgrade_failed(struct poll *poll)
{
	if (poll->failed < POLL_AFTER)
		poll->failed++;
}

void
poll_upgraded(struct poll *poll)
{
	poll->failed = 0;
}

bool
poll_is_next(const struct poll *poll)
{
	return poll->failed >= POLL_AFTER;
}

void
poll_begin(struct poll *poll)
{
	memset(poll->body, 0, POLL_LINE_BYTES);
	poll->length = POLL_LINE_BYTES;
}

void
poll_failed(struct poll *poll)
{
	poll->failed = 0;
}

bool
poll_put(struct poll *poll, struct message_bytes message)
{
	if (message.length < MESSAGE_HEAD_BYTES || message.length > POLL_BODY_MAX - poll->length)
		return false;
	switch (message.at[0]) {
	case MESSAGE_HELLO:
	case MESSAGE_ENROL:
	case MESSAGE_REFUSE:
	case MESSAGE_HAND:
	case MESSAGE_LOGHEAD:
	case MESSAGE_LOOK:
	case MESSAGE_PING:
		memcpy(poll->body + poll->length, message.at, message.length);
		poll->length += message.length;
		return true;
	default: return false; /* nothing that shows a screen */
	}
}

size_t
poll_take_body(struct poll *poll, uint8_t to[POLL_BODY_MAX])
{
	size_t length = poll->length;
	memcpy(to, poll->body, length);
	poll->length = POLL_LINE_BYTES;
	return length;
}

bool
poll_next(struct poll *poll, struct message_bytes *answer, struct message_bytes *message, bool *broken)
{
	struct message_bytes rest = *answer;
	struct message_head head;
	*broken = false;
	if (rest.length == 0)
		return false;
	*broken = !message_take_head(&rest, &head) || head.length > message_most(head.type) ||
		head.length > rest.length;
	if (*broken)
		return false;
	*message = (struct message_bytes){ answer->at, MESSAGE_HEAD_BYTES + head.length };
	answer->at += message->length;
	answer->length -= message->length;
	/* The line is known by the nonce that only this device was told. */
	struct message_bytes fields = { message->at + MESSAGE_HEAD_BYTES, head.length };
	struct message_challenge challenge;
	if (head.type == MESSAGE_CHALLENGE && message_challenge_decode(fields, &challenge))
		memcpy(poll->body, challenge.nonce, POLL_LINE_BYTES);
	return true;
}
