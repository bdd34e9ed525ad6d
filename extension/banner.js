// The notice on a page: who looks at it, while somebody does. When the extension
// ends or nobody looks any more, it goes.
(() => {
	if (globalThis.campanellaBanner)
		return;
	const port = globalThis.campanellaBanner = chrome.runtime.connect({ name: "banner" });
	const host = document.createElement("div");
	host.style.cssText = "all:initial!important;display:block!important"; // whatever the page says of what is in it
	const inside = host.attachShadow({ mode: "closed" });
	const note = document.createElement("div");
	note.setAttribute("role", "status");
	note.style.cssText = "position:fixed;top:8px;left:50%;transform:translateX(-50%);z-index:2147483647;max-width:min(90vw,640px);" +
		"box-sizing:border-box;padding:8px 14px;border-radius:8px;background:#b42318;color:#fff;border:2px solid #fff;" +
		"font:600 14px/1.35 system-ui,sans-serif;text-align:center;pointer-events:none;box-shadow:0 2px 8px rgba(0,0,0,.35)";
	inside.append(note);
	// A page that throws it out gets it back, but is not fought for ever: then the button alone says it.
	let returns = 0;
	const watch = new MutationObserver(() => host.isConnected || (++returns > 50 ? leave() : stand()));

	function stand() {
		(document.body ?? document.documentElement).append(host);
		port.postMessage("stands");
	}
	function end() {
		watch.disconnect();
		host.remove();
		delete globalThis.campanellaBanner;
	}
	function leave() {
		port.disconnect();
		end();
	}
	port.onDisconnect.addListener(end);
	port.onMessage.addListener((lines) => {
		if (lines.length === 0)
			return leave();
		note.replaceChildren(...lines.map(({ who, since }) => {
			const line = document.createElement("div");
			line.textContent = `${who}, ${since}`;
			return line;
		}));
		stand();
		watch.observe(document.documentElement, { childList: true, subtree: true });
	});
})();
