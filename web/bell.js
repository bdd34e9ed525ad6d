// The brass line runs out until the bell. The server has drawn it once; this
// keeps it moving, and says in words how many minutes are left.
"use strict";
(() => {
	const line = document.querySelector("progress[data-bell]");
	if (!line)
		return;
	const from = Number(line.dataset.from);
	const until = Number(line.dataset.until);
	// This device's clock may be wrong: go by the school's, as the page arrived.
	const skew = Number(document.body.dataset.now) - Date.now();
	let rung = false;

	function ring() {
		rung = true;
		document.querySelectorAll("[data-to-bell]").forEach((place) => {
			const word = document.querySelector('[data-word="rung"]');
			place.textContent = word ? word.textContent : "";
			place.classList.add("rung");
		});
		document.dispatchEvent(new CustomEvent("bell:rung"));
	}

	function tick() {
		const now = Date.now() + skew;
		line.value = Math.min(Math.max((now - from) / 1000, 0), line.max);
		document.querySelectorAll("[data-to-bell] [data-minutes]").forEach((place) => {
			const minutes = String(Math.max(0, Math.ceil((until - now) / 60000)));
			if (place.textContent !== minutes)
				place.textContent = minutes;
		});
		if (now >= until && !rung)
			ring();
	}

	// Once a second in the last two minutes, else four times a minute.
	function run() {
		tick();
		if (!rung)
			setTimeout(run, until - Date.now() - skew < 120000 ? 1000 : 15000);
	}
	run();
	document.addEventListener("visibilitychange", () => document.hidden || tick());
})();
