#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "agent/calendar.h"
#include "agent/check.h"
#include "agent/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A school whose keys are known: its policies and leases are signed, whatever stands in them. */
static const uint8_t seed[32] = { 1, 2, 3 };
static uint8_t public_key[32], room[2][70000];

static struct message_bytes
sign(const char *label, const uint8_t *at, size_t length, uint8_t *to)
{
	memcpy(to, at, length);
	bool good = seal_sign(seed, public_key, label, (struct message_bytes){ to, length }, to + length);
	assert(good);
	return (struct message_bytes){ to, length + 64 };
}

/* Bytes 0..1: how long the policy is; then the policy, then the lease. What passes, passed for a reason. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool started;
	static struct check_policy policy;
	static struct check_nonces nonces;
	struct check_time time = {
		.told = true, .server = INT64_C(1795509000000), .wall = INT64_C(1795509000000)
	};
	struct check_device device = { .device = 7,
		.wall = INT64_C(1795509000000),
		.address_count = 1,
		.user_is_here = true,
		.can = { [MESSAGE_KIND_THUMB] = true } };
	struct message_lease_terms terms;
	if (!started)
		started = seal_start() && seal_public_of(seed, public_key);
	size_t first = size < 2 ? 0 : (size_t)(data[0] << 8 | data[1]);
	if (size < 2 || first > size - 2 || first > 60000 || size - 2 - first > 60000)
		return 0;
	memset(&policy, 0, sizeof policy);
	memset(&nonces, 0, sizeof nonces);
	if (check_policy_take(&policy, public_key, sign(MESSAGE_POLICY_RULES_LABEL, data + 2, first, room[0]),
		    &device))
		return 0;
	enum message_refusal refusal = check_lease(&policy, &time, &nonces, &device,
		sign(MESSAGE_LEASE_TERMS_LABEL, data + 2 + first, size - 2 - first, room[1]), &terms);
	if (refusal == MESSAGE_REFUSAL_NONE) {
		assert(policy.rules.role == MESSAGE_ROLE_PUPIL && terms.device == 7 &&
			terms.kind == MESSAGE_KIND_THUMB);
		assert(terms.pupil == policy.rules.pupil && terms.pupil != 0);
		assert(terms.expires > time.server && terms.expires - terms.not_before <= CHECK_LEASE_MS);
		assert(calendar_has_lesson(&policy.rules, terms.class, time.server));
	}
	return 0;
}
