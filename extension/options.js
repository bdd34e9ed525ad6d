// Where a technician joins a browser to its school by hand. A managed browser
// shows what its policy says and takes nothing here.
import { fillWords, showDemo, word } from "./words.js";

const at = (id) => document.getElementById(id);

async function show() {
	const status = await chrome.runtime.sendMessage({ ask: "status" }).catch(() => null); // the worker is being started
	if (!status)
		return;
	const words = status.connected ? "connected" : status.problem || (status.enrolled ? "resting" : "not_enrolled");
	at("state").textContent = status.enrolled ? `${word("belongs_to", status.school)} ${status.server}. ${word(words)}` : word(words);
	showDemo(at("demo"), status);
	at("managed").hidden = !status.managed;
	at("form").hidden = status.managed;
}

at("form").onsubmit = async (event) => {
	event.preventDefault();
	const answer = await chrome.runtime.sendMessage({ ask: "enrol", server: at("server").value, code: at("code").value, minutes_ahead: at("minutes").value });
	at("problem").textContent = answer?.taken ? "" : word("address_wrong");
	await show();
};

fillWords();
show();
setInterval(show, 1000);
