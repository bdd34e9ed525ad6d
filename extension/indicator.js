// Who is looking, where the pupil can read it: on the extension's button, in a
// notification when it begins, and on the page in front where the browser lets
// us write (CLS-26, CLS-28). No setting hides, shrinks or delays it.
import { lookLine, sinceLine, word } from "./words.js";
import { within } from "./turn.js";

const PAGE_WAIT_MS = 500; // a page that hangs takes no notice

const banners = new Map(); // port -> tab, of pages that carry the notice
const proofs = new WeakSet();
let lines = [];

/** A word of ready(), of this moment. */
export const isShown = (shown) => proofs.has(shown) && shown.lines === lines && lines.length > 0;

const badge = () => String(lines.length);
const title = () => lines.map((line) => `${line.who}, ${line.since}`).join("\n");

/** Leases, as the watch holds them: { terms, since }. Settles when button and pages say it. */
export async function say(leases) {
	const before = lines;
	const next = [];
	for (const { terms, since } of leases) {
		const line = { who: lookLine(terms), since: sinceLine(since, terms.remote !== 0) };
		if (!next.some((one) => one.who === line.who)) // the same teacher on two pages is one line
			next.push(line);
	}
	lines = next;
	await chrome.action.setBadgeBackgroundColor({ color: "#b42318" });
	await chrome.action.setBadgeTextColor({ color: "#ffffff" });
	await chrome.action.setTitle({ title: lines.length ? title() : word("name") });
	await chrome.action.setBadgeText({ text: lines.length ? badge() : "" });
	for (const port of banners.keys())
		port.postMessage(lines);
	if (lines.length === 0) {
		await chrome.notifications.clear("looks").catch(() => {});
		return;
	}
	await onPageInFront();
	if (lines.some((line) => !before.some((one) => one.who === line.who)))
		await chrome.notifications.create("looks", { type: "basic", iconUrl: "icons/128.png", title: word("watched"),
			message: title() }).catch(() => {}); // a system without notifications: button and page remain
}

/**
 * A proof for grab() that the pupil can read every name now: asked of the
 * browser, not remembered. null when neither button nor page shows it.
 */
export async function ready() {
	const mine = lines;
	if (mine.length === 0 || await chrome.action.getBadgeText({}) !== badge() || await chrome.action.getTitle({}) !== title())
		return null;
	const window = await windowInFront();
	if (!await isButtonInSight(window) && !await isOnPageInFront())
		return null;
	const shown = { lines: mine, window };
	proofs.add(shown);
	return shown;
}

// Not one of the developer's tools; null for none.
const windowInFront = () => chrome.windows.getLastFocused({ windowTypes: ["normal", "popup", "app"] }).catch(() => null);

// A window without a toolbar, or whose page fills the screen, shows no button. Of one that is put away nothing is shown either.
async function isButtonInSight(window) {
	const { isOnToolbar } = await chrome.action.getUserSettings();
	return isOnToolbar && (!window || window.state === "minimized" || (window.type === "normal" && window.state !== "fullscreen"));
}

async function pageInFront() {
	const window = await windowInFront();
	const [tab] = window ? await chrome.tabs.query({ active: true, windowId: window.id }) : [];
	return tab;
}

async function isOnPageInFront() {
	const tab = await pageInFront();
	return Boolean(tab) && [...banners.values()].includes(tab.id);
}

/** Puts the notice on the page in front; pages of the browser itself do not take it. */
export async function onPageInFront() {
	const tab = lines.length ? await pageInFront() : null;
	if (!tab || await isOnPageInFront())
		return;
	if (tab.url?.startsWith(chrome.runtime.getURL("")))
		await within(PAGE_WAIT_MS, chrome.runtime.sendMessage("notice").catch(() => {})); // nobody has to answer
	else
		await within(PAGE_WAIT_MS, chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ["banner.js"], injectImmediately: true }).catch(() => {}));
}

/** A page on which banner.js runs. */
export function hearBanner(port) {
	port.onDisconnect.addListener(() => banners.delete(port));
	port.onMessage.addListener(() => lines.length && banners.set(port, port.sender.tab?.id)); // it says that it stands
	port.postMessage(lines);
}
