// The browser's own no (CLS-19 to CLS-25): agent/check.c in JavaScript, the same
// checks in the same order, put to the same cases (test/vectors/lease.json).
// Whatever the server says, a lease or an order counts only if the last signed
// policy, the browser's own clock, place and user agree with it. A failed or a
// missing check refuses.
//
// No time, no storage, no network of its own: all comes in as arguments. One
// thing differs from the agent: an extension cannot see its own address, so the
// place is the one that the server sees, signed (CLS-23).
import { split_signed, unpack, WireError } from "./wire.js";
import { hasLesson, isInside, isRemote, lessonEnd } from "./calendar.js";
import { isSigned } from "./seal.js";
import { toHex } from "./bytes.js";

const CLOCK_MS = 2 * 60 * 1000; // device and server agree within this
const STEP_MS = 2000; // the wall clock may drift from the monotonic one by this
const BACK_MS = 100; // no word of the server's turns its time back by more
const TIME_OLD_MS = 65 * 1000; // three pings: then the server's time is no longer known
const LEASE_MS = 60 * 1000;
const POLICY_MS = 7 * 24 * 60 * 60 * 1000;
const INTERVAL_MS_MIN = 200;
const NONCES_MAX = 256;

export const noPolicy = (versionSeen = 0) => ({ rules: null, versionSeen });

// The fields of a signed form, or null: signed by nobody we know, or no such form.
async function opened(keys, form, content) {
	try {
		const { payload, signature } = split_signed(content);
		for (const key of keys)
			if (await isSigned(key, form, payload, signature))
				return timely(unpack(form, payload));
	} catch (error) {
		if (!(error instanceof WireError))
			throw error;
	}
	return null;
}

// Times count on; one that no Number can hold is none.
function timely(fields) {
	const { valid_from = 0, valid_until = 0, time = 0 } = fields, { not_before = 0, expires = 0 } = fields.order ?? fields;
	return [valid_from, valid_until, time, not_before, expires].every(Number.isSafeInteger) ? fields : null;
}

/** Takes the policy if it is signed by this key, for this device, in force and not older than one seen. */
export async function takePolicy(policy, policyKey, content, device) {
	const rules = await opened([policyKey], "policy_rules", content);
	if (!rules)
		return "esig";
	if (rules.device !== device.device)
		return "edev";
	if (rules.version < policy.versionSeen || rules.valid_until - rules.valid_from > POLICY_MS ||
		rules.valid_until <= rules.valid_from || device.wall >= rules.valid_until ||
		device.wall < rules.valid_from - CLOCK_MS)
		return "epolicy";
	policy.rules = rules;
	policy.versionSeen = rules.version;
	return "none";
}

/** PING: the new { said, server, wall, monotonic, address }, or null when no time key of the policy signed it for this device. */
export async function takeTime(time, policy, content, device) {
	const keys = policy.rules?.time_keys.map((one) => one.key) ?? [];
	const said = await opened(keys, "server_time", content);
	if (!said || said.device !== device.device)
		return null;
	// An old ping played again would turn the clock back, and so would one that was long on its way:
	// a time that is known counts on. One that is not (any more) is learnt anew.
	let server = said.time;
	if (checkClock(time, device) === "none") {
		if (said.time <= time.said)
			return null;
		server = Math.max(server, serverNow(time, device) - BACK_MS);
	}
	return { said: said.time, server, wall: device.wall, monotonic: device.monotonic, address: said.address };
}

/** The server's time now, by the monotonic clock since it was told. */
export const serverNow = (time, device) => time.server + (device.monotonic - time.monotonic);

/** A new lease or a renewal: { refusal, terms }. On "none" its nonce is used up. */
export async function checkLease(policy, time, nonces, device, content) {
	let refusal = checkPolicy(policy, time, device);
	if (refusal !== "none")
		return { refusal };
	const terms = await opened(policy.rules.lease_keys.map((one) => one.key), "lease_terms", content);
	if (!terms)
		return { refusal: "esig" };
	refusal = checkLeaseNow(policy, time, device, terms);
	if (refusal === "none" && !useNonce(nonces, terms.nonce, serverNow(time, device), terms.expires))
		refusal = "ereplay";
	return { refusal, terms };
}

/** The same again without signature and nonce: before each picture. */
export function checkLeaseNow(policy, time, device, terms) {
	const refusal = checkPolicy(policy, time, device);
	if (refusal !== "none")
		return refusal;
	const whose = checkWhose(policy, time, device, terms);
	if (whose !== "none")
		return whose;
	const now = serverNow(time, device);
	if (now >= terms.expires || now < terms.not_before - STEP_MS || terms.expires <= terms.not_before ||
		terms.expires - terms.not_before > LEASE_MS)
		return "eexp";
	if (!hasLesson(policy.rules, terms.class, now))
		return "etime";
	const place = checkPlace(policy, time, device, terms.class, terms.remote !== 0);
	if (place !== "none")
		return place;
	return device.can[terms.kind] && terms.interval_ms >= INTERVAL_MS_MIN ? "none" : "ecap";
}

/** An order (CLS-43): { refusal, fields } of the form it should be. */
export async function checkOrder(policy, time, nonces, device, form, content) {
	const refusal = checkPolicy(policy, time, device);
	if (refusal !== "none")
		return { refusal };
	const fields = await opened(policy.rules.lease_keys.map((one) => one.key), form, content);
	if (!fields)
		return { refusal: "esig" };
	return { refusal: checkOrderNow(policy, time, nonces, device, fields.order), fields };
}

function checkOrderNow(policy, time, nonces, device, order) {
	const whose = checkWhose(policy, time, device, order);
	if (whose !== "none")
		return whose;
	const now = serverNow(time, device);
	if (now >= order.expires || now < order.not_before - STEP_MS || order.expires <= order.not_before)
		return "eexp";
	const end = lessonEnd(policy.rules, order.class, now);
	if (end === 0 || order.expires > end)
		return "etime";
	const place = checkPlace(policy, time, device, order.class, isRemote(policy.rules, order.class, now));
	if (place !== "none")
		return place;
	return useNonce(nonces, order.nonce, now, order.expires) ? "none" : "ereplay";
}

// Device, user, group, clock: what leases and orders have in common.
function checkWhose(policy, time, device, terms) {
	if (terms.device !== device.device)
		return "edev";
	if (!device.userIsHere || terms.pupil === 0 || terms.pupil !== policy.rules.pupil)
		return "euser";
	if (!policy.rules.classes.some((one) => one.class === terms.class))
		return "egroup";
	return checkClock(time, device);
}

// A policy that is there, in force, and of a pupil's device: staff are never viewed (CLS-29).
function checkPolicy(policy, time, device) {
	const { rules } = policy;
	if (!rules || rules.device !== device.device || device.wall >= rules.valid_until ||
		(time && serverNow(time, device) >= rules.valid_until))
		return "epolicy";
	return rules.role === "pupil" ? "none" : "erole";
}

function checkClock(time, device) {
	if (!time || device.monotonic - time.monotonic > TIME_OLD_MS || device.monotonic < time.monotonic)
		return "eclock";
	// Whoever sets the clock in a lesson waits for the next ping (CLS-24).
	if (Math.abs(device.wall - device.monotonic - (time.wall - time.monotonic)) > STEP_MS)
		return "eclock";
	return Math.abs(time.wall - time.server) > CLOCK_MS ? "eclock" : "none";
}

function checkPlace(policy, time, device, group, remote) {
	if (remote)
		return isRemote(policy.rules, group, serverNow(time, device)) ? "none" : "eloc";
	return isInside(policy.rules.public_networks, time.address) ? "none" : "eloc";
}

// False when it was used, and when there is no room to remember it: then nothing is taken.
function useNonce(nonces, nonce, now, until) {
	const name = toHex(nonce);
	for (const [one, ends] of nonces)
		if (ends <= now)
			nonces.delete(one);
	if (nonces.has(name) || nonces.size >= NONCES_MAX)
		return false;
	nonces.set(name, until);
	return true;
}
