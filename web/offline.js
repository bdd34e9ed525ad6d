// A save that survives a lost line. The form's body stays in this page's memory
// and nowhere else (nothing personal is written to the device, R32), is sent
// again until the server answers, and is recorded once: the form's hidden id
// makes the replay harmless. event_time is the instant of the press, whatever
// the line does later; the server keeps it beside its own recording time.
"use strict";
(() => {
	const RETRY_MS = [2000, 4000, 8000, 15000, 30000, 60000];
	const ANSWER_MS = 20000;
	// Instants by the school's clock, as the page came with it: this device's may be wrong.
	const skew = Number(document.body.dataset.now) - Date.now();
	const word = (name) => document.querySelector(`#words [data-word="${name}"]`);
	const wording = (name, value = "") => word(name)?.textContent.replace("#", value) ?? "";
	const at = (ms) => new Date(ms - skew).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

	// One per form: what was pressed, oldest first, and how often the line failed.
	const lines = new Map();

	function say(form, state, text, ...more) {
		const bar = form.querySelector("[data-save-bar]") ?? form.querySelector("[data-line-words]");
		if (!bar)
			return;
		let place = bar.querySelector("[data-line-text]");
		if (!place) {
			place = document.createElement("p");
			place.dataset.lineText = "";
			place.setAttribute("role", "status");
			bar.prepend(place);
		}
		bar.dataset.line = state;
		bar.querySelectorAll("[data-save-words], [data-save-changed]").forEach((other) => { other.hidden = true; });
		place.textContent = `${text} `;
		place.append(...more);
	}

	function hold(form, line) {
		form.dataset.line = "waiting";
		const wait = RETRY_MS[Math.min(line.failures, RETRY_MS.length - 1)];
		line.failures++;
		say(form, "waiting", wording("waiting", at(line.pressed[0].time)), wording("next-try", String(wait / 1000)));
		clearTimeout(line.timer);
		line.timer = setTimeout(() => send(form, line), wait);
	}

	// Signed out meanwhile: the person signs in elsewhere and asks again here.
	function ask(form, line, name) {
		clearTimeout(line.timer);
		const link = word("sign-in").cloneNode(true);
		const again = word("send-again").cloneNode(true);
		again.addEventListener("click", () => renew(form, line));
		say(form, "waiting", wording(name), link, " ", again);
	}

	// A new session has a new token; the form's id stays, so it is still one save.
	async function renew(form, line) {
		let page;
		try {
			page = await read(await fetch(location.href, { signal: AbortSignal.timeout(ANSWER_MS) }));
		} catch {
			return hold(form, line);
		}
		const token = page.querySelector('main input[name="token"]');
		if (!token)
			return ask(form, line, "expired");
		if (page.body.dataset.session !== document.body.dataset.session)
			return ask(form, line, "somebody-else");
		line.pressed.forEach((press) => press.body.set("token", token.value));
		return send(form, line);
	}

	const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
	const signedOut = (answer) => answer.status === 401 || new URL(answer.url).pathname === "/sign-in";

	async function send(form, line) {
		if (line.sending)
			return;
		line.sending = true;
		clearTimeout(line.timer);
		const press = line.pressed[0];
		say(form, form.dataset.line ? "waiting" : "saving", wording(form.dataset.line ? "trying" : "saving"));
		try {
			const answer = await fetch(form.action, { method: "POST", body: press.body, signal: AbortSignal.timeout(ANSWER_MS) });
			if (answer.status >= 500) // a full disk or a busy server passes; what was pressed waits for it
				throw new Error("busy");
			line.failures = 0;
			if (signedOut(answer))
				ask(form, line, "expired");
			else
				await answered(form, line, answer);
		} catch {
			hold(form, line);
		} finally {
			line.sending = false;
		}
	}

	// What was pressed later goes with the id and token of the page that answered.
	async function answered(form, line, answer) {
		const page = await read(answer);
		line.pressed.shift();
		const next = page.querySelector("form[data-offline]");
		if (line.pressed.length > 0) {
			if (!next)
				return ask(form, line, "refused");
			["token", "form"].forEach((name) => line.pressed[0].body.set(name, next.elements[name].value));
			setTimeout(() => send(form, line), 0);
			return;
		}
		lines.delete(form);
		delete form.dataset.line;
		delete form.dataset.unsaved;
		show(form, page, answer);
	}

	function show(form, page, answer) {
		const main = page.querySelector("main");
		if (!main) {
			say(form, "waiting", wording("refused"));
			return;
		}
		document.querySelector("main").replaceWith(document.importNode(main, true));
		if (answer.redirected)
			history.replaceState(null, "", answer.url);
		document.dispatchEvent(new CustomEvent("page:changed"));
		const problem = document.querySelector("main .problem");
		if (problem)
			(problem.closest(".field, .pupil")?.querySelector("input, textarea, select") ?? problem).focus();
		else
			document.querySelector("main").focus({ preventScroll: true });
	}

	function pressed(event) {
		const form = event.target;
		if (!form.matches?.("form[data-offline]") || event.defaultPrevented)
			return;
		event.preventDefault();
		const body = new URLSearchParams(new FormData(form, event.submitter));
		const time = Math.round(Date.now() + skew);
		body.set("event_time", String(time));
		const line = lines.get(form) ?? { pressed: [], failures: 0, timer: 0, sending: false };
		// The one under way may have arrived; only what waits behind it is replaced.
		line.pressed.splice(line.pressed.length > 0 ? 1 : 0, 1, { body, time });
		lines.set(form, line);
		send(form, line);
	}

	document.addEventListener("submit", pressed);
	window.addEventListener("online", () => lines.forEach((line, form) => send(form, line)));
	window.addEventListener("beforeunload", (event) => {
		if (lines.size > 0 || document.querySelector("form[data-unsaved]"))
			event.preventDefault();
	});
})();
