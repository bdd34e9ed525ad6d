#include "agent/check.h"

#include <string.h>

#include "agent/calendar.h"
#include "agent/seal.h"

/*
 * The order of the checks is the order in which one needs the other: without
 * a policy nothing is known, without a signature nothing is believed. The
 * nonce is looked at last, so that a lease refused for another reason may
 * come again when the reason is gone.
 */
static bool signed_by(const struct message_key_list *keys, const char *label, struct message_bytes payload,
	const uint8_t *signature);
static enum message_refusal check_policy_now(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device);
static enum message_refusal check_named(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, uint64_t named, int64_t pupil, int64_t class);
static enum message_refusal check_clock(const struct check_time *time, const struct check_device *device);
static enum message_refusal check_place(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, int64_t class, bool remote);
static bool is_in_classes(const struct message_policy_rules *rules, int64_t class);
static bool nonce_use(struct check_nonces *nonces, const uint8_t nonce[16], int64_t now, int64_t until);

/* Without a sign: what somebody signed may be as far apart as the numbers go. */
static uint64_t
distance(int64_t one, int64_t other)
{
	return one > other ? (uint64_t)one - (uint64_t)other : (uint64_t)other - (uint64_t)one;
}

enum message_refusal
check_policy_take(struct check_policy *policy, const uint8_t policy_key[32], struct message_bytes content,
	const struct check_device *device)
{
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_policy_rules rules;
	if (!message_split_signed(content, &payload, &signature) || payload.length > sizeof policy->bytes ||
		!seal_verify(policy_key, MESSAGE_POLICY_RULES_LABEL, payload, signature) ||
		!message_policy_rules_decode(payload, &rules))
		return MESSAGE_REFUSAL_ESIG;
	if (rules.device != device->device)
		return MESSAGE_REFUSAL_EDEV;
	if (rules.version < policy->version_seen ||
		distance(rules.valid_until, rules.valid_from) > CHECK_POLICY_MS ||
		rules.valid_until <= rules.valid_from || device->wall >= rules.valid_until ||
		rules.valid_from > device->wall + CHECK_CLOCK_MS)
		return MESSAGE_REFUSAL_EPOLICY;
	memcpy(policy->bytes, payload.at, payload.length);
	payload.at = policy->bytes;
	policy->known = message_policy_rules_decode(payload, &policy->rules);
	policy->version_seen = rules.version;
	return MESSAGE_REFUSAL_NONE;
}

bool
check_time_take(struct check_time *time, const struct check_policy *policy, struct message_bytes content,
	const struct check_device *device)
{
	struct message_bytes payload;
	const uint8_t *signature;
	struct message_server_time said;
	if (!policy->known || !message_split_signed(content, &payload, &signature) ||
		!signed_by(&policy->rules.time_keys, MESSAGE_SERVER_TIME_LABEL, payload, signature) ||
		!message_server_time_decode(payload, &said) || said.device != device->device)
		return false;
	/* An old ping played again would turn the clock back, and so would one that was long on its way:
	 * a time that is known counts on. One that is not (any more) is learnt anew. */
	int64_t server = said.time;
	if (check_clock(time, device) == MESSAGE_REFUSAL_NONE) {
		int64_t least = check_now(time, device) - CHECK_BACK_MS;
		if (said.time <= time->said)
			return false;
		server = server > least ? server : least;
	}
	*time = (struct check_time){ .told = true,
		.said = said.time,
		.server = server,
		.wall = device->wall,
		.monotonic = device->monotonic };
	memcpy(time->address, said.address, sizeof time->address);
	return true;
}

int64_t
check_now(const struct check_time *time, const struct check_device *device)
{
	return (int64_t)((uint64_t)time->server + (uint64_t)(device->monotonic - time->monotonic));
}

enum message_refusal
check_lease(const struct check_policy *policy, const struct check_time *time, struct check_nonces *nonces,
	const struct check_device *device, struct message_bytes content, struct message_lease_terms *terms)
{
	enum message_refusal refusal = check_policy_now(policy, time, device);
	struct message_bytes payload;
	const uint8_t *signature;
	if (refusal)
		return refusal;
	if (!message_split_signed(content, &payload, &signature) ||
		!signed_by(&policy->rules.lease_keys, MESSAGE_LEASE_TERMS_LABEL, payload, signature) ||
		!message_lease_terms_decode(payload, terms))
		return MESSAGE_REFUSAL_ESIG;
	refusal = check_lease_now(policy, time, device, terms);
	if (refusal)
		return refusal;
	return nonce_use(nonces, terms->nonce, check_now(time, device), terms->expires)
		? MESSAGE_REFUSAL_NONE
		: MESSAGE_REFUSAL_EREPLAY;
}

enum message_refusal
check_lease_now(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, const struct message_lease_terms *terms)
{
	enum message_refusal refusal = check_policy_now(policy, time, device);
	if (refusal)
		return refusal;
	refusal = check_named(policy, time, device, terms->device, terms->pupil, terms->class);
	if (refusal)
		return refusal;
	int64_t now = check_now(time, device);
	if (now >= terms->expires || terms->not_before > now + CHECK_STEP_MS ||
		terms->expires <= terms->not_before ||
		distance(terms->expires, terms->not_before) > CHECK_LEASE_MS)
		return MESSAGE_REFUSAL_EEXP;
	if (!calendar_has_lesson(&policy->rules, terms->class, now))
		return MESSAGE_REFUSAL_ETIME;
	refusal = check_place(policy, time, device, terms->class, terms->remote != 0);
	if (refusal)
		return refusal;
	bool possible = terms->kind < MESSAGE_KIND_WORDS && terms->kind != MESSAGE_KIND_NONE &&
		device->can[terms->kind] && terms->interval_ms >= CHECK_INTERVAL_MS_MIN;
	return possible ? MESSAGE_REFUSAL_NONE : MESSAGE_REFUSAL_ECAP;
}

enum message_refusal
check_order(const struct check_policy *policy, const struct check_time *time, struct check_nonces *nonces,
	const struct check_device *device, const char *label, struct message_bytes content,
	const struct message_order *order)
{
	enum message_refusal refusal = check_policy_now(policy, time, device);
	struct message_bytes payload;
	const uint8_t *signature;
	if (refusal)
		return refusal;
	if (!message_split_signed(content, &payload, &signature) ||
		!signed_by(&policy->rules.lease_keys, label, payload, signature))
		return MESSAGE_REFUSAL_ESIG;
	refusal = check_named(policy, time, device, order->device, order->pupil, order->class);
	if (refusal)
		return refusal;
	int64_t now = check_now(time, device);
	if (now >= order->expires || order->not_before > now + CHECK_STEP_MS ||
		order->expires <= order->not_before)
		return MESSAGE_REFUSAL_EEXP;
	int64_t end = calendar_lesson_end(&policy->rules, order->class, now);
	if (end == 0 || order->expires > end)
		return MESSAGE_REFUSAL_ETIME;
	refusal = check_place(policy, time, device, order->class,
		calendar_is_remote(&policy->rules, order->class, now));
	if (refusal)
		return refusal;
	return nonce_use(nonces, order->nonce, now, order->expires) ? MESSAGE_REFUSAL_NONE
								    : MESSAGE_REFUSAL_EREPLAY;
}

/* A policy that is there, in force, and of a pupil's device: staff are never viewed (CLS-29). */
static enum message_refusal
check_policy_now(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device)
{
	if (!policy->known || policy->rules.device != device->device ||
		device->wall >= policy->rules.valid_until ||
		(time->told && check_now(time, device) >= policy->rules.valid_until))
		return MESSAGE_REFUSAL_EPOLICY;
	return policy->rules.role == MESSAGE_ROLE_PUPIL ? MESSAGE_REFUSAL_NONE : MESSAGE_REFUSAL_EROLE;
}

/* What a lease and an order have in common: this device, its pupil, one of their classes, a clock to trust.
 */
static enum message_refusal
check_named(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, uint64_t named, int64_t pupil, int64_t class)
{
	if (named != device->device)
		return MESSAGE_REFUSAL_EDEV;
	if (!device->user_is_here || pupil == 0 || pupil != policy->rules.pupil)
		return MESSAGE_REFUSAL_EUSER;
	if (!is_in_classes(&policy->rules, class))
		return MESSAGE_REFUSAL_EGROUP;
	return check_clock(time, device);
}

static enum message_refusal
check_clock(const struct check_time *time, const struct check_device *device)
{
	if (!time->told || device->monotonic - time->monotonic > CHECK_TIME_OLD_MS ||
		device->monotonic < time->monotonic)
		return MESSAGE_REFUSAL_ECLOCK;
	/* Whoever sets the clock in a lesson waits for the next ping (CLS-24). */
	if (distance(device->wall - device->monotonic, time->wall - time->monotonic) > CHECK_STEP_MS)
		return MESSAGE_REFUSAL_ECLOCK;
	return distance(time->wall, time->server) > CHECK_CLOCK_MS ? MESSAGE_REFUSAL_ECLOCK
								   : MESSAGE_REFUSAL_NONE;
}

/* Private networks are the same in every home: the address that the server sees must fit too (CLS-23). */
static enum message_refusal
check_place(const struct check_policy *policy, const struct check_time *time,
	const struct check_device *device, int64_t class, bool remote)
{
	if (remote)
		return calendar_is_remote(&policy->rules, class, check_now(time, device))
			? MESSAGE_REFUSAL_NONE
			: MESSAGE_REFUSAL_ELOC;
	if (!place_is_inside(&policy->rules.public_networks, time->address))
		return MESSAGE_REFUSAL_ELOC;
	for (size_t i = 0; i < device->address_count; i++)
		if (place_is_inside(&policy->rules.device_networks, device->addresses[i]))
			return MESSAGE_REFUSAL_NONE;
	return MESSAGE_REFUSAL_ELOC;
}

static bool
is_in_classes(const struct message_policy_rules *rules, int64_t class)
{
	struct message_bytes rest = rules->classes.bytes;
	struct message_class one;
	while (message_class_take(&rest, &one))
		if (one.class == class)
			return true;
	return false;
}

static bool
signed_by(const struct message_key_list *keys, const char *label, struct message_bytes payload,
	const uint8_t *signature)
{
	struct message_bytes rest = keys->bytes;
	struct message_key key;
	while (message_key_take(&rest, &key))
		if (seal_verify(key.key, label, payload, signature))
			return true;
	return false;
}

/* False when it was used, and when there is no room to remember it: then nothing is taken. */
static bool
nonce_use(struct check_nonces *nonces, const uint8_t nonce[16], int64_t now, int64_t until)
{
	struct check_nonce *place = NULL;
	for (size_t i = 0; i < CHECK_NONCES_MAX; i++) {
		struct check_nonce *one = &nonces->at[i];
		if (one->until <= now)
			place = one;
		else if (memcmp(one->nonce, nonce, sizeof one->nonce) == 0)
			return false;
	}
	if (!place)
		return false;
	memcpy(place->nonce, nonce, sizeof place->nonce);
	place->until = until;
	return true;
}
