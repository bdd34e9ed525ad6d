// "Only these sites" (CLS-45): rules of the browser itself, which hold while the
// worker sleeps or is dead. Pages outside the list, open or to come, become
// focus.html, where the pupil reads the list, the teacher and until when.
import { addressOf } from "./settings.js";

const BLOCK = 1, ALLOW = 2;
const page = "/focus.html";

const hostOf = (server) => (addressOf(server) ?? "").replace(/:\d+$/, "");

/** The sites of the list; the school's own server is always one, so that nobody is cut off from the register. */
export const domainsOf = (order, server) => [...order.domains, hostOf(server)].filter(Boolean);

export function isAllowed(url, domains) {
	let address;
	try {
		address = new URL(url);
	} catch {
		return true; // a tab that has no page yet
	}
	if (!["http:", "https:", "file:", "data:", "blob:", "ftp:", "filesystem:"].includes(address.protocol))
		return true; // the browser's own pages
	return domains.some((domain) => address.hostname === domain || address.hostname.endsWith(`.${domain}`));
}

export async function begin(domains) {
	await chrome.declarativeNetRequest.updateDynamicRules({
		removeRuleIds: [BLOCK, ALLOW],
		addRules: [
			{ id: BLOCK, priority: 1, action: { type: "redirect", redirect: { extensionPath: page } },
				condition: { urlFilter: "*", resourceTypes: ["main_frame"] } },
			{ id: ALLOW, priority: 2, action: { type: "allow" },
				condition: { requestDomains: domains, resourceTypes: ["main_frame"] } },
		],
	});
	for (const tab of await chrome.tabs.query({}))
		await turnAway(tab, domains);
}

/** A page that no rule could stop: it was open before, or came from no network. */
export async function turnAway(tab, domains) {
	if (tab.url && !isAllowed(tab.url, domains))
		await chrome.tabs.update(tab.id, { url: chrome.runtime.getURL(page) }).catch(() => {}); // it was closed meanwhile
}

export async function end() {
	await chrome.declarativeNetRequest.updateDynamicRules({ removeRuleIds: [BLOCK, ALLOW] });
}
