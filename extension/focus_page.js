// What stands in place of a page that is not on the list of the hour.
import "./notice.js";
import { clock, fillWords, word } from "./words.js";

const at = (id) => document.getElementById(id);

async function show() {
	const { focus } = (await chrome.storage.local.get("orders")).orders ?? {};
	at("title").textContent = word(focus ? "only_these" : "all_again");
	at("who").textContent = focus ? `${focus.teacher}, ${focus.lesson}. ${word("until_latest", clock(focus.until))}` : "";
	at("sites").replaceChildren(...(focus?.domains ?? []).map((domain) => {
		const item = document.createElement("li"), link = document.createElement("a");
		link.href = `https://${domain}/`;
		link.textContent = domain;
		item.append(link);
		return item;
	}));
	at("back").hidden = Boolean(focus) || history.length < 2;
}

fillWords();
at("back").onclick = () => history.back();
show();
chrome.storage.onChanged.addListener(show);
