#include "agent/enrol.h"

#include <stdio.h>
#include <string.h>

#include "agent/platform.h"
#include "agent/poll.h"
#include "agent/seal.h"

#define PATIENCE_MS 20000
#define TRIES       (POLL_AFTER + 1) /* a network without WebSockets is found out */

struct enrolling {
	struct identity *identity;
	const char *code;
	struct link *link;
	uint8_t certificate[32];
	int lost;
	bool asked, done, over;
};

static void
on_opened(void *context, const uint8_t certificate[32])
{
	struct enrolling *enrolling = context;
	memcpy(enrolling->certificate, certificate, 32);
}

static void
on_closed(void *context)
{
	struct enrolling *enrolling = context;
	enrolling->lost++;
	enrolling->over |= enrolling->asked || enrolling->lost == TRIES;
}

/* The proof that the code's bearer has the key, for this connection alone. */
static bool
ask(struct enrolling *enrolling, const struct message_challenge *challenge)
{
	const struct identity *identity = enrolling->identity;
	uint8_t bytes[MESSAGE_HEAD_BYTES + MESSAGE_ENROL_BYTES_MAX];
	struct message_enrol_proof proof;
	struct message_enrol enrol = { .code = message_text(enrolling->code),
		.platform = machine_platform() };
	memcpy(proof.nonce, challenge->nonce, 32);
	memcpy(proof.public_key, identity->public_key, 32);
	memcpy(proof.certificate, enrolling->certificate, 32);
	memcpy(enrol.public_key, identity->public_key, 32);
	struct message_writer out = message_writer(bytes, sizeof bytes);
	message_enrol_proof_put(&out, &proof);
	if (!seal_sign(identity->seed, identity->public_key, MESSAGE_ENROL_PROOF_LABEL, message_written(&out),
		    enrol.signature))
		return false;
	out = message_writer(bytes, sizeof bytes);
	enrolling->asked = true;
	return message_enrol_encode(&out, 1, 0, &enrol) && link_send(enrolling->link, message_written(&out));
}

static void
on_received(void *context, struct message_bytes bytes)
{
	struct enrolling *enrolling = context;
	struct identity *identity = enrolling->identity;
	struct message_head head;
	struct message_bytes fields;
	struct message_challenge challenge;
	struct message_enrolled enrolled;
	bool good = message_open(bytes, MESSAGE_SIDE_SERVER, &head, &fields);
	if (good && head.type == MESSAGE_CHALLENGE && !enrolling->asked) {
		good = message_challenge_decode(fields, &challenge) && ask(enrolling, &challenge);
	} else if (good && head.type == MESSAGE_ENROLLED && enrolling->asked) {
		good = message_enrolled_decode(fields, &enrolled);
		if (good) {
			identity->device = enrolled.device;
			memcpy(identity->policy_key, enrolled.policy_key, 32);
			(void)snprintf(identity->school, sizeof identity->school, "%.*s",
				(int)enrolled.school.length, (const char *)enrolled.school.at);
			identity->school[strcspn(identity->school, "\n")] = '\0';
			enrolling->done = true;
		}
	}
	if (!good || enrolling->done)
		enrolling->over = true;
}

int
enrol(struct identity *identity, const char *folder, const char *code)
{
	struct enrolling enrolling = { .identity = identity, .code = code };
	const struct link_listener listener = { &enrolling, on_opened, on_received, on_closed };
	seal_random(identity->seed, sizeof identity->seed);
	if (!seal_public_of(identity->seed, identity->public_key))
		return 1;
	enrolling.link = link_create(identity->host, identity->port,
		identity->pinned ? identity->certificate : NULL, &listener);
	if (!enrolling.link)
		return 1;
	int64_t start = machine_monotonic();
	while (!enrolling.over && machine_monotonic() - start < PATIENCE_MS) {
		link_connect(enrolling.link);
		link_service(enrolling.link, 200);
	}
	link_destroy(enrolling.link);
	if (!enrolling.done) {
		if (enrolling.asked)
			fprintf(stderr,
				"campanella-agent: the school did not accept the code: it is mistyped, used up "
				"or older than 14 days; the office makes another\n");
		else
			fprintf(stderr,
				"campanella-agent: nothing that this device trusts answered at %s:%d: the port "
				"is the one for devices, not the browsers'; a certificate that signs itself "
				"needs --certificate\n",
				identity->host, identity->port);
		return 1;
	}
	/* A new device begins a new record of who looked. */
	struct device_state state = { 0 };
	if (!state_save(&state, folder) || !identity_save(identity, folder)) {
		fprintf(stderr, "campanella-agent: the key cannot be written to %s\n", folder);
		return 1;
	}
	printf("This device belongs to: %s\n", identity->school);
	return 0;
}
