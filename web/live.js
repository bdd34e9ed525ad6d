// The head's morning stays as true as its last load: the page is read again
// once a minute while somebody looks at it. Under the curtain, in another
// window, or while a list stands open it is left alone, so that nothing moves
// under a reader's eyes and an abandoned page does not keep a session awake.
"use strict";
(() => {
	const seconds = Number(document.querySelector("main [data-live]")?.dataset.live);
	if (!seconds)
		return;

	const quiet = () => document.hidden || !navigator.onLine || document.querySelector("dialog[open], main details[open], main :focus-visible");

	async function again() {
		if (quiet())
			return;
		const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(20000) }).catch(() => null);
		if (!answer || answer.status !== 200)
			return;
		const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
		if (main && !quiet())
			document.querySelector("main").replaceWith(document.importNode(main, true));
	}
	setInterval(again, seconds * 1000);
})();
