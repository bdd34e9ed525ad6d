#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/devices_fixture.h"
#include "reached.h"
#include "silence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * What a stranger says first: HELLO, ENROL, VIEWER_HELLO. A byte chooses whether
 * a device's proof is signed with the key that the school knows, and whose it
 * is; then the message. Who did not prove itself is nobody.
 */
#define PUPIL 901
#define STAFF 903

static const uint8_t seed[CRYPT_KEY_BYTES] = { 7 };
static uint8_t public_key[CRYPT_PUBLIC_BYTES], secret[CRYPT_SECRET_BYTES];
static struct hub hub;

static void
put_in_place(void)
{
	uint8_t ticket[32] = { 0 }, digest[CRYPT_DIGEST_BYTES];
	hub = (struct hub){ .open = true, .now_ms = 1000, .monotonic_ms = 1000 };
	crypt_sign_from_seed(seed, public_key, secret);
	for (int64_t id = PUPIL; id <= STAFF; id += STAFF - PUPIL) {
		struct device *device = device_add(&hub, id);
		device->is_staff = id == STAFF;
		memcpy(device->public_key, public_key, sizeof public_key);
	}
	crypt_hash((struct bytes){ ticket, sizeof ticket }, digest);
	struct viewer *viewer = viewer_admit(&hub, (struct text){ (char *)digest, sizeof digest }, 1);
	assert(viewer);
	viewer->until_ms = 2000;
	viewer->devices[viewer->device_count++] = PUPIL;
}

/* The hello as its device would have signed it on this connection. */
static struct message_bytes
sign_hello(const struct link *link, struct message_bytes fields)
{
	static uint8_t room[400];
	uint8_t payload_room[200], label_room[300];
	struct message_hello hello;
	if (!message_hello_decode(fields, &hello))
		return fields;
	struct message_hello_proof proof = { .device = hello.device };
	memcpy(proof.nonce, link->nonce, sizeof proof.nonce);
	memcpy(proof.certificate, seen_certificate, sizeof proof.certificate);
	struct message_writer payload = message_writer(payload_room, sizeof payload_room),
			      label = message_writer(label_room, sizeof label_room),
			      out = message_writer(room, sizeof room);
	message_hello_proof_put(&payload, &proof);
	message_put_signed(&label, MESSAGE_HELLO_PROOF_LABEL, message_written(&payload));
	struct message_bytes bytes = message_written(&label);
	crypt_sign(secret, (struct bytes){ bytes.at, bytes.length }, hello.signature);
	message_hello_put(&out, &hello);
	return message_written(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct link link = { .nonce = { 5 } };
	struct message_head head;
	struct message_bytes fields;
	if (size < 1)
		return 0;
	fuzz_silence();
	put_in_place();
	bool is_signed = data[0] & 1, is_page = data[0] & 2;
	if (message_open((struct message_bytes){ data + 1, size - 1 },
		    is_page ? MESSAGE_SIDE_VIEWER : MESSAGE_SIDE_DEVICE, &head, &fields)) {
		bool let_in = false;
		fuzz_reached(message_name(head.type));
		if (head.type == MESSAGE_HELLO)
			let_in = device_hello(&hub, &link, is_signed ? sign_hello(&link, fields) : fields);
		else if (head.type == MESSAGE_ENROL)
			(void)device_enrol(&hub, &link, fields);
		else if (head.type == MESSAGE_VIEWER_HELLO)
			let_in = viewer_hello(&hub, &link, fields);
		assert(let_in == (link.device || link.viewer || link.turned_away));
		assert(!link.device || (is_signed && !link.turned_away));
	}
	for (int64_t id = PUPIL; id <= STAFF; id += STAFF - PUPIL) {
		device_find(&hub, id)->link = NULL;
		device_forget(&hub, id);
	}
	viewers_forget(&hub);
	return 0;
}
