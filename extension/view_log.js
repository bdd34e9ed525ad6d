// The browser's own record of who looked: a chain of which the school keeps
// another copy (CLS-31). An entry is written before the notice is acknowledged,
// so before the first picture.
import { eight, fromHex, joined, toHex } from "./bytes.js";
import { hash } from "./seal.js";

const LABEL = new TextEncoder().encode("campanella/view/1\0");
const SHOWN_MAX = 500; // the chain goes on; the popup lists the last ones
const ZEROS = "00".repeat(32);
const kinds = ["none", "thumb", "full", "tabs"];

export const newLog = () => ({ count: 0, head: ZEROS, before: ZEROS, at: 0, entries: [], differs: false, comparedAt: 0 });

export async function loadLog() {
	return (await chrome.storage.local.get("log")).log ?? newLog();
}
const keep = (log) => chrome.storage.local.set({ log });

/** The bytes that one look adds to the chain. */
export async function entryOf(head, terms, at) {
	return toHex(await hash(joined(LABEL, fromHex(head), eight(terms.lease), eight(terms.device), eight(terms.pupil),
		eight(terms.class), eight(terms.teacher), Uint8Array.of(kinds.indexOf(terms.kind), terms.remote), eight(at),
		terms.page_key)));
}

/** The log with one look more, kept; throws when it could not be kept. */
export async function addLook(log, terms, wall) {
	const at = Math.max(wall, log.at + 1); // two notices in one moment, or a clock that was set back
	const next = { ...log, count: log.count + 1, before: log.head, head: await entryOf(log.head, terms, at), at };
	next.entries = [...log.entries, { number: next.count, at, kind: terms.kind, remote: terms.remote !== 0,
		teacher: terms.teacher_name, lesson: terms.lesson }].slice(-SHOWN_MAX);
	await keep(next);
	return next;
}

/** What the school says its copy ends with; the log as it is after that. */
export async function compareLog(log, count, head) {
	const said = toHex(head);
	let next = { ...log, differs: true };
	if (count === log.count && said === log.head)
		next = { ...log, differs: false };
	else if (log.count > 0 && count === log.count - 1 && said === log.before) // the line broke before the school heard of it
		next = { ...log, count, head: log.before, entries: log.entries.slice(0, -1), differs: false };
	next.comparedAt = Date.now();
	await keep(next);
	return next;
}
