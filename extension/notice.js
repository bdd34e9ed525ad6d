// The extension's own pages carry the notice of who looks too: the browser lets
// nobody write into them from outside, so they are asked.
chrome.runtime.onMessage.addListener((message) => {
	if (message !== "notice")
		return;
	const script = document.createElement("script"); // it runs each time, once a look
	script.src = "banner.js";
	document.head.append(script);
});
