// The notice on a page: who looks at it, while somebody does. When the extension
// ends or nobody looks any more, it goes.
(() => {
	if (globalThis.campanellaBanner)
		return;
	const port = globalThis.campanellaBanner = chrome.runtime.connect({ name: "banner" });
	const host = document.createElement("div");
	const style = "all:initial!important;display:block!important"; // whatever the page says of what is in it
	host.style.cssText = style;
	const standing = host.style.cssText; // in the browser's own writing
	host.popover = "manual"; // over all that the page shows, also where a part of it fills the screen
	const inside = host.attachShadow({ mode: "closed" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(":host::backdrop{display:none!important}"); // nothing that a page says of its own dialogs
	inside.adoptedStyleSheets = [sheet];
	const note = document.createElement("div");
	note.setAttribute("role", "status");
	note.style.cssText = "position:fixed;top:8px;left:50%;transform:translateX(-50%);z-index:2147483647;max-width:min(90vw,640px);" +
		"box-sizing:border-box;padding:.6em 1em;border-radius:.6em;background:#b42318;color:#fff;border:2px solid #fff;" +
		"font:600 max(14px,.9vw)/1.35 system-ui,sans-serif;text-align:center;pointer-events:none;box-shadow:0 2px 8px rgba(0,0,0,.35)"; // vw: a page may be made small
	inside.append(note);
	// A page that throws it out or hides it gets it back, but is not fought for ever: then the button alone says it.
	let returns = 0;
	const isThere = () => host.isConnected && host.style.cssText === standing && host.matches(":popover-open");
	const again = () => ++returns > 50 ? leave() : stand();
	const mend = () => isThere() || again();
	const watch = new MutationObserver(mend);
	// What fills the screen or opens over the page comes over the notice, until that is raised again.
	function raise({ type, target }) {
		if (target === host || (type === "toggle" && !target.matches?.(":popover-open,dialog[open]")))
			return mend();
		if (host.isConnected)
			host.hidePopover();
		return again();
	}

	function stand() {
		if (!host.isConnected)
			(document.body ?? document.documentElement).append(host);
		host.style.cssText = style;
		if (!host.matches(":popover-open"))
			host.showPopover();
		port.postMessage("stands");
	}
	function end() {
		watch.disconnect();
		document.removeEventListener("fullscreenchange", raise, true);
		document.removeEventListener("toggle", raise, true);
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
		watch.observe(host, { attributes: true });
		document.addEventListener("fullscreenchange", raise, true);
		document.addEventListener("toggle", raise, true); // a dialog or popover of the page
	});
})();
