// The browser and its school: what is known, and the answer to each message.
import { checkLease, noPolicy, takePolicy, takeTime } from "./check.js";
import { fromBase64, fromHex, joined, toBase64 } from "./bytes.js";
import { CAN, encode, pack } from "./wire.js";
import { addLook, beginAnew, hearLog, isFull, loadLog, missing } from "./view_log.js";
import { keepIdentity, loadIdentity, makeIdentity } from "./identity.js";
import { sign } from "./seal.js";
import { word } from "./words.js";
import * as orders from "./orders.js";
import * as watch from "./watch.js";

const can = CAN.TAB | CAN.TABS | CAN.LOCK | CAN.MESSAGE | CAN.FOCUS | CAN.HAND | CAN.OPEN;

export const session = {
	identity: null, // after the enrolment
	policy: noPolicy(), policyAt: 0, // wall clock
	time: null, // what the server last said of it, on this connection
	nonces: new Map(),
	ahead: 0, // minutes: a demo school's time
	device: { device: 0n, wall: 0, monotonic: 0, userIsHere: true, can: { thumb: true, full: true, tabs: true } },
	log: null,
	hand: false,
	line: null, // to the school, when there is one
	sequence: 0,
	greeted: false,
	enrolling: null, // an identity that is not yet one
	problem: "", // for the pages: why there is no connection

	sendBytes(bytes) {
		if (!this.line?.send(bytes))
			return false;
		this.sequence++;
		return true;
	},
	send(name, fields, lease = 0n) {
		return this.sendBytes(encode(name, fields, { sequence: this.sequence + 1, lease }));
	},
	refuse(lease, order, code) {
		this.send("refuse", { device: this.device.device, order, code }, lease);
	},
	isFree() {
		return this.line?.isFree ?? false;
	},
	refreshFacts,
	async record(terms, content) {
		this.log = await addLook(this.log, terms, content, this.device.wall);
	},
};

/** What the checks need to know of the machine. */
async function refreshFacts() {
	session.device.wall = Date.now() + session.ahead * 60000;
	session.device.monotonic = Math.round(performance.now());
	session.device.userIsHere = await chrome.idle.queryState(15) !== "locked";
}

/** What a worker before this one knew: the policy is checked again, leases are gone with its connection. */
export async function revive() {
	session.identity = await loadIdentity() ?? null;
	session.device.device = session.identity?.device ?? 0n;
	session.log = await loadLog();
	const { policyVersion = 0 } = await chrome.storage.local.get("policyVersion");
	session.policy = noPolicy(policyVersion);
	const { policy, policyAt = 0, nonces = [], hand = false } = await chrome.storage.session.get(["policy", "policyAt", "nonces", "hand"]);
	session.nonces = new Map(nonces);
	session.hand = hand;
	await refreshFacts();
	if (session.identity && policy && await takePolicy(session.policy, session.identity.policyKey, fromBase64(policy), session.device) === "none")
		session.policyAt = policyAt;
	await orders.load();
}

const keepNonces = () => chrome.storage.session.set({ nonces: [...session.nonces] });

export async function raiseHand(up) {
	session.hand = up;
	await chrome.storage.session.set({ hand: up });
	return session.greeted && session.send("hand", { device: session.device.device, up: up ? 1 : 0 });
}

/** The school forgot it with the line before. */
export function sayHand() {
	if (session.hand)
		session.send("hand", { device: session.device.device, up: 1 });
}

// CLS-14. Which certificate it saw a browser does not tell: zeros.
async function greet(nonce) {
	const { identity, device, log } = session;
	const proof = pack("hello_proof", { nonce, device: identity.device });
	session.greeted = true;
	session.send("hello", { device: identity.device, version: chrome.runtime.getManifest().version, platform: "browser",
		session: "browser", can, policy_version: session.policy.rules?.version ?? 0, time: device.wall, log_count: log.count,
		log_head: fromHex(log.head), signature: await sign(identity.secret, "hello_proof", proof) });
}

// The proof that the code's bearer has the key, for this connection alone.
async function enrol(nonce, { server, code }) {
	const made = await makeIdentity(server, code);
	session.enrolling = { ...made, nonce };
	const signature = await sign(made.secret, "enrol_proof", pack("enrol_proof", { nonce, public_key: made.open }));
	session.send("enrol", { code, platform: "browser", public_key: made.open, signature });
}

// Once in each session of the browser; the button's page says it as long as it is installed.
async function sayDiffers() {
	const { saidDiffers } = await chrome.storage.session.get("saidDiffers");
	if (saidDiffers)
		return;
	await chrome.storage.session.set({ saidDiffers: true });
	await chrome.notifications.create("log", { type: "basic", iconUrl: "icons/128.png", title: word("name"), message: word("log_differs") }).catch(() => {});
}

async function report(look) {
	const content = pack("look_report", { device: session.identity.device, ...look });
	session.send("look", { content: joined(content, await sign(session.identity.secret, "look_report", content)) });
}

/**
 * All that a school's server can ask of this browser. What does not stand here
 * is answered with a refusal, or, if it is no message of wire/messages.def at
 * all, by closing the connection. What the pupil sees stands beside it.
 */
export const answers = {
	/** The browser signs the server's question to show that it is itself. Seen: nothing. */
	async challenge({ fields }, settings) {
		if (session.identity && !settings.anew)
			await greet(fields.nonce);
		else
			await enrol(fields.nonce, settings);
	},
	/** The school took the code: the browser is one of its devices. Seen: the school's name in the popup. */
	async enrolled({ fields }) {
		if (!session.enrolling)
			return false;
		const { nonce, ...identity } = session.enrolling;
		session.enrolling = null;
		Object.assign(identity, { device: fields.device, policyKey: fields.policy_key, school: fields.school.split("\n")[0] });
		await chrome.storage.local.remove("policyVersion");
		await beginAnew();
		await chrome.storage.session.remove(["policy", "policyAt", "nonces"]);
		await keepIdentity(identity);
		await revive();
		await greet(nonce);
	},
	/** The signed rules are kept: place, calendar, timetable, whose keys count. Seen: nothing. */
	async policy({ lease, fields }) {
		const refusal = await takePolicy(session.policy, session.identity.policyKey, fields.content, session.device);
		if (refusal !== "none")
			return session.refuse(lease, 0n, refusal);
		session.policyAt = session.device.wall;
		await chrome.storage.session.set({ policy: toBase64(fields.content), policyAt: session.policyAt });
		await chrome.storage.local.set({ policyVersion: session.policy.versionSeen });
	},
	/** For at most 60 seconds a teacher may have pictures, if the own checks agree. Seen: button, notification, notice on the page. */
	async lease({ lease, fields }) {
		const { refusal, terms } = await checkLease(session.policy, session.time, session.nonces, session.device, fields.content);
		const held = refusal === "none" ? await watch.hold(terms, fields.content, session) : refusal;
		if (refusal === "none")
			await keepNonces();
		if (held !== "none")
			session.refuse(lease, 0n, held);
		if (isFull(session.log)) // the school may have its record again by now
			session.send("loghead", { device: session.device.device, count: session.log.count, head: fromHex(session.log.head) });
	},
	/** The pictures stop. Seen: the notice goes away. */
	lease_end: ({ lease }) => watch.release(lease),
	/** The next picture is a whole one. It comes no sooner than the lease says. Seen: nothing more than the notice. */
	again: async ({ lease }) => watch.again(lease),
	/** Seen: a window over the screen with text, teacher and until when. */
	lock: (message) => order("lock_order", message),
	/** Seen: the message and the teacher's name, until it is closed. */
	msg: (message) => order("message_order", message),
	/** Seen: in place of every other site, the list, the teacher and until when. */
	focus: (message) => order("focus_order", message),
	/** A page is opened or closed. Seen: that. */
	tab_cmd: (message) => order("tab_order", message),
	/** The school's record of who looked is compared with the own one; a look it lacks is told again. Seen: a notice if they differ. */
	async loghead({ fields }) {
		session.log = await hearLog(session.log, fields.head);
		if (session.log.differsAt)
			await sayDiffers();
		const look = missing(session.log);
		if (look)
			await report(look);
	},
	/** The server says the time and which address it sees. Seen: nothing. */
	async ping({ fields }) {
		if (fields.content.length)
			session.time = await takeTime(session.time, session.policy, fields.content, session.device) ?? session.time;
		await orders.heard(session.device.wall);
	},
};

async function order(form, { lease, fields }) {
	const { refusal, order: id } = await orders.heed(session, form, fields.content);
	if (refusal === "none")
		await keepNonces();
	else
		session.refuse(lease, id, refusal);
}
