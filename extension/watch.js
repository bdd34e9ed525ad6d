// Who is looking, and the pictures for them: agent/watch.c in JavaScript. The
// order is the promise: check, notice, record, acknowledge, the school's record,
// picture. At each step the one before is asked again, and a lease that fails is let go.
import { checkLeaseNow } from "./check.js";
import { frameOf, tabsText } from "./frame.js";
import { grab, Picture } from "./picture.js";
import { makeContentKey } from "./seal.js";
import { fromHex, isSame } from "./bytes.js";
import { knows } from "./view_log.js";
import * as indicator from "./indicator.js";

const LEASES_MAX = 8;
const INDICATOR_MS = 1500; // so long it may be out of sight before EIND is said
const CAPTURE_MS = 1000; // at most one a second and browser (CLS-11); Chromium allows two
const KINDS = ["thumb", "full", "tabs"];

const leases = new Map(); // lease -> { terms, content, since, acknowledged, number, open }
const series = Object.fromEntries(KINDS.map((kind) => [kind, { kind, leader: 0n, whole: true, next: 0, content: null, picture: null, tabs: null }]));
let capturedAt = -CAPTURE_MS;
let hiddenSince = 0; // monotonic; 0: the notice is in sight, or nobody looks

export const isIdle = () => leases.size === 0;
/** For the popup: the same teacher on two pages, or asking again, is one. */
export const lookers = () => [...new Map([...leases.values()].map(({ terms, since }) => [`${terms.teacher} ${terms.kind}`,
	{ teacher: terms.teacher_name, lesson: terms.lesson, kind: terms.kind, since, remote: terms.remote !== 0 }])).values()];

const isRenewal = (held, terms) => ["pupil", "class", "teacher", "kind", "remote"].every((name) => held[name] === terms[name]) &&
	isSame(held.page_key, terms.page_key);

/** A lease that passed checkLease, with its bytes as signed; the refusal when there is no room, or its id has other terms. */
export async function hold(terms, content, { device, log }) {
	const held = leases.get(terms.lease);
	if (held) {
		if (!isRenewal(held.terms, terms))
			return "ereplay";
		Object.assign(held, { terms, content: content.slice() });
		return "none";
	}
	if (knows(log, terms.lease)) // its look ended: one series, one look
		return "ereplay";
	if (leases.size >= LEASES_MAX)
		return "ecap";
	if (leases.size === 0)
		hiddenSince = 0;
	leases.set(terms.lease, { terms, content: content.slice(), number: 0, since: device.wall, acknowledged: false, open: false });
	const one = series[terms.kind];
	if (one.leader === 0n)
		await lead(one);
	await indicator.say(leases.values());
	return "none";
}

// A new key and a new leader for a series: who left can open nothing more (CLS-39).
async function lead(one) {
	const first = [...leases.values()].find((lease) => lease.terms.kind === one.kind);
	one.content?.raw.fill(0);
	Object.assign(one, { leader: first?.terms.lease ?? 0n, whole: true, content: first ? await makeContentKey() : null });
	if (!first)
		one.picture = one.tabs = null;
}

export async function release(id) {
	const lease = leases.get(id);
	if (!lease)
		return;
	leases.delete(id);
	await lead(series[lease.terms.kind]);
	await indicator.say(leases.values());
}

export async function releaseAll() {
	if (leases.size === 0)
		return;
	leases.clear();
	for (const kind of KINDS)
		await lead(series[kind]);
	await indicator.say([]);
}

export function again(id) {
	const lease = leases.get(id);
	if (lease)
		series[lease.terms.kind].whole = true;
}

/** The tabs changed: who reads the list need not wait. */
export function tabsChanged() {
	series.tabs.next = 0;
}

// Every check again, but signature and nonce; what fails is let go.
async function lookAtLeases(session) {
	for (const [id, { terms }] of [...leases]) {
		const refusal = checkLeaseNow(session.policy, session.time, session.device, terms);
		if (refusal === "none")
			continue;
		if (refusal === "eexp")
			session.send("lease_end", { reason: "expired" }, id);
		else
			session.refuse(id, 0n, refusal);
		await release(id);
	}
}

// Record, then acknowledge: once for each lease, before its first picture.
async function acknowledge(session, id, lease) {
	const previous = fromHex(session.log.head);
	try {
		await session.record(lease.terms, lease.content);
	} catch {
		session.refuse(id, 0n, "ecap");
		return release(id);
	}
	lease.number = session.log.count;
	lease.acknowledged = session.send("notice_ack", { at: session.log.at, previous }, id);
	if (!lease.acknowledged) // it stands on record; the next connection tells it
		await release(id);
}

// Its notice is up and the school has confirmed that the look is on record there too.
const maySee = (session, lease) => lease?.acknowledged && lease.number <= session.log.schoolCount;

// Nothing is captured without the notice, from the first moment; after a while the
// teacher is told. The school ends the leases then, so they are let go.
async function tellNoIndicator(session) {
	hiddenSince ||= session.device.monotonic;
	if (session.device.monotonic - hiddenSince < INDICATOR_MS)
		return;
	hiddenSince = 0;
	for (const id of [...leases.keys()]) {
		session.refuse(id, 0n, "eind");
		await release(id);
	}
}

// The pace of a series is that of its most eager lease.
const intervalOf = (kind) => Math.min(60000, ...[...leases.values()].filter(({ terms }) => terms.kind === kind).map(({ terms }) => terms.interval_ms));

const viewersOf = (session, kind) => [...leases.values()].filter((lease) => maySee(session, lease) && lease.terms.kind === kind);

async function send(session, one, what) {
	if (!what)
		return;
	const bytes = await frameOf(session.identity, one, viewersOf(session, one.kind), session.sequence + 1, what);
	what.text.fill(0);
	one.whole = !session.sendBytes(bytes);
}

async function sendPictures(session, due) {
	const shown = await indicator.ready();
	if (!shown)
		return tellNoIndicator(session);
	capturedAt = performance.now();
	const bitmap = await grab(shown);
	await session.refreshFacts(); // a machine may have slept over it
	await lookAtLeases(session);
	if (isIdle())
		return bitmap?.close();
	if (!await indicator.ready()) { // the pupil may have gone to another page meanwhile: it was not said there
		bitmap?.close();
		return tellNoIndicator(session);
	}
	for (const one of due.filter(({ leader }) => maySee(session, leases.get(leader)))) {
		one.picture ??= new Picture(one.kind);
		await send(session, one, await one.picture.take(bitmap, one.whole));
	}
	bitmap?.close();
}

async function sendTabs(session, one) {
	if (!await indicator.ready()) // a list of pages is as private as a picture (CLS-42)
		return tellNoIndicator(session);
	const what = tabsText(await chrome.tabs.query({}));
	if (!one.whole && one.tabs && isSame(one.tabs, what.text))
		return;
	one.tabs = what.text.slice();
	await send(session, one, what);
}

/** Looks again at every lease, sends what is due; ms until it wants to be called again. */
export async function tick(session) {
	await lookAtLeases(session);
	if (isIdle())
		return Infinity;
	if (!await indicator.ready()) {
		await indicator.onPageInFront();
		await tellNoIndicator(session);
		return isIdle() ? Infinity : 100;
	}
	hiddenSince = 0;
	for (const [id, lease] of [...leases]) {
		if (!lease.acknowledged)
			await acknowledge(session, id, lease);
		if (!lease.open && maySee(session, lease)) { // the first picture for it is a whole one, with its key
			lease.open = true;
			Object.assign(series[lease.terms.kind], { whole: true, next: 0 });
		}
	}
	const now = performance.now();
	const due = KINDS.map((kind) => series[kind]).filter((one) => maySee(session, leases.get(one.leader)) && now >= one.next && session.isFree());
	for (const one of due)
		one.next = now + Math.max(intervalOf(one.kind), one.kind === "tabs" ? 0 : CAPTURE_MS);
	const pictures = due.filter((one) => one.kind !== "tabs");
	if (pictures.length && now - capturedAt >= CAPTURE_MS)
		await sendPictures(session, pictures);
	else
		pictures.forEach((one) => { one.next = capturedAt + CAPTURE_MS; });
	if (due.includes(series.tabs))
		await sendTabs(session, series.tabs);
	const next = Math.min(...KINDS.map((kind) => series[kind]).filter((one) => maySee(session, leases.get(one.leader))).map((one) => one.next));
	return Math.min(1000, Math.max(50, next - performance.now()));
}
