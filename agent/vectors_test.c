#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/check.h"
#include "agent/seal.h"
#include "vectors.h"

/*
 * test/vectors/ put to the agent's own code, on Linux and under wine alike:
 * the same answers as server, extension and wall (T2, T10). No test library,
 * so that it builds wherever the agent does.
 */
static int passed, failed;

static void
is(bool good, const char *what, const char *name)
{
	if (good) {
		passed++;
		return;
	}
	failed++;
	printf("WRONG %s: %s\n", what, name);
}

static size_t
unhex(const char *hex, uint8_t *to, size_t room)
{
	size_t length = strlen(hex) / 2;
	if (length > room)
		abort();
	for (size_t i = 0; i < length; i++) {
		const char digits[3] = { hex[2 * i], hex[2 * i + 1], 0 };
		to[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return length;
}

static struct message_bytes
bytes_of(const char *hex)
{
	static uint8_t rooms[8][120000];
	static unsigned next;
	uint8_t *room = rooms[next++ % 8];
	size_t length = unhex(hex, room, sizeof rooms[0]);
	return (struct message_bytes){ room, length };
}

static enum message_refusal
refusal_of(const char *word)
{
	for (unsigned i = 0; i < MESSAGE_REFUSAL_WORDS; i++)
		if (strcmp(message_refusal_word(i), word) == 0)
			return (enum message_refusal)i;
	abort();
}

static struct check_device
device_of(const struct lease_case *one)
{
	struct check_device device = { .device = (uint64_t)one->device, .user_is_here = one->user_is_here };
	for (size_t i = 0; one->addresses[i]; i++)
		unhex(one->addresses[i], device.addresses[device.address_count++], 16);
	device.can[MESSAGE_KIND_THUMB] = one->can_thumb;
	device.can[MESSAGE_KIND_FULL] = one->can_full;
	device.can[MESSAGE_KIND_TABS] = one->can_tabs;
	return device;
}

static enum message_refusal
put(const struct lease_case *one, const struct check_policy *policy, const struct check_time *time,
	struct check_nonces *nonces, const struct check_device *device)
{
	struct message_bytes content = bytes_of(one->content), payload;
	const uint8_t *signature;
	struct message_lease_terms terms;
	struct message_lock_order lock;
	if (strcmp(one->kind, "lease") == 0)
		return check_lease(policy, time, nonces, device, content, &terms);
	if (!message_split_signed(content, &payload, &signature) ||
		!message_lock_order_decode(payload, &lock))
		return MESSAGE_REFUSAL_ESIG;
	return check_order(policy, time, nonces, device, MESSAGE_LOCK_ORDER_LABEL, content, &lock.order);
}

static void
try_lease(const struct lease_case *one)
{
	static struct check_policy policy;
	static struct check_nonces nonces;
	struct check_time time = { 0 };
	struct check_device device = device_of(one);
	uint8_t policy_key[32];
	memset(&policy, 0, sizeof policy);
	memset(&nonces, 0, sizeof nonces);
	policy.version_seen = (uint32_t)one->version_seen;
	unhex(lease_policy_key, policy_key, sizeof policy_key);
	if (one->policy[0]) {
		device.wall = one->policy_wall;
		is(check_policy_take(&policy, policy_key, bytes_of(one->policy), &device) ==
				refusal_of(one->policy_refusal),
			"policy", one->name);
	}
	device.wall = one->time_wall;
	device.monotonic = one->time_monotonic;
	if (one->time[0])
		(void)check_time_take(&time, &policy, bytes_of(one->time), &device);
	device.wall = one->wall;
	device.monotonic = one->monotonic;
	if (one->twice)
		is(put(one, &policy, &time, &nonces, &device) == MESSAGE_REFUSAL_NONE, "the first time",
			one->name);
	is(put(one, &policy, &time, &nonces, &device) == refusal_of(one->refusal), one->kind, one->name);
}

/* An old ping played again would turn the clock back (CLS-24). */
static void
try_old_time(void)
{
	static struct check_policy policy;
	static const int64_t late[][2] = { { 62000, 61900 }, { 70000, 60000 } }; /* ms, and of them counted */
	const struct lease_case *newer = &lease_cases[0], *older = newer, *later = newer;
	struct check_device device = device_of(newer);
	struct check_time time = { 0 };
	uint8_t policy_key[32];
	for (size_t i = 0; i < sizeof lease_cases / sizeof lease_cases[0]; i++)
		if (strcmp(lease_cases[i].name, "last ping too old") == 0)
			older = &lease_cases[i];
		else if (strcmp(lease_cases[i].name, "policy that ended by the server's clock alone") == 0)
			later = &lease_cases[i];
	device.wall = newer->wall;
	device.monotonic = newer->monotonic;
	unhex(lease_policy_key, policy_key, sizeof policy_key);
	is(check_policy_take(&policy, policy_key, bytes_of(newer->policy), &device) == MESSAGE_REFUSAL_NONE &&
			check_time_take(&time, &policy, bytes_of(newer->time), &device),
		"time", "the first");
	is(older != newer && !check_time_take(&time, &policy, bytes_of(older->time), &device), "time",
		"an older one after it");
	/* One that was long on its way; then one of a time that nobody knows any more. */
	for (int i = 0; i < 2; i++) {
		struct check_time then = time;
		device.wall = newer->wall + late[i][0];
		device.monotonic = newer->monotonic + late[i][0];
		is(check_time_take(&then, &policy, bytes_of(later->time), &device) &&
				check_now(&then, &device) == time.server + late[i][1],
			"time", "a minute later, late");
	}
}

static void
try_signatures(void)
{
	uint8_t seed[32], public_key[32], made[64];
	for (size_t i = 0; i < sizeof labelled_cases / sizeof labelled_cases[0]; i++) {
		const struct labelled_case *one = &labelled_cases[i];
		struct message_bytes payload = bytes_of(one->payload), signature = bytes_of(one->signature);
		unhex(one->seed, seed, 32);
		is(seal_public_of(seed, public_key) &&
				memcmp(public_key, bytes_of(one->public_key).at, 32) == 0,
			"Ed25519", "public key");
		is(seal_sign(seed, public_key, one->label, payload, made) &&
				memcmp(made, signature.at, 64) == 0,
			"Ed25519", "signature");
		is(seal_verify(public_key, one->label, payload, signature.at), "Ed25519", "verify");
		is(!seal_verify(public_key, "campanella/other/1", payload, signature.at), "Ed25519",
			"other label");
		made[5] ^= 1;
		is(!seal_verify(public_key, one->label, payload, made), "Ed25519", "one bit");
	}
	for (size_t i = 0; i < sizeof ed25519_cases / sizeof ed25519_cases[0]; i++) {
		unhex(ed25519_cases[i].seed, seed, 32);
		is(seal_public_of(seed, public_key) &&
				memcmp(public_key, bytes_of(ed25519_cases[i].public_key).at, 32) == 0,
			"Ed25519", "RFC 8032 key");
	}
}

static void
try_agreement(void)
{
	uint8_t secret[32], other[32], shared[32];
	for (size_t i = 0; i < sizeof x25519_cases / sizeof x25519_cases[0]; i++) {
		unhex(x25519_cases[i].seed, secret, 32);
		unhex(x25519_cases[i].other, other, 32);
		is(seal_agree(secret, other, shared) &&
				memcmp(shared, bytes_of(x25519_cases[i].secret).at, 32) == 0,
			"X25519", "RFC 7748");
		seal_agree_public(secret, shared);
		is(memcmp(shared, bytes_of(x25519_cases[i].public_key).at, 32) == 0, "X25519", "public key");
	}
	memset(other, 0, 32);
	is(!seal_agree(secret, other, shared), "X25519", "a point of low order");
	for (size_t i = 0; i < sizeof hkdf_cases / sizeof hkdf_cases[0]; i++) {
		struct message_bytes salt = bytes_of(hkdf_cases[i].salt), info = bytes_of(hkdf_cases[i].info);
		unhex(hkdf_cases[i].secret, secret, 32);
		is(seal_hkdf(secret, salt.at, salt.length, info.at, info.length, shared) &&
				memcmp(shared, bytes_of(hkdf_cases[i].key).at, 32) == 0,
			"HKDF", "key");
	}
}

static void
try_gcm(void)
{
	uint8_t text[2000], tag[16];
	for (size_t i = 0; i < sizeof gcm_cases / sizeof gcm_cases[0]; i++) {
		const struct gcm_case *one = &gcm_cases[i];
		struct message_bytes key = bytes_of(one->key), nonce = bytes_of(one->nonce),
				     also = bytes_of(one->aad), sealed = bytes_of(one->sealed);
		size_t length = unhex(one->text, text, sizeof text);
		is(seal_close(key.at, nonce.at, also, text, length, tag) &&
				memcmp(text, sealed.at, length) == 0 &&
				memcmp(tag, sealed.at + length, 16) == 0,
			"GCM", "seal");
		is(seal_open(key.at, nonce.at, also, text, length, tag) &&
				memcmp(text, bytes_of(one->text).at, length) == 0,
			"GCM", "open");
		tag[3] ^= 1;
		is(!seal_open(key.at, nonce.at, also, text, length, tag), "GCM", "wrong tag");
	}
}

/* A FRAME_KEY as the teacher's page opens it. */
static void
try_wrap(const struct wraps_case *one)
{
	uint8_t secret[32], wrapping[32], content_key[32], nonce[12] = { 0 };
	static uint8_t text[200000];
	struct message_bytes whole = bytes_of(one->message), fields;
	struct message_head head;
	struct message_frame_key frame;
	struct message_wrap wrap;
	if (!message_open(whole, MESSAGE_SIDE_DEVICE, &head, &fields) ||
		!message_frame_key_decode(fields, &frame) || !message_wrap_take(&frame.wraps.bytes, &wrap)) {
		is(false, "FRAME_KEY", "decode");
		return;
	}
	uint8_t proof[MESSAGE_KEY_PROOF_BYTES_MAX];
	struct message_key_proof said = { .lease = wrap.lease };
	memcpy(said.nonce, wrap.nonce, 16);
	unhex(one->page_key, said.page_key, 32);
	memcpy(said.ephemeral, wrap.ephemeral, 32);
	struct message_writer out = message_writer(proof, sizeof proof);
	message_key_proof_put(&out, &said);
	is(seal_verify(bytes_of(one->device_key).at, MESSAGE_KEY_PROOF_LABEL, message_written(&out),
		   wrap.signature),
		"FRAME_KEY", "signature of the device");
	is(seal_agree(bytes_of(one->page_seed).at, wrap.ephemeral, secret) &&
			memcmp(secret, bytes_of(one->secret).at, 32) == 0 &&
			seal_wrapping_key(secret, wrap.nonce, wrap.lease, wrapping) &&
			memcmp(wrapping, bytes_of(one->wrapping).at, 32) == 0,
		"FRAME_KEY", "wrapping key");
	memcpy(content_key, wrap.wrapped, 32);
	is(seal_open(wrapping, nonce, (struct message_bytes){ 0 }, content_key, 32, wrap.wrapped + 32),
		"FRAME_KEY", "content key");
	for (int i = 0; i < 4; i++)
		nonce[8 + i] = (uint8_t)(head.sequence >> (24 - 8 * i));
	size_t length = frame.sealed.length - SEAL_TAG_BYTES;
	memcpy(text, frame.sealed.at, length);
	is(seal_open(content_key, nonce, (struct message_bytes){ whole.at, MESSAGE_HEAD_BYTES }, text, length,
		   frame.sealed.at + length) &&
			memcmp(text, bytes_of(one->text).at, length) == 0,
		"FRAME_KEY", "picture");
}

int
main(void)
{
	if (!seal_start())
		return 1;
	for (size_t i = 0; i < sizeof lease_cases / sizeof lease_cases[0]; i++)
		try_lease(&lease_cases[i]);
	try_old_time();
	try_signatures();
	try_agreement();
	try_gcm();
	for (size_t i = 0; i < sizeof wraps_cases / sizeof wraps_cases[0]; i++)
		try_wrap(&wraps_cases[i]);
	printf("%d passed, %d failed\n", passed, failed);
	return failed == 0 && passed > 0 ? 0 : 1;
}
