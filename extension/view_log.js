// The browser's own record of who looked: a chain of which the school keeps
// another copy (CLS-31), as in agent/view_log.c. It only grows. A look that the
// school has not confirmed waits with its signed lease and is told again; one
// that it has confirmed can never be missing there without the pupil being told.
import { eight, fromBase64, fromHex, joined, toBase64, toHex } from "./bytes.js";
import { hash } from "./seal.js";

const LABEL = new TextEncoder().encode("campanella/view/1\0");
const SHOWN_MAX = 500; // the chain goes on; the popup lists the last ones
const PENDING_MAX = 16; // then the school has to be heard first
const LATELY_MAX = 32;
const ZEROS = "00".repeat(32);
const kinds = ["none", "thumb", "full", "tabs"];

export const newLog = () => ({ count: 0, head: ZEROS, at: 0, entries: [],
	lately: [], // leases of the last looks
	schoolCount: 0, schoolHead: ZEROS, pending: [], // { at, head, lease }: what the school has not confirmed
	differsAt: 0, comparedAt: 0 });

export async function loadLog() {
	return (await chrome.storage.local.get("log")).log ?? newLog();
}
const keep = (log) => chrome.storage.local.set({ log });

/** The browser is another device from now on: a new chain, but what was seen before stays on the list. */
export async function beginAnew() {
	const { entries } = await loadLog();
	await keep({ ...newLog(), entries });
}

/** The bytes that one look adds to the chain. */
export async function entryOf(head, terms, at) {
	return toHex(await hash(joined(LABEL, fromHex(head), eight(terms.lease), eight(terms.device), eight(terms.pupil),
		eight(terms.class), eight(terms.teacher), Uint8Array.of(kinds.indexOf(terms.kind), terms.remote), eight(at),
		terms.page_key)));
}

export const knows = (log, lease) => log.lately.includes(String(lease));
export const isFull = (log) => log.pending.length >= PENDING_MAX;

/** The log with one look more, kept; throws when it could not be kept. */
export async function addLook(log, terms, lease, wall) {
	if (isFull(log))
		throw new Error("the school has not confirmed the looks before");
	const at = Math.max(wall, log.at + 1); // two notices in one moment, or a clock that was set back
	const next = { ...log, count: log.count + 1, head: await entryOf(log.head, terms, at), at };
	next.pending = [...log.pending, { at, head: next.head, lease: toBase64(lease) }];
	next.lately = [...log.lately, String(terms.lease)].slice(-LATELY_MAX);
	next.entries = [...log.entries, { number: next.count, at, kind: terms.kind, remote: terms.remote !== 0,
		teacher: terms.teacher_name, lesson: terms.lesson }].slice(-SHOWN_MAX);
	await keep(next);
	return next;
}

/** What the school says its record ends with; the log as it is after that. */
export async function hearLog(log, head) {
	const said = toHex(head), known = said === log.schoolHead ? 0 : log.pending.findIndex((look) => look.head === said) + 1 || -1;
	const next = { ...log, comparedAt: Date.now() };
	if (known > 0)
		Object.assign(next, { schoolCount: log.schoolCount + known, schoolHead: said, pending: log.pending.slice(known) });
	else if (known < 0 && !log.differsAt)
		next.differsAt = Date.now();
	await keep(next);
	return next;
}

/** The first look that the school is to be told again, as look_report has it; null for none. */
export function missing(log) {
	const [look] = log.pending;
	return look ? { at: look.at, previous: fromHex(log.schoolHead), lease: fromBase64(look.lease) } : null;
}
