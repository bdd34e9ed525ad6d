#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/session.h"
#include "agent/still_machine.h"
#include "reached.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * An agent whole, but for its system: whatever a school's server says, message
 * after message. The server's keys are known here, so that what it signs is
 * signed and gets past the first question; and a LOGHEAD with an odd count says
 * what the agent's own record ends with, as an honest school does. Pixels are only
 * ever asked for while the notice is shown and the school has a look on record.
 */
static const uint8_t seed[32] = { 1, 2, 3 };
static uint8_t public_key[32];
static struct session session;
static bool link_open;

void
link_connect(struct link *link)
{
	(void)link;
}
void
link_close(struct link *link)
{
	(void)link, link_open = false;
}
bool
link_is_free(const struct link *link)
{
	return (void)link, link_open;
}
bool
link_send(struct link *link, struct message_bytes bytes)
{
	struct message_head head;
	struct message_bytes fields;
	(void)link;
	assert(message_open(bytes, MESSAGE_SIDE_DEVICE, &head, &fields)); /* it only says what it may */
	return link_open;
}

static const char *
label_of(uint8_t type)
{
	switch (type) {
	case MESSAGE_POLICY: return MESSAGE_POLICY_RULES_LABEL;
	case MESSAGE_LEASE: return MESSAGE_LEASE_TERMS_LABEL;
	case MESSAGE_PING: return MESSAGE_SERVER_TIME_LABEL;
	case MESSAGE_LOCK: return MESSAGE_LOCK_ORDER_LABEL;
	case MESSAGE_MSG: return MESSAGE_MESSAGE_ORDER_LABEL;
	case MESSAGE_FOCUS: return MESSAGE_FOCUS_ORDER_LABEL;
	case MESSAGE_TAB_CMD: return MESSAGE_TAB_ORDER_LABEL;
	default: return NULL;
	}
}

/* The fields of a message; of one whose content is signed, its length, what stands in it, and the signature.
 */
static void
says(uint8_t type, const uint8_t *at, size_t length)
{
	static uint8_t room[120000], payload[70000];
	struct message_writer out = message_writer(room, sizeof room);
	const char *label = label_of(type);
	if (label && length > 0) {
		memcpy(payload, at, length);
		bool good = seal_sign(seed, public_key, label, (struct message_bytes){ payload, length },
			payload + length);
		assert(good);
		at = payload;
		length += 64;
	}
	if (type == MESSAGE_LOGHEAD && length == MESSAGE_LOGHEAD_BYTES_MAX && at[11] % 2) {
		memcpy(payload, at, length);
		memcpy(payload + 12, session.state.log_head, 32);
		at = payload;
	}
	struct message_writer fields = message_writer(room + MESSAGE_HEAD_BYTES,
		sizeof room - MESSAGE_HEAD_BYTES);
	if (label)
		message_put_bytes(&fields, (struct message_bytes){ at, length },
			message_most(type) - (type == MESSAGE_POLICY ? 3 : 2));
	else
		message_put_raw(&fields, at, length);
	if (fields.failed)
		return;
	message_put_head(&out,
		&(struct message_head){
			.type = type, .length = (uint32_t)fields.length, .sequence = 1, .lease = 5 });
	struct message_head head;
	struct message_bytes inside;
	struct message_bytes whole = { room, MESSAGE_HEAD_BYTES + fields.length };
	if (message_open(whole, MESSAGE_SIDE_SERVER, &head, &inside) && link_open)
		fuzz_reached(message_name(type));
	session_received(&session, whole);
}

static void
begin(void)
{
	static char folder[64];
	if (!folder[0]) {
		bool good = seal_start() && seal_public_of(seed, public_key);
		assert(good);
		(void)snprintf(folder, sizeof folder, "/tmp/campanella-agent-fuzz.XXXXXX");
		char *made = mkdtemp(folder);
		assert(made);
	}
	memset(&session, 0, sizeof session);
	(void)snprintf(session.folder, sizeof session.folder, "%s", folder);
	session.opens_pages = true;
	session.identity.device = 7;
	memcpy(session.identity.seed, seed, 32);
	memcpy(session.identity.public_key, public_key, 32);
	memcpy(session.identity.policy_key, public_key, 32);
	still_begin();
	link_open = true;
	session_init(&session);
	session_opened(&session, public_key);
}

/* A byte: which message; two: how long; then its fields. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin();
	for (int i = 0; size >= 3 && i < 20; i++) {
		size_t length = (size_t)data[1] << 8 | data[2];
		uint8_t type = data[0];
		data += 3;
		size -= 3;
		length = length < size ? length : size;
		says(type, data, length);
		data += length;
		size -= length;
		still.now += 100;
		int strips = still.strips;
		(void)session_tick(&session);
		assert(still.strips == strips || session.state.school_count > 0);
		if (watch_is_idle(&session.watch))
			assert(!session.watch.screen && !session.watch.message);
	}
	session_finish(&session);
	assert(!still.notice);
	char path[600];
	(void)snprintf(path, sizeof path, "%s/views.log",
		session.folder[0] ? session.folder : "/nonexistent");
	(void)unlink(path);
	return 0;
}
