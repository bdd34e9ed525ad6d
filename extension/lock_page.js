// The page of a paused screen. It closes itself when the order has ended, also
// when no worker lives to do it.
import "./notice.js";
import { clock, fillWords, word } from "./words.js";

const at = (id) => document.getElementById(id);

async function show() {
	const { lock, heard = 0, ahead = 0 } = (await chrome.storage.local.get("orders")).orders ?? {};
	const now = Date.now() + ahead * 60000;
	if (!lock || now >= lock.until + 120000 || now - heard >= 300000)
		return close();
	at("who").textContent = word("locked", lock.teacher);
	at("text").textContent = lock.text;
	at("until").textContent = word("until_latest", clock(lock.until));
}

fillWords();
show();
setInterval(show, 1000);
chrome.storage.onChanged.addListener(show);
addEventListener("contextmenu", (event) => event.preventDefault());
