// Writes crypto.json and lease.json: what server, agent, extension and wall must
// all agree on (T2, T10). Run once, by hand, when the rules change:
//
//   node test/vectors/make.mjs build/wire/wire.js
//
// Keys come from their names, so that the files are the same each time.
import { createHash, createPrivateKey, createPublicKey, sign, hkdfSync, diffieHellman, createCipheriv } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL(".", import.meta.url);
const source = readFileSync(process.argv[2]);
const wire = await import("data:text/javascript;base64," + source.toString("base64"));

const hex = bytes => Buffer.from(bytes).toString("hex");
const seed_of = name => createHash("sha256").update("campanella test " + name).digest();
const der = { ed25519: "302e020100300506032b657004220420", x25519: "302e020100300506032b656e04220420" };

function pair(kind, name) {
	const seed = seed_of(name);
	const secret = createPrivateKey({ key: Buffer.concat([Buffer.from(der[kind], "hex"), seed]), format: "der", type: "pkcs8" });
	const open = createPublicKey(secret);
	return { seed, secret, open, public_key: open.export({ format: "der", type: "spki" }).subarray(-32) };
}

function signed(key, name, fields, label = name) {
	const payload = wire.pack(name, fields);
	return Buffer.concat([payload, sign(null, wire.signed_bytes(label, payload), key.secret)]);
}

const keys = Object.fromEntries(["policy", "lease", "time", "other", "device"].map(name => [name, pair("ed25519", name)]));
const page = pair("x25519", "page");

// The class 5A (id 5) has a lesson on Tuesday 24 November 2026 from 9:00 to 10:00 in Rome.
const MINUTE = 60000, DAY = 24 * 60 * MINUTE;
const at = Date.UTC(2026, 10, 24, 8, 30);
const day_of = time => Math.floor(time / DAY);
const ipv4 = text => Buffer.concat([Buffer.from("00000000000000000000ffff", "hex"), Buffer.from(text.split(".").map(Number))]);
const network = (text, bits) => ({ address: ipv4(text), prefix: 96 + bits });
const ipv6_network = { address: Buffer.from("20010db8000100000000000000000000", "hex"), prefix: 48 };

const base = {
	policy: {
		device: 7n, version: 3, role: "pupil", pupil: 101, valid_from: at - DAY, valid_until: at + 5 * DAY, zone: 0,
		school: "Istituto Esempio", classes: [{ class: 5 }, { class: 6 }],
		device_networks: [network("10.20.0.0", 16), ipv6_network], public_networks: [network("192.0.2.0", 28), ipv6_network],
		closures: [{ first_day: day_of(Date.UTC(2026, 11, 23)), last_day: day_of(Date.UTC(2027, 0, 6)) }],
		hours: [
			{ class: 5, weekday: 2, from_minute: 540, to_minute: 600, first_day: day_of(Date.UTC(2026, 8, 14)), last_day: day_of(Date.UTC(2027, 5, 9)) },
			{ class: 6, weekday: 2, from_minute: 600, to_minute: 660, first_day: 0, last_day: 99999 },
			{ class: 5, weekday: 3, from_minute: 480, to_minute: 540, first_day: 0, last_day: 99999 },
			{ class: 5, weekday: 3, from_minute: 540, to_minute: 570, first_day: 0, last_day: 99999 },
		],
		remote_hours: [], lease_keys: [{ key: keys.lease.public_key }], time_keys: [{ key: keys.time.public_key }],
	},
	policy_key: keys.policy, version_seen: 0,
	time: { device: 7n, time: at - 5000, address: ipv4("192.0.2.9") },
	time_key: keys.time, time_wall: at - 5000, time_monotonic: 995000,
	device: { device: 7n, wall: at, monotonic: 1000000, addresses: ["10.20.3.4"].map(ipv4), user_is_here: true,
		can: { thumb: true, full: true, tabs: false } },
	lease: {
		lease: 900n, device: 7n, pupil: 101, class: 5, teacher: 11, teacher_name: "Prof. Bianchi", lesson: "Matematica",
		purpose: "instruction", kind: "thumb", interval_ms: 1000, not_before: at - 1000, expires: at + 39000,
		nonce: seed_of("nonce").subarray(0, 16), page_key: page.public_key, remote: 0,
	},
	lease_key: keys.lease, lease_label: "lease_terms",
};

const copy = value => value instanceof Uint8Array ? Buffer.from(value) : Array.isArray(value) ? value.map(copy) :
	value && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype ?
		Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one)])) : value;

// Everything moved to another moment; what is further away keeps its distance.
function move(c, time, policy_too = true) {
	const by = time - at;
	c.device.wall += by; c.time_wall += by; c.time.time += by; c.lease.not_before += by; c.lease.expires += by;
	if (policy_too) {
		c.policy.valid_from += by; c.policy.valid_until += by;
	}
}
const DAWN = -(2n ** 63n) + 5000n; // no clock says so; a signature can
const remote_hour = { class: 5, day: day_of(at), from_minute: 540, to_minute: 600 };
const at_home = c => { c.time.address = ipv4("198.51.100.7"); c.device.addresses = [ipv4("192.168.1.5")]; };
const remote = c => { c.policy.remote_hours = [{ ...remote_hour }]; c.lease.remote = 1; };

// name, refusal, what differs from the base, [other fields of the case]
const lease_cases = [
	["thumb", "none", () => {}],
	["full", "none", c => { c.lease.kind = "full"; }],
	["first moment of the lesson", "none", c => move(c, Date.UTC(2026, 10, 24, 8, 0))],
	["last second of the lesson", "none", c => move(c, Date.UTC(2026, 10, 24, 8, 59, 59))],
	["the bell", "etime", c => move(c, Date.UTC(2026, 10, 24, 9, 0))],
	["a second before the lesson", "etime", c => move(c, Date.UTC(2026, 10, 24, 7, 59, 59))],
	["at night", "etime", c => move(c, Date.UTC(2026, 10, 24, 23, 30))],
	["another weekday", "etime", c => move(c, at + 2 * DAY)],
	["a Sunday", "etime", c => move(c, at + 5 * DAY)],
	["holidays", "etime", c => move(c, Date.UTC(2026, 11, 29, 8, 30))],
	["last day of the holidays", "etime", c => { c.policy.closures[0].last_day = day_of(at); c.policy.closures[0].first_day = 0; }],
	["the day after the holidays", "none", c => { c.policy.closures[0].last_day = day_of(at) - 1; c.policy.closures[0].first_day = 0; }],
	["before the row is in force", "etime", c => { c.policy.hours[0].first_day = day_of(at) + 1; }],
	["after the row was in force", "etime", c => { c.policy.hours[0].last_day = day_of(at) - 1; }],
	["lesson of the pupil's other class", "etime", c => { c.lease.class = 6; }],
	["summer time, in the lesson", "none", c => move(c, Date.UTC(2027, 3, 13, 7, 30))],
	["summer time, an hour late", "etime", c => move(c, Date.UTC(2027, 3, 13, 8, 30))],
	["Canary Islands", "none", c => { c.policy.zone = 1; move(c, Date.UTC(2026, 10, 24, 9, 30)); }],
	["Caribbean in July", "none", c => { c.policy.zone = 2; c.policy.hours[0].last_day = 99999; move(c, Date.UTC(2027, 6, 13, 13, 30)); }],
	["no such zone", "etime", c => { c.policy.zone = 9; }],
	["no timetable", "etime", c => { c.policy.hours = []; }],

	["signed by another key", "esig", c => { c.lease_key = keys.other; }],
	["signed by the policy key", "esig", c => { c.lease_key = keys.policy; }],
	["signed by the time key", "esig", c => { c.lease_key = keys.time; }],
	["signature for something else", "esig", c => { c.lease_label = "lock_order"; }],
	["one bit of the terms", "esig", () => {}, { flip: 40 }],
	["one bit of the signature", "esig", () => {}, { flip: -1 }],
	["cut short", "esig", () => {}, { cut: 1 }],
	["shorter than a signature", "esig", () => {}, { cut: 1000 }],
	["pupil policy without lease keys", "esig", c => { c.policy.lease_keys = []; }],
	["second of two lease keys", "none", c => { c.policy.lease_keys.unshift({ key: keys.other.public_key }); }],

	["for another device", "edev", c => { c.lease.device = 8n; }],
	["a staff device", "erole", c => { c.policy.role = "staff"; c.policy.lease_keys = []; }],
	["a staff device with lease keys", "erole", c => { c.policy.role = "staff"; }],
	["no role", "erole", c => { c.policy.role = "none"; }],
	["another group", "egroup", c => { c.lease.class = 55; }],
	["no group", "egroup", c => { c.policy.classes = []; }],

	["at home", "eloc", at_home],
	["own address of the school, seen from outside", "eloc", c => { c.time.address = ipv4("198.51.100.7"); }],
	["seen from the school, own address outside", "eloc", c => { c.device.addresses = [ipv4("192.168.1.5")]; }, { browser: "none" }],
	["no address", "eloc", c => { c.device.addresses = []; }, { browser: "none" }],
	["second of two addresses", "none", c => { c.device.addresses.unshift(ipv4("192.168.1.5")); }],
	["IPv6", "none", c => { c.time.address = c.device.addresses[0] = Buffer.from("20010db8000100020000000000000005", "hex"); }],
	["IPv6 outside", "eloc", c => { c.time.address = c.device.addresses[0] = Buffer.from("20010db8000200020000000000000005", "hex"); }],
	["just outside the public network", "eloc", c => { c.time.address = ipv4("192.0.2.16"); }],
	["no networks", "eloc", c => { c.policy.public_networks = []; c.policy.device_networks = []; }],

	["remote lesson at home", "none", c => { at_home(c); remote(c); }],
	["remote lesson that the policy lacks", "eloc", c => { at_home(c); c.lease.remote = 1; }],
	["remote lesson not said in the lease", "eloc", c => { at_home(c); remote(c); c.lease.remote = 0; }],
	["remote lesson of another class", "eloc", c => { at_home(c); remote(c); c.policy.remote_hours[0].class = 6; }],
	["remote lesson of another day", "eloc", c => { at_home(c); remote(c); c.policy.remote_hours[0].day++; }],
	["remote lesson that is over", "eloc", c => { at_home(c); remote(c); c.policy.remote_hours[0].to_minute = 570; }],
	["a remote lesson lifts no time", "etime", c => { at_home(c); remote(c); c.policy.remote_hours[0].to_minute = 720; move(c, Date.UTC(2026, 10, 24, 9, 10)); }],
	["a remote lesson lifts no role", "erole", c => { at_home(c); remote(c); c.policy.role = "staff"; }],
	["a remote lesson lifts no clock", "eclock", c => { at_home(c); remote(c); c.time_wall = c.device.wall = at + 10 * MINUTE; }],

	["no time from the server", "eclock", () => {}, { no_time: true }],
	["clock 2 minutes fast", "none", c => { c.device.wall += 2 * MINUTE; c.time_wall += 2 * MINUTE; }],
	["clock more than 2 minutes fast", "eclock", c => { c.device.wall += 2 * MINUTE + 1; c.time_wall += 2 * MINUTE + 1; }],
	["clock more than 2 minutes slow", "eclock", c => { c.device.wall -= 2 * MINUTE + 1; c.time_wall -= 2 * MINUTE + 1; }],
	["clock set since the last ping", "eclock", c => { c.device.wall -= 10000; }],
	["clock set forward since the last ping", "eclock", c => { c.device.wall += 10000; }],
	["last ping too old", "eclock", c => { c.time_monotonic -= 65001; c.time_wall -= 65001; c.time.time -= 65001; }],
	["a time so early that the numbers run over", "eclock", c => { c.time.time = -(2n ** 63n); }],
	["time signed by another key", "eclock", c => { c.time_key = keys.other; }],
	["time signed by the lease key", "eclock", c => { c.time_key = keys.lease; }],
	["time for another device", "eclock", c => { c.time.device = 8n; }],

	["no policy", "epolicy", () => {}, { no_policy: true }],
	["policy past its end", "epolicy", c => { c.policy.valid_until = c.policy.valid_from + 1000; }, { policy_refusal: "epolicy" }],
	["policy that ended after it was taken", "epolicy", c => { c.policy.valid_until = at - 1000; }, { policy_wall: at - 3000 }],
	["policy that ended by the device's clock alone", "epolicy", c => { c.policy.valid_until = at - 1000; c.time.time -= MINUTE; }, { policy_wall: at - 3000 }],
	["policy that ended by the server's clock alone", "epolicy", c => { c.policy.valid_until = at + 30000; c.time.time += MINUTE; }],
	["policy not yet in force", "epolicy", c => { c.policy.valid_from = at + 10 * MINUTE; }, { policy_refusal: "epolicy" }],
	["policy of more than 7 days", "epolicy", c => { c.policy.valid_until = c.policy.valid_from + 7 * DAY + 1; }, { policy_refusal: "epolicy" }],
	["policy of so many days that the numbers run over", "epolicy", c => { c.policy.valid_from = DAWN; c.policy.valid_until = at + 400 * DAY; },
		{ policy_refusal: "epolicy", policy_browser: "esig" }],
	["policy older than one seen", "epolicy", c => { c.version_seen = 4; }, { policy_refusal: "epolicy" }],
	["policy as old as one seen", "none", c => { c.version_seen = 3; }],
	["policy signed by the lease key", "epolicy", c => { c.policy_key = keys.lease; }, { policy_refusal: "esig" }],
	["policy of another device", "epolicy", c => { c.policy.device = 8n; }, { policy_refusal: "edev" }],

	["expired", "eexp", c => { c.lease.not_before = at - 60000; c.lease.expires = at; }],
	["a millisecond before its end", "none", c => { c.lease.not_before = at - 59999; c.lease.expires = at + 1; }],
	["longer than 60 s", "eexp", c => { c.lease.expires = c.lease.not_before + 60001; }],
	["exactly 60 s", "none", c => { c.lease.expires = c.lease.not_before + 60000; }],
	["longer than 60 s, so long that the numbers run over", "eexp", c => { c.lease.not_before = DAWN; c.lease.expires = at + DAY; }, { browser: "esig" }],
	["not yet", "eexp", c => { c.lease.not_before = at + 10000; }],
	["ends before it begins", "eexp", c => { c.lease.not_before = at + 1500; c.lease.expires = at + 1000; }],
	["a nonce seen before", "ereplay", () => {}, { twice: true }],

	["another user at the screen", "euser", c => { c.device.user_is_here = false; }],
	["another pupil", "euser", c => { c.lease.pupil = 102; }],
	["nobody known to work here", "euser", c => { c.policy.pupil = 0; c.lease.pupil = 0; }],

	["no kind", "ecap", c => { c.lease.kind = "none"; }],
	["tabs where there are none", "ecap", c => { c.lease.kind = "tabs"; }],
	["tabs in a browser", "none", c => { c.lease.kind = "tabs"; c.device.can.tabs = true; }],
	["no picture on this session", "ecap", c => { c.device.can = { thumb: false, full: false, tabs: false }; }],
	["pictures too often", "ecap", c => { c.lease.interval_ms = 199; }],
];

const order_of = c => {
	const { device, pupil, class: class_, teacher, teacher_name, lesson, not_before } = c.lease;
	return { order: 77n, device, pupil, class: class_, teacher, teacher_name, lesson, not_before, expires: at + 30 * MINUTE,
		nonce: seed_of("order nonce").subarray(0, 16), ...c.order };
};
const order_cases = [
	["lock until the bell", "none", () => {}],
	["lock past the bell", "etime", c => { c.order = { expires: at + 30 * MINUTE + 1 }; }],
	["lock outside the lesson", "etime", c => { move(c, at + 40 * MINUTE); c.order = { expires: at + 50 * MINUTE }; }],
	["lock to the end of the first of two lessons in a row", "none", c => { move(c, Date.UTC(2026, 10, 25, 7, 30)); c.order = { expires: Date.UTC(2026, 10, 25, 8, 0) }; }],
	["lock into the second of two lessons in a row", "etime", c => { move(c, Date.UTC(2026, 10, 25, 7, 30)); c.order = { expires: Date.UTC(2026, 10, 25, 8, 0) + 1 }; }],
	["lock signed by another key", "esig", c => { c.lease_key = keys.other; }],
	["lock signed as a lease", "esig", c => { c.lease_label = "lease_terms"; }],
	["lock for another device", "edev", c => { c.lease.device = 8n; }],
	["lock of a staff device", "erole", c => { c.policy.role = "staff"; }],
	["lock of another group", "egroup", c => { c.lease.class = 55; }],
	["lock at home", "eloc", at_home],
	["lock in a remote lesson", "none", c => { at_home(c); remote(c); }],
	["lock with a wrong clock", "eclock", c => { c.device.wall += 10000; }],
	["lock without a policy", "epolicy", () => {}, { no_policy: true }],
	["lock expired", "eexp", c => { c.order = { expires: at - 1 }; }],
	["lock from the first of all moments", "none", c => { c.order = { not_before: -(2n ** 63n) }; }, { browser: "esig" }],
	["lock played again", "ereplay", () => {}, { twice: true }],
	["lock of another pupil", "euser", c => { c.lease.pupil = 102; }],
];

function case_of(kind, [name, refusal, change, also = {}]) {
	const { flip, cut, no_time, no_policy, twice, policy_refusal = "none", policy_browser = policy_refusal, browser = refusal, policy_wall } = also;
	const c = Object.assign(copy({ ...base, policy_key: 0, time_key: 0, lease_key: 0 }),
		{ policy_key: base.policy_key, time_key: base.time_key, lease_key: base.lease_key });
	c.lease_label = kind === "lease" ? "lease_terms" : "lock_order";
	change(c);
	const form = kind === "lease" ? "lease_terms" : "lock_order";
	let content = signed(c.lease_key, form, kind === "lease" ? c.lease : { order: order_of(c), on: 1, text: "" }, c.lease_label);
	if (flip)
		content[(flip + content.length) % content.length] ^= 1;
	if (cut)
		content = content.subarray(0, Math.max(0, content.length - cut));
	return {
		name, kind, refusal, browser, policy_refusal, policy_browser, twice: Boolean(twice), version_seen: c.version_seen,
		policy: no_policy ? "" : hex(signed(c.policy_key, "policy_rules", c.policy)), policy_wall: policy_wall ?? c.device.wall,
		time: no_time ? "" : hex(signed(c.time_key, "server_time", c.time)),
		time_wall: c.time_wall, time_monotonic: c.time_monotonic,
		device: Number(c.device.device), wall: c.device.wall, monotonic: c.device.monotonic,
		addresses: c.device.addresses.map(hex), user_is_here: c.device.user_is_here,
		can_thumb: c.device.can.thumb, can_full: c.device.can.full, can_tabs: c.device.can.tabs,
		content: hex(content),
	};
}

const lease_json = {
	about: "Each case: take the policy at policy_wall, the server's time at time_wall and time_monotonic, then put the content (a lease, or a lock order) to the device at wall and monotonic (twice: two times). `refusal` is the last answer of an agent, `browser` that of an extension, which does not know its own address.",
	policy_key: hex(keys.policy.public_key),
	cases: [...lease_cases.map(one => case_of("lease", one)), ...order_cases.map(one => case_of("order", one))],
};

// crypto.json
const from_rfc = (seed, message) => ({ seed, message });
const ed25519 = [
	from_rfc("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
	from_rfc("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
	from_rfc("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
];
const private_of = (kind, seed) => createPrivateKey({ key: Buffer.from(der[kind] + seed, "hex"), format: "der", type: "pkcs8" });
const public_of = secret => createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
const x_public = bytes => createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), bytes]), format: "der", type: "spki" });
const shared = (secret, other) => diffieHellman({ privateKey: secret, publicKey: x_public(other) });

function gcm(key, nonce, aad, text) {
	const cipher = createCipheriv("aes-256-gcm", key, nonce);
	cipher.setAAD(aad);
	return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function wrap_of(number) {
	const ephemeral = pair("x25519", "ephemeral " + number);
	const content_key = seed_of("content " + number), nonce = seed_of("lease nonce " + number).subarray(0, 16);
	const lease = 900n + BigInt(number);
	const lease_bytes = Buffer.alloc(8);
	lease_bytes.writeBigUInt64BE(lease);
	const secret = shared(ephemeral.secret, page.public_key);
	const wrapping = Buffer.from(hkdfSync("sha256", secret, nonce, Buffer.concat([Buffer.from("campanella/frame/1"), lease_bytes]), 32));
	const proof = wire.pack("key_proof", { lease, nonce, page_key: page.public_key, ephemeral: ephemeral.public_key });
	const text = wire.pack("picture", { width: 480, height: 270, jpeg: seed_of("jpeg " + number) });
	const wraps = [{ lease, nonce, ephemeral: ephemeral.public_key, signature: sign(null, wire.signed_bytes("key_proof", proof), keys.device.secret),
		wrapped: gcm(wrapping, Buffer.alloc(12), Buffer.alloc(0), content_key) }];
	const empty = wire.encode("frame_key", { wraps, sealed: new Uint8Array(text.length + 16) }, { sequence: 40 + number, lease });
	const frame_nonce = Buffer.alloc(12);
	frame_nonce.writeUInt32BE(40 + number, 8);
	const message = wire.encode("frame_key", { wraps, sealed: gcm(content_key, frame_nonce, empty.subarray(0, 17), text) }, { sequence: 40 + number, lease });
	return { lease: Number(lease), nonce: hex(nonce), page_seed: hex(page.seed), page_key: hex(page.public_key), ephemeral_seed: hex(ephemeral.seed),
		ephemeral: hex(ephemeral.public_key), device_key: hex(keys.device.public_key), device_seed: hex(keys.device.seed), secret: hex(secret),
		wrapping: hex(wrapping), content_key: hex(content_key), wrapped: hex(wraps[0].wrapped), signature: hex(wraps[0].signature),
		message: hex(message), text: hex(text) };
}

const crypto_json = {
	about: "ed25519: RFC 8032. x25519: RFC 7748. wraps: a whole FRAME_KEY as wire/messages.def says above `record wrap`. labelled: a signed payload as it travels.",
	ed25519: ed25519.map(({ seed, message }) => ({ seed, message, public_key: hex(public_of(private_of("ed25519", seed))),
		signature: hex(sign(null, Buffer.from(message, "hex"), private_of("ed25519", seed))) })),
	labelled: ["lease", "policy", "other"].map(name => {
		const payload = wire.pack("server_time", { device: 7n, time: at, address: ipv4("192.0.2.9") });
		return { label: "campanella/time/1", seed: hex(keys[name].seed), public_key: hex(keys[name].public_key), payload: hex(payload),
			signature: hex(sign(null, wire.signed_bytes("server_time", payload), keys[name].secret)) };
	}),
	x25519: [
		["a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"],
		["4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d", "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"],
	].map(([seed, other]) => ({ seed, public_key: hex(public_of(private_of("x25519", seed))), other,
		secret: hex(shared(private_of("x25519", seed), Buffer.from(other, "hex"))) })),
	hkdf: [1, 2].map(number => {
		const secret = seed_of("hkdf " + number), salt = seed_of("salt").subarray(0, 16), info = Buffer.from("info " + number);
		return { secret: hex(secret), salt: hex(salt), info: hex(info), key: hex(Buffer.from(hkdfSync("sha256", secret, salt, info, 32))) };
	}),
	gcm: [0, 1, 16, 1000].map(length => {
		const key = seed_of("gcm"), nonce = seed_of("nonce " + length).subarray(0, 12), aad = seed_of("aad").subarray(0, 17);
		const text = Buffer.alloc(length, "campanella");
		return { key: hex(key), nonce: hex(nonce), aad: hex(aad), text: hex(text), sealed: hex(gcm(key, nonce, aad, text)) };
	}),
	wraps: [1, 2].map(wrap_of),
};

const write = (name, value) => writeFileSync(new URL(name, here), JSON.stringify(value, null, "\t") + "\n");
write("lease.json", lease_json);
write("crypto.json", crypto_json);
console.log(`${lease_json.cases.length} lease cases`);
