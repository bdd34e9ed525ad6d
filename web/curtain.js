// The privacy curtain. After two minutes without a key, a touch or the mouse,
// or one minute in another window, the page is covered; at the end of the idle
// time the person is signed out, unless something typed is not saved yet: then
// the page stays covered and the server's own limit ends the session.
"use strict";
(() => {
	const curtain = document.querySelector("dialog[data-curtain]");
	const idleMinutes = Number(document.body.dataset.idleMinutes);
	if (!curtain || !idleMinutes)
		return;
	const idleMs = idleMinutes * 60000;
	const coverMs = Math.min(120000, idleMs / 2);
	const blurMs = Math.min(60000, idleMs / 2);
	const words = document.querySelector('[data-word="idle"]').textContent;
	let active = Date.now();
	let asked = Date.now(); // when the server last heard of us
	let blurred = 0;

	function say() {
		const minutes = Math.max(0, Math.ceil((active + idleMs - Date.now()) / 60000));
		const line = words.replace("#", String(minutes));
		document.querySelectorAll("[data-idle-words]").forEach((place) => {
			if (place.textContent !== line)
				place.textContent = line;
		});
	}

	// The server counts requests, the person counts keys: tell it now and then.
	function tell() {
		const path = document.body.dataset.stay;
		if (!path || Date.now() - asked < idleMs / 4)
			return;
		asked = Date.now();
		fetch(path, { method: "GET", redirect: "manual" }).catch(() => {});
	}

	function cover() {
		if (curtain.open)
			return;
		curtain.showModal();
		document.dispatchEvent(new CustomEvent("curtain:drawn"));
	}

	function leave() {
		const unsaved = document.querySelector("form[data-unsaved], form[data-line]");
		const form = document.querySelector("form[data-sign-out]");
		cover();
		if (!unsaved && form)
			form.submit();
	}

	function touched() {
		if (curtain.open)
			return;
		active = Date.now();
		tell();
		say();
	}

	function look() {
		const idle = Date.now() - active;
		if (idle >= idleMs)
			leave();
		else if (idle >= coverMs || (blurred && Date.now() - blurred >= blurMs))
			cover();
		say();
	}

	for (const event of ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "input"])
		document.addEventListener(event, touched, { passive: true, capture: true });
	window.addEventListener("blur", () => { blurred = Date.now(); });
	window.addEventListener("focus", () => { blurred = 0; });
	curtain.querySelector("[data-curtain-open]").addEventListener("click", () => curtain.close());
	curtain.addEventListener("close", () => {
		blurred = 0;
		touched();
		document.dispatchEvent(new CustomEvent("curtain:opened"));
	});
	// Back after signing out must not show the page again.
	window.addEventListener("pageshow", (event) => event.persisted && location.reload());
	setInterval(look, 5000);
	say();
})();
