#include "agent/session.h"

#include <stdio.h>
#include <string.h>

#include "agent/seal.h"
#include "agent/view_log.h"
#include "agent/words.h"

#define VERSION      "0.1.0"
#define FACTS_MS     1000
#define ADDRESSES_MS 5000 /* a device that changes its network loses its connection anyway */

/*
 * Each entry of allowed.def has an `answer_` function here; the switch that
 * reaches them is made from the list, and there is no other way to them.
 */
#define ALLOWED(type, message, happens, seen)                                                                \
	static bool answer_##message(struct session *session, const struct message_head *head,               \
		const struct message_##message *said);
#include "agent/allowed.def"
#undef ALLOWED

static uint32_t next_sequence(void *context);
static bool send_bytes(void *context, struct message_bytes bytes);
static bool nothing_waits(void *context);
static void refresh_facts(struct session *session);
static void drop(struct session *session);

#define SEND(session, lease, message, ...)                                                                   \
	do {                                                                                                 \
		uint8_t bytes_[MESSAGE_HEAD_BYTES + 1024];                                                   \
		struct message_writer out_ = message_writer(bytes_, sizeof bytes_);                          \
		if (message_##message##_encode(&out_, next_sequence(session), (lease),                       \
			    &(struct message_##message)__VA_ARGS__))                                         \
			(void)send_bytes(session, message_written(&out_));                                   \
	} while (0)

void
session_init(struct session *session)
{
	session->watch.identity = &session->identity;
	session->watch.state = &session->state;
	session->watch.folder = session->folder;
	session->watch.out = (struct watch_out){ session, next_sequence, send_bytes, nothing_waits };
	session->policy.version_seen = session->state.policy_version;
	session->device.device = session->identity.device;
	session->silent_since = machine_monotonic();
	session->state.lines_lack = !view_log_mend(&session->state, session->folder);
}

void
session_finish(struct session *session)
{
	watch_release_all(&session->watch);
	session_panels_close(session);
	seal_forget(session, sizeof *session);
}

static uint32_t
next_sequence(void *context)
{
	return ((struct session *)context)->sequence + 1;
}

static bool
send_bytes(void *context, struct message_bytes bytes)
{
	struct session *session = context;
	if (!session->connected || !link_send(session->link, bytes))
		return false;
	session->sequence++;
	return true;
}

static bool
nothing_waits(void *context)
{
	return link_is_free(((struct session *)context)->link);
}

void
session_refuse(struct session *session, uint64_t lease, uint64_t order, enum message_refusal code)
{
	SEND(session, lease, refuse, { .device = session->identity.device, .order = order, .code = code });
}

void
session_hand(struct session *session, bool up)
{
	session->hand_up = up;
	if (session->greeted) /* else with the hello */
		SEND(session, 0, hand, { .device = session->identity.device, .up = up });
}

void
session_opened(void *context, const uint8_t certificate[32])
{
	struct session *session = context;
	session->connected = true;
	session->greeted = session->said_differs = false;
	session->sequence = 0;
	session->time = (struct check_time){ 0 };
	memcpy(session->certificate, certificate, 32);
	session->heard_at = session->ping_at = machine_monotonic();
}

void
session_closed(void *context)
{
	struct session *session = context;
	uint32_t chance;
	session->connected = session->greeted = false;
	watch_release_all(&session->watch);
	seal_random(&chance, sizeof chance);
	session->connect_at = machine_monotonic() + session_back_after(chance);
}

static void
drop(struct session *session)
{
	link_close(session->link);
	session_closed(session);
}

/* One message of the server: false from an answer, or no answer, ends the connection. */
static bool
dispatch(struct session *session, const struct message_head *head, struct message_bytes fields)
{
	if (!session->greeted && head->type != MESSAGE_CHALLENGE)
		return false;
	switch (head->type) {
#define ALLOWED(type, message, happens, seen)                                                                \
	case MESSAGE_##type: {                                                                               \
		struct message_##message said;                                                               \
		return message_##message##_decode(fields, &said) && answer_##message(session, head, &said);  \
	}
#include "agent/allowed.def"
#undef ALLOWED
	default: /* a message of the table, but nothing this agent does */
		session_refuse(session, head->lease, 0, MESSAGE_REFUSAL_ECAP);
		return true;
	}
}

void
session_received(void *context, struct message_bytes bytes)
{
	struct session *session = context;
	struct message_head head;
	struct message_bytes fields;
	if (!session->connected)
		return;
	refresh_facts(session);
	session->heard_at = session->device.monotonic;
	if (!message_open(bytes, MESSAGE_SIDE_SERVER, &head, &fields) || !dispatch(session, &head, fields))
		drop(session);
}

/* What the checks need to know of the machine; the clocks each time, the rest once a second. */
static void
refresh_facts(struct session *session)
{
	struct check_device *device = &session->device;
	device->wall = machine_wall() + session->shift;
	device->monotonic = machine_monotonic();
	if (session->user_was_asked && device->monotonic - session->facts_at < FACTS_MS)
		return;
	session->user_was_asked = true;
	session->facts_at = device->monotonic;
	if (device->address_count == 0 || device->monotonic - session->addresses_at >= ADDRESSES_MS) {
		session->addresses_at = device->monotonic;
		device->address_count = machine_addresses(device->addresses, CHECK_ADDRESSES_MAX);
	}
	device->user_is_here = machine_user_is_here();
	enum message_session kind = machine_session();
	bool can = kind == MESSAGE_SESSION_X11 || kind == MESSAGE_SESSION_WINDOWS;
	device->can[MESSAGE_KIND_THUMB] = device->can[MESSAGE_KIND_FULL] = can;
}

int64_t
session_tick(struct session *session)
{
	refresh_facts(session);
	int64_t now = session->device.monotonic, wait = SESSION_PING_MS;
	session_panels_tick(session);
	if (session->lock.panel || session->message.panel)
		wait = 100;
	if (!session->connected) {
		if (now >= session->connect_at) {
			session->connect_at = now + SESSION_SPREAD_MS;
			link_connect(session->link);
		}
		int64_t left = session->connect_at - now;
		return left < wait ? left : wait;
	}
	if (now - session->heard_at >= SESSION_SILENT_MS) {
		drop(session);
		return 0;
	}
	if (now - session->ping_at >= SESSION_PING_MS && session->greeted) {
		session->ping_at = now;
		SEND(session, 0, ping, { .content = { 0 } });
	}
	int64_t watch = watch_tick(&session->watch, &session->policy, &session->time, &session->device);
	int64_t ping = session->ping_at + SESSION_PING_MS - now;
	wait = watch < wait ? watch : wait;
	return ping > 0 && ping < wait ? ping : wait;
}

/* CLS-14: the proof names the certificate this device sees, so that nobody can stand in between. */
static bool
answer_challenge(struct session *session, const struct message_head *head,
	const struct message_challenge *said)
{
	(void)head;
	uint8_t bytes[MESSAGE_HELLO_PROOF_BYTES_MAX];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	struct message_hello_proof proof = { .device = session->identity.device };
	struct message_hello hello = { .device = session->identity.device,
		.version = message_text(VERSION),
		.platform = machine_platform(),
		.session = machine_session(),
		.can = MESSAGE_CAN_LOCK | MESSAGE_CAN_MESSAGE | MESSAGE_CAN_HAND,
		.policy_version = session->policy.known ? session->policy.rules.version : 0,
		.time = session->device.wall,
		.log_count = session->state.log_count };
	if (session->device.can[MESSAGE_KIND_THUMB])
		hello.can |= MESSAGE_CAN_SCREEN;
	if (session->opens_pages)
		hello.can |= MESSAGE_CAN_OPEN;
	memcpy(hello.log_head, session->state.log_head, 32);
	memcpy(proof.nonce, said->nonce, 32);
	memcpy(proof.certificate, session->certificate, 32);
	message_hello_proof_put(&out, &proof);
	if (!seal_sign(session->identity.seed, session->identity.public_key, MESSAGE_HELLO_PROOF_LABEL,
		    message_written(&out), hello.signature))
		return false;
	session->greeted = true;
	uint8_t whole[MESSAGE_HEAD_BYTES + MESSAGE_HELLO_BYTES_MAX];
	out = message_writer(whole, sizeof whole);
	if (!message_hello_encode(&out, next_sequence(session), 0, &hello) ||
		!send_bytes(session, message_written(&out)))
		return false;
	if (session->hand_up) /* the school forgot it with the connection before */
		session_hand(session, true);
	return true;
}

static bool
answer_policy(struct session *session, const struct message_head *head, const struct message_policy *said)
{
	enum message_refusal refusal = check_policy_take(&session->policy, session->identity.policy_key,
		said->content, &session->device);
	if (refusal) {
		session_refuse(session, head->lease, 0, refusal);
		return true;
	}
	if (session->policy.version_seen != session->state.policy_version) {
		session->state.policy_version = session->policy.version_seen;
		(void)state_save(&session->state,
			session->folder); /* at worst an older one is taken after a restart */
	}
	return true;
}

static void
ask_log(struct session *session)
{
	struct message_loghead own = { .device = session->identity.device,
		.count = session->state.log_count };
	memcpy(own.head, session->state.log_head, sizeof own.head);
	uint8_t bytes[MESSAGE_HEAD_BYTES + MESSAGE_LOGHEAD_BYTES_MAX];
	struct message_writer out = message_writer(bytes, sizeof bytes);
	if (message_loghead_encode(&out, next_sequence(session), 0, &own))
		(void)send_bytes(session, message_written(&out));
}

static bool
answer_lease(struct session *session, const struct message_head *head, const struct message_lease *said)
{
	struct message_lease_terms terms;
	enum message_refusal refusal = check_lease(&session->policy, &session->time, &session->nonces,
		&session->device, said->content, &terms);
	if (refusal == MESSAGE_REFUSAL_NONE)
		refusal = watch_hold(&session->watch, &terms, said->content, session->device.wall);
	if (view_log_is_full(&session->state)) /* the school may have its record again by now */
		ask_log(session);
	if (refusal)
		session_refuse(session, head->lease, 0, refusal);
	return true;
}

static bool
answer_lease_end(struct session *session, const struct message_head *head,
	const struct message_lease_end *said)
{
	(void)said;
	watch_release(&session->watch, head->lease);
	return true;
}

static bool
answer_again(struct session *session, const struct message_head *head, const struct message_again *said)
{
	(void)said;
	watch_again(&session->watch, head->lease);
	return true;
}

static bool
answer_lock(struct session *session, const struct message_head *head, const struct message_lock *said)
{
	session_take_lock(session, head, said->content);
	return true;
}

static bool
answer_msg(struct session *session, const struct message_head *head, const struct message_msg *said)
{
	session_take_message(session, head, said->content);
	return true;
}

static bool
answer_tab_cmd(struct session *session, const struct message_head *head, const struct message_tab_cmd *said)
{
	session_take_page(session, head, said->content);
	return true;
}

/* Told again: signed by the device, with the lease as the school signed it. */
static void
send_look(struct session *session, const struct view_pending *look, const uint8_t previous[32])
{
	uint8_t both[MESSAGE_LOOK_REPORT_BYTES_MAX + MESSAGE_SIGNATURE_BYTES];
	struct message_writer out = message_writer(both, sizeof both);
	struct message_look_report report = {
		.device = session->identity.device, .at = look->at, .lease = { look->lease, look->length }
	};
	memcpy(report.previous, previous, sizeof report.previous);
	message_look_report_put(&out, &report);
	uint8_t signature[MESSAGE_SIGNATURE_BYTES];
	if (!seal_sign(session->identity.seed, session->identity.public_key, MESSAGE_LOOK_REPORT_LABEL,
		    message_written(&out), signature))
		return;
	message_put_raw(&out, signature, sizeof signature);
	uint8_t whole[MESSAGE_HEAD_BYTES + MESSAGE_LOOK_BYTES_MAX];
	struct message_writer message = message_writer(whole, sizeof whole);
	if (message_look_encode(&message, next_sequence(session), 0,
		    &(struct message_look){ .content = message_written(&out) }))
		(void)send_bytes(session, message_written(&message));
}

/* CLS-31: what the school's record ends with. One look at a time is told again;
 * the school's next word asks for the one after it. */
static bool
answer_loghead(struct session *session, const struct message_head *head, const struct message_loghead *said)
{
	(void)head;
	uint8_t previous[32];
	(void)view_log_hear(&session->state, session->folder, said->head, session->device.wall);
	if (session->state.differs_at && !session->said_differs) {
		session->said_differs = true;
		session_say_log_differs(session);
	}
	const struct view_pending *missing = view_log_missing(&session->state, previous);
	if (missing)
		send_look(session, missing, previous);
	return true;
}

static bool
answer_ping(struct session *session, const struct message_head *head, const struct message_ping *said)
{
	(void)head;
	if (said->content.length)
		(void)check_time_take(&session->time, &session->policy, said->content, &session->device);
	session->silent_since = session->device.monotonic;
	return true;
}
