// The service worker: what the browser tells it, and who does something about
// it. Listeners stand at the top level, so that an event can wake the worker.
import { inTurn } from "./turn.js";
import { settingsChanged, status, tick, visited } from "./connection.js";
import { raiseHand } from "./session.js";
import { typeSettings } from "./settings.js";
import * as indicator from "./indicator.js";
import * as orders from "./orders.js";
import * as watch from "./watch.js";

const wake = () => inTurn(tick);
wake();
chrome.runtime.onStartup.addListener(wake);
chrome.runtime.onInstalled.addListener(wake);
chrome.alarms.onAlarm.addListener(wake);
chrome.idle.onStateChanged.addListener(wake);

chrome.storage.onChanged.addListener((changes, area) => {
	if (area === "managed" || (area === "local" && changes.typed))
		inTurn(() => settingsChanged({ isTyped: area === "local" }));
});

chrome.runtime.onConnect.addListener((port) => port.name === "banner" && indicator.hearBanner(port));

const pageInFront = () => inTurn(async () => {
	watch.tabsChanged();
	await indicator.onPageInFront();
});
chrome.tabs.onActivated.addListener(pageInFront);
chrome.tabs.onRemoved.addListener(pageInFront);
chrome.tabs.onUpdated.addListener((id, change, tab) => {
	if (change.url)
		inTurn(() => orders.tabChanged(tab));
	if (change.url)
		inTurn(() => visited(change.url));
	if (change.status || change.title)
		pageInFront();
});
chrome.windows.onFocusChanged.addListener(() => {
	pageInFront();
	inTurn(orders.windowChanged);
});
chrome.windows.onRemoved.addListener(() => inTurn(orders.windowChanged));

chrome.notifications.onClicked.addListener((id) => chrome.notifications.clear(id));

// The extension's own pages ask here.
const asked = {
	status: async () => status(),
	async hand({ up }) {
		await raiseHand(up);
		return status();
	},
	enrol: async ({ server, code, minutes_ahead }) => ({ taken: await typeSettings(server, code, minutes_ahead) }),
};
chrome.runtime.onMessage.addListener((message, sender, answer) => {
	if (sender.id !== chrome.runtime.id || !Object.hasOwn(asked, message?.ask) || sender.tab && !sender.url.startsWith(chrome.runtime.getURL("")))
		return false;
	inTurn(() => asked[message.ask](message)).then(answer, () => answer(null));
	return true;
});
