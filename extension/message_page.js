// A teacher's message, until it is closed or over.
import "./notice.js";
import { fillWords, word } from "./words.js";

const at = (id) => document.getElementById(id);

async function show() {
	const { message } = (await chrome.storage.local.get("orders")).orders ?? {};
	if (!message)
		return close();
	at("who").textContent = word("message", message.teacher);
	at("text").textContent = message.text;
}

fillWords();
show();
chrome.storage.onChanged.addListener(show);
at("close").onclick = () => close();
at("close").focus();
