// A paused screen (CLS-44): a window over the whole screen that names the
// teacher, brought back when it is closed or left. For attention, not for
// security: whoever administers the device has other means.

const url = () => chrome.runtime.getURL("lock.html");

/** Opens the page, or brings it to the front. */
export async function show() {
	const [tab] = await chrome.tabs.query({ url: url(), windowType: "popup" }); // opened by hand in another it is a page like any
	if (!tab) {
		await chrome.windows.create({ url: url(), type: "popup", state: "fullscreen", focused: true });
		return;
	}
	const window = await chrome.windows.get(tab.windowId);
	if (!window.focused || window.state !== "fullscreen")
		await chrome.windows.update(tab.windowId, { focused: true, state: "fullscreen" });
}

export async function hide() {
	for (const tab of await chrome.tabs.query({ url: url() }))
		await chrome.tabs.remove(tab.id).catch(() => {}); // it closed itself
}
