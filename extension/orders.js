// What a teacher can do to a browser without seeing it: keep it to some sites,
// pause it, say something, open or close a page. All name the teacher; focus,
// lock and message end by themselves (CLS-43 to CLS-45).
//
// Orders in force stand in storage.local, so that neither a killed worker nor a
// new start of the browser changes them: { focus, lock, message, heard, ahead }.
import { checkOrder, serverNow } from "./check.js";
import { word } from "./words.js";
import * as focus from "./focus.js";
import * as lock from "./lock.js";

const ORPHAN_MS = 5 * 60 * 1000; // the server is silent: a dead one leaves no class locked
const CLOCK_MS = 2 * 60 * 1000;

let inForce = {}; // focus, lock, message: { teacher, lesson, until, domains, text }; heard: wall clock; ahead: of it, minutes

export const now = () => inForce;
export const isAny = () => Boolean(inForce.focus || inForce.lock || inForce.message);

async function keep(change) {
	inForce = { ...inForce, ...change };
	await chrome.storage.local.set({ orders: inForce });
}

/** After a start of the worker or of the browser. */
export async function load() {
	inForce = (await chrome.storage.local.get("orders")).orders ?? {};
	if (!inForce.focus)
		await focus.end();
}

// While a tab is dragged no window can be made: the next tick tries again, and nothing else waits for it.
const showLock = () => lock.show().catch(console.error);

const messagePage = () => chrome.runtime.getURL("message.html");

const terms = ({ teacher_name, lesson, expires }) => ({ teacher: teacher_name, lesson, until: expires });

const take = {
	async focus_order(session, { order, on, domains }) {
		if (!on)
			return endFocus();
		const list = domains.map((one) => one.name);
		const all = focus.domainsOf({ domains: list }, session.identity.server);
		await focus.begin(all); // rules without an order go with the next worker, an order without rules would stay
		await keep({ focus: { ...terms(order), domains: list, all }, heard: session.device.wall, ahead: session.ahead });
	},
	async lock_order(session, { order, on, text }) {
		if (!on)
			return endLock();
		await keep({ lock: { ...terms(order), text }, heard: session.device.wall, ahead: session.ahead });
		await showLock();
	},
	async message_order(session, { order, text }) {
		await keep({ message: { ...terms(order), text }, heard: session.device.wall });
		const url = messagePage();
		const [open] = await chrome.tabs.query({ url });
		if (open)
			await chrome.windows.update(open.windowId, { focused: true });
		else
			await chrome.windows.create({ url, type: "popup", width: 480, height: 340, focused: true });
		await chrome.notifications.create("message", { type: "basic", iconUrl: "icons/128.png",
			title: word("message", order.teacher_name), message: text }).catch(() => {}); // the page says it too
	},
	async tab_order(session, { action, tab, url }) {
		if (action === "open") {
			if (!/^https?:\/\//.test(url))
				throw new Error("no page");
			await chrome.tabs.create({ url, active: true });
			return;
		}
		const all = await chrome.tabs.query({});
		if (all.length === 1 && all[0].id === tab) // the browser itself stays open
			await chrome.tabs.create({});
		await chrome.tabs.remove(tab);
	},
};

/** One order as it came: the refusal, or "none" when it was done; and which it was. */
export async function heed(session, form, content) {
	const { refusal, fields } = await checkOrder(session.policy, session.time, session.nonces, session.device, form, content);
	const order = fields?.order?.order ?? 0n;
	if (refusal !== "none")
		return { refusal, order };
	try {
		await take[form](session, fields);
		return { refusal, order };
	} catch (error) {
		console.error(error);
		return { refusal: "ecap", order };
	}
}

async function endFocus() {
	await keep({ focus: undefined });
	await focus.end();
}

async function endLock() {
	await keep({ lock: undefined });
	await lock.hide();
}

async function endMessage() {
	await keep({ message: undefined });
	await chrome.notifications.clear("message").catch(() => {});
	for (const tab of await chrome.tabs.query({ url: messagePage() }))
		await chrome.tabs.remove(tab.id).catch(() => {}); // it closed itself
}

// Without the server's time the browser's own must do: no order outlives the lesson.
const isOver = (session, order) => (session.time && serverNow(session.time, session.device) >= order.until) ||
	session.device.wall >= order.until + CLOCK_MS || session.device.wall - inForce.heard >= ORPHAN_MS ||
	session.device.wall < inForce.heard - CLOCK_MS;

/** Ends what is over; ms until the next end, as far as it is known. */
export async function tick(session) {
	if (inForce.message && isOver(session, inForce.message))
		await endMessage();
	if (inForce.focus && isOver(session, inForce.focus))
		await endFocus();
	if (inForce.lock && isOver(session, inForce.lock))
		await endLock();
	if (inForce.lock)
		await showLock();
	const now = session.time ? serverNow(session.time, session.device) : session.device.wall;
	return Math.min(...[inForce.focus, inForce.lock, inForce.message].map((order) => order ? Math.max(100, order.until - now) : Infinity));
}

/** The server was heard. */
export async function heard(wall) {
	if (isAny())
		await keep({ heard: wall });
}

/** The window in front changed. */
export async function windowChanged() {
	if (inForce.message && (await chrome.tabs.query({ url: messagePage() })).length === 0)
		await endMessage(); // read and closed
	if (inForce.lock)
		await showLock();
}

/** A tab has another address. */
export async function tabChanged(tab) {
	if (inForce.focus)
		await focus.turnAway(tab, inForce.focus.all);
}
