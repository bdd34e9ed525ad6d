#include "bench/agents/device.h"

#include <string.h>
#include <time.h>

#include "agent/seal.h"
#include "agent/view_log.h"

struct device_counts counts;

static bool prove(struct line_world *world, struct device *device, struct message_bytes fields);
static bool ask_to_enrol(struct line_world *world, struct device *device,
	const struct message_challenge *challenge);
static bool take_lease(struct line_world *world, struct device *device, struct message_bytes fields);
static bool send_picture(struct line_world *world, struct device *device, struct device_lease *lease);
static bool wrap_for(const struct device *device, const struct device_lease *lease,
	struct message_wrap *wrap);
static struct device_lease *lease_of(struct device *device, uint64_t id);

static int64_t
wall_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
device_heard(struct line_world *world, struct device *device, struct message_bytes bytes)
{
	struct message_head head;
	struct message_bytes fields;
	if (!message_open(bytes, MESSAGE_SIDE_SERVER, &head, &fields))
		return false;
	switch ((enum message_type)head.type) {
	case MESSAGE_CHALLENGE: return prove(world, device, fields);
	case MESSAGE_ENROLLED: {
		struct message_enrolled enrolled;
		if (!message_enrolled_decode(fields, &enrolled))
			return false;
		device->id = enrolled.device;
		counts.enrolled++;
		return true;
	}
	case MESSAGE_POLICY:
		if (!device->ready) {
			device->ready = true;
			device->ready_us = device->ping_us = line_now_us();
			counts.ready++;
			counts.resumed += device->line.resumed;
		}
		return true;
	case MESSAGE_PING: {
		struct message_ping ping;
		struct message_bytes payload;
		const uint8_t *signature;
		struct message_server_time time;
		if (!message_ping_decode(fields, &ping) ||
			!message_split_signed(ping.content, &payload, &signature) ||
			!message_server_time_decode(payload, &time))
			return false;
		device->school_ms = time.time - wall_ms();
		counts.pings_heard++;
		return true;
	}
	case MESSAGE_LEASE: return take_lease(world, device, fields);
	case MESSAGE_LOGHEAD: { /* it keeps no record over a restart: it goes on where the school is */
		struct message_loghead said;
		if (!message_loghead_decode(fields, &said))
			return false;
		memcpy(device->head, said.head, sizeof device->head);
		return true;
	}
	case MESSAGE_LEASE_END: {
		struct device_lease *lease = lease_of(device, head.lease);
		if (lease)
			*lease = (struct device_lease){ 0 };
		return true;
	}
	case MESSAGE_AGAIN: {
		struct device_lease *lease = lease_of(device, head.lease);
		if (lease)
			lease->whole = true;
		return true;
	}
	case MESSAGE_REFUSE: counts.refused++; return false;
	default: return true;
	}
}

static bool
prove(struct line_world *world, struct device *device, struct message_bytes fields)
{
	struct message_challenge challenge;
	uint8_t room[MESSAGE_HELLO_PROOF_BYTES_MAX], whole[MESSAGE_HEAD_BYTES + MESSAGE_HELLO_BYTES_MAX];
	if (!message_challenge_decode(fields, &challenge))
		return false;
	device->sequence = 0;
	if (device->code)
		return ask_to_enrol(world, device, &challenge);
	struct message_hello_proof proof = { .device = device->id };
	struct message_hello hello = { .device = device->id,
		.version = message_text("bench"),
		.platform = MESSAGE_PLATFORM_LINUX,
		.session = MESSAGE_SESSION_X11,
		.can = MESSAGE_CAN_SCREEN,
		.time = wall_ms() };
	memcpy(proof.nonce, challenge.nonce, sizeof proof.nonce);
	memcpy(proof.certificate, device->line.certificate, sizeof proof.certificate);
	struct message_writer out = message_writer(room, sizeof room);
	message_hello_proof_put(&out, &proof);
	if (!seal_sign(device->seed, device->public_key, MESSAGE_HELLO_PROOF_LABEL, message_written(&out),
		    hello.signature))
		return false;
	out = message_writer(whole, sizeof whole);
	return message_hello_encode(&out, ++device->sequence, 0, &hello) &&
		line_say(world, &device->line, message_written(&out));
}

static bool
ask_to_enrol(struct line_world *world, struct device *device, const struct message_challenge *challenge)
{
	uint8_t room[MESSAGE_ENROL_PROOF_BYTES_MAX], whole[MESSAGE_HEAD_BYTES + MESSAGE_ENROL_BYTES_MAX];
	struct message_enrol_proof proof;
	struct message_enrol enrol = { .code = message_text(device->code),
		.platform = MESSAGE_PLATFORM_LINUX };
	memcpy(enrol.public_key, device->public_key, 32);
	memcpy(proof.nonce, challenge->nonce, 32);
	memcpy(proof.public_key, device->public_key, 32);
	memcpy(proof.certificate, device->line.certificate, 32);
	struct message_writer out = message_writer(room, sizeof room);
	message_enrol_proof_put(&out, &proof);
	if (!seal_sign(device->seed, device->public_key, MESSAGE_ENROL_PROOF_LABEL, message_written(&out),
		    enrol.signature))
		return false;
	out = message_writer(whole, sizeof whole);
	return message_enrol_encode(&out, ++device->sequence, 0, &enrol) &&
		line_say(world, &device->line, message_written(&out));
}

/* The notice first, as the agent's: without it nothing may pass (CLS-31). */
static bool
take_lease(struct line_world *world, struct device *device, struct message_bytes fields)
{
	struct message_lease said;
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_lease_terms terms;
	uint8_t room[MESSAGE_HEAD_BYTES + MESSAGE_NOTICE_ACK_BYTES_MAX];
	if (!message_lease_decode(fields, &said) ||
		!message_split_signed(said.content, &payload, &signature) ||
		!message_lease_terms_decode(payload, &terms))
		return false;
	struct device_lease *lease = lease_of(device, terms.lease);
	if (lease) { /* a renewal */
		lease->expires = terms.expires;
		return true;
	}
	lease = lease_of(device, 0);
	if (!lease)
		return true;
	*lease = (struct device_lease){ .lease = terms.lease,
		.expires = terms.expires,
		.interval_ms = terms.interval_ms,
		.whole = true,
		/* Screens do not change in step. */
		.due_us = line_now_us() + (int64_t)(device->id % terms.interval_ms) * 1000 };
	memcpy(lease->nonce, terms.nonce, sizeof lease->nonce);
	memcpy(lease->page_key, terms.page_key, sizeof lease->page_key);
	seal_random(lease->key, sizeof lease->key);
	counts.leases++;
	int64_t now = wall_ms() + device->school_ms;
	device->at = now > device->at ? now : device->at + 1;
	struct message_writer out = message_writer(room, sizeof room);
	struct message_notice_ack ack = { .at = device->at };
	memcpy(ack.previous, device->head, sizeof ack.previous);
	view_log_entry(ack.previous, &terms, ack.at, device->head);
	message_notice_ack_encode(&out, ++device->sequence, terms.lease, &ack);
	return line_say(world, &device->line, message_written(&out));
}

bool
device_tick(struct line_world *world, struct device *device, int64_t now_us)
{
	if (!device->ready)
		return true;
	if (now_us - device->ping_us >= DEVICE_PING_US) {
		uint8_t room[MESSAGE_HEAD_BYTES + MESSAGE_PING_BYTES_MAX];
		struct message_writer out = message_writer(room, sizeof room);
		device->ping_us = now_us;
		counts.pings_sent++;
		message_ping_encode(&out, ++device->sequence, 0, &(struct message_ping){ 0 });
		if (!line_say(world, &device->line, message_written(&out)))
			return false;
	}
	for (int i = 0; i < DEVICE_LEASES_MAX; i++) {
		struct device_lease *lease = &device->leases[i];
		if (!lease->lease || now_us < lease->due_us)
			continue;
		if (wall_ms() + device->school_ms >= lease->expires) {
			*lease = (struct device_lease){ 0 };
			continue;
		}
		lease->due_us += (int64_t)lease->interval_ms * 1000;
		if (lease->due_us < now_us)
			lease->due_us = now_us;
		if (!send_picture(world, device, lease))
			return false;
	}
	return true;
}

/* A whole picture, then changes; both of the size of a busy thumbnail. */
static bool
send_picture(struct line_world *world, struct device *device, struct device_lease *lease)
{
	static uint8_t noise[DEVICE_PICTURE_BYTES], text[DEVICE_PICTURE_BYTES + 100],
		whole[MESSAGE_HEAD_BYTES + DEVICE_PICTURE_BYTES + 1000];
	struct message_bytes jpeg = { noise, sizeof noise };
	struct message_writer inner = message_writer(text, sizeof text),
			      out = message_writer(whole, sizeof whole);
	uint8_t nonce[12] = { 0 };
	uint32_t sequence = ++device->sequence;
	bool good;
	if (noise[0] == 0)
		seal_random(noise, sizeof noise);
	noise[0] = 0xff;
	if (lease->whole) {
		struct message_wrap wrap;
		message_picture_put(&inner, &(struct message_picture){ 480, 270, jpeg });
		good = wrap_for(device, lease, &wrap) &&
			message_frame_key_encode(&out, sequence, lease->lease,
				&(struct message_frame_key){ .wraps = { .at = &wrap, .count = 1 },
					.sealed = { text, inner.length + SEAL_TAG_BYTES } });
	} else {
		struct message_tile tile = { .width = 480, .height = 270, .content = jpeg };
		message_tiles_put(&inner, &(struct message_tiles){ 480, 270, { .at = &tile, .count = 1 } });
		good = message_frame_tiles_encode(&out, sequence, lease->lease,
			&(struct message_frame_tiles){ .sealed = { text, inner.length + SEAL_TAG_BYTES } });
	}
	for (int i = 0; i < 4; i++)
		nonce[8 + i] = (uint8_t)(sequence >> (24 - 8 * i));
	uint8_t *sealed = out.at + out.length - inner.length - SEAL_TAG_BYTES;
	good = good &&
		seal_close(lease->key, nonce, (struct message_bytes){ out.at, MESSAGE_HEAD_BYTES }, sealed,
			inner.length, sealed + inner.length);
	lease->whole = false;
	counts.pictures++;
	counts.picture_bytes += (int64_t)out.length;
	return good && line_say(world, &device->line, message_written(&out));
}

static bool
wrap_for(const struct device *device, const struct device_lease *lease, struct message_wrap *wrap)
{
	static const uint8_t zeros[12];
	uint8_t secret[32], shared[32], wrapping[32], room[MESSAGE_KEY_PROOF_BYTES_MAX];
	struct message_key_proof proof = { .lease = lease->lease };
	*wrap = (struct message_wrap){ .lease = lease->lease };
	seal_random(secret, sizeof secret);
	seal_agree_public(secret, wrap->ephemeral);
	memcpy(wrap->nonce, lease->nonce, 16);
	memcpy(proof.nonce, lease->nonce, 16);
	memcpy(proof.page_key, lease->page_key, 32);
	memcpy(proof.ephemeral, wrap->ephemeral, 32);
	memcpy(wrap->wrapped, lease->key, 32);
	struct message_writer out = message_writer(room, sizeof room);
	message_key_proof_put(&out, &proof);
	return seal_sign(device->seed, device->public_key, MESSAGE_KEY_PROOF_LABEL, message_written(&out),
		       wrap->signature) &&
		seal_agree(secret, lease->page_key, shared) &&
		seal_wrapping_key(shared, lease->nonce, lease->lease, wrapping) &&
		seal_close(wrapping, zeros, (struct message_bytes){ 0 }, wrap->wrapped, 32,
			wrap->wrapped + 32);
}

static struct device_lease *
lease_of(struct device *device, uint64_t id)
{
	for (int i = 0; i < DEVICE_LEASES_MAX; i++)
		if (device->leases[i].lease == id)
			return &device->leases[i];
	return NULL;
}
