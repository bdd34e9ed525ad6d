// The button's page: who looks now, the hand, the sites of the hour, and the
// browser's own record of who looked.
import { clock, fillWords, moment, showDemo, word } from "./words.js";

const at = (id) => document.getElementById(id);

function item(text, note) {
	const element = document.createElement("li"), small = document.createElement("small");
	small.textContent = note;
	element.append(text, small);
	return element;
}

const remote = (one) => one.remote ? `, ${word("remote")}` : "";

function show(status) {
	at("school").textContent = status.school || "Campanella";
	at("state").textContent = word(status.connected ? "connected" : status.problem || (status.enrolled ? "resting" : "not_enrolled"));
	showDemo(at("demo"), status);
	at("lookers").replaceChildren(...status.lookers.map((one) => item(word(`looks_${one.kind}`, one.teacher), word("since", clock(one.since)) + remote(one))));
	if (status.lookers.length === 0)
		at("lookers").append(item(word("nobody"), ""));
	at("hand").textContent = word(status.hand ? "hand_down" : "hand_up");
	at("hand").setAttribute("aria-pressed", String(status.hand));
	at("hand").disabled = !status.connected;
	at("hand-note").textContent = status.connected ? (status.hand ? word("hand_is_up") : "") : word("hand_offline");
	const { focus } = status.orders;
	at("focus").hidden = !focus;
	at("focus-text").textContent = focus ? `${focus.domains.join(", ")}. ${focus.teacher}, ${word("until", clock(focus.until))}` : "";
	at("differs").hidden = !status.log.differsAt;
	at("agrees").hidden = status.log.differsAt || status.log.pending.length > 0 || status.log.count === 0 || !status.log.comparedAt;
	at("log").replaceChildren(...status.log.entries.toReversed().map((one) =>
		item(word(`looked_${one.kind}`, one.teacher), `${moment(one.at)}, ${one.lesson}${remote(one)}`)));
	if (status.log.entries.length === 0)
		at("log").append(item(word("nobody_yet"), ""));
}

const ask = async (message) => {
	const status = await chrome.runtime.sendMessage(message).catch(() => null); // the worker is being started
	if (status)
		show(status);
	return status;
};

fillWords();
at("hand").onclick = () => ask({ ask: "hand", up: at("hand").getAttribute("aria-pressed") !== "true" });
ask({ ask: "status" });
setInterval(() => ask({ ask: "status" }), 1000);
